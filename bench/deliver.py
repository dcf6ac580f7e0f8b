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
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path
from zoneinfo import ZoneInfo

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


def bare(base: str) -> float:
    """Deliveries a second of a pycurl loop: 32 under way, the same bodies and signatures, nothing written down."""
    from parts.envelopes import envelope  # type: ignore[import-not-found]

    from notify.channels import hook
    from sokbo.guard import Guard
    from sokbo.network import Loop

    loop: Loop[None] = Loop(Guard((ip_network("127.0.0.0/8"),)), 32)
    secret = hook.secret("")
    begun, left, done = time.perf_counter(), DELIVERIES, 0
    while done < DELIVERIES:
        while left and loop.free:
            loop.start(None, hook.request(envelope(f"{base}/{left % CHANNELS}", secret), datetime.now(UTC)))
            left -= 1
        loop.wait(1)
        done += len(loop.finished())
    took = time.perf_counter() - begun
    loop.close()
    return DELIVERIES / took


def apprise_loop(base: str) -> float:
    """Deliveries a second of Apprise, called once for each."""
    import apprise

    count = DELIVERIES // 10
    to = apprise.Apprise()
    to.add(base.replace("http://", "json://") + "/0")
    begun = time.perf_counter()
    for _ in range(count):
        assert to.notify(title="한빛전자 공장 멈춰", body="한빛일보")
    return count / (time.perf_counter() - begun)


def outbox(url: str, base: str, *, hung: bool = False) -> object:
    """A migrated database with a person, channels, and their deliveries, all due."""
    from parts import outbox as parts  # type: ignore[import-not-found]

    from sokbo import migrate, secrets
    from sokbo.database import connect

    database = connect(url)
    migrate.upgrade(database)
    box = parts.outbox(database, secrets.vault("bench"))
    for n in range(CHANNELS):
        to = box.channel(f"{base}/{'hang' if hung and not n else n}")
        box.put(to, *["한빛전자 공장 멈춰"] * (DELIVERIES // CHANNELS))
    return box


def undone(box: object, but: int = 0) -> int:
    """How many wait, those of one channel not counted."""
    from sqlalchemy import func, select

    from sokbo.tables import deliveries

    with box.database.read() as connection:  # type: ignore[attr-defined]
        waiting = (deliveries.c.state != "sent", deliveries.c.channel_id != but)
        return connection.scalar(select(func.count()).select_from(deliveries).where(*waiting)) or 0


def sokbo(box: object, *, but: int = 0) -> float:
    """Deliveries a second of the product's own loop, in this process, on this core."""
    waiting = undone(box, but)
    stop = threading.Event()
    deliverer = box.deliverer()  # type: ignore[attr-defined]
    thread = threading.Thread(target=deliverer.run, args=(stop, 600))
    begun = time.perf_counter()
    thread.start()
    while undone(box, but):
        time.sleep(0.05)
    took = time.perf_counter() - begun
    stop.set()
    deliverer.wake()
    thread.join()
    return waiting / took


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
    return DELIVERIES / took


@contextlib.contextmanager
def postgres() -> Iterator[Iterator[str]]:
    """Addresses of fresh databases."""
    import psycopg
    from parts import postgres as parts  # type: ignore[import-not-found]

    with parts.server() as address:

        def fresh() -> Iterator[str]:
            while True:
                name = f"b{uuid.uuid4().hex[:8]}"
                with psycopg.connect(address, autocommit=True) as connection:
                    connection.execute(f'CREATE DATABASE "{name}"')
                yield address.replace("/postgres?", f"/{name}?")

        yield fresh()


def main() -> None:
    """Print the table."""
    with receiver() as base, postgres() as fresh, tempfile.TemporaryDirectory() as folder:
        cores = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {min(cores)})
        sqlite = (f"sqlite:///{Path(folder) / f'{n}.db'}" for n in range(99))
        print(f"\nHooks to a local receiver from one process on one core, a second (best of {ROUNDS})")
        for name, run in (
            ("bare pycurl loop", lambda: bare(base)),
            ("Apprise in a loop", lambda: apprise_loop(base)),
            ("Sokbo, SQLite", lambda: sokbo(outbox(next(sqlite), base))),
            ("Sokbo, PostgreSQL", lambda: sokbo(outbox(next(fresh), base))),
            ("  one of 100 hangs, SQLite", lambda: sokbo(outbox(next(sqlite), base, hung=True), but=1)),
            ("  one of 100 hangs, PostgreSQL", lambda: sokbo(outbox(next(fresh), base, hung=True), but=1)),
        ):
            print(f"{name:32}{max(run() for _ in range(ROUNDS)):10.0f}", flush=True)
        os.sched_setaffinity(0, cores)
        print("Processes on all cores, PostgreSQL")
        for count in (1, 2, 4):
            print(f"{count:32}{several(next(fresh), base, count):10.0f}", flush=True)


if __name__ == "__main__":
    main()
