"""Claim, renew, fence: who may do a thing that only one may do at a time.

A lease is a row. Its fence grows with every claim; whoever writes under a lease first updates that row where the fence
is still its own, so that a holder that was paused past its time writes nothing. Times are the database's own.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select, update

from sokbo.database import insert, now_ms
from sokbo.tables import leases

LONGEST_MS = 15_000
"""No lease is longer; one that seems to be comes from a clock that jumped, and counts as expired."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A claim on a name; `position` is what its holder last wrote down (the desk: its newest `desk_seq`)."""

    name: str
    owner: str
    fence: int
    position: int


def process_name() -> str:
    """Who this process is, on this machine, among others, and among those that bore its number before it."""
    return f"{socket.gethostname()}:{os.getpid()}:{os.urandom(3).hex()}"


def claim(connection: Connection, name: str, who: str, ms: int) -> Lease | None:
    """The lease for `ms` milliseconds, or None where another holds it."""
    first = {"name": name, "until": 0, "fence": 0, "position": 0}
    connection.execute(insert(connection, leases).values(first).on_conflict_do_nothing())
    now = now_ms()
    free = or_(leases.c.until <= now, leases.c.until > now + LONGEST_MS, leases.c.owner == who)
    taken = connection.execute(
        update(leases)
        .where(leases.c.name == name, free)
        .values(owner=who, until=now + ms, fence=leases.c.fence + 1)
        .returning(leases.c.fence, leases.c.position)
    ).one_or_none()
    return None if taken is None else Lease(name, who, taken.fence, taken.position)


def hold(connection: Connection, lease: Lease, ms: int) -> bool:
    """Renew the lease and lock its row to the commit; False where it is another's by now."""
    return bool(
        connection.execute(
            update(leases).where(leases.c.name == lease.name, leases.c.fence == lease.fence).values(until=now_ms() + ms)
        ).rowcount
    )


def move(connection: Connection, lease: Lease, position: int) -> None:
    """Write down how far the holder has come; call it after `hold`, in the same transaction."""
    connection.execute(update(leases).where(leases.c.name == lease.name).values(position=position))


def release(connection: Connection, lease: Lease) -> None:
    """Let go early, where it is still ours."""
    mine = (leases.c.name == lease.name, leases.c.fence == lease.fence)
    connection.execute(update(leases).where(*mine).values(until=0, owner=None))


def position(connection: Connection, name: str) -> int:
    """How far the holder of a name has come; 0 where nobody ever claimed it."""
    return connection.scalar(select(leases.c.position).where(leases.c.name == name)) or 0


def lock(connection: Connection, name: str) -> None:
    """Keep whoever holds a name from writing under it, to the commit; its lease and its fence stay as they are."""
    first = {"name": name, "until": 0, "fence": 0, "position": 0}
    row = insert(connection, leases).values(first)
    connection.execute(row.on_conflict_do_update(index_elements=["name"], set_={"position": leases.c.position}))


def next_position(connection: Connection, name: str) -> int:
    """The next number of a counter, its row locked to the commit: numbers become visible in their order."""
    first = {"name": name, "until": 0, "fence": 0, "position": 1}
    row = insert(connection, leases).values(first)
    row = row.on_conflict_do_update(index_elements=["name"], set_={"position": leases.c.position + 1})
    number: int = connection.execute(row.returning(leases.c.position)).scalar_one()
    return number
