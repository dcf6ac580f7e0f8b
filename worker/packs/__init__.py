"""Starter packs: well-known outlets' feeds by outlet and section, as lists of addresses beside this module.

An address is a fact, and an old one may be dead: each is read before it becomes a source. `listed` is the year in which
somebody last listed it; those of the newest year stand first.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

NAMES = ("korea", "english")
FLASH_S, WHOLE_S, SECTION_S = 20.0, 120.0, 300.0
"""How often a section is visited: flashes, everything that an outlet publishes, one subject."""
_FLASH = re.compile(r"(?i)속보|breaking|bulletin|just in|earthquake")
_WHOLE = re.compile(r"(?i)전체|최신|주요|all|top|latest|home|front|^news$")


class PackError(ValueError):
    """What was picked is in no pack; the message is one line."""


@dataclass(frozen=True, slots=True)
class Packed:
    """One address of a pack."""

    outlet: str
    section: str
    url: str
    listed: str
    """A year; empty where nobody says."""

    @property
    def name(self) -> str:
        """What its source is called."""
        return f"{self.outlet} {self.section}"

    @property
    def every_s(self) -> float:
        """How often it is worth a visit."""
        if _FLASH.search(self.section):
            return FLASH_S
        return WHOLE_S if self.whole else SECTION_S

    @property
    def whole(self) -> bool:
        """Whether it holds more than one subject."""
        return bool(_WHOLE.search(self.section) or _FLASH.search(self.section))


@cache
def pack(name: str) -> tuple[Packed, ...]:
    """The addresses of a pack, by outlet; raises `PackError`."""
    if name not in NAMES:
        raise PackError(f"there is no pack {name!r}: there are {' and '.join(NAMES)}")
    rows = csv.DictReader((files(__name__) / f"{name}.csv").read_text(encoding="utf-8").splitlines())
    return tuple(Packed(row["outlet"], row["section"], row["url"], row.get("listed") or "") for row in rows)


def outlets(of: Iterable[Packed]) -> dict[str, list[Packed]]:
    """The addresses by outlet, in the pack's order."""
    found: dict[str, list[Packed]] = {}
    for one in of:
        found.setdefault(one.outlet, []).append(one)
    return found


def first_of_each(of: Sequence[Packed]) -> list[Packed]:
    """To begin with: flashes and the first address of everything of each outlet that was listed in the newest year."""
    newest = max((one.listed for one in of), default="")
    chosen = []
    for sections in outlets(one for one in of if one.listed == newest).values():
        flashes = [one for one in sections if _FLASH.search(one.section)]
        chosen += [*flashes, *[one for one in sections if one.whole and one not in flashes][:1]]
    return chosen


def picked(of: Sequence[Packed], said: str) -> list[Packed]:
    """What a person picks by words with commas between them, each address once; raises `PackError`.

    A word is an outlet's name or number, a section (`속보`), one section of one outlet (`뉴시스/속보`), `start` for
    `first_of_each`, or `all`.
    """
    numbers = {str(n): outlet for n, outlet in enumerate(outlets(of), 1)}
    chosen: dict[str, Packed] = {}
    for word in filter(None, (part.strip() for part in said.split(","))):
        wanted = first_of_each(of) if word == "start" else [one for one in of if _is(one, numbers.get(word, word))]
        if not wanted:
            raise PackError(f"{word!r} is no outlet and no section of this pack")
        chosen |= {one.url: one for one in wanted}
    return list(chosen.values())


def _is(one: Packed, word: str) -> bool:
    word = word.casefold()
    outlet, section = one.outlet.casefold(), one.section.casefold()
    return word in {"all", outlet, section, f"{outlet}/{section}"}
