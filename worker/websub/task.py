"""The loop of the stage: pushes are read as they come, subscriptions looked after beside it."""

from __future__ import annotations

import time
from collections.abc import Callable

from sokbo.network import Loop
from worker.line import LOOP_S, Line
from worker.websub import push, subscribe
from worker.websub.subscribe import Asked

SLOTS = 8
"""Hubs that are asked at once."""
LOOK_S = 1.0
ARRANGE_S = 3.0
"""How often sources are looked through for hubs they name, or name no more."""
PATIENCE_S = 5.0


def run(line: Line) -> None:
    """Look after pushes and subscriptions for about a minute; at a stop finish what is in hand."""
    until(line, lambda: False)


def until(line: Line, done: Callable[[], bool]) -> None:
    """Look after them until `done`, or for about a minute."""
    loop: Loop[Asked] = Loop(line.guard, SLOTS)
    bell = line.bells["websub"]
    bell.also = loop.wake
    ends, arranged = time.monotonic() + LOOP_S, float("-inf")
    try:
        while time.monotonic() < ends and not line.stop.is_set() and not done():
            push.read_all(line)
            if time.monotonic() - arranged >= ARRANGE_S:
                arranged = time.monotonic()
                subscribe.arrange(line)
            subscribe.ask(line, loop)
            loop.wait(LOOK_S)
            bell.rung.clear()
            subscribe.learn(line, loop.finished())
        _finish(line, loop)
    finally:
        bell.also = None
        loop.close()


def _finish(line: Line, loop: Loop[Asked]) -> None:
    """Hear what hubs that were asked have to say, for a while; who is not heard is asked again."""
    ends = time.monotonic() + PATIENCE_S
    while loop.in_flight and time.monotonic() < ends:
        loop.wait(LOOK_S)
        subscribe.learn(line, loop.finished())
