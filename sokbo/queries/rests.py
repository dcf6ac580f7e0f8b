"""Rests: a host has asked everybody to stay away from a part of it for a while. Bounded by a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, delete, not_, select

from sokbo.database import insert, now_ms
from sokbo.tables import rests

LONGEST_S = 86_400.0
"""Whoever asks for more is asked again after a day; an end further off comes from a clock that jumped."""


@dataclass(frozen=True, slots=True)
class Rest:
    """Until when no address of `host` that begins with `path` is asked."""

    host: str
    """With its port, where that is written out."""
    path: str
    left_s: float
    why: str


def begin(connection: Connection, asked: Sequence[Rest]) -> None:
    """Write down what hosts asked for; of two rests at one place the later end counts. Those that are over go."""
    now = now_ms()
    for rest in asked:
        until = now + int(min(rest.left_s, LONGEST_S) * 1000)
        row = insert(connection, rests).values(host=rest.host[:255], path=rest.path[:255], until=until, why=rest.why)
        later = rests.c.until < row.excluded.until
        beyond = rests.c.until > now + int(LONGEST_S * 1000)
        connection.execute(
            row.on_conflict_do_update(
                index_elements=["host", "path"],
                set_={"until": row.excluded.until, "why": row.excluded.why},
                where=later | beyond,
            )
        )
    if asked:
        connection.execute(delete(rests).where(not_(_running())))


def current(connection: Connection) -> list[Rest]:
    """All that are running now."""
    left_ms = rests.c.until - now_ms()
    rows = connection.execute(select(rests.c.host, rests.c.path, left_ms, rests.c.why).where(_running()))
    return [Rest(host, path, left / 1000, why) for host, path, left, why in rows]


def _running() -> ColumnElement[bool]:
    now = now_ms()
    return and_(rests.c.until > now, rests.c.until <= now + int(LONGEST_S * 1000) + 1000)
