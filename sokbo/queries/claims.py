"""Claims: which sources are due, and whose they are to poll until a lease ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, or_, select, text, update

from sokbo.database import AnyRow, now_ms
from sokbo.lease import LONGEST_MS
from sokbo.model import Source
from sokbo.queries.sources import COLUMNS, source_of
from sokbo.tables import sources

SLACK_MS = 60_000
"""A due time further off than the source's own interval and this comes from a clock that jumped."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A source that is ours to poll until its lease ends; the address is whole where it is kept encrypted."""

    source: Source
    sealed_url: bytes | None
    known: bytes | None = None
    """The entries of its last document, packed."""
    sealed_options: bytes | None = None
    """How it wants to be asked (`sokbo.options`)."""
    zone: str | None = None
    """Where its dates without a zone are meant; None is the desk's."""
    recipe: Mapping[str, Any] | None = None
    """How a board is read, as JSON; None where that is not known yet."""


CLAIMED = (*COLUMNS, sources.c.sealed_url, sources.c.known, sources.c.sealed_options, sources.c.zone, sources.c.recipe)


def claimed(row: AnyRow) -> Claimed:
    """A row of the `CLAIMED` columns."""
    return Claimed(source_of(row), *row[len(COLUMNS) :])


# Said in words, not as a parameter: only so does SQLite see that the index of what is due will do.
_POLLED = text("state = 'active'")


def _free(now: Any) -> Any:
    until = sources.c.lease_until
    return or_(until.is_(None), until <= now, until > now + LONGEST_MS)


def claim_due(connection: Connection, who: str, limit: int, lease_ms: int) -> list[Claimed]:
    """Up to `limit` sources whose time has come, ours for `lease_ms`."""
    now = now_ms()
    due = select(sources.c.id).where(_POLLED, sources.c.due <= now, _free(now)).order_by(sources.c.due)
    return _claim(connection, sources.c.id.in_(due.limit(limit).with_for_update(skip_locked=True)), who, lease_ms)


def claim(connection: Connection, source: int, who: str, lease_ms: int) -> Claimed | None:
    """This one source, due or not; None where another polls it now."""
    mine = _claim(connection, and_(sources.c.id == source, _free(now_ms())), who, lease_ms)
    return mine[0] if mine else None


def _claim(connection: Connection, which: Any, who: str, lease_ms: int) -> list[Claimed]:
    rows = connection.execute(
        update(sources)
        .where(which)
        .values(lease_owner=who, lease_until=now_ms() + lease_ms, fence=sources.c.fence + 1)
        .returning(*CLAIMED)
    )
    return [claimed(row) for row in rows]


def renew(connection: Connection, ids: Sequence[int], who: str, lease_ms: int) -> None:
    """Keep what is in flight; what another has claimed meanwhile stays theirs."""
    mine = and_(sources.c.id.in_(ids), sources.c.lease_owner == who)
    connection.execute(update(sources).where(mine).values(lease_until=now_ms() + lease_ms))


def let_go(connection: Connection, ids: Sequence[int], who: str) -> None:
    """Give claims back unpolled, at shutdown."""
    mine = and_(sources.c.id.in_(ids), sources.c.lease_owner == who)
    connection.execute(update(sources).where(mine).values(lease_until=None, lease_owner=None))


def next_due_ms(connection: Connection) -> int | None:
    """Milliseconds until the next source that nobody polls is due (0 where one is); None where none ever is."""
    now = now_ms()
    soonest = select(sources.c.due - now).where(_POLLED, _free(now)).order_by(sources.c.due).limit(1)
    wait = connection.scalar(soonest)
    return None if wait is None else max(0, int(wait))


_LOST = and_(_POLLED, sources.c.due > now_ms() + sources.c.interval_s * 1000 + SLACK_MS)


def any_lost(connection: Connection) -> bool:
    """Whether a clock that jumped has put any off for ever."""
    return connection.scalar(select(sources.c.id).where(_LOST).limit(1)) is not None


def call_back(connection: Connection) -> int:
    """Make those due at once that a clock that jumped has put off for ever; how many."""
    return connection.execute(update(sources).where(_LOST).values(due=now_ms())).rowcount
