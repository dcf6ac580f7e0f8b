"""A backup moves an installation, and says so where it can't."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from sqlalchemy import select

from sokbo import archive
from sokbo.database import Database, connect
from sokbo.queries import channels, facts, people, sources, watches
from sokbo.secrets import Vault
from sokbo.tables import metadata


def fill(database: Database, vault: Vault) -> None:
    with database.write() as connection:
        facts.installation(connection)
        who = people.ensure(connection)
        channel = channels.add(
            connection, vault, person=who.id, name="hook", kind="hook", address="http://h/x", secret="s", hint="h"
        )
        assert channel is not None
        watches.add(connection, vault, person=who.id, name="속보", rule="속보", channels=[channel])
        sources.add(connection, url="http://h/f", url_key=1, sealed_url=None, name="f", outlet="F", every_s=None,
                    interval_s=60, private=False)  # fmt: skip


def rows(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with database.read() as connection:
        tables = metadata.sorted_tables
        return {t.name: sorted((tuple(r) for r in connection.execute(select(t))), key=repr) for t in tables}


@pytest.fixture
def backup(database: Database, vault: Vault, tmp_path: Path) -> Path:
    fill(database, vault)
    path = tmp_path / "backup.gz"
    archive.write(database, path, vault.fingerprint)
    return path


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_it_moves_everything_to_either_database(
    database: Database, vault: Vault, backup: Path, target: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    other = f"sqlite:///{tmp_path / 'other.db'}" if target == "sqlite" else _fresh_postgres(request)
    into = connect(other)
    try:
        count, fingerprint = archive.restore(into, backup)
        assert rows(into) == rows(database)
        assert count == sum(map(len, rows(database).values()))
        assert fingerprint == vault.fingerprint
        with into.write() as connection:
            assert people.ensure(connection, "the next one").id > people.ensure(connection).id
    finally:
        into.close()


def _fresh_postgres(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue("second_postgres_url")
    return url


def test_it_never_fills_a_database_that_is_in_use(database: Database, backup: Path) -> None:
    with pytest.raises(archive.ArchiveError, match="not empty"):
        archive.restore(database, backup)


@pytest.mark.parametrize("content", [b"", b"no gzip", gzip.compress(b"{}\n"), gzip.compress(b"[1]\n")])
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd"
    path.write_bytes(content)
    into = connect(f"sqlite:///{tmp_path / 'x.db'}")
    with pytest.raises(archive.ArchiveError):
        archive.restore(into, path)
    into.close()


def test_secrets_are_sealed_in_it(backup: Path) -> None:
    assert b"http://h/x" not in gzip.decompress(backup.read_bytes())


def test_a_backup_that_was_cut_off_restores_nothing(backup: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.gz"
    cut.write_bytes(backup.read_bytes()[:-20])
    into = connect(f"sqlite:///{tmp_path / 'cut.db'}")
    with pytest.raises(archive.ArchiveError):
        archive.restore(into, cut)
    assert not rows(into)["sources"]
    into.close()
