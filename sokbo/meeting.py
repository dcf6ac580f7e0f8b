"""A watch and a story that met, as a value: what the watch knows of the story, and how the story came there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sokbo.model import Why


class State(StrEnum):
    BELOW = "below"
    """Matched, but too few outlets carry it."""
    MUTED = "muted"
    """Matched, but its person wants no more of the story, and was told nothing yet."""
    RUNNING = "running"
    """It was running before the watch: recorded, and told nobody."""
    TOLD = "told"


class Unsent(StrEnum):
    """Why a headline was not told of."""

    BELOW = "below k outlets"
    MUTED = "muted"
    SAME = "same story"
    RUNNING = "running story"


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a watch knows of a story."""

    watch: int
    story: int
    state: State
    headline: int
    """The last headline that it matched."""
    why: tuple[Why, ...]
    terms: frozenset[str]
    """Every term of the rule that the story has brought so far; empty where nobody counted."""
    step: int = 0
    """The last that was told: 0 the alert, 1 its first update, …"""
    size: int = 0
    """How many headlines the story had when it was last told."""
    seq: int = 0
    """Where in the log it was last told."""
    unsent: int = 0
    reason: Unsent | None = None
    """Of the last headline that was not told."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A headline in its story's course."""

    headline: int
    seq: int
    outlet: str
    title: str
    labels: tuple[str, ...]
    seen: datetime


def plain(why: Iterable[Why]) -> list[dict[str, str | int]]:
    """Reasons as rows and messages keep them."""
    return [{"term": w.term, "text": w.text, "start": w.start, "end": w.end, "how": w.how} for w in why]


def carried_by(course: Iterable[tuple[datetime, str]], outlets: int, minutes: int) -> bool:
    """Whether so many outlets carried a story within so many minutes, at any time of its course up to now."""
    last: dict[str, datetime] = {}
    for at, outlet in sorted(course):
        last[outlet] = at
        if sum(at - then <= timedelta(minutes=minutes) for then in last.values()) >= outlets:
            return True
    return False
