"""What a source asks of its readers, in words."""

from __future__ import annotations

import pytest
from parts import feeds, http
from parts.feeds import Item
from parts.line import Desk

from sokbo.queries import rests, sources
from worker import asks, poll
from worker.rests import holding

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


def test_a_host_that_asked_to_be_left_alone_is_told_for_all_its_sources(desk: Desk, publisher: http.Server) -> None:
    publisher.pages["/a/rss"] = publisher.pages["/a/more"] = feeds.rss([Item(1, "문 연다")])
    one, other = desk.add_source(publisher.url("/a/rss")), desk.add_source(publisher.url("/a/more"))
    publisher.pages["/a/rss"] = http.Page(status=429, headers={"Retry-After": "3000"})
    desk.write(sources.pause, other)
    poll.until(desk.line, lambda: bool(desk.read(sources.one, one).failures))
    found = desk.read(sources.one, other)
    (said,) = asks.words(found, holding(desk.read(rests.current), found.url))
    assert "answers 429: it asks us to come less often; asked again in 50 min" in said
