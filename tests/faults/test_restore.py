"""A backup taken while it runs, everything destroyed, the backup restored, the line goes on; onto either database."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from faults.press import Hook, Press, title
from faults.whole import Whole
from parts import http
from parts.line import open_desk
from parts.tree import until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


def command(whole: Whole, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "cli.main", *words],
        env=whole.environ, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    return done.stdout


def told(hook: Hook, number: int) -> bool:
    return bool(hook.heard[title(number)])


@pytest.mark.parametrize("onto", ["sqlite", "postgresql"])
def test_what_was_destroyed_comes_back_and_goes_on(
    onto: str, tmp_path: Path, publisher: http.Server, request: pytest.FixtureRequest
) -> None:
    first, press = Whole(tmp_path / "data"), Press(publisher)
    with closing(Hook()) as hook:
        try:
            first.start()
            with closing(open_desk(first.settings.database_url, first.folder)) as desk:
                desk.add_hook("hook", hook.url)
                desk.add_watch("all", "속보", to="hook")
                desk.add_source(publisher.url("/ilbo"))
            press.print_one()
            until(lambda: told(hook, 0), "the first alert")
            until(lambda: '"sent"' in command(first, "deliveries", "--json"), "its yes on the ledger")
            assert "The key is not" in command(first, "backup", str(tmp_path / "all.backup"))
        finally:
            first.clear_away()
        shutil.rmtree(first.folder)
        press.print_one()  # while there is nothing

        url = request.getfixturevalue("postgres_url") if onto == "postgresql" else None
        second = Whole(tmp_path / "again", url)
        try:
            assert "restored" in command(second, "restore", str(tmp_path / "all.backup"))
            second.start()
            press.print_one()
            until(lambda: told(hook, 1) and told(hook, 2), "both alerts", seconds=60)
            assert [len(hook.heard[title(number)]) for number in range(3)] == [1, 1, 1]
            assert second.stop() == 0
        finally:
            second.clear_away()
