"""What goes wrong with a database: held by another, full, read-only, cut off. Each harm ends by itself or is undone."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

HELD_S = 3.0
ROOM = "256m"
Harms = dict[str, Callable[[], Callable[[], None] | None]]
"""Each does its harm, and returns what undoes it, if anything must."""


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """The folder on a small file system of its own; False where none can be mounted, and it is a plain folder."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(folder)]
    mounted = os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def of_sqlite(folder: Path, *, full: bool) -> Harms:
    """Another program that holds the file, and a disk without room."""
    harms: Harms = {"hold the database": lambda: _hold_file(folder / "sokbo.db")}
    return harms | {"fill the disk": lambda: _fill(folder)} if full else harms


def _hold_file(path: Path) -> None:
    def hold() -> None:
        connection = sqlite3.connect(path, timeout=5, isolation_level=None)
        with suppress(sqlite3.OperationalError):
            connection.execute("BEGIN EXCLUSIVE")
            time.sleep(HELD_S)
            connection.execute("ROLLBACK")
        connection.close()

    threading.Thread(target=hold, daemon=True).start()


def _fill(folder: Path) -> Callable[[], None]:
    ballast = folder / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(1 << 16))
    return lambda: ballast.unlink(missing_ok=True)


def of_postgresql(url: str) -> Harms:
    """A lock that somebody forgot, a failover to a read-only copy, a restart."""
    return {
        "hold the database": lambda: _hold_tables(url),
        "make the database read-only": lambda: _read_only(url),
        "cut the database off": lambda: sever(url),
    }


def _hold_tables(url: str) -> None:
    def hold() -> None:
        with psycopg.connect(url) as connection:
            connection.execute("SET lock_timeout = '5s'")
            with suppress(psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected):
                connection.execute("LOCK TABLE headlines, deliveries IN ACCESS EXCLUSIVE MODE")
                time.sleep(HELD_S)
            connection.rollback()

    threading.Thread(target=hold, daemon=True).start()


def _read_only(url: str) -> Callable[[], None]:
    def turn(word: str) -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("SET default_transaction_read_only = off")
            row = connection.execute("SELECT current_database()").fetchone()
            assert row
            connection.execute(f'ALTER DATABASE "{row[0]}" SET default_transaction_read_only = {word}')
        sever(url)

    turn("on")
    return lambda: turn("off")


def sever(url: str) -> None:
    """Cut every connection to the database, as its restart does."""
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
