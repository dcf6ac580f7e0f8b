"""Lets go of what is older than the operator keeps, beside the desk: small transactions, so that the line goes on."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from sokbo.database import Database
from sokbo.queries import retention
from sokbo.queries.retention import Old
from sokbo.settings import Settings

BATCH = 200
TURN_S = 5.0
"""How long one turn takes at most, once an hour."""


def prune(database: Database, settings: Settings, at: datetime, turn_s: float = TURN_S) -> int:
    """Delete what is too old, for a turn; how many rows went."""
    ends, gone = time.monotonic() + turn_s, 0
    for days, drop in (
        (settings.keep_fetches, retention.drop_fetches),
        (settings.keep_attempts, retention.drop_attempts),
    ):
        dropped = 1 if days else 0
        while dropped and time.monotonic() < ends:
            with database.write() as connection:
                dropped = drop(connection, at - timedelta(days=days), BATCH)
            gone += dropped
    if settings.keep_headlines:
        gone += _prune_headlines(database, at - timedelta(days=settings.keep_headlines), ends)
    return gone


def _prune_headlines(database: Database, before: datetime, ends: float) -> int:
    walk, gone = Walk(before), 0
    while time.monotonic() < ends:
        with database.read() as connection:
            ids = walk.next(connection)
        if ids is None:
            break
        for start in range(0, len(ids), BATCH):
            with database.write() as connection:
                gone += retention.drop(connection, ids[start : start + BATCH])
    return gone


@dataclass(slots=True)
class Walk:
    """From the oldest headline on: a story goes whole, or not yet."""

    before: datetime
    after: int = 0
    listed: dict[int, int] = field(default_factory=dict)
    """The oldest headline that each source may still list."""

    def next(self, connection: Connection) -> list[int] | None:
        """Headlines to delete, none where all of this stretch stay; None at the end of what is old."""
        stretch = retention.old(connection, self.before, self.after, BATCH)
        if not stretch:
            return None
        self.after = stretch[-1].id
        groups: dict[tuple[int, int], list[Old]] = {(0, one.id): [one] for one in stretch if one.story is None}
        for one in retention.ended(connection, {one.story for one in stretch if one.story}, self.before):
            groups.setdefault((1, one.story or 0), []).append(one)
        return [one.id for group in groups.values() if self._gone(connection, group) for one in group]

    def _gone(self, connection: Connection, group: Sequence[Old]) -> bool:
        """Whether none of them can be listed any more."""
        for one in group:
            if one.source not in self.listed:
                self.listed[one.source] = retention.first_listed(connection, one.source)
        return all(one.id < self.listed[one.source] for one in group)
