"""The analyser of Korean in a process of its own, for whoever serves people meanwhile.

Its model takes seconds to load, in which nothing else in the process would run: here it is started at the first doubt,
says no until it is ready, and goes when its parent does.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import IO

from notify import korean

log = logging.getLogger("sokbo")

READY = "ready"


class NotReady(Exception):
    """The model is loading: ask again in some seconds."""


@dataclass(frozen=True, slots=True)
class Sure:
    """The analyser for the desk, which must not guess: what it passes over is passed over for good."""

    apart: Apart

    def parts(self, text: str, start: int, end: int) -> bool:
        """Whether `text[start:end]` is a word or some words of its own; raises `NotReady`."""
        return self.apart.surely(text, start, end)


class Apart:
    """`korean.Kiwi` behind a pipe; every method may be called from any thread."""

    def __init__(self) -> None:
        self._parts = lru_cache(maxsize=65_536)(self._ask)
        self._turn = threading.Lock()
        self._child: subprocess.Popen[str] | None = None
        self._ready = threading.Event()
        self._dead = False

    @property
    def is_loading(self) -> bool:
        """Whether something was doubted that will be judged better soon."""
        return self._child is not None and not self._ready.is_set() and not self._dead

    def wait(self, seconds: float) -> bool:
        """Start it, and wait until it is ready; whether it is."""
        self._start()
        return self._ready.wait(seconds)

    def parts(self, text: str, start: int, end: int) -> bool:
        """Whether `text[start:end]` is a word or some words of its own in a run of Hangul."""
        if self._ready.is_set():
            return self._parts(text, start, end)
        self._start()
        return False

    def surely(self, text: str, start: int, end: int) -> bool:
        """The same for whoever must not guess; raises `NotReady` while the model is loading."""
        if not self._ready.is_set() and not self._dead:
            self._start()
            raise NotReady
        return self.parts(text, start, end)

    def _start(self) -> None:
        with self._turn:
            if self._child is None:
                self._child = subprocess.Popen(
                    [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
                )
                threading.Thread(target=self._listen, args=(self._child,), name="analyser", daemon=True).start()

    def _listen(self, child: subprocess.Popen[str]) -> None:
        assert child.stdout is not None
        if child.stdout.readline().strip() == READY:
            self._ready.set()
        else:
            self.give_up()

    def _ask(self, text: str, start: int, end: int) -> bool:
        child = self._child
        if self._dead or child is None or child.stdin is None or child.stdout is None:
            return False
        try:
            with self._turn:
                print(json.dumps([text, start, end]), file=child.stdin, flush=True)
                answer = child.stdout.readline()
        except OSError:
            answer = ""
        if not answer:
            self.give_up()
        return answer.strip() == "true"

    def give_up(self) -> None:
        """End it, and go on by the tables alone."""
        with self._turn:
            if self._dead or self._child is None:
                return
            self._dead = True
            self._child.kill()
            self._child.communicate()
        log.warning("the analyser of Korean has ended: words inside others are judged by the tables alone")


@lru_cache(maxsize=1)
def analyser() -> Apart | None:
    """The process's analyser, not started yet; None where none is installed."""
    return Apart() if korean.is_installed() else None


@lru_cache(maxsize=1)
def sure() -> Sure | None:
    """The same for the desk."""
    found = analyser()
    return Sure(found) if found else None


def serve(asked: IO[str], answers: IO[str]) -> None:
    """Answer questions, a line each, until there are no more."""
    kiwi = korean.Kiwi()
    kiwi.parts("가", 0, 1)  # loads the model
    print(READY, file=answers, flush=True)
    for line in asked:
        print(json.dumps(kiwi.parts(*json.loads(line))), file=answers, flush=True)


if __name__ == "__main__":
    serve(sys.stdin, sys.stdout)
