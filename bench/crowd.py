"""Dead and dripping sources among healthy ones: how late the healthy ones are asked, with them and without.

A thousand sources, each due every two seconds, on one worker process. Twenty of them never answer a connection, twenty
send a byte a second. A source's delay is from the moment it is due to the moment it is asked.
"""

from __future__ import annotations

import contextlib
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import poll as polling
from bench.tree import share

SOURCES = 1000
BAD = 20
EVERY_S = 2.0
SECONDS = 40
WARM_S = 5.0


@contextlib.contextmanager
def dead() -> Iterator[int]:
    """A port that lets connections wait for ever: its queue is full and nobody takes from it."""
    with contextlib.ExitStack() as held:
        listening = held.enter_context(socket.socket())
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        for _ in range(8):
            waiting = held.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listening.getsockname())
        yield listening.getsockname()[1]


@contextlib.contextmanager
def dripping() -> Iterator[int]:
    """A port that answers a byte a second."""
    over = threading.Event()

    def drip(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 9999\r\n\r\n")
            while not over.wait(1):
                connection.sendall(b"<")

    def serve(listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=drip, args=(listening.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0), backlog=128) as listening:
        threading.Thread(target=serve, args=(listening,), daemon=True).start()
        yield listening.getsockname()[1]
        over.set()
        listening.shutdown(socket.SHUT_RDWR)


def delays(urls: list[str], healthy: int, folder: Path) -> list[float]:
    """Seconds from due to asked, of the healthy sources, after a moment to settle."""
    from worker import fetch, poll

    line = polling.opened(folder, urls, EVERY_S)
    found: list[float] = []
    begins = time.monotonic() + WARM_S
    ask = fetch.request

    def timed(source: Any, *more: Any) -> Any:
        if source.id <= healthy and time.monotonic() > begins:
            found.append((datetime.now(UTC) - source.due).total_seconds())
        return ask(source, *more)

    fetch.request = timed  # type: ignore[assignment]
    try:
        poll.until(line, lambda: time.monotonic() > begins + SECONDS)
    finally:
        fetch.request = ask
        line.database.close()
    return found


def main() -> None:
    """Print both runs beside each other."""
    results = {}
    with polling.publisher() as port, dead() as dead_port, dripping() as drip_port:
        polling.Rounds(port).begin("new")
        polling.Rounds(port).begin("304")
        healthy = SOURCES - 2 * BAD
        well = [f"http://127.0.0.1:{port}/{n}.xml" for n in range(healthy)]
        ill = [f"http://127.0.0.1:{p}/{n}.xml" for p in (dead_port, drip_port) for n in range(BAD)]
        more = [f"http://127.0.0.1:{port}/{n}.xml" for n in range(healthy, SOURCES)]
        for name, urls in (("all healthy", well + more), ("40 of them ill", well + ill)):
            with tempfile.TemporaryDirectory() as folder:
                results[name] = delays(urls, healthy, Path(folder))
    print(f"\nFrom due to asked, {SOURCES} sources due every {EVERY_S:.0f} s, {BAD} dead and {BAD} dripping among them")
    for name, found in results.items():
        print(f"{name:18} {len(found):8} polls   p50 {share(found, 0.5):6.1f} ms   p99 {share(found, 0.99):6.1f} ms")
    well_p99, ill_p99 = (share(found, 0.99) for found in results.values())
    print(f"p99 with them is {ill_p99 / well_p99:.2f} of p99 without (aim: within 1.10)")


if __name__ == "__main__":
    main()
