"""5. The desk's loop: take over if nobody is at the desk, drain what is pending, keep the lease while it is quiet."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from notify import apart
from notify.apart import NotReady
from notify.release import release
from sokbo import bus, installation, lease
from sokbo.lease import Lease
from sokbo.queries import blocks, headlines
from worker import caretaker, desk
from worker.desk import LeaseLost, MemoryStale
from worker.line import LOOP_S, Line
from worker.memory import Memory

LOOK_S, QUIET_LOOK_S = 0.1, 0.5
"""How often a desk looks, since a wake may have gone to a standby: while there is work now and then, and after that."""
QUIET_S = 5.0
RENEW_S = 1.0
READY_S = 60.0
"""How long the analyser may take to load before the desk goes on without it."""


def run(line: Line) -> None:
    """Be the desk for about a minute, or nothing where another is."""
    mine = desk.take_over(line.database, line.memory, line.name, line.settings.data_dir)
    if mine is None:
        return
    try:
        _work(line, mine)
    except LeaseLost:
        line.memory = Memory()
    except NotReady:
        line.memory = Memory()
        _until_ready(line, mine)
    except MemoryStale:
        line.memory = Memory()
        with line.database.write() as connection:
            blocks.forget(connection)
    except BaseException:
        line.memory = Memory()  # it may hold what the failed transaction did not write
        raise


def _until_ready(line: Line, mine: Lease) -> None:
    """Keep the desk while the analyser loads, which takes seconds: what is in doubt waits, and is not guessed."""
    analyser = apart.analyser()
    ends = time.monotonic() + READY_S
    while analyser and analyser.is_loading and time.monotonic() < ends and not line.stop.is_set():
        with line.database.write() as connection:
            if not lease.hold(connection, mine, desk.LEASE_MS):
                return
        analyser.wait(RENEW_S)
    if analyser and analyser.is_loading:
        analyser.give_up()


def _work(line: Line, mine: Lease) -> None:
    ends = time.monotonic() + LOOP_S
    zone = installation.zone(line.settings, line.database).key
    renewed = worked = time.monotonic()
    while not line.stop.is_set() and time.monotonic() < ends:
        caretaker.beside(line)
        if time.monotonic() - renewed > RENEW_S:
            _renew(line, mine, zone)
            renewed = time.monotonic()
        if _pending(line):
            done = desk.drain(line.database, line.memory, mine, line.vault, datetime.now(UTC), zone)
            worked = time.monotonic()
            _tell(line, done)
            continue
        line.idle("desk", LOOK_S if time.monotonic() - worked < QUIET_S else QUIET_LOOK_S)
    if line.stop.is_set():
        with line.database.write() as connection:
            lease.release(connection, mine)


def _pending(line: Line) -> bool:
    with line.database.read() as connection:
        return headlines.any_pending(connection)


def _renew(line: Line, mine: Lease, zone: str) -> None:
    """Keep the lease where there is no work, and let go what was held back until now."""
    with line.database.write() as connection:
        if not lease.hold(connection, mine, desk.LEASE_MS):
            raise LeaseLost
        gone = release(connection, datetime.now(UTC), zone)
    if gone:
        line.ring("deliver")


def _tell(line: Line, done: desk.Drained) -> None:
    line.measures.placed(done.headlines, done.deliveries)
    if done.headlines:
        line.bus.tell(bus.NEWS, str(done.seq))
        line.ring("feeds")
    if done.deliveries:
        line.ring("deliver")
