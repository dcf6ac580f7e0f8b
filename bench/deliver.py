"""The last mile: hooks from one process on one core to a local receiver, with the ledger on, beside the raw limits.

Beside it a bare pycurl loop that keeps no ledger, and Apprise called in a loop; then one receiver of a hundred that
hangs, and four processes against PostgreSQL.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import psycopg

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from parts import envelopes, postgres
from parts import outbox as outboxes

if TYPE_CHECKING:
    from parts.outbox import Outbox

CHANNELS = 100
DELIVERIES = 6000
ROUNDS = 3


@contextlib.contextmanager
def receiver() -> Iterator[str]:
    """The address of a running receiver."""
    with contextlib.closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "bench.receiver", str(port)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


@dataclass(frozen=True)
class Rate:
    """Deliveries a second, and for each second of this process's own time on the core."""

    by_clock: float
    by_core: float


@contextlib.contextmanager
def timed(count: int) -> Iterator[list[Rate]]:
    """The rate of what happens within, put into the list at its end."""
    found: list[Rate] = []
    clock, core = time.perf_counter(), time.process_time()
    yield found
    found.append(Rate(count / (time.perf_counter() - clock), count / (time.process_time() - core)))


def bare(base: str) -> Rate:
    """A pycurl loop: 32 under way, the same bodies and signatures, nothing written down."""
    from notify.channels import hook
    from sokbo.guard import Guard
    from sokbo.network import Loop

    loop: Loop[None] = Loop(Guard((ip_network("127.0.0.0/8"),)), 32)
    secret = hook.secret("")
    left, done = DELIVERIES, 0
    with timed(DELIVERIES) as rate:
        while done < DELIVERIES:
            while left and loop.free:
                sent = envelopes.envelope(f"{base}/{left % CHANNELS}", secret)
                loop.start(None, hook.request(sent, datetime.now(UTC)))
                left -= 1
            loop.wait(1)
            done += len(loop.finished())
    loop.close()
    return rate[0]


def apprise_loop(base: str) -> Rate:
    """Apprise, called once for each."""
    import apprise

    count = DELIVERIES // 10
    to = apprise.Apprise()
    to.add(base.replace("http://", "json://") + "/0")
    with timed(count) as rate:
        for _ in range(count):
            assert to.notify(title="한빛전자 공장 멈춰", body="한빛일보")
    return rate[0]


def outbox(url: str, base: str, *, hung: bool = False) -> Outbox:
    """A migrated database with a person, channels, and their deliveries, all due."""
    from sokbo import migrate, secrets
    from sokbo.database import connect

    database = connect(url)
    migrate.upgrade(database)
    box = outboxes.outbox(database, secrets.vault("bench"))
    for n in range(CHANNELS):
        to = box.channel(f"{base}/{'hang' if hung and not n else n}")
        box.put(to, *["한빛전자 공장 멈춰"] * (DELIVERIES // CHANNELS))
    return box


def undone(box: Outbox, but: int = 0) -> int:
    """How many wait, those of one channel not counted."""
    from sqlalchemy import func, select

    from sokbo.tables import deliveries

    with box.database.read() as connection:
        waiting = (deliveries.c.state != "sent", deliveries.c.channel_id != but)
        return connection.scalar(select(func.count()).select_from(deliveries).where(*waiting)) or 0


def sokbo(box: Outbox, *, but: int = 0) -> Rate:
    """The product's own loop, in this process, on this core."""
    stop = threading.Event()
    deliverer = box.deliverer()
    thread = threading.Thread(target=deliverer.run, args=(stop, 600))
    with timed(undone(box, but)) as rate:
        thread.start()
        while undone(box, but):
            time.sleep(0.05)
    stop.set()
    deliverer.wake()
    thread.join()
    box.database.close()
    return rate[0]


def one_process(url: str, who: str, go: object, stop: object) -> None:
    """A worker process of the four."""
    from notify.deliver import Deliverer
    from sokbo import secrets
    from sokbo.database import connect
    from sokbo.guard import Guard
    from sokbo.settings import load

    settings = load({"SOKBO_DATA_DIR": "/nowhere"})
    guard = Guard((ip_network("127.0.0.0/8"),))
    deliverer = Deliverer(connect(url), secrets.vault("bench"), guard, settings, ZoneInfo("Asia/Seoul"), who)
    go.wait()  # type: ignore[attr-defined]
    deliverer.run(stop, 600)  # type: ignore[arg-type]


def several(url: str, base: str, processes: int) -> float:
    """Deliveries a second of some processes at once."""
    box = outbox(url, base)
    spawn = multiprocessing.get_context("spawn")
    go, stop = spawn.Event(), spawn.Event()
    workers = [spawn.Process(target=one_process, args=(url, uuid.uuid4().hex, go, stop)) for _ in range(processes)]
    for worker in workers:
        worker.start()
    time.sleep(3)
    begun = time.perf_counter()
    go.set()
    while undone(box):
        time.sleep(0.05)
    took = time.perf_counter() - begun
    stop.set()
    for worker in workers:
        worker.join()
    box.database.close()
    return DELIVERIES / took


def fresh(server: str) -> str:
    """The address of a new database."""
    name = f"b{uuid.uuid4().hex[:8]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return server.replace("/postgres?", f"/{name}?")


def main() -> None:
    """Print the table."""
    with receiver() as base, postgres.server() as server, tempfile.TemporaryDirectory() as folder:
        cores = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {min(cores)})

        def lite() -> str:
            return f"sqlite:///{Path(folder) / uuid.uuid4().hex}.db"

        print(f"\nHooks to a local receiver from one process on one core (best of {ROUNDS})")
        print(f"{'':32}{'a second':>12}{'a second of the core':>24}")
        for name, run in (
            ("bare pycurl loop", lambda: bare(base)),
            ("Apprise in a loop", lambda: apprise_loop(base)),
            ("Sokbo, SQLite", lambda: sokbo(outbox(lite(), base))),
            ("  one of 100 hangs", lambda: sokbo(outbox(lite(), base, hung=True), but=1)),
            ("Sokbo, PostgreSQL", lambda: sokbo(outbox(fresh(server), base))),
            ("  one of 100 hangs", lambda: sokbo(outbox(fresh(server), base, hung=True), but=1)),
        ):
            rates = [run() for _ in range(ROUNDS)]
            print(f"{name:32}{max(r.by_clock for r in rates):12.0f}{max(r.by_core for r in rates):24.0f}", flush=True)
        os.sched_setaffinity(0, cores)
        print("Processes on all cores, PostgreSQL, a second")
        for count in (1, 2, 4):
            print(f"{count:32}{several(fresh(server), base, count):12.0f}", flush=True)


if __name__ == "__main__":
    main()
