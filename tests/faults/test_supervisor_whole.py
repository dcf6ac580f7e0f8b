"""The product's own tree under `sokbo up`: ready, every process killed in turn, the supervisor killed, Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from parts.tree import until

from sokbo import runtime

SOKBO = (sys.executable, "-P", "-m", "cli.main")
SERVICES = ("redis", "web", "worker", "beat")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Product:
    """`sokbo up` on a data folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.environ = {name: value for name, value in os.environ.items() if not name.startswith("SOKBO_")}
        self.environ["SOKBO_DATA_DIR"] = str(folder)
        self.output = folder.with_suffix(".log")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start it and wait until it is ready; how many seconds that took."""
        begun = time.monotonic()
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [*SOKBO, "up", "--port", str(self.port)], env=self.environ, stdout=output, stderr=output
            )
        until(self.ready, f"readiness ({self.output.read_text()})", seconds=60)
        return time.monotonic() - begun

    def ready(self) -> bool:
        """Whether /readyz says so."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def whole(self) -> bool:
        """Whether the page answers and every service has a process."""
        running = runtime.read(self.folder)
        return self.ready() and running is not None and all(process.pid for process in running.processes)

    def pids(self) -> dict[str, int]:
        """Each service's process."""
        running = runtime.read(self.folder)
        return {process.name: process.pid for process in running.processes} if running else {}

    def run(self, *args: str) -> str:
        """What another command prints."""
        return subprocess.run(
            [*SOKBO, *args], env=self.environ, capture_output=True, check=True, timeout=60
        ).stdout.decode()

    def processes(self) -> list[int]:
        """Every process whose environment or command names the data folder, dead ones left out."""
        found = []
        for entry in Path("/proc").iterdir():
            try:
                said = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            except OSError:
                continue
            if entry.name.isdigit() and str(self.folder).encode() in said:
                found.append(int(entry.name))
        return found


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    made = Product(tmp_path / "data")
    yield made
    if made.process:
        made.process.kill()
        made.process.wait()
    until(lambda: not made.processes())


def test_it_starts_tells_where_it_is_and_lets_one_person_in(product: Product) -> None:
    product.start()
    until(lambda: "/login/" in product.output.read_text(), "the login link")
    assert f"\nSokbo is at http://127.0.0.1:{product.port}/ and keeps its data in" in "\n" + product.output.read_text()
    status = json.loads(product.run("status", "--json"))
    assert [process["name"] for process in status["processes"]] == list(SERVICES)
    assert status["redis_url"].startswith("redis+socket:///")
    assert product.process
    product.process.send_signal(signal.SIGINT)
    assert product.process.wait(10) == 0
    assert product.processes() == []
    assert not Path(status["redis_url"].removeprefix("redis+socket://").partition("?")[0]).parent.exists()
    product.start()
    assert "/login/" not in product.output.read_text()


def test_every_process_that_is_killed_comes_back(product: Product) -> None:
    product.start()
    until(product.whole)
    for name in SERVICES:
        before = product.pids()
        os.kill(before[name], signal.SIGKILL)
        until(lambda name=name, before=before: product.pids()[name] not in (0, before[name]))  # type: ignore[misc]
        until(product.whole)
        after = product.pids()
        assert {other: after[other] for other in SERVICES if other != name} == {
            other: before[other] for other in SERVICES if other != name
        }


def test_nothing_outlives_a_killed_supervisor_and_the_next_one_starts_at_once(product: Product) -> None:
    product.start()
    until(product.whole)
    for name in ("redis", "worker"):
        os.kill(product.pids()[name], signal.SIGSTOP)
    assert product.process
    product.process.kill()
    product.process.wait()
    until(lambda: not product.processes(), "the end of all")
    product.start()
    until(product.whole)


def test_with_redis_stopped_it_stays_ready_and_stops_in_time(product: Product) -> None:
    product.start()
    until(product.whole)
    os.kill(product.pids()["redis"], signal.SIGSTOP)
    assert product.ready()
    assert product.process
    product.process.send_signal(signal.SIGTERM)
    assert product.process.wait(10) == 0
    assert product.processes() == []
