"""What workers rendered ahead is served; what nobody may ask for is not asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from feeds.page import FeedPage, Item
from feeds.publish import digest
from feeds.render import render
from sokbo.database import Database
from sokbo.queries import renderings
from web.ahead import Ahead

OURS = "https://news.example.org"
MOMENT = datetime(2026, 11, 23, 1, 30, 15, tzinfo=UTC)
ITEM = Item(1, "금리 인하", "https://a.example/1", ("가나일보",), (), MOMENT, MOMENT, MOMENT)
PAGE = FeedPage("0d5b2c7e-55a8-4a3a-9a5e-3f1f0c6f9c11", "all", "Sokbo", "/feeds/all", "/", False, (ITEM,))


def _wanted(database: Database) -> list[tuple[str, str, str]]:
    with database.read() as connection:
        return [(one.feed, one.form, one.base_url) for one in renderings.wanted(connection)]


def _keep(database: Database, page: FeedPage, body: bytes) -> None:
    with database.write() as connection:
        assert renderings.keep(connection, "all", "rss", OURS, version=1, digest=digest(page), body=body)


def test_what_is_asked_for_is_wanted_once_and_served_once_it_is_there(database: Database) -> None:
    ahead = Ahead(database, OURS)
    assert ahead.rendered(PAGE, "rss", OURS) == render(PAGE, "rss", OURS)
    assert _wanted(database) == [("all", "rss", OURS)]
    _keep(database, PAGE, b"rendered ahead")
    assert ahead.rendered(PAGE, "rss", OURS) == b"rendered ahead"


def test_a_rendering_of_other_content_is_never_served(database: Database) -> None:
    ahead, newer = Ahead(database, OURS), replace(PAGE, items=())
    ahead.rendered(PAGE, "rss", OURS)
    _keep(database, PAGE, b"rendered ahead")
    assert ahead.rendered(newer, "rss", OURS) == render(newer, "rss", OURS)


@pytest.mark.parametrize(("page", "base_url"), [(replace(PAGE, private=True), OURS), (PAGE, "http://made-up.example")])
def test_private_feeds_and_made_up_addresses_leave_no_trace(database: Database, page: FeedPage, base_url: str) -> None:
    assert Ahead(database, OURS).rendered(page, "rss", base_url) == render(page, "rss", base_url)
    assert _wanted(database) == []


def test_readers_do_not_make_the_database_write_each_time(database: Database) -> None:
    ahead = Ahead(database, OURS)
    ahead.rendered(PAGE, "rss", OURS)
    with database.write() as connection:
        connection.exec_driver_sql("DELETE FROM renderings")
    ahead.rendered(replace(PAGE, items=()), "rss", OURS)
    assert _wanted(database) == []
