"""The lines of a plain table: comments, days from which to which a line holds, and what is broken. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

MOST_LINES = 100_000
LONGEST = 10_000
"""Lines of a table and characters of a line that are read; the rest is told as broken."""

_DAYS = re.compile(r"\s+(?P<first>\d{4}-\d{2}-\d{2})?\.\.(?P<last>\d{4}-\d{2}-\d{2})?$")


@dataclass(frozen=True, slots=True)
class Days:
    """The days on which something holds, both ends included; an end that is None is open."""

    first: date | None = None
    last: date | None = None

    def holds(self, on: date | None) -> bool:
        """Whether it holds on a day; without one, whether it still does."""
        if on is None:
            return self.last is None
        return (self.first is None or self.first <= on) and (self.last is None or on <= self.last)


ALWAYS = Days()


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that could not be read, counted from 1, and why."""

    line: int
    why: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.why}"


def lines(text: str) -> Iterator[tuple[int, str]]:
    """What a table says: each line that says something, with its number and without comment."""
    for number, line in enumerate(text.splitlines()[:MOST_LINES], 1):
        said = line[:LONGEST].partition("#")[0].strip().lstrip("\ufeff")
        if said:
            yield number, said


def dated(text: str) -> tuple[str, Days]:
    """A text and the days behind it: `尹 2021-06-29..`; raises ValueError where there is no such day."""
    text = text.strip()
    found = _DAYS.search(text)
    if found is None:
        return text, ALWAYS
    first, last = ((date.fromisoformat(day) if day else None) for day in found.group("first", "last"))
    if first and last and last < first:
        raise ValueError(f"{last} is before {first}")
    return text[: found.start()], Days(first, last)
