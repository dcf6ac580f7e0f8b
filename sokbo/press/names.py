"""The other names of a person, body, company or country, on a given day. Pure.

A name is looked up by its match key with capitals kept where it is short, as `fold` makes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files

from sokbo.fold import fold
from sokbo.press.sheet import Days, Fault, dated, lines

MOST = 50
"""Names of one line."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a group, and when it is one."""

    text: str
    days: Days


class Names:
    """Groups of names that mean the same; the first of each is its proper one."""

    def __init__(self, groups: Iterable[tuple[Name, ...]], faults: tuple[Fault, ...] = ()) -> None:
        self.groups = tuple(groups)
        self.faults = faults
        self._by_key: dict[str, list[int]] = {}
        for number, group in enumerate(self.groups):
            for name in group:
                self._by_key.setdefault(key(name.text), []).append(number)

    def __len__(self) -> int:
        return len(self.groups)

    def others(self, text: str) -> tuple[Name, ...]:
        """What else may be printed for a name that was typed, each with the days on which it means the same."""
        asked = key(text)
        found: dict[tuple[str, Days], Name] = {}
        for number in self._by_key.get(asked, ()):
            group = self.groups[number]
            asked_days = [name.days for name in group if key(name.text) == asked]
            for name in group:
                same = key(name.text) == asked
                days = _overlap(name.days, asked_days[0])
                if not same and days is not None:
                    found.setdefault((key(name.text), days), Name(name.text, days))
        return tuple(found.values())

    def proper(self, text: str, on: date | None = None) -> str | None:
        """The proper name of what is called so on a day; None where it is no name, or that of several."""
        asked = key(text)
        groups = [self.groups[number] for number in self._by_key.get(asked, ())]
        meant = {g[0].text for g in groups if any(key(n.text) == asked and n.days.holds(on) for n in g)}
        return meant.pop() if len(meant) == 1 else None


def key(text: str) -> str:
    """What a name is looked up by; short ones in capitals are not the same in small letters."""
    folded = fold(text)
    return folded.shown if folded.shown.isupper() and folded.shown.isascii() else folded.key


def _overlap(a: Days, b: Days) -> Days | None:
    first = max((d for d in (a.first, b.first) if d), default=None)
    last = min((d for d in (a.last, b.last) if d), default=None)
    return None if first and last and last < first else Days(first, last)


def read(text: str, base: Names | None = None) -> Names:
    """The names of a table, beside those of another; a broken line is told and passed over."""
    groups: list[tuple[Name, ...]] = list(base.groups) if base else []
    faults: list[Fault] = []
    for number, line in lines(text):
        try:
            groups.append(_group(line))
        except ValueError as error:
            faults.append(Fault(number, str(error)))
    return Names(groups, tuple(faults))


def _group(line: str) -> tuple[Name, ...]:
    proper, equals, rest = line.partition("=")
    if not equals:
        raise ValueError("there is no = in it: write name = other name, other name")
    texts = [proper, *rest.split(",")]
    if len(texts) > MOST:
        raise ValueError(f"it has over {MOST} names")
    found: dict[tuple[str, Days], Name] = {}
    for text in texts:
        name, days = dated(text)
        if not any(c.isalnum() for c in fold(name).key):
            raise ValueError("a name is missing")
        found.setdefault((key(name), days), Name(name, days))
    if len({k for k, _ in found}) < 2:
        raise ValueError("it names only itself")
    return tuple(found.values())


@lru_cache(maxsize=1)
def shipped() -> Names:
    """The table that comes with the product."""
    return read(files("sokbo.press").joinpath("names.txt").read_text("utf-8"))
