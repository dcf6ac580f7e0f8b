"""How often words stand in headlines anywhere, before an installation has seen any. Pure.

A shared 대통령 says little from the first headline on; what is stored soon counts for more (docs/stories.md).
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

SAMPLE = 10_000
"""Of how many headlines the table counts."""
_RARE = 1.0
_RARE_PAIR = 3.0
"""A word and a pair of syllables that the table does not have."""
_VERBAL = re.compile(
    r"[가-힣]{1,6}(?:[다며려던까자네죠]|[하되]는|없는|있는|않는|라는|했[가-힣]?|[였았었겠][가-힣]|[하되]고|라고|다고|까지|도록|없이|하게|해야|려면|지만|는데|[아어]서|[세어]요)"
)
_RARE_VERB = 15.0
"""Verbs carry a title's point but seldom tell one event from another."""


def _read() -> tuple[dict[str, float], dict[str, float]]:
    words: dict[str, float] = {}
    for line in files("worker.traits").joinpath("everyday.txt").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        often, _, listed = line.partition(":")
        for word in listed.lower().split():
            words[word] = max(words.get(word, 0.0), float(often))
    pairs: dict[str, float] = {}
    for word, count in words.items():
        for i in range(len(word) - 1 if "가" <= word[0] <= "힣" else 0):
            pairs[word[i : i + 2]] = pairs.get(word[i : i + 2], _RARE_PAIR) + count
    return words, pairs


_WORDS, _PAIRS = _read()


def known(word: str) -> bool:
    """Whether this is an everyday word."""
    return word in _WORDS


def word(text: str) -> float:
    """In how many of `SAMPLE` headlines a word stands."""
    often = _WORDS.get(text)
    return often if often is not None else _RARE_VERB if verbal(text) else _RARE


@lru_cache(maxsize=65_536)
def verbal(text: str) -> bool:
    """Whether a word that is not in the table looks like a verb."""
    return text not in _WORDS and _VERBAL.fullmatch(text) is not None


def pair(text: str) -> float:
    """In how many of `SAMPLE` headlines two syllables stand side by side."""
    return _PAIRS.get(text, _RARE_PAIR)
