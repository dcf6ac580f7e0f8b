"""Facts of this installation, a word each: its identity, its time zone, whether the demo runs."""

from __future__ import annotations

import uuid

from sqlalchemy import Connection, delete, select

from sokbo.database import insert
from sokbo.tables import facts

NO_DEMO = "no demo"
"""A person has sent the demo newsroom away."""


def get(connection: Connection, key: str) -> str | None:
    """The fact, or None."""
    value: str | None = connection.scalar(select(facts.c.value).where(facts.c.key == key))
    return value


def put(connection: Connection, key: str, value: str) -> None:
    """Write the fact down, over what was there."""
    row = insert(connection, facts).values(key=key, value=value)
    connection.execute(row.on_conflict_do_update(index_elements=["key"], set_={"value": value}))


def drop(connection: Connection, key: str) -> None:
    """Forget the fact."""
    connection.execute(delete(facts).where(facts.c.key == key))


def installation(connection: Connection) -> str:
    """The installation's UUID, made when first asked for: feeds' ids are built on it, never on an address."""
    row = insert(connection, facts).values(key="installation", value=str(uuid.uuid4()))
    connection.execute(row.on_conflict_do_nothing())
    return get(connection, "installation") or ""
