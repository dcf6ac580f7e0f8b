"""Bare sockets on loopback, for what no well-behaved server does: hang, drip, cut."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port: int = s.getsockname()[1]
        return port


@dataclass
class Talker:
    """A server that hangs until it is `over`: then it hangs up on everybody."""

    port: int
    over: threading.Event = field(default_factory=threading.Event)


@contextmanager
def talker(*lines: bytes, cut: bool = False) -> Iterator[Talker]:
    """Says these lines to the first who comes, whatever it hears; then the last one for ever, or nothing at all."""
    listening = socket.create_server(("127.0.0.1", 0))
    state = Talker(listening.getsockname()[1])

    def talk() -> None:
        with listening, listening.accept()[0] as taken:
            try:
                taken.sendall(b"".join(lines[:-1]))
                while lines and not cut and not state.over.wait(0.05):
                    taken.sendall(lines[-1])
                taken.sendall(b"".join(lines[-1:]))
            except OSError:
                pass
            if not cut:
                state.over.wait()

    thread = threading.Thread(target=talk, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        state.over.set()
        with socket.socket() as last:
            last.connect_ex(("127.0.0.1", state.port))  # where nobody came
        thread.join(5)
