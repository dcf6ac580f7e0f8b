"""What a source asks of its readers, in words."""

from __future__ import annotations

import pytest
from parts import feeds, http
from parts.feeds import Item
from parts.line import Desk

from sokbo.queries import sources
from worker import asks

WISHES = b"<ttl>30</ttl><skipHours><hour>0</hour><hour>1</hour><hour>2</hour><hour>23</hour></skipHours>"


@pytest.fixture
def source(desk: Desk, publisher: http.Server) -> int:
    page = feeds.rss([Item(1, "문 연다")])
    days = b"<skipDays><day>Saturday</day><day>Sunday</day></skipDays>"
    publisher.pages["/rss"] = http.Page(page.body.replace(b"<item>", WISHES + days + b"<item>", 1), page.content_type)
    return desk.add_source(publisher.url("/rss"))


def test_its_wishes_are_told(desk: Desk, source: int) -> None:
    assert asks.words(desk.read(sources.one, source)) == [
        "asks for 30 min between two visits",
        "asks for no visits at 0-2, 23 h UTC",
        "asks for no visits on Sat, Sun",
    ]


def test_a_move_is_told_until_it_is_believed(desk: Desk, source: int, publisher: http.Server) -> None:
    publisher.pages["/new"] = feeds.rss([Item(1, "문 연다")])
    publisher.pages["/rss"] = http.Page(status=301, headers={"Location": "/new"})
    desk.poll()
    assert asks.words(desk.read(sources.one, source)) == [
        f"says that it moves to {publisher.url('/new')} (1 of 3 times in a row)"
    ]
    desk.poll()
    desk.poll()
    assert asks.words(desk.read(sources.one, source)) == []


def test_a_source_that_asks_nothing_says_nothing(desk: Desk, publisher: http.Server) -> None:
    publisher.pages["/rss"] = feeds.rss([Item(1, "문 연다")])
    assert asks.words(desk.read(sources.one, desk.add_source(publisher.url("/rss")))) == []
