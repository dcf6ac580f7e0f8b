"""Whatever a person gets wrong ends in one clear line and the right exit status, with nothing half-written."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from parts import feeds, http
from parts.http import Page
from sqlalchemy import text

from cli.main import sokbo
from sokbo.database import connect

Run = Callable[..., Result]


@pytest.fixture
def run(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line on a fresh installation that may read from loopback."""
    monkeypatch.setenv("SOKBO_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SOKBO_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("SOKBO_ALLOW_ADDRESSES", "127.0.0.0/8")

    def call(*words: str, **environment: str) -> Result:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return CliRunner().invoke(sokbo, words)

    return call


def one_line(result: Result, status: int) -> str:
    """The one line on standard error."""
    assert result.exit_code == status, result.output
    assert "Traceback" not in result.output
    (line,) = result.stderr.strip().splitlines()
    return line


LOGIN = b"<html><title>Login</title><form action='/login'><input type='password' name='p'></form></html>"
ARTICLE = b"<html><title>One story</title><article><h1>One story</h1><p>It goes on and on.</p></article></html>"


@pytest.mark.parametrize(
    ("page", "status", "said"),
    [
        (Page(b"gone", status=404), 69, "404"),
        (Page(b"closed", status=401), 69, "password"),
        (Page(LOGIN, "text/html"), 65, ""),
        (Page(ARTICLE, "text/html"), 65, "no listing"),
        (Page(b"\x00\x01\x02", "application/octet-stream"), 65, ""),
    ],
)
def test_what_is_no_source_is_not_added(run: Run, publisher: http.Server, page: Page, status: int, said: str) -> None:
    publisher.pages["/x"] = page
    assert said in one_line(run("source", "add", publisher.url("/x")), status)
    assert run("source", "list", "--json").stdout == ""


@pytest.mark.parametrize(
    ("address", "status"),
    [("not an address", 2), ("ftp://host/x", 2), ("http://", 2), ("http://[::1", 2), ("http://10.0.0.1/", 69)],
)
def test_a_wrong_or_forbidden_address_is_named(run: Run, address: str, status: int) -> None:
    one_line(run("source", "add", address), status)


def test_a_dead_host_is_named(run: Run) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert f"127.0.0.1:{port}" in one_line(run("source", "add", f"http://127.0.0.1:{port}/"), 69)


def test_a_source_is_there_once(run: Run, publisher: http.Server) -> None:
    publisher.pages["/f"] = feeds.rss([feeds.Item(1, "one")])
    assert run("source", "add", publisher.url("/f"), "--every", "60s").exit_code == 0
    assert "source 1" in one_line(run("source", "add", publisher.url("/f")), 1)
    assert len(run("source", "list", "--json").stdout.splitlines()) == 1


@pytest.mark.parametrize("every", ["0s", "2x", "-1s", "3d"])
def test_an_interval_that_is_none_is_named(run: Run, every: str) -> None:
    one_line(run("source", "add", "http://n.example/", "--every", every), 2)


def test_a_broken_rule_shows_the_place(run: Run) -> None:
    result = run("watch", "add", "x", "((")
    assert result.exit_code == 2
    assert "^" in result.stderr
    assert run("watch", "list", "--json").stdout == ""


def test_a_channel_that_is_not_there_is_named(run: Run) -> None:
    assert "sokbo channel add" in one_line(run("watch", "add", "x", "지진", "--to", "nowhere"), 2)


@pytest.mark.parametrize("address", ["desk", "slack://x", "me@example.org", "http://"])
def test_an_address_that_no_channel_takes_is_named(run: Run, address: str) -> None:
    one_line(run("channel", "add", "x", address), 2)


def test_a_channel_name_is_taken_once(run: Run) -> None:
    assert run("channel", "add", "x", "mailto:a@example.org").exit_code == 0
    one_line(run("channel", "add", "x", "mailto:b@example.org"), 1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SOKBO_TIMEZONE", "Mars/Base"),
        ("SOKBO_ALLOW_ADDRESSES", "nonsense"),
        ("SOKBO_PORT", "many"),
        ("SOKBO_CA_FILE", "none.pem"),
        ("SOKBO_CA_FILE", "pyproject.toml"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(run: Run, name: str, value: str) -> None:
    assert name in one_line(run("status", **{name: value}), 2)


@pytest.mark.parametrize("toml", ["unknown = 1", "= broken"])
def test_a_settings_file_with_a_fault_is_named(run: Run, tmp_path: Path, toml: str) -> None:
    (tmp_path / "sokbo.toml").write_text(toml)
    assert "sokbo.toml" in one_line(run("status"), 2)


def test_a_database_from_a_newer_version_is_refused(run: Run, sqlite_url: str) -> None:
    database = connect(sqlite_url)
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    assert "newer version" in one_line(run("headlines"), 69)
    assert "newer version" in one_line(run("migrate"), 69)


def test_an_empty_database_says_how_to_begin(run: Run, tmp_path: Path) -> None:
    assert "sokbo migrate" in one_line(run("headlines", SOKBO_DATABASE_URL=f"sqlite:///{tmp_path / 'new.db'}"), 69)


def test_a_data_folder_that_cannot_be_written_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    folder = str(tmp_path / "file" / "below")
    assert folder in one_line(run("migrate", SOKBO_DATA_DIR=folder, SOKBO_DATABASE_URL=""), 69)


def test_with_a_wrong_key_channels_are_named_and_kept(run: Run) -> None:
    run("channel", "add", "desk", "https://example.org/hook", SOKBO_SECRET_KEY="the first")
    listed = run("channel", "list", "--json", SOKBO_SECRET_KEY="another").stdout
    assert "another key" in listed
    assert "example.org" in listed
    assert "another key" not in run("channel", "list", "--json", SOKBO_SECRET_KEY="the first").stdout


def test_a_restore_from_nothing_is_refused(run: Run, tmp_path: Path) -> None:
    one_line(run("restore", str(tmp_path / "none")), 65)
    (tmp_path / "odd").write_bytes(b"odd")
    one_line(run("restore", str(tmp_path / "odd")), 65)
