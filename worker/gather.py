"""Many answers at once for somebody who waits: a few questions under way, fewer to one host, and an end."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Generator, Sequence

from sokbo.exchange import Fault, NetworkError, Request, Response, host_of
from sokbo.guard import Guard
from sokbo.network import Loop

LATE = "there was no time left to ask"


def answers(
    requests: Sequence[Request], guard: Guard, *, slots: int, of_host: int, within_s: float
) -> Generator[tuple[int, Response | NetworkError]]:
    """The answers as they come, each with its request's place; after so many seconds the rest are given up."""
    ends = time.monotonic() + within_s
    waiting = list(range(len(requests)))
    under_way: set[int] = set()
    loop: Loop[int] = Loop(guard, slots)
    try:
        while (waiting or under_way) and time.monotonic() < ends:
            for place in _next(requests, waiting, under_way, loop.free, of_host):
                waiting.remove(place)
                under_way.add(place)
                loop.start(place, requests[place])
            loop.wait(max(0.0, ends - time.monotonic()))
            for place, answer in loop.finished():
                under_way.discard(place)
                yield place, answer
    finally:
        loop.close()
    for place in sorted((*under_way, *waiting)):
        host = host_of(requests[place].url)
        yield place, NetworkError(f"{host} did not answer in time" if place in under_way else LATE, Fault.SLOW)


def _next(
    requests: Sequence[Request], waiting: Sequence[int], under_way: set[int], free: int, of_host: int
) -> list[int]:
    """Which to start now: in their order, no host being asked too much at once."""
    busy = Counter(host_of(requests[place].url) for place in under_way)
    chosen: list[int] = []
    for place in waiting:
        if len(chosen) < free and busy[host := host_of(requests[place].url)] < of_host:
            busy[host] += 1
            chosen.append(place)
    return chosen
