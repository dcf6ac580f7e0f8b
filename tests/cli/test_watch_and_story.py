"""``watch add`` and ``watch edit`` with when it hears; ``story`` mends stories by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from parts.line import Desk, open_desk
from parts.papers import Paper

from cli.main import sokbo

Run = Callable[..., Result]
QUAKE = "가온시 앞바다서 규모 5.1 지진"


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path) -> Iterator[Desk]:
    with closing(open_desk(sqlite_url, tmp_path)) as opened:
        yield opened


@pytest.fixture
def run(desk: Desk, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line on the installation of `desk`."""
    monkeypatch.setenv("SOKBO_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SOKBO_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("SOKBO_SECRET_KEY", "a key for tests")
    return lambda *words: CliRunner().invoke(sokbo, words)


def told(result: Result) -> dict[str, object]:
    assert result.exit_code == 0, (result.output, result.exception)
    row: dict[str, object] = json.loads(result.stdout)
    return row


def test_a_watch_says_when_it_wants_to_hear_and_may_change_its_mind(run: Run) -> None:
    made = told(
        run("watch", "add", "지진", "지진", "--outlets", "3", "--within", "20", "--quiet", "22:00-07:00", "--json")
    )
    assert made["timing"] == {"outlets": 3, "minutes": 20, "quiet": "22:00-07:00"}
    changed = told(
        run("watch", "edit", "1", "--quiet", "", "--follow", "가온일보", "--updates", "--rule", "지진 | 여진", "--json")
    )
    assert changed["timing"] == {"outlets": 3, "minutes": 20, "updates": True, "follow": ["가온일보"]}
    assert (changed["rule"], changed["version"]) == ("지진 | 여진", 2)
    assert "outlets 3; minutes 20; updates" in run("watch", "edit", "1", "--follow", "").stdout


@pytest.mark.parametrize("said", [("--quiet", "night"), ("--digest", "8"), ("--outlets", "0"), ("--within", "99999")])
def test_hours_that_cannot_be_meant_are_one_line(run: Run, said: tuple[str, str]) -> None:
    result = run("watch", "add", "지진", "지진", *said)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)


def test_stories_are_joined_split_and_undone(run: Run, desk: Desk) -> None:
    ilbo, times = Paper(desk, "ilbo"), Paper(desk, "times")
    ilbo.prints(QUAKE)
    times.prints("나루 버스 파업")
    desk.drain()
    joined = told(run("story", "join", "2", "1", "--json"))
    assert (joined["kind"], joined["story"], joined["other"]) == ("join", 1, 2)
    assert told(run("story", "show", "2", "--json"))["size"] == 2
    assert run("story", "undo", str(joined["id"])).exit_code == 0
    assert "나루 버스 파업" not in run("story", "show", "1").stdout
    times.prints(QUAKE)
    desk.drain()
    assert told(run("story", "split", "3", "--json"))["story"] == 3
    assert run("story", "mute", "3").stdout == "Story 3 says nothing more.\n"
    assert run("story", "unmute", "3").exit_code == 0


def test_what_was_not_sent_is_listed_with_the_reason(run: Run, desk: Desk) -> None:
    desk.add_watch("지진", "지진", outlets=2)
    Paper(desk, "ilbo").prints(QUAKE)
    desk.drain()
    row = told(run("deliveries", "unsent", "--json"))
    assert (row["watch"], row["reason"], row["unsent"]) == (1, "below k outlets", 1)
    assert "below k outlets" in run("deliveries", "unsent").stdout


@pytest.mark.parametrize(
    "words", [("show", "9"), ("join", "1", "9"), ("split", "9"), ("undo", "9"), ("mute", "9"), ("unmute", "9")]
)
def test_what_cannot_be_done_to_a_story_is_one_line(run: Run, words: tuple[str, ...]) -> None:
    result = run("story", *words)
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
