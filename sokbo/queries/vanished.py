"""Headlines that are gone from their source: missed once, withdrawn when missed again, or back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, text, update

from sokbo.tables import headlines


@dataclass(frozen=True, slots=True)
class Stood:
    """A headline as it stood in its source."""

    id: int
    ident: int
    url_key: int | None
    published: datetime | None
    missed: int
    """How often in a row it was not there while its neighbours were."""
    withdrawn: datetime | None


_STOOD = (
    headlines.c.id,
    headlines.c.ident,
    headlines.c.url_key,
    headlines.c.published,
    headlines.c.missed,
    headlines.c.withdrawn,
)


def stood(connection: Connection, idents: Sequence[int]) -> list[Stood]:
    """The headlines of these identities."""
    there = select(*_STOOD).where(headlines.c.ident.in_(idents))
    return [Stood(*row) for row in connection.execute(there)] if idents else []


def missed(connection: Connection, of: Sequence[int], since: datetime) -> dict[int, list[Stood]]:
    """By source, headlines seen since a moment that were not there when the source was last read."""
    if not of:
        return {}
    found: dict[int, list[Stood]] = {}
    looked_for = (text("missed > 0"), headlines.c.source_id.in_(of), headlines.c.seen > since)
    for row in connection.execute(select(*_STOOD, headlines.c.source_id).where(*looked_for)):
        found.setdefault(row.source_id, []).append(Stood(*row[: len(_STOOD)]))
    return found


_MARK = (
    update(headlines)
    .where(headlines.c.id == bindparam("headline"))
    .values(missed=bindparam("times"), withdrawn=bindparam("since"))
)


def mark_missed(
    connection: Connection, once: Sequence[int], twice: Sequence[int], back: Sequence[int], at: datetime
) -> None:
    """Headlines that were missed for the first time, that are withdrawn by now, and that are there again."""
    times = {**dict.fromkeys(back, 0), **dict.fromkeys(once, 1), **dict.fromkeys(twice, 2)}
    rows = [{"headline": i, "times": n, "since": at if n > 1 else None} for i, n in sorted(times.items())]
    if rows:
        connection.execute(_MARK, rows)
    if twice:
        placed = (headlines.c.id.in_(twice), headlines.c.seq.is_not(None))
        connection.execute(update(headlines).where(*placed).values(pending=True))
