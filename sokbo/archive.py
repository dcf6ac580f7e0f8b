"""Everything but the key in one file, the same from SQLite and PostgreSQL, and back into an empty database of either.

The file is gzipped JSON lines: a head with the schema and the key's fingerprint, then one line a row, parents first.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table, delete, insert, select, text

from sokbo import migrate
from sokbo.columns import EPOCH, MILLISECOND
from sokbo.database import Database
from sokbo.queries import bigrams
from sokbo.tables import metadata

BATCH = 1000
FORMAT = "sokbo-backup-1"
FLEETING = {
    "leases": ("owner", "until"),
    "sources": ("lease_owner", "lease_until"),
    "deliveries": ("lease_owner", "lease_until"),
}
"""Claims of processes that a restored installation does not have."""


class ArchiveError(Exception):
    """The file can't be restored; the message is one line."""


def write(database: Database, path: Path, fingerprint: str) -> int:
    """Write the backup in one consistent look, the product running or not; how many rows it holds."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    rows = 0
    try:
        with gzip.open(aside, "wt", encoding="utf-8") as file, database.read() as connection:
            if not database.sqlite:
                connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            head = {"format": FORMAT, "schema": migrate.current(connection), "key": fingerprint}
            file.write(json.dumps(head) + "\n")
            for table in metadata.sorted_tables:
                for values in _read(connection, table):
                    file.write(json.dumps([table.name, values], ensure_ascii=False) + "\n")
                    rows += 1
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    return rows


def _read(connection: Connection, table: Table) -> Iterator[list[Any]]:
    for row in connection.execution_options(yield_per=BATCH).execute(select(table)):
        yield [_plain(value) for value in row]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value - EPOCH) // MILLISECOND
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def restore(database: Database, path: Path) -> tuple[int, str]:
    """Fill an empty database; how many rows, and the fingerprint of the key that opens what is sealed."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            head = json.loads(file.readline())
            if head.get("format") != FORMAT:
                raise ArchiveError(f"{path} is no backup of Sokbo")
            migrate.upgrade(database)
            if head["schema"] != migrate.newest():
                raise ArchiveError(
                    f"{path} has schema {head['schema']}, this version {migrate.newest()}: restore with that version"
                )
            with database.write() as connection:
                _require_empty(connection)
                rows = _fill(connection, (json.loads(line) for line in file))
                if not database.sqlite:
                    _count_on(connection)
                bigrams.start_over(connection)
    except (OSError, EOFError, ValueError, KeyError, AttributeError) as error:
        raise ArchiveError(f"{path} can't be read as a backup: {error}") from None
    return rows, head["key"]


def _require_empty(connection: Connection) -> None:
    for name in ("sources", "headlines", "watches", "channels"):
        if connection.execute(select(metadata.tables[name]).limit(1)).first() is not None:
            raise ArchiveError("the database is not empty: restore into a new one")
    for table in reversed(metadata.sorted_tables):
        connection.execute(delete(table))


def _fill(connection: Connection, lines: Iterator[tuple[str, list[Any]]]) -> int:
    count, name = 0, ""
    batch: list[dict[str, Any]] = []
    for of, values in lines:
        if batch and (of != name or len(batch) == BATCH):
            connection.execute(insert(metadata.tables[name]), batch)
            batch = []
        name = of
        batch.append(_row(metadata.tables[name], values))
        count += 1
    if batch:
        connection.execute(insert(metadata.tables[name]), batch)
    return count


def _row(table: Table, values: list[Any]) -> dict[str, Any]:
    row = {}
    for column, value in zip(table.columns, values, strict=True):
        sealed = isinstance(column.type, LargeBinary) and value is not None
        row[column.name] = base64.b64decode(value) if sealed else value
    for column_name in FLEETING.get(table.name, ()):
        row[column_name] = None if table.columns[column_name].nullable else 0
    return row


def _count_on(connection: Connection) -> None:
    """PostgreSQL's counters go on behind the highest number restored."""
    for table in metadata.sorted_tables:
        if "id" in table.columns and table.columns["id"].autoincrement is not False:
            counter = f"pg_get_serial_sequence('{table.name}', 'id')"
            connection.execute(
                text(f"SELECT setval({counter}, (SELECT coalesce(max(id), 0) + 1 FROM {table.name}), false)")
            )
