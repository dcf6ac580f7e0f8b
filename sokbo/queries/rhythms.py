"""Rhythms: by which hours of the week sources brought their headlines, and which of them have been quiet since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Connection, func, select, type_coerce

from sokbo.columns import EPOCH, MILLISECOND
from sokbo.model import SourceState
from sokbo.tables import fetches, headlines, sources

HOUR_MS = 3_600_000
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Quiet:
    """A source that answers well and has brought nothing for a while."""

    source: int
    created: datetime
    last_new: datetime


def quiet(connection: Connection, before: datetime, asked_since: datetime) -> list[Quiet]:
    """Those in no trouble, asked since then or two of their intervals before, that brought nothing since `before`."""
    c = sources.c
    asked_ms = type_coerce(c.last_polled, BigInteger) + c.interval_s * 2000
    found = select(c.id, c.created, c.last_new).where(
        c.state == SourceState.ACTIVE,
        c.trouble_since.is_(None),
        c.failures == 0,
        c.last_new < before,
        asked_ms > (asked_since - EPOCH) // MILLISECOND,
    )
    return [Quiet(*row) for row in connection.execute(found)]


def counts(
    connection: Connection, of: Sequence[int], hours: int, since: datetime
) -> Iterator[tuple[int, dict[int, int]]]:
    """Each source's news since then, by the hour modulo `hours`; in chunks, so that the memory stays small."""
    hour = (type_coerce(headlines.c.seen, BigInteger) // HOUR_MS % hours).label("hour")
    for first in range(0, len(of), CHUNK):
        chunk = of[first : first + CHUNK]
        found: dict[int, dict[int, int]] = {source: {} for source in chunk}
        rows = connection.execute(
            select(headlines.c.source_id, hour, func.count())
            .where(headlines.c.source_id.in_(chunk), headlines.c.seen >= since, headlines.c.news)
            .group_by(headlines.c.source_id, hour)
        )
        for source, at, count in rows:
            found[source][int(at)] = count
        yield from found.items()


def news_by_hour(connection: Connection, source: int, since: datetime) -> dict[int, int]:
    """A source's news since then, by the hour since 1970."""
    hour = (type_coerce(headlines.c.seen, BigInteger) // HOUR_MS).label("hour")
    mine = (headlines.c.source_id == source, headlines.c.seen >= since, headlines.c.news)
    rows = connection.execute(select(hour, func.count()).where(*mine).group_by(hour))
    return {int(at): count for at, count in rows}


def failures_by_hour(connection: Connection, source: int, since: datetime) -> dict[int, int]:
    """How often its log tells of a failure since then, by the hour since 1970."""
    hour = (type_coerce(fetches.c.at, BigInteger) // HOUR_MS).label("hour")
    mine = (fetches.c.source_id == source, fetches.c.at >= since, fetches.c.outcome.in_(("failed", "gone")))
    rows = connection.execute(select(hour, func.count()).where(*mine).group_by(hour))
    return {int(at): count for at, count in rows}
