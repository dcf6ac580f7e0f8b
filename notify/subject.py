"""A title made ready, once for all rules: folded, its hanja read, and what stands beside it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from notify.boundary import Kind, kind
from notify.knowledge import Knowledge, shipped
from sokbo.fold import Folded, fold
from sokbo.model import Headline
from sokbo.press import hanja
from sokbo.text import labels

LONGEST = 10_000
"""Characters of a title that are looked at; what is longer is no headline."""
_WORD = re.compile(r"\S+")
_KANA = ("\u3040", "\u30ff")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a headline beside its title."""

    outlet: str = ""
    author: str = ""
    source: str = ""
    """The source's name and address, and its number."""
    labels: tuple[str, ...] | None = None
    """None takes those of the title."""
    lang: str | None = None
    """None takes the title's."""
    day: date | None = None
    """When it was printed, for names that change; None is now."""


NOTHING = Facts()


def facts(headline: Headline) -> Facts:
    """What a headline says beside its title."""
    return Facts(
        outlet=headline.outlet,
        author=headline.author or "",
        source=str(headline.source),
        day=(headline.published or headline.seen).date(),
    )


class Subject:
    """One title, looked at by many rules."""

    def __init__(self, title: str, facts: Facts = NOTHING, knowledge: Knowledge | None = None) -> None:
        self.title = title
        self.facts = facts
        self.knowledge = knowledge or shipped()
        self.plain = fold(title[:LONGEST])

    @cached_property
    def others(self) -> tuple[Folded, ...]:
        """The title with its hanja read, and with what they stand for written out."""
        return hanja.variants(self.knowledge.hanja, self.plain, self.facts.day)

    @cached_property
    def letters(self) -> str:
        """All that a rule's letters may be found in."""
        return "\n".join([self.plain.key, *[other.key for other in self.others]])

    @cached_property
    def labels(self) -> tuple[str, ...]:
        return self.facts.labels if self.facts.labels is not None else labels(self.plain.title)

    @cached_property
    def lang(self) -> str:
        return self.facts.lang or language(self.plain.key)

    @cached_property
    def words(self) -> Sequence[int]:
        """Which word of the title each of its characters belongs to; punctuation alone is none."""
        numbers = [0] * len(self.plain.title)
        word = 0
        for found in _WORD.finditer(self.plain.title):
            word += any(map(str.isalnum, found[0]))
            numbers[found.start() : found.end()] = [word] * len(found[0])
        return numbers


def language(key: str) -> str:
    """The language of a title by its script: ``ko``, ``ja``, ``zh`` or ``en``."""
    if any("가" <= c <= "힣" for c in key):
        return "ko"
    if any(_KANA[0] <= c <= _KANA[1] for c in key):
        return "ja"
    return "zh" if any(kind(c) == Kind.UNSPACED for c in key) else "en"
