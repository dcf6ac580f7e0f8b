"""``sokbo source recipe``: shown, changed, tried before it is kept, found anew."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from parts import feeds, http
from parts.feeds import Item
from parts.redesign import board

from cli.main import sokbo

Run = Callable[..., Result]
MINE = {"rows": "table.list > tbody > tr", "title": "td.t > a", "address": "td.t > a"}


@pytest.fixture
def run(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, publisher: http.Server) -> Run:
    """The command line where source 1 is a board and source 2 a feed."""
    monkeypatch.setenv("SOKBO_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SOKBO_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("SOKBO_ALLOW_ADDRESSES", "127.0.0.0/8")
    publisher.pages |= {"/b": board(5, 4, 3, 2, 1), "/rss": feeds.rss([Item(1, "문 연다")])}

    def run(*words: str, given: str | None = None) -> Result:
        return CliRunner().invoke(sokbo, words, input=given)

    for path in ("/b", "/rss"):
        assert run("source", "add", publisher.url(path)).exit_code == 0
    return run


def test_a_board_s_recipe_is_shown(run: Run) -> None:
    shown = run("source", "recipe", "1")
    assert json.loads(shown.stdout)["rows"] == "table.list > tbody > tr"
    assert "found by itself" in shown.stderr
    assert json.loads(run("source", "recipe", "1", "--json").stdout)["recipe"]["title"] == "td.t > a"
    assert "it is no board" in run("source", "recipe", "2").stderr
    assert run("source", "recipe", "9").exit_code == 1


def test_a_changed_recipe_is_tried_and_kept(run: Run) -> None:
    done = run("source", "recipe", "1", "--set", "-", given=json.dumps(MINE))
    assert done.exit_code == 0, done.stderr
    assert done.stdout.splitlines()[0].endswith("is read so from now on: 5 headlines.")
    shown = run("source", "recipe", "1")
    assert "written by hand" in shown.stderr
    assert {**MINE, "edited": True}.items() <= json.loads(shown.stdout).items()
    assert run("source", "recipe", "1", "--anew").exit_code == 0
    assert "not found yet" in run("source", "recipe", "1").stderr


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("{", "no JSON"),
        ("[]", "one JSON object"),
        ('{"rows": "tr"}', "'title' is missing"),
        (json.dumps({**MINE, "rows": "ul.nothing > li"}), "finds nothing on the page as it is now"),
    ],
)
def test_what_is_wrong_changes_nothing(run: Run, given: str, says: str) -> None:
    before = run("source", "recipe", "1").stdout
    done = run("source", "recipe", "1", "--set", "-", given=given)
    assert (done.exit_code, done.stderr.count("\n"), says in done.stderr) == (1, 1, True)
    assert run("source", "recipe", "1").stdout == before


def test_a_page_that_does_not_answer_keeps_the_recipe(run: Run, publisher: http.Server) -> None:
    del publisher.pages["/b"]
    done = run("source", "recipe", "1", "--set", "-", given=json.dumps(MINE))
    assert (done.exit_code, "answers 404" in done.stderr) == (1, True)


def test_it_is_edited_in_the_person_s_editor(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "editor"
    script.write_text(f"#!/bin/sh\ncat > \"$1\" <<'END'\n{json.dumps(MINE)}\nEND\n")
    script.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(script))
    assert run("source", "recipe", "1", "--edit").exit_code == 0
    assert "written by hand" in run("source", "recipe", "1").stderr
