"""The doctor on a healthy set-up, and on broken ones: each names its trouble and the mend."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from parts import feeds, http
from parts.line import Desk, open_desk
from parts.sockets import free_port
from sqlalchemy import text, update

from cli.main import sokbo
from sokbo.bus import client
from sokbo.database import connect
from sokbo.queries import facts, troubles
from sokbo.tables import deliveries, sources

KEY = "a key for tests"


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, publisher: http.Server) -> Iterator[Desk]:
    """A line with a source, a channel and a watch, that the command line finds."""
    for name, value in {"DATA_DIR": str(tmp_path), "DATABASE_URL": sqlite_url, "SECRET_KEY": KEY}.items():
        monkeypatch.setenv(f"SOKBO_{name}", value)
    opened = open_desk(sqlite_url, tmp_path)
    publisher.pages["/rss"] = feeds.rss([feeds.Item(1, "나루은행 새 행장 선임")])
    opened.add_hook("ops", publisher.url("/hook"))
    opened.add_source(publisher.url("/rss"))
    opened.drain()
    yield opened
    opened.close()


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Result, dict[str, tuple[str, str]]]]:
    """What the doctor says under more settings: the result, and each trouble with its mend."""

    def call(**environ: str) -> tuple[Result, dict[str, tuple[str, str]]]:
        for name, value in environ.items():
            monkeypatch.setenv(f"SOKBO_{name}", value)
        result = CliRunner().invoke(sokbo, ["doctor", "--json"])
        assert "Traceback" not in result.output
        checks = json.loads(result.stdout)["checks"] if result.stdout.startswith("{") else []
        return result, {c["name"]: (c["found"], c["mend"]) for c in checks if not c["ok"]}

    return call


Ask = Callable[..., tuple[Result, dict[str, tuple[str, str]]]]


def only(told: tuple[Result, dict[str, tuple[str, str]]], name: str) -> tuple[str, str]:
    """The one trouble."""
    result, ill = told
    assert result.exit_code == 69, result.output
    assert list(ill) == [name]
    return ill[name]


def test_healthy(desk: Desk, ask: Ask) -> None:
    result, ill = ask()
    assert (result.exit_code, ill) == (0, {})
    table = CliRunner().invoke(sokbo, ["doctor"]).output
    assert "SOKBO_TIMEZONE" in table
    assert KEY not in table


def test_1_no_database(desk: Desk, ask: Ask) -> None:
    found, mend = only(ask(DATABASE_URL=f"postgresql://me@127.0.0.1:{free_port()}/news"), "database")
    assert "refused" in found
    assert "SOKBO_DATABASE_URL" in mend


def test_2_a_database_without_tables(desk: Desk, ask: Ask, tmp_path: Path) -> None:
    _, mend = only(ask(DATABASE_URL=f"sqlite:///{tmp_path}/empty.db"), "database")
    assert "sokbo migrate" in mend


def test_3_a_database_of_a_newer_version(desk: Desk, ask: Ask, sqlite_url: str) -> None:
    database = connect(sqlite_url)
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'from-tomorrow'"))
    database.close()
    found, _ = only(ask(), "database")
    assert "newer" in found


def test_4_another_key(desk: Desk, ask: Ask) -> None:
    found, mend = only(ask(SECRET_KEY="another key"), "channels")
    assert found == "ops: sealed with another key"
    assert "SOKBO_SECRET_KEY" in mend


def test_5_no_redis(desk: Desk, ask: Ask) -> None:
    found, mend = only(ask(REDIS_URL=f"redis://127.0.0.1:{free_port()}/0"), "redis")
    assert "does not answer" in found
    assert "start it" in mend


def test_6_a_redis_that_forgets(desk: Desk, ask: Ask, redis_server: str) -> None:
    server = client(redis_server)
    server.config_set("maxmemory-policy", "allkeys-lru")
    try:
        found, mend = only(ask(REDIS_URL=redis_server), "redis memory")
    finally:
        server.config_set("maxmemory-policy", "noeviction")
        server.close()
    assert found == "allkeys-lru"
    assert "noeviction" in mend


def test_7_no_mail_server(desk: Desk, ask: Ask) -> None:
    found, mend = only(ask(SMTP_URL=f"smtp://127.0.0.1:{free_port()}"), "mail")
    assert "refused" in found
    assert "SOKBO_SMTP_URL" in mend


def test_8_nobody_works(desk: Desk, ask: Ask) -> None:
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    desk.write(facts.put, "turned desk", long_ago.isoformat())
    found, mend = only(ask(), "desk")
    assert "turned over 3600 s ago" in found
    assert "queue desk" in mend


def test_9_a_source_in_trouble_and_a_name_without_an_address(desk: Desk, ask: Ask) -> None:
    desk.write(troubles.put, 1, "answers 403", datetime.now(UTC))
    with desk.line.database.write() as connection:
        connection.execute(update(sources).values(url="https://nowhere.invalid/rss"))
    result, ill = ask()
    assert result.exit_code == 69
    assert "answers 403" in ill["sources"][0]
    assert "nowhere.invalid" in ill["names"][0]


def test_10_a_channel_that_is_not_there(desk: Desk, ask: Ask) -> None:
    _, mend = only(ask(TROUBLE_CHANNEL="night"), "trouble channel")
    assert "sokbo channel add night" in mend


def test_11_a_data_folder_that_is_a_file(desk: Desk, ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result, ill = ask(DATA_DIR=str(tmp_path / "file"))
    assert result.exit_code == 69
    assert "SOKBO_DATA_DIR" in ill["data folder"][1]


def test_12_a_setting_that_makes_no_sense(desk: Desk, ask: Ask) -> None:
    result, _ = ask(TIMEZONE="Seoul")
    assert result.exit_code == 2
    assert "SOKBO_TIMEZONE" in result.stderr


def test_13_deliveries_that_were_given_up(desk: Desk, ask: Ask) -> None:
    with desk.line.database.write() as connection:
        row = {"key": "k", "channel_id": 1, "step": "s", "type": "test", "message": {}, "state": "dead"}
        connection.execute(deliveries.insert().values(**row, created=datetime.now(UTC)))
    found, mend = only(ask(), "deliveries")
    assert found == "1 were given up"
    assert "resend" in mend
