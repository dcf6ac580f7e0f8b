"""Whoever runs the desk hears once of a source in trouble, and once when it is well again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from parts import feeds, http
from parts.feeds import Item
from parts.http import Page
from parts.line import Desk, open_desk
from sqlalchemy import insert, update

from sokbo.queries import claims, overview, sources, troubles
from sokbo.tables import headlines
from sokbo.tables import sources as table
from worker import caretaker

OLD, NEW = Item(1, "나루은행 새 행장 선임"), Item(2, "가온시 앞바다서 지진")


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[Desk]:
    opened = open_desk(database_url, tmp_path, SOKBO_TROUBLE_CHANNEL="desk", SOKBO_BASE_URL="https://desk.example")
    yield opened
    opened.close()


def heard(desk: Desk, receiver: http.Server) -> list[tuple[str, str]]:
    """Type and words of what has arrived, after the caretaker looked twice."""
    caretaker.tell(desk.line)
    caretaker.tell(desk.line)
    desk.deliver()
    bodies = [json.loads(asked.body) for asked in receiver.asked]
    return [(body["type"], body["data"]["headline"]["title"]) for body in bodies]


def test_trouble_and_its_end_are_each_told_once(desk: Desk, publisher: http.Server, receiver: http.Server) -> None:
    receiver.pages["/hook"] = Page(b"ok")
    desk.add_hook("desk", receiver.url("/hook"))
    publisher.pages["/rss"] = feeds.rss([OLD])
    number = desk.add_source(publisher.url("/rss"))
    publisher.pages["/rss"] = Page(status=403)
    for _ in range(4):
        desk.poll()
    assert heard(desk, receiver) == []
    for _ in range(2):
        desk.poll()
    ((type_, words),) = heard(desk, receiver)
    assert type_ == "source.troubled"
    assert "가온일보" in words
    assert "answers 403" in words
    assert json.loads(receiver.asked[0].body)["data"]["headline"]["url"] == f"https://desk.example/sources/{number}"
    publisher.pages["/rss"] = feeds.rss([NEW, OLD])
    desk.poll()
    assert [type_ for type_, _ in heard(desk, receiver)] == ["source.troubled", "source.well"]
    assert desk.read(sources.one, number).trouble is None


def test_a_second_trouble_is_told_anew(desk: Desk, publisher: http.Server, receiver: http.Server) -> None:
    receiver.pages["/hook"] = Page(b"ok")
    desk.add_hook("desk", receiver.url("/hook"))
    publisher.pages["/rss"] = feeds.rss([OLD])
    desk.add_source(publisher.url("/rss"))
    for _ in range(2):
        good, publisher.pages["/rss"] = publisher.pages["/rss"], Page(status=500)
        for _ in range(5):
            desk.poll()
        heard(desk, receiver)
        publisher.pages["/rss"] = good
        desk.poll()
        heard(desk, receiver)
    assert [type_ for type_, _ in heard(desk, receiver)] == ["source.troubled", "source.well"] * 2


def test_without_such_a_channel_it_stands_where_people_look(desk: Desk, publisher: http.Server) -> None:
    publisher.pages["/rss"] = feeds.rss([OLD])
    number = desk.add_source(publisher.url("/rss"))
    publisher.pages["/rss"] = Page(status=410)
    desk.poll()
    assert caretaker.tell(desk.line) == 1
    assert caretaker.tell(desk.line) == 0
    (trouble,) = desk.read(troubles.current)
    assert (trouble.source, "gone for good" in (trouble.trouble or "")) == (number, True)
    assert desk.read(overview.overview).troubled == 1


def test_of_a_source_that_a_person_resumed_nothing_is_told(
    desk: Desk, publisher: http.Server, receiver: http.Server
) -> None:
    receiver.pages["/hook"] = Page(b"ok")
    desk.add_hook("desk", receiver.url("/hook"))
    publisher.pages["/rss"] = feeds.rss([OLD])
    number = desk.add_source(publisher.url("/rss"))
    publisher.pages["/rss"] = Page(status=410)
    desk.poll()
    heard(desk, receiver)
    desk.write(sources.resume, number)
    assert [type_ for type_, _ in heard(desk, receiver)] == ["source.troubled"]


def test_a_source_that_falls_silent_is_flagged_until_it_speaks(desk: Desk, publisher: http.Server) -> None:
    publisher.pages["/rss"] = feeds.rss([OLD])
    silent, speaks = desk.add_source(publisher.url("/rss")), desk.add_source(publisher.url("/rss?2"))
    now = datetime.now(UTC)
    for number, last in ((silent, now - timedelta(hours=10)), (speaks, now - timedelta(minutes=5))):
        follow(desk, number, last)
    assert caretaker.listen(desk.line, now) == 1
    (trouble,) = desk.read(troubles.current)
    assert trouble.source == silent
    assert re.fullmatch(r"the same content since .*: about \d+ headlines are missing", trouble.trouble or "")
    assert caretaker.listen(desk.line, now) == 0
    desk.poll()
    assert desk.read(sources.one, silent).trouble
    publisher.pages["/rss"] = feeds.rss([NEW, OLD])
    desk.poll()
    assert desk.read(sources.one, silent).trouble is None


def follow(desk: Desk, number: int, last: datetime) -> None:
    """Have the source followed for three weeks, with four headlines each hour up to the last."""
    rows = [
        {"source_id": number, "ident": number * 10**9 + n, "title": f"{n}", "outlet": "o", "labels": [], "news": True,
         "precision": "none", "seen": last - n * timedelta(minutes=15), "private": False, "pending": False}
        for n in range(3 * 7 * 24 * 4)
    ]  # fmt: skip
    with desk.line.database.write() as connection:
        connection.execute(insert(headlines), rows)
        values = {"created": last - timedelta(weeks=3), "last_new": last, "last_polled": datetime.now(UTC)}
        connection.execute(update(table).where(table.c.id == number).values(values))


def test_a_source_that_a_jumping_clock_put_off_for_years_is_called_back(desk: Desk, publisher: http.Server) -> None:
    publisher.pages["/rss"] = feeds.rss([OLD])
    number = desk.add_source(publisher.url("/rss"))
    desk.write(lambda connection: connection.execute(update(table).values(due=table.c.due + 10**11)))
    assert (desk.read(claims.next_due_ms) or 0) > 10**10
    caretaker.look(desk.line)
    assert desk.read(claims.next_due_ms) == 0
    due = desk.read(sources.one, number).due
    assert caretaker.call_back(desk.line) == 0
    assert desk.read(sources.one, number).due == due
