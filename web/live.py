"""New rows as they come: one thread hears the bus and looks at the database, every open page is told.

Without Redis the look alone is left, once a second.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator

from sqlalchemy.exc import DBAPIError

from sokbo import bus
from sokbo.database import Database
from sokbo.queries import headlines

LOOK_S = 1.0
BEAT_S = 15.0
"""A comment at least this often, so that proxies keep a quiet stream open."""


class Live:
    """The end of the desk's log, as far as this process knows, and who waits for it to move."""

    def __init__(self, database: Database, redis_url: str | None) -> None:
        self._database = database
        self._redis_url = redis_url
        self._moved = threading.Event()
        self._stop = threading.Event()
        self._streams: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self._lock = threading.Lock()
        self.seq = 0
        self.changes = 0
        """How often a person changed something, here or in another process."""

    def start(self) -> None:
        """Begin to listen and look."""
        threading.Thread(target=self._look, name="live", daemon=True).start()
        listen = (self._redis_url, (bus.NEWS, bus.CHANGED), self._hear, self._stop)
        threading.Thread(target=bus.listen, args=listen, name="bus", daemon=True).start()

    def stop(self) -> None:
        """End every stream."""
        self._stop.set()
        self._moved.set()
        self._ring()

    def _hear(self, channel: str, _: str) -> None:
        if channel == bus.CHANGED:
            self.changes += 1
        self._moved.set()

    def _look(self) -> None:
        while not self._stop.is_set():
            self._moved.wait(LOOK_S)
            self._moved.clear()
            with contextlib.suppress(DBAPIError), self._database.read() as connection:
                seq = headlines.newest_seq(connection)
                if seq != self.seq:
                    self.seq = seq
                    self._ring()

    def _ring(self) -> None:
        with self._lock:
            streams = list(self._streams)
        for loop, event in streams:
            with contextlib.suppress(RuntimeError):  # its loop is closed: the page has gone
                loop.call_soon_threadsafe(event.set)

    async def moves(self, seq: int) -> AsyncIterator[int]:
        """The log's end each time it has moved beyond `seq`, or `seq` itself as a beat; ends when the process stops."""
        event = asyncio.Event()
        stream = (asyncio.get_running_loop(), event)
        with self._lock:
            self._streams.add(stream)
        try:
            while not self._stop.is_set():
                if self.seq <= seq:
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(event.wait(), BEAT_S)
                    event.clear()
                if self._stop.is_set():
                    return
                seq = max(seq, self.seq)
                yield seq
        finally:
            with self._lock:
                self._streams.discard(stream)
