"""Which comes first in the dates of a page, the month or the day: those that can be read in one way only tell. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

_DATE = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2(\d{4}|\d\d)(?![\d./-])")
_INSIDE = re.compile(r"[\d./:-]")
"""What stands before numbers that are no date's first; asked afterwards: looking back at every digit takes long."""
_CELL = re.compile(r">\s*(\d\d)[./-](\d\d)\.?(?:\s+\d\d:\d\d(?::\d\d)?)?\s*(?=<)")
"""A day without a year that has an element to itself: elsewhere such numbers are scores and shares."""
_DAY_FIRST = ("Europe/", "Africa/", "Australia/", "Atlantic/", "Indian/", "Asia/Kolkata", "Asia/Dubai", "Asia/Jakarta")


def month_first(text: str) -> bool | None:
    """Whether the dates in a text (a page, or dates one on a line) begin with the month; None where none of them tells,
    or they contradict each other.
    """
    months = days = 0
    for first, second in _pairs(text):
        months += first <= 12 < second <= 31
        days += second <= 12 < first <= 31
    return None if bool(months) == bool(days) else bool(months)


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    for date in _DATE.finditer(text):
        # Of three pairs of digits the first may as well be the year: 25.06.26.
        telling = len(date[4]) == 4 or date[2] == "/"
        if telling and not _INSIDE.match(text, date.start() - 1, date.start()):
            yield int(date[1]), int(date[3])
    for cell in _CELL.finditer(text):
        yield int(cell[1]), int(cell[2])


def day_first(here: datetime) -> bool:
    """Whether days come before months, however they are separated, in the zone of `here`."""
    return str(here.tzinfo).startswith(_DAY_FIRST)


def usual(separator: str, here: datetime) -> bool:
    """Whether the month comes first where nothing on the page tells: with slashes, outside of where none does so."""
    return separator == "/" and not day_first(here)
