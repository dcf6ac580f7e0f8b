"""2a. Politeness between workers: whose turn it is to ask a host, by Redis; without it each keeps its own limits.

The operator's own hosts are exempt. All that a loop wants to ask is asked of Redis together.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable, Sequence
from functools import cache
from itertools import count
from typing import Generic, TypeVar

from sokbo.bus import Bus
from worker.hosts import host_of

LASTS_MS = 60_000
"""Longer than a robots.txt and a page may take: a worker that died holds no turn for ever."""

Item = TypeVar("Item")


class Turns(Generic[Item]):
    """Who has a turn, and who asks again later."""

    def __init__(self, bus: Bus, owned: Callable[[str], bool], who: str, at_once: int, space_s: float) -> None:
        self._bus = bus
        self._owned = cache(owned)
        self._who = who
        self._at_once = at_once
        self._space_ms = int(space_s * 1000)
        self._numbers = count()
        self._later: list[tuple[float, int, str, Item]] = []
        self._held: dict[str, list[str]] = {}
        """Host to the names under which turns are held there."""
        self._due: dict[str, float] = {}
        """Host to the moment of its next question, where Redis is away."""

    def take(self, wanted: Sequence[tuple[str, Item]]) -> list[Item]:
        """Those of (address, item) that may go now; `again` gives the others in their time."""
        going: list[Item] = []
        asking: list[tuple[str, Item]] = []
        for url, item in wanted:
            host = host_of(url)
            if self._owned(host):
                going.append(item)
            else:
                asking.append((host, item))
        return going + self._ask(asking) if asking else going

    def again(self) -> list[Item]:
        """Those whose time to ask again has come and who may go now."""
        now = time.monotonic()
        if not self._later or self._later[0][0] > now:
            return []
        asking = []
        while self._later and self._later[0][0] <= now:
            _, _, host, item = heapq.heappop(self._later)
            asking.append((host, item))
        return self._ask(asking)

    def wait_s(self) -> float:
        """Seconds until `again` is worth while."""
        return max(0.0, self._later[0][0] - time.monotonic()) if self._later else float("inf")

    def leave(self, urls: Sequence[str]) -> None:
        """Questions to these addresses have ended; costs nothing where no turn is held."""
        if not self._held:
            return
        done = []
        for host in map(host_of, urls):
            if names := self._held.get(host):
                done.append((host, names.pop()))
                if not names:
                    del self._held[host]
        self._bus.leave_turns(done)

    def close(self) -> None:
        """Give back every turn."""
        self._bus.leave_turns([(host, name) for host, names in self._held.items() for name in names])
        self._held.clear()
        self._later.clear()

    def _ask(self, asking: Sequence[tuple[str, Item]]) -> list[Item]:
        names = [f"{self._who}:{next(self._numbers)}" for _ in asking]
        named = [(host, name) for (host, _), name in zip(asking, names, strict=True)]
        waits = self._bus.take_turns(named, self._at_once, self._space_ms, LASTS_MS)
        shared = waits is not None
        now = time.monotonic()
        if waits is None:
            waits = [self._alone(host, now) for host, _ in asking]
        going = []
        for (host, item), name, wait_ms in zip(asking, names, waits, strict=True):
            if wait_ms:
                heapq.heappush(self._later, (now + wait_ms / 1000, next(self._numbers), host, item))
                continue
            going.append(item)
            if shared:
                self._held.setdefault(host, []).append(name)
        return going

    def _alone(self, host: str, now: float) -> int:
        """Without Redis this worker's own spacing holds; how many it asks at once is `worker.hosts`'s."""
        wait_ms = int((self._due.get(host, now) - now) * 1000)
        if wait_ms > 0:
            return wait_ms
        self._due[host] = now + self._space_ms / 1000
        return 0
