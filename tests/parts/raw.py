"""A server of bare sockets, for answers that no HTTP library would give."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Answer = Callable[[socket.socket], None]


@dataclass
class Raw:
    """A listening socket; `answer` gets each connection once a request has been read from it."""

    port: int
    answer: Answer
    asked: list[bytes] = field(default_factory=list)
    connections: int = 0
    stop: threading.Event = field(default_factory=threading.Event)
    tls: ssl.SSLContext | None = None

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}/"


def says(data: bytes) -> Answer:
    """Send this and hang up."""
    return lambda connection: connection.sendall(data)


def redirects(to: str, status: str = "302 Found") -> Answer:
    """Send elsewhere and hang up."""
    return says(f"HTTP/1.1 {status}\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode())


@contextmanager
def server(answer: Answer, tls: ssl.SSLContext | None = None) -> Iterator[Raw]:
    """A server on 127.0.0.1 that answers each request like this."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=64)
    raw = Raw(listening.getsockname()[1], answer, tls=tls)
    thread = threading.Thread(target=_serve, args=(listening, raw), daemon=True)
    thread.start()
    try:
        yield raw
    finally:
        raw.stop.set()
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)


def _serve(listening: socket.socket, raw: Raw) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listening.accept()
            raw.connections += 1
            threading.Thread(target=_converse, args=(connection, raw), daemon=True).start()


def _converse(connection: socket.socket, raw: Raw) -> None:
    with suppress(OSError), raw.tls.wrap_socket(connection, server_side=True) if raw.tls else connection as connection:
        head = b""
        while b"\r\n\r\n" not in head and (piece := connection.recv(65536)):
            head += piece
        raw.asked.append(head)
        raw.answer(connection)
        connection.shutdown(socket.SHUT_WR)
