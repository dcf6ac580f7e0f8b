"""Days that a page sets in pieces: the day large, the month and the year below it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from worker.read.names import MONTHS

_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|일|日)?")
_MONTH = re.compile(r"(\d{1,2})\s*[월月]|([a-z]{3,9})\.?", re.IGNORECASE)
_YEAR = re.compile(r"['’]?((?:19|20)\d{2}|\d{2}(?=년))[년年.]?")
_YEAR_MONTH = re.compile(
    r"((?:19|20)\d{2})\s*[./년年-]\s*(\d{1,2})\s*[월月.]?|([a-z]{3,9})\.?,?\s*((?:19|20)\d{2})", re.IGNORECASE
)
_LONGEST = 16


def date(texts: Sequence[str]) -> str:
    """The day that two or three of the texts in a row make, year first; "" where none do."""
    short = [text for text in texts if text]
    for at, text in enumerate(short):
        if not (day := _DAY.fullmatch(text)) or not 1 <= int(day[1]) <= 31:
            continue
        beside = [near for near in short[max(0, at - 2) : at + 3] if len(near) <= _LONGEST]
        if told := _month(beside):
            return f"{told}-{int(day[1]):02}"
    return ""


def _month(texts: Sequence[str]) -> str:
    """The month that the texts tell, with its year where they do."""
    year = month = ""
    for text in texts:
        if both := _YEAR_MONTH.fullmatch(text):
            year, month = both[1] or both[4], both[2] or _number(both[3])
        elif (named := _MONTH.fullmatch(text)) and (number := named[1] or _number(named[2])):
            month = number
        elif alone := _YEAR.fullmatch(text):
            year = alone[1]
    if not month or not 1 <= int(month) <= 12:
        return ""
    return f"{year}-{int(month):02}" if year else f"{int(month):02}"


def _number(name: str | None) -> str:
    number = MONTHS.get((name or "").lower())
    return str(number) if number and len(name or "") >= 3 else ""
