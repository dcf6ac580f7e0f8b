"""Whether a process still answers: a question asked again and again over a fresh connection, without ever waiting.

It says that a process is hung; what to do about that is the supervisor's.
"""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from selectors import EVENT_READ, EVENT_WRITE, BaseSelector

from cli.tree.plan import Question

EVERY_S = 5.0
PATIENCE_S = 5.0
"""How long an answer may take before the question counts as missed."""
MISSES = 4
"""Unanswered questions in a row that make a process hung: 20 s, since a pause of some seconds is no fault."""
EVERY_AT_START_S = 1.0
MISSES_AT_START = 60
"""The same before the first answer: a server that reads a long append-only file from a slow disk is not hung."""


def anything(answer: bytes) -> bool:
    """Every answer shows that someone is there."""
    return bool(answer)


def ok(answer: bytes) -> bool:
    """An HTTP answer with status 200."""
    return answer.startswith(b"HTTP/1.") and answer[9:12] == b"200"


class Pulse:
    """The questions to one process: how many in a row had no good answer, and when to look again."""

    def __init__(
        self,
        selector: BaseSelector,
        question: Question,
        *,
        every_s: float | None = None,
        good: Callable[[bytes], bool] = anything,
    ) -> None:
        self._selector, self._question, self._every_s, self._good = selector, question, every_s, good
        self._socket: socket.socket | None = None
        self._asked = 0.0
        self.next_look = 0.0
        self.misses = 0
        self.answered = False

    @property
    def hung(self) -> bool:
        """Whether the process should be given up."""
        return self.misses >= (MISSES if self.answered else MISSES_AT_START)

    def look(self, now: float) -> None:
        """Where it is time: count the last question as missed if it is open for long, and ask the next one."""
        if now < self.next_look:
            return
        self.next_look = now + (self._every_s or (EVERY_S if self.answered else EVERY_AT_START_S))
        if self._socket and now < self._asked + PATIENCE_S:
            return
        if self._socket:
            self._end(good=False)
        self._asked = now
        self._ask()

    def stop(self) -> None:
        """Ask no more."""
        if self._socket:
            self._selector.unregister(self._socket)
            self._socket.close()
            self._socket = None

    def _ask(self) -> None:
        address = self._question.address
        family = (
            socket.AF_UNIX if isinstance(address, str) else socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        )
        self._socket = socket.socket(family)
        self._socket.setblocking(False)
        self._selector.register(self._socket, EVENT_WRITE, self._write)
        if self._socket.connect_ex(address) not in (0, errno.EINPROGRESS):
            self._end(good=False)

    def _write(self) -> None:
        assert self._socket
        try:
            self._socket.send(self._question.text.encode())
            self._selector.modify(self._socket, EVENT_READ, self._read)
        except OSError:
            self._end(good=False)

    def _read(self) -> None:
        assert self._socket
        try:
            answer = self._socket.recv(4096)
        except OSError:
            answer = b""
        self._end(good=self._good(answer))

    def _end(self, *, good: bool) -> None:
        self.stop()
        self.answered |= good
        self.misses = 0 if good else self.misses + 1
