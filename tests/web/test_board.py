"""The board, a headline, a story, the inbox, and new rows as they come."""

from __future__ import annotations

import http.client
import re
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import orjson
import pytest
from parts import feeds
from parts import http as servers
from parts.newsroom import Newsroom, empty_site, filled
from parts.site import Site

from sokbo.queries import facts, headlines, stories
from web.pages.board import PAGE


def _events(stream: http.client.HTTPResponse) -> tuple[int, list[str], dict[str, int]]:
    """The next event's id, rows and sizes of stories."""
    found: dict[str, bytes] = {}
    while "data" not in found:
        name, _, value = stream.readline().rstrip(b"\n").partition(b": ")
        found[name.decode()] = value
    data = orjson.loads(found["data"])
    return int(found["id"]), data["rows"], data["stories"]


def test_an_empty_board_says_what_to_do_next(site: Site) -> None:
    page = site.visitor().get("/")
    assert "No headlines yet." in page.text
    assert '<a class="button" href="/sources">' in page.html


def test_the_board_shows_number_title_outlet_and_label(newsroom: Newsroom) -> None:
    page = newsroom.site.visitor().get("/")
    assert page.html.index("규모 5.1 지진") < page.html.index("예산안 통과")
    for shown in ('<span class="number">4</span>', '<span class="label red">속보</span>', "가온통신", 'lang="ko"'):
        assert shown in page.html


def test_what_came_since_one_last_looked_is_new(newsroom: Newsroom) -> None:
    visitor = newsroom.site.visitor()
    news = '<span class="new">'
    assert visitor.get("/").html.count(news) == 4
    assert visitor.get("/").html.count(news) == 0
    newsroom.publish(feeds.Item(5, "새 다리 개통"))
    assert visitor.get("/?q=다리").html.count(news) == 1
    assert visitor.get("/").html.count(news) == 1
    assert newsroom.site.visitor("bora").get("/").html.count(news) == 5


def test_pages_follow_each_other_without_a_gap(newsroom: Newsroom) -> None:
    newsroom.publish(*(feeds.Item(n, f"Report {n} of the day") for n in range(5 + 2 * PAGE, 4, -1)))
    visitor, path, seen = newsroom.site.visitor(), "/", []
    for _ in range(3):
        page = visitor.get(path).html
        seen += [int(part.partition("<")[0]) for part in page.split('<span class="number">')[1:]]
        path = "/" + page.partition('<a rel="next" href="/')[2].partition('"')[0]
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == len(set(seen)) == 2 * PAGE + 5


def test_hostile_titles_are_only_text(newsroom: Newsroom) -> None:
    newsroom.publish(feeds.Item(5, "x <img src=x onerror=alert(1)> &amp; \"'"))
    page = newsroom.site.visitor().get("/").html
    assert "<img" not in page


@pytest.mark.parametrize("query", ["%", "_", "'", '"', "((", "\x00", "a" * 500, "지진 |"])
def test_any_search_is_answered(newsroom: Newsroom, query: str) -> None:
    assert newsroom.site.visitor().get(f"/?{urlencode({'q': query})}").status == 200


@pytest.mark.parametrize(
    "path", ["/?before=abc", "/?before=-1", "/?before=²", "/inbox?before=²", "/?before=" + "9" * 40]
)
def test_a_place_that_is_none_is_no_fault_of_ours(newsroom: Newsroom, path: str) -> None:
    assert newsroom.site.visitor().get(path).status == 200


def test_a_headline_shows_the_titles_it_once_had(newsroom: Newsroom) -> None:
    newsroom.publish(feeds.Item(5, "새 다리 개통"))
    newsroom.publish(feeds.Item(5, "새 다리 개통 미뤄져"))
    (h,) = newsroom.site.desk.read(headlines.newest, limit=1)
    page = newsroom.site.visitor().get(f"/headlines/{h.id}")
    assert re.search(r"<h1[^>]*>새 다리 개통 미뤄져</h1>", page.html)
    assert "새 다리 개통<ins> 미뤄져</ins>" in page.html
    assert h.published
    assert f"{h.published.astimezone(ZoneInfo('Asia/Seoul')):%Y-%m-%d}" in page.html


def test_a_story_tells_who_was_first(newsroom: Newsroom) -> None:
    desk = newsroom.site.desk
    newsroom.publisher.pages["/other"] = feeds.board([feeds.Item(99, "[속보] 가온시 앞바다서 규모 5.1 지진")])
    desk.add_source(newsroom.publisher.url("/other"), name="나루뉴스", outlet="나루뉴스")
    desk.drain()
    (h,) = desk.read(headlines.newest, limit=1)
    assert desk.read(stories.some, [h.story])[h.story].size == 2
    visitor = newsroom.site.visitor()
    assert visitor.get(f"/stories/{h.story}").text.count("규모 5.1 지진") >= 2


@pytest.mark.parametrize(
    "path",
    [
        "/headlines/99",
        "/headlines/" + "9" * 40,
        "/stories/99",
        "/sources/99",
        "/watches/99",
        "/nothing",
        "/headlines/x",
    ],
)
def test_what_is_not_there_says_so(site: Site, path: str) -> None:
    answer = site.visitor().get(path)
    assert (answer.status, "There is nothing here." in answer.text) == (404, True)


def test_who_is_in_keeps_rail_and_language_where_nothing_is(site: Site) -> None:
    visitor = site.visitor()
    visitor.post("/settings", language="ko")
    page = visitor.get("/nothing")
    assert ("여기에는 아무것도 없습니다." in page.text, 'class="rail"' in page.html) == (True, True)
    assert 'class="rail"' not in site.stranger().get("/nothing").html


def test_a_method_that_is_not_taken_names_those_that_are(site: Site) -> None:
    answer = site.visitor().get("/logout")
    assert (answer.status, answer.headers["allow"]) == (405, "POST")


def test_a_form_that_cannot_be_read_is_told(site: Site) -> None:
    answer = site.visitor().post("/watches", **{f"f{n}": "x" for n in range(300)})
    assert (answer.status, "can't be read" in answer.text) == (400, True)


def test_an_alert_says_why(newsroom: Newsroom) -> None:
    page = newsroom.site.visitor().get("/inbox")
    assert "규모 5.1 <mark>지진</mark>" in page.html
    assert "Watch quakes: 지진" in page.text


def test_new_rows_come_as_they_are_placed(newsroom: Newsroom) -> None:
    with newsroom.site.visitor().events("/live?after=4") as stream:
        newsroom.publish(feeds.Item(6, "둘째 소식"), feeds.Item(5, "첫째 소식"))
        place, rows, sizes = _events(stream)
    assert [title in row for title, row in zip(("둘째 소식", "첫째 소식"), rows, strict=True)] == [True, True]
    assert place == newsroom.site.desk.read(headlines.newest_seq)
    assert set(sizes.values()) == {0}


def test_a_stream_resumes_where_it_was_cut(newsroom: Newsroom) -> None:
    visitor = newsroom.site.visitor()
    newsroom.publish(feeds.Item(5, "첫째 소식"))
    newsroom.publish(feeds.Item(6, "둘째 소식"), feeds.Item(5, "첫째 소식"))
    place = newsroom.site.desk.read(headlines.newest_seq)
    with visitor.events("/live?after=0", **{"Last-Event-ID": str(place - 1)}) as stream:
        end, rows, _ = _events(stream)
    assert (end, len(rows), "둘째 소식" in rows[0]) == (place, 1, True)


def test_the_demo_is_told_and_removed_by_one_button(
    sqlite_url: str, tmp_path: Path, publisher: servers.Server, receiver: servers.Server
) -> None:
    with empty_site(sqlite_url, tmp_path) as site:
        filled(site, publisher, receiver)
        publisher.pages["/demo"] = feeds.board([feeds.Item(50, "지어낸 소식")])
        visitor = site.visitor()
        assert "demo newsroom" not in visitor.get("/").text
        site.desk.add_source(publisher.url("/demo"), demo=True)
        site.desk.drain()
        page = visitor.get("/")
        assert ("demo newsroom" in page.text, "지어낸 소식" in page.text) == (True, True)
        assert visitor.post("/demo/remove").to == "/"
        page = visitor.get("/")
        assert ("demo newsroom" in page.text, "지어낸 소식" in page.text, "예산안" in page.text) == (False, False, True)
        assert site.desk.read(facts.get, facts.NO_DEMO)
