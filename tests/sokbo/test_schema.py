"""The migrations make the very tables that the code believes in; a database of another version is named in a line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from sokbo import migrate
from sokbo.database import Database, DatabaseMissing, connect
from sokbo.tables import metadata


def test_the_migrations_make_the_tables(database: Database) -> None:
    with database.read() as connection:
        ours = {"compare_type": True, "include_name": lambda name, *_: not str(name).startswith("headline_bigrams")}
        context = MigrationContext.configure(connection, opts=ours)
        assert compare_metadata(context, metadata) == []


def test_migrating_again_changes_nothing(database: Database) -> None:
    migrate.upgrade(database)
    migrate.require_current(database)


@pytest.mark.parametrize(("version", "said"), [("9999", "newer version"), (None, "is empty")])
def test_another_version_is_named_with_what_to_do(database: Database, version: str | None, said: str) -> None:
    with database.write() as connection:
        if version is None:
            connection.execute(text("DELETE FROM alembic_version"))
        else:
            connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})
    with pytest.raises(DatabaseMissing, match=said):
        migrate.require_current(database)


def test_a_newer_database_is_not_touched(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseMissing, match="newer version"):
        migrate.upgrade(database)


@pytest.mark.parametrize("url", ["mysql://host/name", "oracle://host"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(DatabaseMissing, match="not supported"):
        connect(url)


def test_a_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseMissing, match=re.escape(str(tmp_path / "file"))):
        connect(f"sqlite:///{tmp_path / 'file' / 'sokbo.db'}")
