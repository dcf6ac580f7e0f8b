"""The operator's account with Naver: the key, and what is left of the day. A call is counted before it leaves.

One a process; what each knows of the others' calls is in the database, so that all together keep within the day.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from sokbo.database import Database
from sokbo.exchange import Fault, NetworkError, Request, Route
from sokbo.model import Source
from sokbo.queries import budgets
from sokbo.settings import Settings
from worker.naver import query, refusal
from worker.naver.spread import FLAT, Search, spread

SERVICE = "naver"
LOOK_S = 20.0
"""How long this process relies on how it dealt out the calls."""
NEWEST = 100
"""Headlines of a search by which its yield is judged."""
SHAPE, SHAPED_S = timedelta(days=14), 3_600.0
"""Of the past, by which it is judged how news is spread over a day; and how long that holds."""


@dataclass(frozen=True, slots=True)
class Day:
    """How the day's calls stand."""

    used: int
    most: int
    waits: dict[int, float]
    """Seconds between two calls of each search."""

    @property
    def left(self) -> int:
        """Calls that may still be made."""
        return max(0, self.most - self.used)


class Account:
    """Asks with the key, within the day's calls."""

    def __init__(self, settings: Settings, database: Database | None) -> None:
        """Without a database, where a person only looks, calls are not counted."""
        self._settings = settings
        self._database = database
        self._day: Day | None = None
        self._looked = self._shaped = float("-inf")
        self._shape: Sequence[float] = FLAT

    @property
    def key(self) -> tuple[str, str] | None:
        """The client's id and secret, where the operator has given both."""
        name, secret = self._settings.naver_client_id, self._settings.naver_client_secret
        return (name, secret) if name and secret else None

    def request(self, url: str, agent: str, start: int = 1, route: Route | None = None) -> Request:
        """The question, its call counted; raises `NetworkError` where there is no key, or no call left today."""
        if self.key is None:
            raise NetworkError(
                "a search at Naver takes a key of your own: set SOKBO_NAVER_CLIENT_ID and SOKBO_NAVER_CLIENT_SECRET"
                " (developers.naver.com)",
                Fault.ADDRESS,
            )
        at = datetime.now(UTC)
        if not self._spend(refusal.today(at)):
            raise NetworkError(f"Naver is not asked: {refusal.USED_UP}", Fault.BUDGET, refusal.tomorrow_s(at))
        return query.request(self._settings.naver_url, self.key, agent, url, start, route)

    def _spend(self, today: str) -> bool:
        if self._database is None:
            return True
        with self._database.write() as connection:
            return budgets.spend(connection, SERVICE, today, self._settings.naver_daily)

    def paced(self, source: Source) -> Source:
        """The source, with the interval that is dealt out to it where it is a search."""
        return replace(source, every_s=self.every_s(source.id)) if query.is_one(source.url) else source

    def every_s(self, source: int) -> float | None:
        """Seconds between two calls of a search; None where there is none of this number."""
        now = time.monotonic()
        if self._database is None:
            return None
        if now - self._looked >= LOOK_S or (self._day and source not in self._day.waits):
            self._looked = now
            at = datetime.now(UTC)
            with self._database.read() as connection:
                if now - self._shaped >= SHAPED_S:
                    self._shaped, self._shape = now, shape(connection, at)
                self._day = day(connection, self._settings, at, self._shape)
        return self._day.waits.get(source) if self._day else None


def shape(connection: Connection, at: datetime) -> Sequence[float]:
    """How the news of all searches is spread over a day's hours."""
    asked = budgets.searches(connection, query.SCHEME)
    return budgets.by_hour(connection, [a.source for a in asked], at - SHAPE) if asked else FLAT


def day(connection: Connection, settings: Settings, at: datetime, shape: Sequence[float] = FLAT) -> Day:
    """How the day stands, and how its rest is dealt out."""
    asked = budgets.searches(connection, query.SCHEME)
    used, most = budgets.used(connection, SERVICE, refusal.today(at)), settings.naver_daily
    searches = [Search(a.source, a.every_s, _an_hour(connection, a.source, at)) for a in asked]
    waits = spread(
        searches,
        max(0, most - used),
        at,
        shape=shape,
        shortest_s=settings.poll_min,
        longest_s=max(settings.poll_min, settings.poll_max),
    )
    return Day(used, most, waits)


def _an_hour(connection: Connection, source: int, at: datetime) -> float:
    found = budgets.brought(connection, source, NEWEST)
    if found.since is None:
        return 0.0
    return an_hour(found.count, at - found.since)


def an_hour(count: int, span: timedelta) -> float:
    """Headlines an hour, by the newest ones: fewer than a page of them are all that there ever were."""
    least = timedelta(minutes=1) if count >= NEWEST else timedelta(days=1)
    return count * timedelta(hours=1) / max(span, least)
