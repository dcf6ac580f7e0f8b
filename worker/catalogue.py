"""Brings into the text index of titles what is older than it: after an upgrade, a restore, another edition of it.

Runs beside the desk, newest first, in transactions of a few milliseconds, so that the line goes on.
"""

from __future__ import annotations

import time

from sqlalchemy import Connection

from sokbo.database import Database
from sokbo.queries import bigrams, headlines

BATCH = 200
TURN_S = 8.0
"""How long one turn takes at most, of the ten seconds from one to the next."""


def catch_up(database: Database, turn_s: float = TURN_S) -> int:
    """Take in what is behind, for a turn; how many headlines are still behind at most."""
    ends = time.monotonic() + turn_s
    with database.read() as connection:
        left = bigrams.behind(connection)
        if left is not None and not _is_current(connection):
            left = None
    if left is None:
        with database.write() as connection:
            left = bigrams.start_over(connection)
    while left and time.monotonic() < ends:
        with database.write() as connection:
            left = bigrams.catch_up(connection, BATCH)
    return left


def _is_current(connection: Connection) -> bool:
    """Whether the desk's newest headline is taken in; an older version's desk knew of no index."""
    return all(bigrams.has(connection, h) for h in headlines.newest(connection, limit=1))
