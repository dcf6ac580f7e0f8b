"""What grouping sees in a title, and nothing that depends on other titles. Pure.

In the order in which a title is taken apart:

- ``words``     its words: hanja written out, particles off, one name for one thing
- ``figures``   its numbers with their units
- ``places``    the places that it names (``places.txt``)
- ``slots.txt`` words that tell one of a series from another
- ``everyday``  how often words stand in headlines anywhere (``everyday.txt``)
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from zlib import crc32

from worker.traits import everyday
from worker.traits.everyday import SAMPLE
from worker.traits.figures import Figure, figures
from worker.traits.places import names_place, place, town_of, within
from worker.traits.words import words

PAIR, WORD, FIGURE, PLACE = 0, 1, 2, 3
"""What a gram is made of, in its two lowest bits: two syllables or a Latin beginning, a word, a number, a place."""
_KIND = 3
_BEGINNING = 4
"""Letters of a Latin word that others of its family begin with."""


def _read_slots() -> dict[str, str]:
    """By word, the list that it is of, as one letter, and what it names."""
    named: dict[str, str] = {}
    kind = 0
    for line in files("worker.traits").joinpath("slots.txt").read_text("utf-8").splitlines():
        kind += line.startswith("# ---")
        if line and not line.startswith("#"):
            named |= {word: f"{kind}{line.split()[0]}" for word in line.split()}
    return named


_SLOTS = _read_slots()
_READ_LATELY = 1024
"""Titles that are kept: one is read where its story is asked for, remembered, and packed."""
_VAGUE = frozenset({"단계", "보", "년", "월", "일", "분기"})
"""Units of numbers that many titles share by chance."""
_NUMBERED = re.compile(
    r"(?<![\w.,])(?:(?P<sign>#)(?P<n>\d{1,9})|제?(?P<nth>\d{1,3})(?P<unit>호|차|회|번째|라운드)(?![가-힣]))"
)
"""Which one of a numbered series: #12, 제3호, 2차."""
_OFTEN_BY_DIGITS = (100.0, 100.0, 30.0, 8.0, 1.0)


@dataclass(frozen=True, slots=True)
class Traits:
    """A title as grouping compares it."""

    grams: tuple[int, ...]
    """Numbers of its words, pairs of syllables and telling figures."""
    often: tuple[float, ...]
    """In how many of `SAMPLE` headlines each of them stands."""
    of: tuple[int, ...]
    """Of which of the title's words or numbers each of them is."""
    size: float
    """What its grams weigh together."""
    figures: tuple[Figure, ...]
    places: tuple[str, ...]
    slots: tuple[str, ...]


@lru_cache(maxsize=1)
def edition() -> int:
    """A number of all that traits depend on: traits that were kept by another one are read anew."""
    parts = [file for name in ("worker.traits", "sokbo.press") for file in files(name).iterdir() if file.is_file()]
    texts = [file.read_bytes() for file in sorted(parts, key=lambda file: file.name)]
    return crc32(b"".join(texts))


def is_word(gram: int) -> bool:
    """Whether a gram is a whole word that is no place."""
    return gram & _KIND == WORD


def weight(often: float) -> float:
    """What a gram weighs by how often it stands in headlines anywhere, squared."""
    return math.log(SAMPLE / often) ** 2


@lru_cache(maxsize=_READ_LATELY)
def read(title: str, on: date) -> Traits:
    """The traits of a clean title; names mean what they did on that day."""
    taken = words(title, on)
    found = figures(taken.text)
    named = [_SLOTS[word] for word in taken.written if word in _SLOTS]
    slots = tuple(dict.fromkeys(named + _numbered(taken.text)))
    grams = _grams([word for word in taken.meant if not _tag(word)], found)
    often = tuple(often for often, _ in grams.values())
    of = tuple(word for _, word in grams.values())
    return Traits(tuple(grams), often, of, sum(map(weight, often)), found, _places(taken.written), slots)


def _numbered(text: str) -> list[str]:
    """Which ones of numbered series a text names, each series told by a first letter of its own."""
    return [(m["sign"] or m["unit"]) + (m["n"] or m["nth"]) for m in _NUMBERED.finditer(text)]


def _tag(word: str) -> bool:
    """Whether a word only says whose poll it is: weighed, not counted as a word."""
    return _SLOTS.get(word, "").startswith("1")


def _grams(meant: list[str], found: tuple[Figure, ...]) -> dict[int, tuple[float, int]]:
    """The grams of words and figures: how often each stands in headlines, and the place of its word or figure."""
    grams: dict[int, tuple[float, int]] = {}
    for number, word in enumerate(meant):
        grams[_number(word, PLACE if names_place(word) else WORD)] = (everyday.word(word), number)
        if everyday.verbal(word):
            continue
        if "가" <= word[0] <= "힣":
            for i in range(len(word) - 1):
                grams.setdefault(_number(word[i : i + 2], PAIR), (everyday.pair(word[i : i + 2]), number))
        elif len(word) > _BEGINNING:
            grams.setdefault(_number(word[:_BEGINNING], PAIR), (everyday.word(word), number))
    for number, figure in enumerate(found, len(meant)):
        if figure.digits > 1 and figure.unit not in _VAGUE:
            often = _OFTEN_BY_DIGITS[min(figure.digits, len(_OFTEN_BY_DIGITS) - 1)]
            grams[_number(f"{figure.value:.10g}{figure.unit}", FIGURE)] = (often, number)
    return grams


@lru_cache(maxsize=131_072)
def _number(text: str, kind: int) -> int:
    return crc32(text.encode()) << 2 | kind


def _places(written: tuple[str, ...]) -> tuple[str, ...]:
    """The places that words name, alone or two together (New Zealand), without those that others of them lie in."""
    found = dict.fromkeys(map(place, written))
    for a, b in pairwise(written):
        if a.isascii() and len(b) > 2:
            found[place(a + b)] = None
        elif (town := town_of(a, b)) is not None:
            found[town] = None
    larger = {within(name) for name in found if name}
    return tuple(name for name in found if name and name not in larger)
