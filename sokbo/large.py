"""Large bodies on one loop: a few at a time, so that memory holds however many come together. Pure."""

from __future__ import annotations

from collections import deque
from typing import Generic, TypeVar

LARGE = 1_000_000
"""Bytes from which a body counts as large."""
AT_ONCE = 2

Item = TypeVar("Item")


class Large(Generic[Item]):
    """Who takes in a large body, and who waits for that."""

    def __init__(self) -> None:
        self._taking: list[Item] = []
        self._waiting: deque[Item] = deque()

    def lets(self, item: Item) -> bool:
        """Whether its large body may go on; if not, `leave` hands the item back when its turn has come."""
        if item in self._taking:
            return True
        if len(self._taking) < AT_ONCE:
            self._taking.append(item)
            return True
        if item not in self._waiting:
            self._waiting.append(item)
        return False

    def leave(self, item: Item) -> Item | None:
        """It has ended; the one that goes on in its place."""
        if item in self._waiting:
            self._waiting.remove(item)
        if item not in self._taking:
            return None
        self._taking.remove(item)
        if not self._waiting:
            return None
        following = self._waiting.popleft()
        self._taking.append(following)
        return following
