"""A search at Naver from the command line: added, shown with what is left of the day, and its key never printed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from parts import naver
from parts.naver import KEY, SECRET, Naver

from cli.main import sokbo


@pytest.fixture
def search(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Naver]:
    """A search with one article, and an installation with its key."""
    monkeypatch.setenv("COLUMNS", "200")
    with naver.search() as running:
        running.write("금리 동결", "https://www.yna.co.kr/view/1")
        for name, value in running.settings(
            SOKBO_DATA_DIR=str(tmp_path), SOKBO_DATABASE_URL=sqlite_url, SOKBO_ALLOW_ADDRESSES="127.0.0.0/8"
        ).items():
            monkeypatch.setenv(name, value)
        yield running


def run(*words: str) -> Result:
    result = CliRunner().invoke(sokbo, words)
    assert KEY not in result.output
    assert SECRET not in result.output
    return result


def test_a_search_is_added_and_shown_with_what_is_left_of_the_day(search: Naver) -> None:
    added = run("source", "add", "naver:금리", "--json")
    assert (added.exit_code, json.loads(added.stdout)["name"]) == (0, "네이버: 금리")
    shown = json.loads(run("source", "show", "1", "--json").stdout)
    assert (shown["kind"], shown["search"]["used"], shown["search"]["most"]) == ("search", 1, 25_000)
    assert shown["search"]["every_s"] == 10
    assert "this one is asked every 10 s" in run("source", "show", "1").stdout
    status = json.loads(run("status", "--json").stdout)
    assert [(b["service"], b["used"], b["searches"]) for b in status["budgets"]] == [("naver", 1, 1)]
    assert "1 of today's 25,000 calls are used, by 1 search" in run("status").stdout


def test_the_doctor_asks_whether_the_key_is_taken(search: Naver, monkeypatch: pytest.MonkeyPatch) -> None:
    def says() -> dict[str, object]:
        checks = json.loads(run("doctor", "--json").stdout)["checks"]
        return next(check for check in checks if check["name"] == "naver")

    assert says() == {"name": "naver", "ok": True, "found": "takes the key", "mend": says()["mend"]}
    monkeypatch.setenv("SOKBO_NAVER_CLIENT_SECRET", "wrong")
    assert says()["ok"] is False
    assert "024" in str(says()["found"])
    monkeypatch.setenv("SOKBO_NAVER_CLIENT_SECRET", "")
    assert says()["ok"] is False
    monkeypatch.setenv("SOKBO_NAVER_CLIENT_ID", "")
    assert says()["ok"] is True


def test_settings_are_masked(search: Naver) -> None:
    lines = [line.split() for line in run("doctor").stdout.splitlines() if "SOKBO_NAVER_CLIENT" in line]
    assert [(name, value) for name, value, *_ in lines] == [
        ("SOKBO_NAVER_CLIENT_ID", "***"),
        ("SOKBO_NAVER_CLIENT_SECRET", "***"),
    ]


@pytest.mark.parametrize(
    ("variable", "value", "line"),
    [
        ("SOKBO_NAVER_CLIENT_ID", "", "sokbo: a search at Naver takes a key of your own: set SOKBO_NAVER_CLIENT_ID"),
        ("SOKBO_NAVER_CLIENT_SECRET", "wrong", "sokbo: Naver says no (024): it does not know the key"),
    ],
)
def test_a_key_that_is_missing_or_wrong_is_one_line(
    search: Naver, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, line: str
) -> None:
    monkeypatch.setenv(variable, value)
    result = run("source", "add", "naver:금리")
    assert (result.exit_code, result.stderr.startswith(line), len(result.stderr.splitlines())) == (69, True, 1)


def test_a_list_of_sources_takes_searches_along(search: Naver, tmp_path: Path) -> None:
    run("source", "add", "naver:금리")
    (tmp_path / "list.opml").write_text(run("opml", "export").stdout, "utf-8")
    run("source", "remove", "1")
    assert run("opml", "import", str(tmp_path / "list.opml")).exit_code == 0
    assert "naver:금리" in run("source", "list").stdout


def test_a_search_is_previewed_without_a_database(search: Naver) -> None:
    found = json.loads(run("preview", "naver:금리", "--json").stdout)
    assert (found["kind"], found["title"]) == ("search", "네이버: 금리")
    assert [(h["title"], h["outlet"]) for h in found["headlines"]] == [("금리 동결", "연합뉴스")]
    search.errors = [(401, "024")]
    assert run("preview", "naver:금리").exit_code == 69
    assert run("preview", "naver:").exit_code == 2
