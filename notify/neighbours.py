"""What else the titles that a rule catches speak of: words that keep its company, and the senses they fall into. Pure.

지수 beside 코스피 and 증시 is not the 지수 beside 컴백 and 블랙핑크: words that share titles are one bearer's company.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from notify import particles
from notify.backtest import Caught
from notify.term import ACRONYM
from sokbo.text import labels

MOST = 12
"""Neighbours that are offered."""
LIFT = 1.5
"""How much oftener a neighbour is beside the rule's words than in any title."""
COMPANY = 40
"""Words that bearers are told apart by."""
GENERAL = 0.6
"""Of the titles: a word in more of them than this tells no bearers apart."""
ALIKE = 0.3
"""How much of the rarer word's titles two words share, to be one bearer's."""
BEARERS = 4
SHOWN = 5

_WORD = re.compile(r"[^\W_]+(?:[&'’·-][^\W_]+)*")
_PLAIN = frozenset([
    "the", "of", "to", "in", "on", "for", "and", "an", "at", "by", "with", "from", "as", "is", "are", "be", "has",
    "have", "it", "its", "that", "this", "after", "over", "new", "said", "says", "will", "not", "out", "up", "into",
    "who", "how", "why", "what", "more", "than", "amid",
    "위해", "대한", "대해", "관련", "있다", "없다", "한다", "했다", "된다", "됐다", "있는", "없는",
    "오늘", "내일", "어제", "올해", "지난", "오는", "이번", "이상", "이하",
])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A word, and in how many of the titles it is."""

    word: str
    count: int
    share: float
    """Of the titles."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """Titles in which the rule's words keep the same company."""

    words: tuple[str, ...]
    count: int
    titles: tuple[str, ...]


def words(title: str, without: Iterable[tuple[int, int]] = ()) -> frozenset[str]:
    """The words of a title that say something, their particles cut off, but for what stands at these places."""
    held = list(without)
    named = {_stem(title[start:end]) for start, end in held}
    named |= {_stem(word) for label in labels(title) for word in label.split()}
    found = set()
    for word in _WORD.finditer(title):
        if not any(start < word.end() and word.start() < end for start, end in held):
            found.add(_stem(word[0]))
    return frozenset(found - named - {""})


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    """A word as a rule would ask for it, its particles cut off; empty for what says nothing by itself."""
    for cut in range(len(word) - 2, 0, -1):
        if "가" <= word[-cut] <= "힣" and particles.tail(word[-cut - 1], word[-cut:]) in {"particle", "ending"}:
            word = word[:-cut]
            break
    if not (word.isupper() and len(word) <= ACRONYM):
        word = word.casefold()
    dull = len(word) < 2 or word in _PLAIN or not any(c.isalpha() for c in word)
    return "" if dull else word


def company(caught: Sequence[Caught]) -> list[frozenset[str]]:
    """Of each title the words beside those that the rule found."""
    return [words(c.headline.title, {(w.start, w.end) for w in c.why if w.end > w.start}) for c in caught]


def neighbours(beside: Sequence[frozenset[str]], anywhere: Sequence[frozenset[str]]) -> list[Neighbour]:
    """The words that are oftener beside a rule's words than `anywhere`, the most telling first."""
    here = Counter(word for found in beside for word in found)
    there = Counter(word for found in anywhere for word in found if word in here)
    telling: list[tuple[float, Neighbour]] = []
    for word, count in here.items():
        share, usual = count / len(beside), (there[word] + 0.5) / (len(anywhere) + 1)
        if count > 1 and share > LIFT * usual:
            telling.append((count * math.log(share / usual), Neighbour(word, count, share)))
    telling.sort(key=lambda pair: (-pair[0], pair[1].word))
    return [neighbour for _, neighbour in telling[:COMPANY]]


def bearers(caught: Sequence[Caught], beside: Sequence[frozenset[str]], known: Sequence[Neighbour]) -> list[Bearer]:
    """The senses that the titles fall into, the commonest first; none where they don't fall apart."""
    groups = _groups(beside, [n.word for n in known if n.share <= GENERAL])
    of: list[list[int]] = [[] for _ in groups]
    for at, found in enumerate(beside):
        score, best = max(((len(found.intersection(group)), -n) for n, group in enumerate(groups)), default=(0, 0))
        if score:
            of[-best].append(at)
    told = [
        Bearer(tuple(group[:SHOWN]), len(titles), tuple(caught[at].headline.title for at in titles[:2]))
        for group, titles in zip(groups, of, strict=True)
        if len(titles) > 1 and len(group) > 1
    ]
    told.sort(key=lambda bearer: -bearer.count)
    return told[:BEARERS] if len(told) > 1 else []


def _groups(beside: Sequence[frozenset[str]], known: Sequence[str]) -> list[list[str]]:
    """Words that share titles, the most telling word of each group first."""
    where = {word: {at for at, found in enumerate(beside) if word in found} for word in known}
    groups: list[list[str]] = []
    for word in known:
        best = max(groups, key=lambda group: _alike(where, word, group), default=None)
        if best is not None and _alike(where, word, best) >= ALIKE:
            best.append(word)
        else:
            groups.append([word])
    return groups


def _alike(where: dict[str, set[int]], word: str, group: Sequence[str]) -> float:
    """How much of its titles a word shares with the words of a group together."""
    together = set().union(*[where[other] for other in group])
    return len(where[word] & together) / len(where[word])
