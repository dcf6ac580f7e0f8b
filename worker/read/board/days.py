"""Dates as rows show them, and the days that stand as headings between the rows or above each list."""

from __future__ import annotations

import re
from collections.abc import Callable

from selectolax.lexbor import LexborNode

from sokbo.model import Precision
from worker.read.board import words
from worker.read.board.units import Units
from worker.read.everyday import LIKELY
from worker.read.moment import Moment

When = Callable[[str], Moment | None]
"""Reads a date; knows the moment and the zone of the page."""

CLOCK = re.compile(
    r"\s*(?:오전|오후|午前|午後|[ap]m)?\s*\d{1,2}\s?[:시]\s?\d{2}(?::\d{2}|분)?\s*(?:[ap]m)?\s*", re.IGNORECASE
)
"""A time of day alone (or a length)."""
_YEAR = re.compile(r"\D{0,4}((?:19|20)\d{2})\s*[년年]?\D{0,6}")
_MONTH_DAY = re.compile(r"\D{0,4}(\d{1,2})\s*[./월月-]\s*(\d{1,2})(?!\d)\D{0,6}")
_LONGEST_HEADING = 40
LONGEST_DATE = 60


def remembering(when: When) -> When:
    """The same, reading each text once: the rows of a page share many."""
    known: dict[str, Moment | None] = {}

    def read(text: str) -> Moment | None:
        if text not in known:
            known[text] = when(text)
        return known[text]

    return read


def dated(text: str, when: When) -> Moment | None:
    """The moment that a text gives, with what else it says; None where it gives none."""
    text = " ".join(text.split())
    if not 2 <= len(text) <= LONGEST_DATE or not LIKELY.search(text):
        return None
    found = when(text)
    return found._replace(rest=words.bare(found.rest)) if found else None


def whole(heading: str, text: str) -> str:
    """A row's date with what the heading over it says: the day for a time, the year for a day."""
    if not heading or len(text) > LONGEST_DATE:
        return text
    if year := _YEAR.fullmatch(heading):
        day = _MONTH_DAY.fullmatch(text)
        return f"{year[1]}-{int(day[1]):02}-{int(day[2]):02}" if day else text
    return f"{heading} {text}" if CLOCK.fullmatch(text) else text


def days(found: Units, parent: LexborNode, when: When) -> tuple[str, ...]:
    """The heading with a day or a year over each row; "" where there is none."""
    said = dict(found.between)
    day = _above(parent, when)
    told: list[str] = []
    for at in range(len(found.rows)):
        if at in said and _is_day(said[at], when):
            day = said[at]
        told.append(day)
    return tuple(told)


def _above(parent: LexborNode, when: When) -> str:
    """What is said right before the list, where it is a day."""
    before = parent.prev
    while before is not None and not before.is_element_node:
        before = before.prev
    text = before.text().strip() if before is not None else ""
    return text if len(text) <= _LONGEST_HEADING and _is_day(text, when) else ""


def _is_day(text: str, when: When) -> bool:
    if _YEAR.fullmatch(text):
        return True
    found = dated(text, when)
    return found is not None and found.precision == Precision.DAY and len(found.rest) <= _LONGEST_HEADING // 4
