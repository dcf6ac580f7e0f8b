"""How often stretches of letters stand in headlines, told from the pairs of letters in some that are stored. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from sokbo.fold import fold

UNSEEN = 0.5
"""What a pair counts for that no headline had: rarer than one that one had."""


class Rarity:
    """Counts of pairs of letters. A stretch is as rare as the rarest pair in it, or rarer."""

    def __init__(self, titles: Iterable[str] = ()) -> None:
        self._pairs: Counter[str] = Counter()
        self._letters: Counter[str] = Counter()
        for title in titles:
            key = fold(title).key
            self._pairs.update({a + b for a, b in pairwise(key)})
            self._letters.update(set(key))
        self.count = lru_cache(maxsize=262_144)(self._count)

    def _count(self, stretch: str) -> float:
        """About how many of the headlines have a stretch, at most."""
        if len(stretch) < 2:
            return (self._letters[stretch] or UNSEEN * 2) if stretch else float("inf")
        return min(self._pairs[a + b] for a, b in pairwise(stretch)) or UNSEEN / len(stretch)
