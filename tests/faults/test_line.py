"""The promises, while everything goes wrong: nothing lost, nothing told under two keys, nothing left behind.

`FAULTS_SEED` and `FAULTS_SECONDS` choose another run.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from faults.databases import of_postgresql, of_sqlite, small_disk
from faults.ledger import table
from faults.mischief import Mischief
from faults.press import PAPERS, RULE, Hook, Press, title
from faults.whole import Whole
from parts import http
from parts.line import Desk, open_desk
from parts.tree import until
from sqlalchemy import select

from sokbo.tables import alerts, attempts, deliveries, desk_log, headlines, stories

SEED = int(os.environ.get("FAULTS_SEED", "7"))
SECONDS = float(os.environ.get("FAULTS_SECONDS", "60"))
BETWEEN_S = 0.4
SETTLES_S = 180
"""Longer than the waits after a delivery's first seven attempts: five that the hook spoils, some by dead workers."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400 + SECONDS)]


@pytest.fixture
def hook() -> Iterator[Hook]:
    with closing(Hook()) as receiving:
        yield receiving


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Whole]]:
    """Starts the product; whatever is left of it at the end is ended."""
    made: list[Whole] = []

    def begin(database_url: str | None = None) -> Whole:
        made.append(Whole(tmp_path / "data", database_url))
        made[0].start()
        return made[0]

    yield begin
    for whole in made:
        whole.clear_away()


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Tell whoever runs the tests."""

    def tell(text: str) -> None:
        with capsys.disabled():
            sys.stdout.write(text)

    return tell


def set_up(whole: Whole, publisher: http.Server, hook: Hook) -> tuple[Desk, Press]:
    """Two papers, a watch and a hook."""
    press = Press(publisher)
    desk = open_desk(whole.settings.database_url, whole.folder)
    desk.add_hook("hook", hook.url)
    desk.add_watch("all", RULE, to="hook")
    for path in PAPERS:
        desk.add_source(publisher.url(path))
    return desk, press


def publish(press: Press, seconds: float, act: Callable[[], None] = lambda: None) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        press.print_one()
        act()
        time.sleep(BETWEEN_S)


def rows(desk: Desk, *columns: object) -> list[tuple[object, ...]]:
    with desk.line.database.read() as connection:
        return [tuple(row) for row in connection.execute(select(*columns))]  # type: ignore[call-overload]


def settled(desk: Desk, press: Press, hook: Hook) -> bool:
    """Whether every headline is there from both papers, every story is told, and nothing waits."""
    undone = [state for (state,) in rows(desk, deliveries.c.state) if state != "sent"]
    placed = len(rows(desk, desk_log.c.seq))
    return placed >= len(PAPERS) * press.count and len(hook.told) >= press.count and not undone


def check(desk: Desk, press: Press, hook: Hook) -> None:
    """Every promise, in the rows and at the receiver."""
    stored = Counter(name for (name,) in rows(desk, headlines.c.title))
    assert stored == {title(number): len(PAPERS) for number in range(press.count)}
    sizes = dict(rows(desk, stories.c.id, stories.c.size))
    assert list(sizes.values()) == [len(PAPERS)] * press.count
    assert {story for (story,) in rows(desk, headlines.c.story_id)} == set(sizes)
    assert sorted(seq for (seq,) in rows(desk, desk_log.c.seq)) == list(range(1, 2 * press.count + 1))  # type: ignore[type-var]
    assert Counter(story for (story,) in rows(desk, alerts.c.story_id)) == dict.fromkeys(sizes, 1)
    keys = dict(rows(desk, deliveries.c.story_id, deliveries.c.key))
    assert {story: set(told) for story, told in hook.told.items()} == {story: {key} for story, key in keys.items()}
    # A key came again only where no yes to it was written down.
    yes = Counter(number for number, status in rows(desk, attempts.c.delivery_id, attempts.c.status) if status == 204)
    assert set(yes.values()) == {1}


def run(whole: Whole, desk: Desk, press: Press, hook: Hook, mischief: Mischief) -> None:
    """Faults, a deploy in the middle, at the end a killed supervisor, and after it all what was promised."""
    second = whole.second_desk()
    try:
        publish(press, SECONDS / 2, mischief.act)
        mischief.end()
        assert whole.stop() == 0
        mischief.note("deploy")
        whole.start()
        publish(press, SECONDS / 2, mischief.act)
        second.kill()
        whole.kill_supervisor()
        mischief.note("kill supervisor")
        whole.start()
    finally:
        second.kill()
        second.wait()
    mischief.end()
    until(lambda: settled(desk, press, hook), "the end of all work", SETTLES_S)
    check(desk, press, hook)
    assert whole.stop() == 0
    assert whole.processes() == []


def test_on_sqlite_every_headline_is_told_once_whatever_dies(
    start: Callable[..., Whole], tmp_path: Path, publisher: http.Server, hook: Hook, say: Callable[[str], None]
) -> None:
    with small_disk(tmp_path / "data") as full:
        whole = start()
        desk, press = set_up(whole, publisher, hook)
        mischief = Mischief(SEED, whole, hook, of_sqlite(whole.folder, full=full))
        with closing(desk):
            run(whole, desk, press, hook, mischief)
    say(f"\nSQLite, seed {SEED}: {press.count} headlines of two papers\n{table(mischief, press, hook)}\n")


@pytest.mark.postgres
def test_on_postgresql_every_headline_is_told_once_whatever_dies(
    start: Callable[..., Whole], postgres_url: str, publisher: http.Server, hook: Hook, say: Callable[[str], None]
) -> None:
    whole = start(postgres_url)
    desk, press = set_up(whole, publisher, hook)
    mischief = Mischief(SEED, whole, hook, of_postgresql(postgres_url))
    with closing(desk):
        run(whole, desk, press, hook, mischief)
    say(f"\nPostgreSQL, seed {SEED}: {press.count} headlines of two papers\n{table(mischief, press, hook)}\n")


def test_with_redis_stopped_all_the_time_the_line_is_slower_and_loses_nothing(
    start: Callable[..., Whole], publisher: http.Server, hook: Hook
) -> None:
    whole = start()
    desk, press = set_up(whole, publisher, hook)
    with closing(desk):
        until(lambda: whole.pid("redis"), "Redis")
        publish(press, 15, lambda: os.kill(whole.pid("redis"), signal.SIGSTOP))
        until(lambda: settled(desk, press, hook), "the end of all work", SETTLES_S)
        check(desk, press, hook)
    assert whole.stop() == 0
    assert whole.processes() == []
