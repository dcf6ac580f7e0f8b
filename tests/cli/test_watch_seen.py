"""``watch backtest``, ``show``, ``edit --try`` and ``not-this``: seen before it is changed, and every version kept."""

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
TITLES = ["가온시 앞바다서 규모 5.1 지진", "나루시 지진 훈련", "지진 피해 복구", "지진 대피 훈련"]
OTHERS = ["새 다리 개통", "예산안 통과", "새 행장 선임", "주말 전국 비", "버스 파업"]


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path) -> Iterator[Desk]:
    with closing(open_desk(sqlite_url, tmp_path)) as opened:
        opened.add_watch("지진", "지진")
        Paper(opened, "ilbo").prints(*TITLES, *OTHERS)
        opened.drain()
        yield opened


@pytest.fixture
def run(desk: Desk, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line on the installation of `desk`."""
    for name, value in (("DATA_DIR", str(tmp_path)), ("DATABASE_URL", sqlite_url), ("SECRET_KEY", "a key for tests")):
        monkeypatch.setenv(f"SOKBO_{name}", value)
    return lambda *words: CliRunner().invoke(sokbo, words)


def rules(run: Run) -> list[tuple[int, str]]:
    return [(v["version"], v["rule"]) for v in json.loads(run("watch", "show", "1", "--json").stdout)["versions"]]


def test_a_backtest_says_how_many_on_which_days_and_what_else_could_be_asked(run: Run) -> None:
    told = run("watch", "backtest", "지진").stdout
    assert "4 of 9 headlines since" in told
    assert "█" in told
    assert "Often beside it: 훈련 2" in told
    assert "-2: =지진" not in told
    rows = [json.loads(line) for line in run("watch", "backtest", "지진 -훈련", "--json").stdout.splitlines()]
    assert {row["title"] for row in rows} == {"가온시 앞바다서 규모 5.1 지진", "지진 피해 복구"}
    assert all({"id", "title", "outlet", "seen", "why"} <= row.keys() for row in rows)
    assert "^" in run("watch", "backtest", "((").stderr


def test_a_new_rule_is_tried_then_kept_beside_the_old_one(run: Run) -> None:
    tried = run("watch", "edit", "1", "--rule", "지진 -훈련", "--try").stdout
    assert tried.startswith("+0 in the last 7 days\n-2 in the last 7 days:\n")
    assert rules(run) == [(1, "지진")]
    assert run("watch", "edit", "1", "--rule", "지진 -훈련").exit_code == 0
    assert rules(run) == [(2, "지진 -훈련"), (1, "지진")]
    assert "version 1" in run("watch", "show", "1").stdout
    assert run("watch", "show", "9").exit_code == 1


def test_an_alert_nobody_wanted_teaches_its_watch_when_told_to(run: Run, desk: Desk) -> None:
    titles = {row["id"]: row["title"] for row in map(json.loads, run("headlines", "--json").stdout.splitlines())}
    alerts = map(json.loads, run("alerts", "--json").stdout.splitlines())
    (drill,) = [a["id"] for a in alerts if titles[a["headline"]] == "지진 대피 훈련"]
    told = run("watch", "not-this", str(drill)).stdout
    assert "--exclude 훈련  takes 1 others of the last 7 days with it" in told
    assert rules(run) == [(1, "지진")]
    done = run("watch", "not-this", str(drill), "--exclude", "훈련")
    assert done.stdout.endswith("looks for 지진 -훈련 from now on.\n")
    assert rules(run)[0] == (2, "지진 -훈련")
    assert run("watch", "not-this", "99").exit_code == 1
    assert run("watch", "not-this", str(drill), "--exclude", "((").exit_code == 2


def test_a_token_is_printed_once_listed_and_removed(run: Run) -> None:
    made = run("token", "add", "reader").stdout.strip()
    assert len(made) == 32
    (row,) = [json.loads(line) for line in run("token", "list", "--json").stdout.splitlines()]
    assert (row["name"], row["may_write"], made in str(row)) == ("reader", False, False)
    assert "reader" in run("token", "list").stdout
    assert run("token", "remove", str(row["id"])).exit_code == 0
    assert run("token", "remove", str(row["id"])).exit_code == 1
