"""What programs may send: numbers, moments, rules, names; a line says what was wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from notify.rule import Rule, RuleError, parse
from web.api.asked import Call, Refused
from web.asked import whole

MOST = 200
"""Rows of one answer."""
FARTHEST_DAYS = 90


def limit(call: Call, usual: int = 50) -> int:
    """How many rows are asked for."""
    return max(1, min(_number(call.query, "limit", usual), MOST))


def before(call: Call) -> int | None:
    """Where the answer before this one ended."""
    return _number(call.query, "before", 0) or None


def number(query: Mapping[str, str], name: str) -> int | None:
    """A number of a row."""
    return _number(query, name, 0) or None


def _number(query: Mapping[str, str], name: str, usual: int) -> int:
    given = query.get(name)
    if given is None:
        return usual
    found = whole(given)
    if found is None:
        raise Refused(422, f"{name} is no number.")
    return found


def since(call: Call, usual: timedelta | None = None) -> datetime | None:
    """A moment in ISO 8601, or so many days ago as ``7d``."""
    given = call.query.get("since")
    if given is None:
        return call.now - usual if usual else None
    days = whole(given.removesuffix("d")) if given.endswith("d") else None
    if days is not None:
        return call.now - timedelta(days=min(days, FARTHEST_DAYS))
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        raise Refused(422, "since is no time: send 7d, or ISO 8601 such as 2026-01-31T09:00:00+09:00.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def rule(text: object) -> Rule:
    """A rule; one that can't be read is pointed at."""
    if not isinstance(text, str):
        raise Refused(422, "A rule is missing.")
    try:
        return parse(text)
    except RuleError as error:
        raise Refused(422, error.message, mend=error.mend, position=error.position) from None


def name(body: Mapping[str, Any]) -> str | None:
    """A watch's name."""
    given = body.get("name")
    if given is None:
        return None
    if not isinstance(given, str) or not given.strip() or len(given) > 200:
        raise Refused(422, "name is no text of 1 to 200 characters.")
    return given.strip()


def numbers(body: Mapping[str, Any], name: str) -> list[int] | None:
    """Numbers of rows."""
    given = body.get(name)
    if given is None:
        return None
    if not isinstance(given, list) or not all(isinstance(n, int) and not isinstance(n, bool) for n in given):
        raise Refused(422, f"{name} is no list of numbers.")
    return given


def flag(body: Mapping[str, Any], name: str) -> bool | None:
    """True or false."""
    given = body.get(name)
    if given is not None and not isinstance(given, bool):
        raise Refused(422, f"{name} is neither true nor false.")
    return given
