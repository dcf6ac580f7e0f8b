"""``source add`` and ``source set`` with flags that say how it is asked; ``source show`` hides the secrets."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from parts import feeds, http
from parts.feeds import Item
from parts.http import Asked, Page

from cli.main import sokbo
from sokbo.database import connect
from sokbo.queries import rests
from sokbo.queries.rests import Rest

Run = Callable[..., Result]


@pytest.fixture
def run(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line on a fresh installation that may read from loopback."""
    monkeypatch.setenv("SOKBO_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SOKBO_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("SOKBO_ALLOW_ADDRESSES", "127.0.0.0/8")
    monkeypatch.setenv("SOKBO_CONTACT", "desk@desk.example")
    return lambda *words: CliRunner().invoke(sokbo, words)


@pytest.fixture
def paper(publisher: http.Server) -> str:
    """A feed for those who know the key."""

    def answer(asked: Asked) -> Page:
        return feeds.rss([Item(1, "문 연다")]) if asked.headers.get("x-key") == "hidden" else Page(status=403)

    publisher.answer = answer
    return publisher.url("/rss")


def shown(run: Run) -> dict[str, object]:
    result = run("source", "show", "1", "--json")
    assert result.exit_code == 0, (result.output, result.exception)
    row: dict[str, object] = json.loads(result.stdout)
    return row


def test_a_source_is_added_with_what_it_takes_and_shown_without_its_secrets(
    run: Run, paper: str, publisher: http.Server
) -> None:
    assert run("source", "add", paper).exit_code == 69
    added = run("source", "add", paper, "--header", "X-Key: hidden", "--auth", "me:hidden", "--zone", "Asia/Tokyo")
    assert added.exit_code == 0, added.output
    told = run("source", "show", "1")
    assert "hidden" not in told.output
    assert "Asia/Tokyo" in told.output
    assert shown(run)["options"] == {"headers": ["X-Key: ***"], "auth": "me:***"}
    assert "desk@desk.example" in publisher.asked[-1].headers["user-agent"]


def test_set_changes_what_is_said_and_leaves_the_rest(run: Run, paper: str) -> None:
    run("source", "add", paper, "--header", "X-Key: hidden", "--cookie", "a=1")
    assert run("source", "set", "1", "--legacy-tls", "--header", "X-Two: b", "--every", "5m").exit_code == 0
    row = shown(run)
    assert row["options"] == {"headers": ["X-Key: ***", "X-Two: ***"], "cookie": "a=***", "legacy_tls": True}
    assert row["every_s"] == 300
    run("source", "set", "1", "--cookie", "", "--header", "x-key:", "--no-legacy-tls", "--every", "auto")
    row = shown(run)
    assert (row["options"], row["every_s"]) == ({"headers": ["X-Two: ***"]}, None)


def test_where_its_dates_are_meant_is_shown(run: Run, paper: str) -> None:
    run("source", "add", paper, "--header", "X-Key: hidden", "--auth", "me:hidden", "--zone", "Asia/Tokyo")
    assert (shown(run)["zone"], shown(run)["dates_in"]) == ("Asia/Tokyo", "Asia/Tokyo")
    run("source", "set", "1", "--zone", "")
    assert shown(run)["zone"] is None
    assert shown(run)["dates_in"] != "Asia/Tokyo"


def test_a_public_source_becomes_private_with_a_login(run: Run, publisher: http.Server) -> None:
    publisher.pages["/rss"] = feeds.rss([Item(1, "문 연다")])
    run("source", "add", publisher.url("/rss"))
    assert shown(run)["private"] is False
    assert "private" in run("source", "set", "1", "--auth", "me:hidden").stdout
    assert shown(run)["private"] is True


def test_a_source_whose_host_rests_is_not_waited_for(run: Run, publisher: http.Server, sqlite_url: str) -> None:
    publisher.pages["/rss"] = feeds.rss([Item(1, "문 연다")])
    run("source", "add", publisher.url("/rss"))
    with closing(connect(sqlite_url)) as database, database.write() as connection:
        rests.begin(connection, [Rest(f"127.0.0.1:{publisher.port}", "/", 500, "127.0.0.1 asks for time")])
    polled = run("source", "poll", "1")
    assert polled.exit_code == 0
    assert "asks for time; asked again in" in polled.stdout


@pytest.mark.parametrize(
    "words",
    [(), ("--proxy", "nowhere"), ("--auth", "me"), ("--header", "x"), ("--every", "0s"), ("--zone", "Moon/Base")],
)
def test_what_can_not_be_set_is_one_line(run: Run, paper: str, words: tuple[str, ...]) -> None:
    run("source", "add", paper, "--header", "X-Key: hidden")
    failed = run("source", "set", "1", *words)
    assert failed.exit_code == 2
    assert len(failed.stderr.strip().splitlines()) == 1
