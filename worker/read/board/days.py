"""The days that stand as headings between the rows of a timeline, or above each of its lists."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from sokbo.model import Precision
from worker.read.board.fields import When, dated
from worker.read.board.units import Units

_LONGEST = 40


def days(found: Units, parent: LexborNode, when: When) -> tuple[str, ...]:
    """The day's heading over each row; "" where there is none."""
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
    return text if len(text) <= _LONGEST and _is_day(text, when) else ""


def _is_day(text: str, when: When) -> bool:
    found = dated(text, when)
    return found is not None and found.precision == Precision.DAY and len(found.rest) <= _LONGEST // 4
