"""What goes wrong, chosen by a seed: processes killed and stopped, Redis emptied or full, a database in trouble, a
receiver in a mood."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress

import redis
from faults.databases import Harms
from faults.press import MOODS, Hook
from faults.whole import Whole

PAUSED_S = (1.0, 6.0)
"""From shorter than any lease to longer than the desk's."""
MOOD_S = 3.0
SERVICES = ("redis", "worker", "beat", "web")
SIGNALS = tuple(f"{what} {name}" for what in ("kill", "pause") for name in (*SERVICES, "worker", "another"))


class Mischief:
    """Does one thing now and then, and undoes in time what does not undo itself."""

    def __init__(self, seed: int, whole: Whole, hook: Hook, harms: Harms) -> None:
        self._random = random.Random(seed)
        self._whole, self._hook = whole, hook
        self._later: list[tuple[float, Callable[[], None]]] = []
        self._deck: list[str] = []
        self._next = time.monotonic() + 2
        self.done: list[tuple[float, str]] = []
        """When what was done."""
        self._kinds: Harms = {"empty redis": whole.flush, "fill redis": self._fill_redis, **harms}

    def act(self) -> None:
        """Do what is due."""
        now = time.monotonic()
        for moment, undo in self._later:
            if moment <= now:
                undo()
        self._later = [(moment, undo) for moment, undo in self._later if moment > now]
        if now >= self._next:
            self._next = now + self._random.uniform(1, 4)
            self._harm()

    def _harm(self) -> None:
        """One card of a shuffled deck, so that every run has every kind."""
        if not self._deck:
            self._deck = [*SIGNALS, *self._kinds, *MOODS]
            self._random.shuffle(self._deck)
        kind = self._deck.pop()
        with suppress(ProcessLookupError, redis.RedisError, OSError):  # it is dead or stopped already
            if kind in MOODS:
                self._hook.mood = kind
                self._undo_after(MOOD_S, self._be_well)
            elif kind in SIGNALS:
                self._signal(*kind.split())
            elif undo := self._kinds[kind]():
                self._undo_after(MOOD_S, undo)
            self.note(kind)

    def note(self, kind: str) -> None:
        """Something was done now."""
        self.done.append((time.monotonic(), kind))

    def _signal(self, what: str, name: str) -> None:
        pid = self._whole.pid(name) or self._random.choice(self._whole.below())
        os.kill(pid, signal.SIGKILL if what == "kill" else signal.SIGSTOP)
        if what == "pause":
            self._undo_after(self._random.uniform(*PAUSED_S), lambda: self._go_on(pid))

    def _go_on(self, pid: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)

    def _fill_redis(self) -> Callable[[], None]:
        self._whole.redis().config_set("maxmemory", 1)
        return self._empty_redis

    def _empty_redis(self) -> None:
        with suppress(redis.RedisError):  # it was killed meanwhile, and came back with room
            self._whole.redis().config_set("maxmemory", 0)

    def _be_well(self) -> None:
        self._hook.mood = "well"

    def _undo_after(self, seconds: float, undo: Callable[[], None]) -> None:
        self._later.append((time.monotonic() + seconds, undo))

    def end(self) -> None:
        """Undo everything at once."""
        for _, undo in self._later:
            undo()
        self._later = []
        self._be_well()
