"""The two ways a message leaves: many HTTP requests on one loop, and small pools of threads. Neither knows the ledger.

A carrier takes parcels while it has room, and gives each back with what the receiver answered. One that fails in an
unforeseen way fails alone.
"""

from __future__ import annotations

import logging
import queue
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from notify.channels import BLOCKING, BY_HTTP, Envelope, Means, SendError, Sent
from notify.channels.protocol import LIMIT_S
from sokbo.exchange import NetworkError, Response
from sokbo.model import Channel
from sokbo.network import Loop
from sokbo.queries.sending import Claimed

log = logging.getLogger("sokbo")

Answer = Sent | SendError


@dataclass(frozen=True, slots=True)
class Parcel:
    """A claimed delivery, opened for sending."""

    claimed: Claimed
    channel: Channel
    envelope: Envelope
    by: float
    """The moment of the monotonic clock by which it must be off: later its lease could end while it is under way."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A claimed delivery and what became of it."""

    claimed: Claimed
    channel: Channel | None
    answer: Answer
    elapsed_ms: int


class Carrier(Protocol):
    """A way out."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The channels it reaches."""

    @property
    def room(self) -> int:
        """How many more parcels it takes now."""

    def start(self, parcel: Parcel) -> None:
        """Send it off."""

    def returned(self) -> list[Returned]:
        """What came back since the last call."""

    def close(self) -> None:
        """Take no more; what is under way may be given up."""


def safely(send: Callable[[], Sent]) -> Answer:
    """What sending came to, an unforeseen fault too: it must not hold up the other channels, or be sent for ever."""
    try:
        return send()
    except SendError as error:
        return error
    except Exception as error:
        log.exception("a channel failed in an unforeseen way")
        return SendError(f"a fault of ours: {type(error).__name__}; see the log")


class ByHttp:
    """Many requests under way at once, in the deliverer's own thread."""

    kinds = tuple(BY_HTTP)

    def __init__(self, loop: Loop[tuple[Parcel, float]]) -> None:
        self._loop = loop
        self._unsent: list[Returned] = []

    @property
    def room(self) -> int:
        """Free slots of the loop."""
        return self._loop.free

    def start(self, parcel: Parcel) -> None:
        """Begin the request; one that can't even be made comes back at once."""

        def begin() -> Sent:
            request = BY_HTTP[parcel.channel.kind].request(parcel.envelope, datetime.now(UTC))
            self._loop.start((parcel, time.monotonic()), request)
            return Sent("under way")

        begun = safely(begin)
        if isinstance(begun, SendError):
            self._unsent.append(Returned(parcel.claimed, parcel.channel, begun, 0))

    def returned(self) -> list[Returned]:
        """The answers that are in."""
        unsent, self._unsent = self._unsent, []
        return unsent + [
            Returned(parcel.claimed, parcel.channel, _read(parcel, answer), _ms_since(begun))
            for (parcel, begun), answer in self._loop.finished()
        ]

    def close(self) -> None:
        """Nothing of its own to close: the loop is the deliverer's."""


def _read(parcel: Parcel, answer: Response | NetworkError) -> Answer:
    if isinstance(answer, NetworkError):
        return SendError(str(answer))
    return safely(lambda: BY_HTTP[parcel.channel.kind].answer(answer, datetime.now(UTC)))


class ByThread:
    """A small pool of threads for channels that send by themselves."""

    def __init__(self, kinds: tuple[str, ...], means: Means, threads: int, wake: Callable[[], None]) -> None:
        self.kinds = kinds
        self._means = means
        self._wake = wake
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="deliver")
        self._done: queue.SimpleQueue[Returned] = queue.SimpleQueue()
        self.room = threads

    def start(self, parcel: Parcel) -> None:
        """Give it to a thread."""
        self.room -= 1
        self._pool.submit(self._send, parcel)

    def _send(self, parcel: Parcel) -> None:
        begun = time.monotonic()
        channel = BLOCKING[parcel.channel.kind]
        answer = safely(lambda: channel.send(parcel.envelope, self._means, LIMIT_S))
        self._done.put(Returned(parcel.claimed, parcel.channel, answer, _ms_since(begun)))
        self._wake()

    def returned(self) -> list[Returned]:
        """The answers that are in."""
        found = []
        while not self._done.empty():
            found.append(self._done.get())
        self.room += len(found)
        return found

    def close(self) -> None:
        """Let the threads end; each does within its time limit."""
        self._pool.shutdown(wait=False)


def _ms_since(moment: float) -> int:
    return int((time.monotonic() - moment) * 1000)
