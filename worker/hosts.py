"""2a. Politeness within one loop: how many questions a host gets at once. Pure.

What goes beyond waits its turn here, first come, first served. Hosts that are the operator's own are not counted.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable
from functools import cache
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from worker.naver import query

AT_ONCE = 4
"""As many as RFC 9112 (9.4) would call prudent; browsers open six."""

Item = TypeVar("Item")


_PLAIN = re.compile(r"https?://([a-z0-9.-]+)(?::\d+)?(?:[/?#]|\Z)")
"""Nearly every address, ten times as fast as it is split."""


def host_of(url: str) -> str:
    """The host that an address names; empty where it names none."""
    if plain := _PLAIN.match(url):
        return plain[1]
    if query.is_one(url):
        return query.HOST
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


class Hosts(Generic[Item]):
    """Who is being asked, and who waits."""

    def __init__(self, owned: Callable[[str], bool], at_once: int = AT_ONCE, queue: int | None = None) -> None:
        """A host's `queue` is how many may wait for it at most; the others come back by `overflow`."""
        self._owned = cache(owned)
        self._at_once = at_once
        self._queue = queue
        self._beyond: list[Item] = []
        self._asked: Counter[str] = Counter()
        self._waiting: dict[str, deque[Item]] = {}

    @property
    def waiting(self) -> int:
        """How many items wait for their host."""
        return sum(map(len, self._waiting.values()))

    def enter(self, url: str, item: Item) -> bool:
        """Whether the item may go to its host now; if not, `leave` will hand it back when its turn has come."""
        host = host_of(url)
        if self._asked[host] < self._at_once or self._owned(host):
            self._asked[host] += 1
            return True
        queue = self._waiting.setdefault(host, deque())
        (self._beyond if self._queue is not None and len(queue) >= self._queue else queue).append(item)
        return False

    def overflow(self) -> list[Item]:
        """Those that found the queue of their host full, since the last call."""
        beyond, self._beyond = self._beyond, []
        return beyond

    def leave(self, url: str) -> Item | None:
        """Note that a question to this host has ended; the item that may go in its place, already counted."""
        host = host_of(url)
        queue = self._waiting.get(host)
        if queue:
            item = queue.popleft()
            if not queue:
                del self._waiting[host]
            return item
        self._asked[host] -= 1
        if not self._asked[host]:
            del self._asked[host]
        return None
