"""A key is changed for another without losing a secret."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import sokbo
from sokbo import secrets
from sokbo.database import connect
from sokbo.queries import channels, sealed

Run = Callable[..., Result]
HOOK = "https://hooks.example/T000/secret-word"


@pytest.fixture
def run(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("SOKBO_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SOKBO_DATABASE_URL", sqlite_url)

    def call(*words: str, **environ: str) -> Result:
        for name, value in environ.items():
            monkeypatch.setenv(f"SOKBO_{name}", value)
        return CliRunner().invoke(sokbo, words)

    return call


def address(url: str, *keys: str) -> str:
    database = connect(url)
    with database.read() as connection:
        (channel,) = channels.every(connection, secrets.vault(*keys))
    database.close()
    return channel.address


def test_the_key_of_the_data_folder(run: Run, sqlite_url: str, tmp_path: Path) -> None:
    assert run("channel", "add", "ops", HOOK).exit_code == 0
    (old,) = secrets.keys_in(tmp_path)
    before = run("key", "show").stdout
    assert old not in before
    assert run("key", "new").exit_code == 0
    assert "ops" in run("channel", "list").stdout
    assert address(sqlite_url, *secrets.keys_in(tmp_path)) == HOOK
    done = run("key", "reseal")
    assert done.exit_code == 0, done.output
    (new,) = secrets.keys_in(tmp_path)
    assert new != old
    assert run("key", "show").stdout != before
    assert (address(sqlite_url, new), address(sqlite_url, old)) == (HOOK, "")
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600


def test_the_key_of_the_environment(run: Run, sqlite_url: str) -> None:
    run("channel", "add", "ops", HOOK, SECRET_KEY="old")
    told = run("key", "new")
    assert (told.exit_code, "SOKBO_OLD_SECRET_KEYS" in told.stderr) == (1, True)
    done = run("key", "reseal", SECRET_KEY="new", OLD_SECRET_KEYS="older, old")
    assert "can be emptied" in done.stdout
    assert (address(sqlite_url, "new"), address(sqlite_url, "old")) == (HOOK, "")


def test_what_no_key_here_opens_stays_as_it_is(run: Run, sqlite_url: str) -> None:
    run("channel", "add", "ops", HOOK, SECRET_KEY="lost")
    done = run("key", "reseal", SECRET_KEY="new")
    assert (done.exit_code, "not here" in done.stderr) == (1, True)
    assert address(sqlite_url, "lost") == HOOK


def test_everything_that_is_sealed_is_found() -> None:
    found = {f"{table.name}.{column.name}" for table, column in sealed.columns()}
    assert {"channels.sealed_address", "channels.sealed_secret", "sources.sealed_url", "watches.sealed_token"} <= found
