"""Feeds of stories: one entry each, the same entry as it grows, and nothing private in it."""

from __future__ import annotations

import orjson
import pytest
from parts.line import Desk
from parts.papers import Paper
from sqlalchemy import update

from feeds.choose import asked, choose
from feeds.page import FeedPage
from feeds.render import render
from sokbo.tables import headlines

QUAKE = "가온시 앞바다서 규모 5.1 지진"


@pytest.fixture
def papers(desk: Desk) -> list[Paper]:
    return [Paper(desk, name) for name in ("ilbo", "times", "post")]


def feed(desk: Desk, name: str = "stories") -> FeedPage:
    page = desk.read(choose, desk.installation, asked(name, insider=False))
    assert isinstance(page, FeedPage)
    return page


def test_a_story_is_one_entry_that_grows(desk: Desk, papers: list[Paper]) -> None:
    papers[0].prints(QUAKE, url="https://ilbo.example/1")
    desk.drain()
    (before,) = orjson.loads(render(feed(desk), "json", "https://desk.example"))["items"]
    papers[1].prints(QUAKE)
    desk.drain()
    (after,) = orjson.loads(render(feed(desk), "json", "https://desk.example"))["items"]
    assert before["id"] == after["id"]
    assert (after["url"], after["title"]) == ("https://ilbo.example/1", QUAKE)
    assert after["content_text"] == f"ilbo: {QUAKE}\ntimes: {QUAKE}"
    assert [author["name"] for author in after["authors"]] == ["ilbo", "times"]
    for form in ("rss", "atom"):
        assert f"times: {QUAKE}" in render(feed(desk), form, "https://desk.example").decode()


def test_a_storys_entry_is_none_of_its_headlines(desk: Desk, papers: list[Paper]) -> None:
    papers[0].prints(QUAKE)
    desk.drain()
    ids = [
        orjson.loads(render(feed(desk, n), "json", "https://x.example"))["items"][0]["id"] for n in ("stories", "all")
    ]
    assert len(set(ids)) == 2


def test_breaking_is_what_three_outlets_carry_or_an_outlet_calls_so(desk: Desk, papers: list[Paper]) -> None:
    papers[0].prints("[속보] 나루 버스 파업", QUAKE, "주말 전국에 비")
    desk.drain()
    assert [item.title for item in feed(desk, "breaking").items] == ["[속보] 나루 버스 파업"]
    for paper in papers[1:]:
        paper.prints(QUAKE)
        desk.drain()
    assert [item.title for item in feed(desk, "breaking").items] == [QUAKE, "[속보] 나루 버스 파업"]


def test_a_private_headline_is_in_no_public_story(desk: Desk, papers: list[Paper]) -> None:
    papers[0].prints(QUAKE)
    papers[1].prints(QUAKE, "기밀 소식")
    desk.drain()
    private = update(headlines).where(headlines.c.source_id == papers[1].id).values(private=True)
    desk.write(lambda connection: connection.execute(private))
    (item,) = feed(desk).items
    assert (item.authors, item.told) == (("ilbo",), (f"ilbo: {QUAKE}",))
