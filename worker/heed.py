"""2c. The robots.txt of the sites whose boards are read, kept in memory and for all workers in the database."""

from __future__ import annotations

import time

from sokbo.database import Database
from sokbo.queries import robots

DAILY_S = 86_400.0
MOST = 2_000
"""Sites that are kept in memory."""


class Heed:
    """What sites said, as far as this process knows."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, float]] = {}
        """Origin to rules and the moment from which they are old."""

    def rules(self, database: Database, origin: str) -> str | None:
        """The rules of a site; None where they must be asked for, never read or a day old."""
        known = self._known.get(origin)
        if known is None or time.monotonic() > known[1]:
            with database.read() as connection:
                kept = robots.get(connection, origin)
            if kept is None:
                return None
            known = self._keep(origin, kept[0], DAILY_S - kept[1])
        return known[0] if time.monotonic() <= known[1] else None

    def old(self, origin: str) -> str | None:
        """The rules of a site, however old they are."""
        known = self._known.get(origin)
        return known[0] if known else None

    def learn(self, database: Database, origin: str, rules: str) -> None:
        """Keep what a site has said now."""
        with database.write() as connection:
            robots.put(connection, origin, rules)
        self._keep(origin, rules, DAILY_S)

    def _keep(self, origin: str, rules: str, for_s: float) -> tuple[str, float]:
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[origin] = known = (rules, time.monotonic() + for_s)
        return known
