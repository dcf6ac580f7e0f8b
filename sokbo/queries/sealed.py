"""Everything that is sealed, wherever it lies: columns whose names begin with `sealed_`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy import Column, Connection, Table, and_, select, update

from sokbo.tables import metadata


def columns() -> Iterator[tuple[Table, Column[bytes]]]:
    """Each table with each of its sealed columns."""
    for table in metadata.sorted_tables:
        for column in table.c:
            if column.name.startswith("sealed_"):
                yield table, column


def reseal(connection: Connection, table: Table, column: Column[bytes], anew: Callable[[bytes], bytes | None]) -> int:
    """Write every value of a column anew, where `anew` gives one; how many it gave none for."""
    own = list(table.primary_key.columns)
    left = 0
    for row in connection.execute(select(*own, column).where(column.is_not(None), column != b"")).all():
        sealed = anew(row[-1])
        if sealed is None:
            left += 1
            continue
        # Only what is still as it was read: a person may have changed it meanwhile.
        same = and_(*(key == value for key, value in zip(own, row[:-1], strict=True)), column == row[-1])
        connection.execute(update(table).where(same).values({column: sealed}))
    return left
