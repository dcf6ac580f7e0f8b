"""What the matcher knows besides rule and title: names, hanja, words, and where there is one an analyser. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from sokbo.press import hanja, names, words
from sokbo.press.hanja import Hanja
from sokbo.press.names import Names
from sokbo.press.words import Words


class Analyser(Protocol):
    """Whoever can tell morphemes apart."""

    def __hash__(self) -> int: ...

    def parts(self, text: str, start: int, end: int) -> bool:
        """Whether `text[start:end]` is a word or some words of its own in a run of Hangul."""


@dataclass(frozen=True, eq=False, slots=True)
class Knowledge:
    """The tables that hold for an installation. Two are the same only where they are one object."""

    names: Names
    hanja: Hanja
    words: Words
    analyser: Analyser | None = None


@lru_cache(maxsize=1)
def shipped() -> Knowledge:
    """What comes with the product, without an analyser."""
    return Knowledge(names.shipped(), hanja.shipped(), words.shipped())
