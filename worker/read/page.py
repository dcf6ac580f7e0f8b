"""What every reader is given, and the one way that reading fails."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from sokbo.value import value
from worker.read import aside, dates, order
from worker.read.moment import Moment

MOST_BYTES = 8_000_000
"""Of one document, unpacked, that are read: the newest headlines stand first, and memory is shared."""
MOST_ENTRIES = 10_000
"""Entries of one document that are read: what an outlet lists at once is a thousand at most."""


class Unreadable(ValueError):
    """The bytes are no document at all; the message is one line for a person."""


@value(frozen=True, slots=False)
class Page:
    """A body decoded, with where and when it was found."""

    text: str
    data: bytes
    """The same in UTF-8."""
    encoding: str
    """What the body was written in."""
    url: str
    """Where links start from; empty where unknown."""
    at: datetime
    """The moment that relative dates count from."""
    zone: ZoneInfo
    """Where dates without a zone are meant."""
    passed: int = 0
    """How many entries were left out of the text, being known."""
    whole: str = ""
    """The text with those too, where some were."""

    def when(self, date: str) -> Moment | None:
        """The moment that a date on this page names; None where it names none."""
        return dates.parse(date, self.at, self.zone, lambda: self._month_first)

    def is_likely(self, moment: Moment) -> bool:
        """Whether something on this page may be of that moment (`aside`)."""
        return aside.OLDEST <= moment.at <= self._latest

    @cached_property
    def _latest(self) -> datetime:
        return aside.latest(self.at)

    @cached_property
    def _month_first(self) -> bool | None:
        return order.month_first(self.whole or self.text)
