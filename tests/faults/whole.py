"""The whole product as its operator runs it: `sokbo up` on a data folder, to be harmed from outside."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import redis
from parts.sockets import free_port
from parts.tree import until

from sokbo import bus, runtime
from sokbo.settings import Settings, load


class Whole:
    """One tree of processes."""

    def __init__(self, folder: Path, database_url: str | None = None, **more: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.log = folder.with_suffix(".log")
        mine = {
            "SOKBO_DATA_DIR": str(folder),
            "SOKBO_ALLOW_ADDRESSES": "127.0.0.0/8",
            "SOKBO_SECRET_KEY": "a key for tests",
            "SOKBO_TIMEZONE": "Asia/Seoul",
            **more,
        }
        if database_url:
            mine["SOKBO_DATABASE_URL"] = database_url
        self.settings: Settings = load(mine)
        self.environ = {k: v for k, v in os.environ.items() if not k.startswith("SOKBO_")} | mine
        self._up: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it is ready."""
        command = [sys.executable, "-P", "-m", "cli.main", "up", "--no-demo", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self._up = subprocess.Popen(command, env=self.environ, stdout=log, stderr=log)
        until(self._ready, "readiness", seconds=60)

    def _ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def kill_supervisor(self) -> None:
        """SIGKILL, and wait until nothing is left of the tree."""
        assert self._up
        self._up.kill()
        self._up.wait()
        until(lambda: not self.processes(), "the end of all", seconds=15)

    def stop(self) -> int:
        """Ctrl-C; the exit status."""
        assert self._up
        self._up.send_signal(signal.SIGINT)
        return self._up.wait(15)

    def below(self) -> list[int]:
        """Every process but the supervisor."""
        return sorted(pid for pid in self.processes() if self._up is None or pid != self._up.pid)

    def processes(self) -> list[int]:
        """Every process whose environment or command names the data folder, dead ones left out."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                with suppress(OSError):
                    said = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
                    found += [int(entry.name)] if os.fsencode(self.folder) in said else []
        return found

    def second_desk(self) -> subprocess.Popen[bytes]:
        """One more worker, that stands by at the desk and is nobody's child here."""
        command = [sys.executable, "-P", "-m", "cli.main", "worker", "--queues", "desk"]
        with self.log.open("ab") as log:
            return subprocess.Popen(command, env=self.environ, stdout=log, stderr=log)

    def pid(self, name: str) -> int:
        """The process of a service, 0 while there is none."""
        running = runtime.read(self.folder)
        return next((p.pid for p in running.processes if p.name == name), 0) if running else 0

    def redis(self) -> redis.Redis:
        """Its Redis."""
        running = runtime.read(self.folder)
        assert running
        assert running.redis_url
        return bus.client(running.redis_url)

    def flush(self) -> None:
        """Empty its Redis."""
        self.redis().flushall()

    def clear_away(self) -> None:
        """End whatever is left, however the test went."""
        for pid in self.processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self._up:
            self._up.wait()
