"""No bytes make a reader raise, hang or swell: two minutes of them, each read where it can do no harm.

`SOKBO_FUZZ_SECONDS` says how long; `SOKBO_FUZZ_SEED` repeats a run, and a failure prints its own.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

import pytest
from faults import reading_alone
from parts import shredder

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
SECONDS = float(os.environ.get("SOKBO_FUZZ_SECONDS", "120"))
MOST_SECONDS = 5.0
MOST_MEMORY = 300_000_000


class Alone:
    """A process to read in, started anew when it was killed."""

    def __init__(self) -> None:
        self.line: Connection
        self.process: SpawnProcess
        self.start()

    def start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.line, theirs = context.Pipe()
        self.process = context.Process(target=reading_alone.serve, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()

    def read(self, body: bytes) -> str:
        """What is wrong with how the body is read; empty where nothing is."""
        self.line.send_bytes(body or b" ")
        if not self.line.poll(60):
            self.stop()
            self.start()
            return "it hangs"
        try:
            seconds, peak, wrong = self.line.recv()
        except EOFError:
            self.start()
            return "it killed the process"
        if wrong:
            return str(wrong)
        if seconds > 2 * MOST_SECONDS:  # it is read twice
            return f"it takes {seconds / 2:.1f} s"
        return f"it takes {peak / 1e6:.0f} MB" if peak > MOST_MEMORY else ""

    def stop(self) -> None:
        self.process.kill()
        self.process.join()


@contextmanager
def a_process() -> Iterator[Alone]:
    started = Alone()
    yield started
    started.stop()


@pytest.mark.parametrize("name", shredder.GIANTS)
def test_the_largest_documents_are_read_in_bounds(name: str) -> None:
    with a_process() as alone:
        assert alone.read(shredder.giant(name)) == ""


def test_no_bytes_hurt_a_reader() -> None:
    seed = int(os.environ.get("SOKBO_FUZZ_SEED", random.SystemRandom().randrange(2**32)))
    whole = shredder.documents()
    until = time.monotonic() + SECONDS
    read = 0
    with a_process() as alone:
        while time.monotonic() < until:
            body = shredder.shredded(random.Random(seed + read), whole)
            wrong = alone.read(body)
            assert not wrong, f"SOKBO_FUZZ_SEED={seed + read}: {wrong}\n{body[:2000]!r}"
            read += 1
    assert read > SECONDS
