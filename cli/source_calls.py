"""How the day's calls of a search service stand, for `source show` and `status`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from cli.opened import Opened
from sokbo.model import Source
from worker.naver import query, words
from worker.naver.account import SERVICE, Day, day, shape


def calls(desk: Opened, of: Source) -> dict[str, Any] | None:
    """How often this search is asked, and what that leaves, in words under `says`; None where it is no search."""
    if not query.is_one(of.url):
        return None
    found = _day(desk)
    every_s = found.waits.get(of.id)
    return _row(found, every_s) | {"every_s": every_s}


def budgets(desk: Opened) -> list[dict[str, Any]]:
    """The services that are asked."""
    found = _day(desk)
    return [{"service": SERVICE} | _row(found)] if found.waits or found.used else []


def _day(desk: Opened) -> Day:
    at = datetime.now(UTC)
    with desk.database.read() as connection:
        return day(connection, desk.settings, at, shape(connection, at))


def _row(found: Day, every_s: float | None = None) -> dict[str, Any]:
    says = words.standing(found.used, found.most, len(found.waits), every_s)
    return {"says": says, "used": found.used, "most": found.most, "searches": len(found.waits)}
