"""2a. Politeness within one loop: how many questions a host gets at once. Pure.

What goes beyond waits its turn here, first come, first served. Hosts that are the operator's own are not counted.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from typing import Generic, TypeVar
from urllib.parse import urlsplit

AT_ONCE = 4
"""As many as RFC 9112 (9.4) would call prudent; browsers open six."""

Item = TypeVar("Item")


def host_of(url: str) -> str:
    """The host that an address names; empty where it names none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


class Hosts(Generic[Item]):
    """Who is being asked, and who waits."""

    def __init__(self, owned: Callable[[str], bool], at_once: int = AT_ONCE) -> None:
        self._owned = owned
        self._at_once = at_once
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
        self._waiting.setdefault(host, deque()).append(item)
        return False

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
