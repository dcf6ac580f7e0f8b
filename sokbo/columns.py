"""What every table is made of: its metadata, its numbers and its times.

Times are whole milliseconds since 1970 in UTC (``Moment``): equal, ordered and added alike on SQLite and PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Column, Dialect, ForeignKey, Integer, MetaData, TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


def milliseconds(moment: datetime) -> int:
    """An aware datetime as it is kept."""
    return (moment - EPOCH) // MILLISECOND


class Moment(TypeDecorator[datetime]):
    """An aware datetime kept as milliseconds since 1970; a plain number of milliseconds passes as it is."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | float | None, dialect: Dialect) -> int | None:
        """Datetime to milliseconds."""
        del dialect
        if isinstance(value, datetime):
            return milliseconds(value)
        return None if value is None else int(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """Milliseconds to datetime, without the decorator's own step: claims read many."""
        del dialect, coltype
        return _moment


def _moment(value: Any) -> datetime | None:
    return None if value is None else EPOCH + timedelta(milliseconds=int(value))


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only where the key is INTEGER, not BIGINT.
Id = BigInteger().with_variant(Integer(), "sqlite")


def number() -> Column[int]:
    """A key that numbers its rows."""
    return Column("id", Id, primary_key=True)


def refers(name: str, target: str, **options: Any) -> Column[Any]:
    """A row of another table, with which this one goes."""
    return Column(name, Id, ForeignKey(target, ondelete="CASCADE"), nullable=False, **options)
