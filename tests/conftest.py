"""The real parts that tests run on: both databases, a Redis-compatible server, a publisher, a receiver."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from parts import http, postgres, valkey
from parts.line import Desk, open_desk

from sokbo import migrate, secrets
from sokbo.database import Database, connect
from sokbo.secrets import Vault


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with postgres.server() as address:
        template = connect(_named(address, "template"))
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute('CREATE DATABASE "template"')
        migrate.upgrade(template)
        template.close()
        yield address


def _named(address: str, name: str) -> str:
    return address.replace("/postgres?", f"/{name}?")


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A fresh, migrated PostgreSQL database."""
    yield from _fresh(postgres_server)


@pytest.fixture
def second_postgres_url(postgres_server: str) -> Iterator[str]:
    """Another one beside it."""
    yield from _fresh(postgres_server)


def _fresh(postgres_server: str) -> Iterator[str]:
    name = f"t{uuid.uuid4().hex[:12]}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "template"')
        yield _named(postgres_server, name)
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "sokbo.db"
    database = connect(f"sqlite:///{path}")
    migrate.upgrade(database)
    database.close()
    return path


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """A fresh, migrated SQLite database."""
    path = tmp_path / "sokbo.db"
    shutil.copy(migrated_sqlite, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database of each kind."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(name)
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = connect(database_url)
    yield opened
    opened.close()


@pytest.fixture
def vault() -> Vault:
    return secrets.vault("a key for tests")


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    with valkey.server() as address:
        yield address


@pytest.fixture
def publisher() -> Iterator[http.Server]:
    with http.server() as server:
        yield server


@pytest.fixture
def receiver() -> Iterator[http.Server]:
    with http.server() as server:
        yield server


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[Desk]:
    """A whole line, a step at a time."""
    opened = open_desk(database_url, tmp_path)
    yield opened
    opened.close()
