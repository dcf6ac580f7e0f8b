"""The one guarded way out: fetches, hooks and WebSub all leave by it, one at a time or many on one loop.

Limits on bytes, time and redirects come with each request; the guard is asked at every connection. Nothing else of the
product opens a connection to an address that a person or a document named.
"""

from __future__ import annotations

import os
import select
import socket
import threading
import time
from contextlib import suppress
from typing import Any, Generic, TypeVar

import pycurl

from sokbo.exchange import Fault, NetworkError, Request, Response
from sokbo.guard import Guard
from sokbo.large import Large
from sokbo.routed import Routed
from sokbo.transfer import Transfer

__all__ = ["Fault", "Guard", "Loop", "NetworkError", "Request", "Response", "get"]

Tag = TypeVar("Tag")

# libcurl looks up twenty names at once at most (ten hosts, IPv4 and IPv6), so that ten dead ones hold up all others for
# as long as the C library is patient: by default ten seconds for each name server.
os.environ.setdefault("RES_OPTIONS", "timeout:2 attempts:2")


def get(request: Request, guard: Guard) -> Response:
    """The answer, waited for; raises `NetworkError` with one line for a person."""
    loop: Loop[None] = Loop(guard, 1)
    try:
        loop.start(None, request)
        while not (done := loop.finished()):
            loop.wait(request.timeout_s)
    finally:
        loop.close()
    _, answer = done[0]
    if isinstance(answer, NetworkError):
        raise answer
    return answer


class Loop(Generic[Tag]):
    """Many requests under way at once, in one thread; connections, names and TLS sessions are kept for the next ones.

    Only `wake` may be called from another thread.
    """

    def __init__(self, guard: Guard, slots: int) -> None:
        self._guard = guard
        self._large: Large[Transfer] = Large()
        self._stock = [Transfer(guard, self._large) for _ in range(slots)]
        self._under_way: dict[pycurl.Curl, Transfer] = {}
        self._done: list[tuple[Tag, Response | NetworkError]] = []
        self._poll = select.poll()
        self._alarm: float | None = None
        self._bell, self._rope = socket.socketpair()
        self._bell.setblocking(False)
        self._rope.setblocking(False)
        self._poll.register(self._bell, select.POLLIN)
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._watch)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, self._set_alarm)

    @property
    def in_flight(self) -> int:
        """How many requests are under way."""
        return len(self._under_way)

    @property
    def free(self) -> int:
        """How many more may be started."""
        return len(self._stock)

    def start(self, tag: Tag, request: Request) -> None:
        """Send a request; `finished` gives its answer with the tag. Raises IndexError where no slot is free."""
        plain = self._stock[-1]
        transfer = plain if request.route is None else Routed(self._guard, plain)
        try:
            transfer.prepare(tag, request)
        except NetworkError as error:
            self._done.append((tag, error))
            return
        self._stock.pop()
        self._under_way[transfer.curl] = transfer
        self._multi.add_handle(transfer.curl)

    def wait(self, seconds: float) -> None:
        """Carry on until something has finished, `wake` is called, or the time is over."""
        ends = time.monotonic() + seconds
        woken = False
        while not self._done and not woken:
            now = time.monotonic()
            until = ends if self._alarm is None else min(ends, self._alarm)
            woken = self._step(max(0.0, until - now))
            self._collect()
            if now >= ends:
                return

    def wake(self) -> None:
        """End a `wait`, this one or the next; callable from any thread, and after `close`."""
        with suppress(OSError):  # it is ringing already, or the loop is closed
            self._rope.send(b".")

    def finished(self) -> list[tuple[Tag, Response | NetworkError]]:
        """What has finished since the last call."""
        done, self._done = self._done, []
        return done

    def close(self) -> None:
        """Give up what is under way."""
        for curl, transfer in self._under_way.items():
            self._multi.remove_handle(curl)
            self._stock.append(transfer)
        self._under_way.clear()
        while self._stock:
            self._stock.pop().curl.close()
        self._bell.close()
        self._rope.close()
        # It waits for names that are being looked up: seconds, where the name server is dead.
        threading.Thread(target=self._multi.close, name="network-close", daemon=True).start()

    def _step(self, seconds: float) -> bool:
        """Move everything on that can move, waiting at most so long for that; whether the bell rang."""
        woken = False
        for fd, events in self._poll.poll(seconds * 1000):
            if fd == self._bell.fileno():
                woken = True
                self._bell.recv(4096)
                continue
            ready = pycurl.CSELECT_IN if events & select.POLLIN else 0
            ready |= pycurl.CSELECT_OUT if events & select.POLLOUT else 0
            ready |= pycurl.CSELECT_ERR if events & ~(select.POLLIN | select.POLLOUT) else 0
            self._multi.socket_action(fd, ready)
        if self._alarm is not None and self._alarm <= time.monotonic():
            self._alarm = None
            self._multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)
        return woken

    def _collect(self) -> None:
        left = 1
        while left:
            left, good, bad = self._multi.info_read()
            for curl in good:
                self._finish(curl, None)
            for curl, code, detail in bad:
                self._finish(curl, (code, detail))

    def _finish(self, curl: pycurl.Curl, error: tuple[int, str] | None) -> None:
        transfer = self._under_way[curl]
        if error is None and transfer.onward():
            self._multi.remove_handle(curl)
            self._multi.add_handle(curl)
            return
        del self._under_way[curl]
        answer = transfer.answer(error)
        transfer.forget()
        self._multi.remove_handle(curl)
        self._done.append((transfer.tag, answer))
        if following := self._large.leave(transfer):
            following.curl.pause(pycurl.PAUSE_CONT)
        if isinstance(transfer, Routed):  # what was set for one source's route serves no other
            curl.close()
            transfer = transfer.plain
        self._stock.append(transfer)

    def _watch(self, what: int, fd: int, _multi: Any, _data: Any) -> None:
        """Called by libcurl when it wants to hear of a socket."""
        if what == pycurl.POLL_REMOVE:
            self._poll.unregister(fd)
            return
        events = select.POLLIN if what & pycurl.POLL_IN else 0
        events |= select.POLLOUT if what & pycurl.POLL_OUT else 0
        self._poll.register(fd, events)

    def _set_alarm(self, milliseconds: int) -> None:
        """Called by libcurl when it wants to be called at a time; a negative one means never."""
        self._alarm = None if milliseconds < 0 else time.monotonic() + milliseconds / 1000
