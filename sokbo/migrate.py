"""Bring the database to this version's schema, once, whoever comes first; and say where a database is too new."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from sokbo.database import Database, DatabaseMissing

_LOCK = 5_011_902
"""Any number of ours: the advisory lock that keeps two migrations on PostgreSQL apart."""


def config() -> Config:
    """Alembic's configuration, made in memory: the product ships no ini file."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return made


def newest() -> str:
    """The schema that this version of the product knows."""
    return ScriptDirectory.from_config(config()).get_current_head() or ""


def current(connection: Connection) -> str | None:
    """The schema that the database has; None where it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(database: Database) -> None:
    """Run what is missing, in one transaction; raises `DatabaseMissing` where that can't be done."""
    try:
        with database.write() as connection:
            if not database.sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            steps = config()
            steps.attributes["connection"] = connection
            command.upgrade(steps, "head")
    except CommandError as error:
        raise DatabaseMissing(_too_new(str(error))) from None
    except DBAPIError as error:
        raise DatabaseMissing(f"the database can't be used: {first_line(error)}") from None


def _too_new(message: str) -> str:
    if "Can't locate revision" in message:
        return (
            "the database comes from a newer version of Sokbo: run that version, or restore a backup into an empty one"
        )
    return f"the database can't be migrated: {message}"


def require_current(database: Database) -> None:
    """Raise `DatabaseMissing` with what to do, where the database is not of this version."""
    try:
        with database.read() as connection:
            have = current(connection)
    except DBAPIError as error:
        raise DatabaseMissing(f"the database can't be used: {first_line(error)}") from None
    known = {step.revision for step in ScriptDirectory.from_config(config()).walk_revisions()}
    if have is None:
        raise DatabaseMissing("the database is empty: run `sokbo migrate`, or start the product with `sokbo up`")
    if have not in known:
        raise DatabaseMissing(_too_new("Can't locate revision"))
    if have != newest():
        raise DatabaseMissing("the database is from an older version: run `sokbo migrate`")


def first_line(error: DBAPIError) -> str:
    """The database's own message, its first line only."""
    return str(error.orig).strip().splitlines()[0]
