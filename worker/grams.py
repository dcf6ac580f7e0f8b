"""5a. An index of the window by what titles are made of: how often each gram stands there, and in which titles. Pure.

It is a function of the titles that are in it and of their order, of nothing else: however it came to hold them, it
finds the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from heapq import nlargest

from worker.traits import Traits
from worker.traits.everyday import SAMPLE

PRIOR = 2_000
"""How many headlines of an installation's own the everyday table counts for."""
_REMEMBERED = 48
"""Titles that are remembered of each gram, the newest: what is older is found by rarer grams or not at all."""
_TELLING = 14
"""Grams of a title by which others are looked up, the rarest."""
_FOUND = 24
_FAR = 0.2
"""What shares less than this part of what the nearest title shares is not looked at."""
_CROWDED = 2.0
"""From where on a fuller window makes no difference: what is alike by chance is found long before."""


class Grams:
    """The grams of the titles of a window."""

    def __init__(self) -> None:
        self._titles: dict[int, list[int]] = {}
        """By gram, in how many titles it stands, then the newest of them."""
        self._count = 0

    def add(self, title: int, grams: Iterable[int]) -> tuple[int, ...]:
        """A title comes in; its grams, each the one number that the index keeps for it."""
        self._count += 1
        kept = []
        for gram in grams:
            titles = self._titles.get(gram)
            if titles is None:
                self._titles[gram] = [1, title]
            else:
                titles[0] += 1
                titles.append(title)
                if len(titles) > _REMEMBERED + 1:
                    del titles[1]
            kept.append(gram)
        return tuple(kept)

    def drop(self, title: int, grams: Iterable[int]) -> None:
        """The oldest title leaves."""
        self._count -= 1
        for gram in grams:
            titles = self._titles[gram]
            if titles[0] == 1:
                del self._titles[gram]
                continue
            titles[0] -= 1
            if titles[1] == title:
                del titles[1]

    @property
    def crowd(self) -> float:
        """How full the window is, beside what the everyday table counts for, as a logarithm."""
        return min(math.log1p(self._count / PRIOR), _CROWDED)

    def weights(self, traits: Traits) -> dict[int, float]:
        """What each gram of a title says, between 0 and 1: the rarer in the window and anywhere, the more."""
        all_ = self._count + PRIOR
        least = PRIOR / SAMPLE
        most = math.log(all_ / least)
        get, log = self._titles.get, math.log
        return {
            gram: log(all_ / (often * least + (titles[0] if (titles := get(gram)) else 0))) / most
            for gram, often in zip(traits.grams, traits.often, strict=True)
        }

    def near(self, weights: dict[int, float]) -> Sequence[int]:
        """The titles of the window that share the most telling grams with one, nearest first."""
        found: dict[int, float] = {}
        for gram in nlargest(_TELLING, weights, key=weights.__getitem__):
            titles = self._titles.get(gram)
            if titles is None:
                continue
            worth = weights[gram] ** 2
            for title in titles[1:]:
                found[title] = found.get(title, 0.0) + worth
        least = _FAR * max(found.values(), default=0.0)
        near = [(shared, title) for title, shared in found.items() if shared >= least]
        near.sort(reverse=True)
        return [title for _, title in near[:_FOUND]]
