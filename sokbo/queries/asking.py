"""How a source is asked: its sealed options, its dates' zone, its fixed interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, update

from sokbo.database import now_ms
from sokbo.tables import sources


@dataclass(frozen=True, slots=True)
class Asking:
    """What is kept of it."""

    sealed_options: bytes | None
    zone: str | None


def of(connection: Connection, source: int) -> Asking:
    """How this source is asked; nothing special where there is none."""
    row = connection.execute(
        select(sources.c.sealed_options, sources.c.zone).where(sources.c.id == source)
    ).one_or_none()
    return Asking(*row) if row else Asking(None, None)


def change(connection: Connection, source: int, **values: Any) -> None:
    """Set `sealed_options`, `zone`, `every_s` or `private`, and have the source read anew with the next look."""
    anew = {"etag": None, "last_modified": None, "body_hash": None, "known": None, "due": now_ms()}
    connection.execute(update(sources).where(sources.c.id == source).values(**values, **anew))
