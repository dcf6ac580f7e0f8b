"""A line that stands still is told of once, and once that it goes on; a watchdog hears only of a line that advances."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from parts import feeds, http
from parts.feeds import Item
from parts.http import Page
from parts.line import Desk, open_desk
from sqlalchemy import update

from sokbo.queries import facts, standing
from sokbo.tables import channels, deliveries, headlines
from worker import alarm, heartbeat

OLD, NEW = Item(1, "나루은행 새 행장 선임"), Item(2, "가온시 앞바다서 지진")


@pytest.fixture
def desk(database_url: str, tmp_path: Path, receiver: http.Server) -> Iterator[Desk]:
    told = {"SOKBO_TROUBLE_CHANNEL": "ops", "SOKBO_HEARTBEAT_URL": receiver.url("/alive")}
    opened = open_desk(database_url, tmp_path, **told)
    receiver.pages["/hook"] = receiver.pages["/alive"] = Page(b"ok")
    opened.add_hook("ops", receiver.url("/hook"))
    yield opened
    opened.close()


def age(desk: Desk, by: timedelta) -> None:
    """The newest headline has waited so long for the desk."""
    with desk.line.database.write() as connection:
        connection.execute(update(headlines).where(headlines.c.pending).values(seen=datetime.now(UTC) - by))


def wait_for_the_desk(desk: Desk, publisher: http.Server) -> None:
    publisher.pages["/rss"] = feeds.rss([OLD])
    desk.add_source(publisher.url("/rss"))
    desk.drain()
    publisher.pages["/rss"] = feeds.rss([NEW, OLD])
    desk.poll()


def watch(desk: Desk) -> bool:
    return alarm.watch(desk.line.database, desk.line.settings)


def told(desk: Desk, receiver: http.Server) -> list[str]:
    desk.deliver()
    return [json.loads(asked.body)["type"] for asked in receiver.asked]


def test_a_line_that_stands_still_is_told_of_once_and_its_end_too(
    desk: Desk, publisher: http.Server, receiver: http.Server
) -> None:
    wait_for_the_desk(desk, publisher)
    assert not watch(desk)
    age(desk, standing.LATE + timedelta(seconds=5))
    assert [watch(desk), watch(desk)] == [True, False]
    assert told(desk, receiver) == ["line.stalled"]
    assert "데스크" in json.loads(receiver.asked[0].body)["data"]["headline"]["title"]
    desk.drain()
    assert [watch(desk), watch(desk)] == [True, False]
    assert told(desk, receiver) == ["line.stalled", "line.well"]


def test_a_watchdog_hears_of_a_line_that_advances_and_of_no_other(
    desk: Desk, publisher: http.Server, receiver: http.Server
) -> None:
    assert not heartbeat.beat(desk.line)  # nothing has turned over yet
    for stage in standing.WATCHED:
        desk.line.turned(stage)
    assert heartbeat.beat(desk.line)
    assert not heartbeat.beat(desk.line)  # once a minute
    desk.write(facts.drop, "last heartbeat")
    wait_for_the_desk(desk, publisher)
    age(desk, standing.LATE + timedelta(seconds=5))
    assert not heartbeat.beat(desk.line)
    assert [asked.path for asked in receiver.asked] == ["/alive"]


def test_a_stage_that_fell_silent_has_stalled(desk: Desk) -> None:
    for stage in standing.WATCHED:
        desk.line.turned(stage)
    assert not any(stage.stalled for stage in desk.read(standing.standing))
    long_ago = datetime.now(UTC) - standing.SILENT - timedelta(seconds=5)
    desk.write(facts.put, "turned poll", long_ago.isoformat())
    assert [stage.name for stage in desk.read(standing.standing) if stage.stalled] == ["poll"]


def test_a_channel_that_rests_stalls_nothing(desk: Desk, publisher: http.Server) -> None:
    desk.add_watch("quakes", "지진", to="ops")
    wait_for_the_desk(desk, publisher)
    desk.drain()
    now = datetime.now(UTC)
    with desk.line.database.write() as connection:
        connection.execute(update(deliveries).values(next_attempt=now - standing.LATE - timedelta(seconds=5)))
    assert [stage.name for stage in desk.read(standing.standing) if stage.stalled] == ["deliver"]
    with desk.line.database.write() as connection:
        connection.execute(update(channels).values(free_at=now + timedelta(minutes=30)))
    assert not any(stage.stalled for stage in desk.read(standing.standing))
