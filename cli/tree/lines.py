"""What the processes say, on the terminal, a line at a time and with their names. Never waits for the terminal.

A terminal that is stopped (Ctrl-S) or a pipe that nobody reads would otherwise hold up the whole tree: lines that
can't be written at once are dropped.
"""

from __future__ import annotations

import os
import select
from contextlib import suppress

LONGEST = 4096
"""Bytes that a pipe takes at once or not at all (POSIX: at least 512; Linux: 4096)."""


def say(line: str) -> None:
    """A line for the person, on standard output."""
    _write(1, line.encode(errors="replace"))


def note(line: str) -> None:
    """A line about what went wrong, on standard error."""
    _write(2, line.encode(errors="replace"))


def _write(descriptor: int, line: bytes) -> None:
    with suppress(OSError, ValueError):  # closed, or its reader is gone: the desk works on without a listener
        if select.select([], [descriptor], [], 0)[1]:
            os.write(descriptor, line[: LONGEST - 1] + b"\n")


class Lines:
    """The output of one process, read without waiting and passed on line by line."""

    def __init__(self, descriptor: int, prefix: str, *, quiet: tuple[str, ...] = (), to: int = 2) -> None:
        os.set_blocking(descriptor, False)
        self._descriptor, self._to = descriptor, to
        self._prefix, self._quiet = prefix.encode(), tuple(word.encode() for word in quiet)
        self._rest, self._closed = b"", False

    def read(self) -> bool:
        """Pass on what is there; False once the process and all its heirs have closed it."""
        if self._closed:
            return False
        try:
            more = os.read(self._descriptor, 65536)
        except BlockingIOError:
            return True
        *whole, self._rest = (self._rest + more).split(b"\n")
        if not more or len(self._rest) >= LONGEST:
            whole, self._rest = [*whole, self._rest], b""
        for line in whole:
            if line.strip() and not any(word in line for word in self._quiet):
                _write(self._to, self._prefix + line.rstrip())
        return bool(more)

    def close(self) -> None:
        """Read no more."""
        os.close(self._descriptor)
        self._closed = True
