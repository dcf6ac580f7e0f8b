"""The engine, the transaction, and all that differs between SQLite and PostgreSQL.

SQLite's own waiting is unfair, so every writer passes a gate first: an `flock` beside the database file, taken before
``BEGIN IMMEDIATE`` and held to the commit (docs/decisions/0004-sqlite-gate.md).
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, Row, Update, create_engine, event, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.dml import Insert
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.schema import Table

from sokbo.columns import Moment

AnyRow = Row[*tuple[Any, ...]]


class DatabaseMissing(Exception):
    """The database can't be used; the message is one line that says what to do."""


class now_ms(FunctionElement[Any]):  # noqa: N801 - reads as SQL
    """The database's own clock at this statement, in milliseconds since 1970."""

    type = Moment()
    inherit_cache = True


@compiles(now_ms, "sqlite")
def _now_sqlite(*_: Any, **__: Any) -> str:
    return "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"


@compiles(now_ms, "postgresql")
def _now_postgresql(*_: Any, **__: Any) -> str:
    return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)"


def moment(connection: Connection) -> datetime:
    """The time by the database's own clock."""
    found: datetime = connection.execute(select(now_ms())).scalar_one()
    return found


class Gate:
    """One writer at a time on this file, across threads and processes, first come first served."""

    def __init__(self, path: Path) -> None:
        self._thread = threading.Lock()
        self._file = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the gate; a process that dies within lets go of it."""
        with self._thread:
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Give the file back."""
        os.close(self._file)


@dataclass(frozen=True, slots=True)
class Database:
    """An engine and, on SQLite, its gate."""

    engine: Engine
    gate: Gate | None = field(repr=False)

    @property
    def sqlite(self) -> bool:
        """Whether this is the embedded default."""
        return self.gate is not None

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that may write: short, no network within; committed at the end, rolled back on an exception."""
        if self.gate is None:
            with self.engine.begin() as connection:
                yield connection
            return
        with self.gate.held(), self.engine.connect() as connection:
            connection = connection.execution_options(writing=True)
            with connection.begin():
                yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with self.engine.connect() as connection:
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()
        if self.gate is not None:
            self.gate.close()


def _prepare_sqlite(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None  # BEGIN is ours: the driver's own would be deferred
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=30000", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _open_sqlite(url: URL) -> Database:
    path = Path(url.database or "")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        gate = Gate(path.with_name(path.name + ".gate"))
    except OSError as error:
        raise DatabaseMissing(
            f"{path.parent} can't be written ({error.strerror}): choose another SOKBO_DATA_DIR"
        ) from None
    engine = create_engine(url, connect_args={"check_same_thread": False}, pool_size=8, max_overflow=24)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return Database(engine, gate)


def connect(database_url: str) -> Database:
    """The database of an address (`sqlite:///PATH` or `postgresql://…`); raises `DatabaseMissing`."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        return _open_sqlite(url)
    if url.get_backend_name() != "postgresql":
        raise DatabaseMissing(
            f"SOKBO_DATABASE_URL: {url.get_backend_name()} is not supported; use sqlite:/// or postgresql://"
        )
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=8,
        max_overflow=24,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 5},
    )
    return Database(engine, None)


def execute_plain(connection: Connection, statement: Insert | Update, rows: Sequence[Mapping[str, Any]]) -> None:
    """Execute the statement for each row of plain numbers and words, which the driver takes as they are.

    SQLAlchemy's own way costs more than the writing itself; its values pass through types, these do not.
    """
    words, order, constants = _in_words(statement, connection.dialect)
    if order is None:
        connection.exec_driver_sql(words, [{**constants, **row} for row in rows])
    else:
        connection.exec_driver_sql(words, [tuple(map({**constants, **row}.__getitem__, order)) for row in rows])


@lru_cache(maxsize=64)
def _in_words(statement: Insert | Update, dialect: Dialect) -> tuple[str, list[str] | None, dict[str, Any]]:
    """The statement in the database's own words, the order of values that have no names, and its constants."""
    compiled: Any = statement.compile(dialect=dialect)
    return str(compiled), compiled.positiontup, compiled.params


def insert(connection: Connection, table: Table) -> Any:
    """An INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update`, for this connection's database."""
    build: Any = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement: Insert = build(table)
    return statement
