"""A source in trouble stands where people look: on the board, in the list, on its own page; in Korean too."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from parts import feeds, http
from parts.feeds import Item
from parts.http import Page
from parts.site import Site

from sokbo.options import Options, pack
from sokbo.queries import asking, troubles
from web.faults import told
from worker import caretaker
from worker.rhythm import Silence

HANGUL = re.compile("[가-힣]")
BOARD = [Item(n, f"가온시 소식 {n}번째 이야기") for n in range(12, 0, -1)]


@pytest.mark.parametrize(("language", "words"), [("en", "One source in trouble"), ("ko", "문제가 있는 소스 한 곳")])
def test_it_stands_on_the_board_in_the_list_and_on_its_page(
    site: Site, publisher: http.Server, language: str, words: str
) -> None:
    publisher.pages["/rss"], visitor = feeds.rss([Item(1, "문 연다")]), site.visitor()
    visitor.language = language
    number = site.desk.add_source(publisher.url("/rss"))
    assert words not in visitor.get("/").text
    publisher.pages["/rss"] = Page(status=410)
    site.desk.poll()
    assert words in visitor.get("/").text
    for path in ("/sources", f"/sources/{number}"):
        assert "410" in visitor.get(path).text
    site.desk.write(troubles.put, number, None, None)
    assert words not in visitor.get("/").text


def test_a_board_that_is_closed_to_us_is_refused_in_korean(site: Site, publisher: http.Server) -> None:
    publisher.pages |= {"/bbs": feeds.board(BOARD), "/robots.txt": Page(b"User-agent: *\nDisallow: /bbs")}
    visitor = site.visitor()
    visitor.language = "ko"
    for page in (publisher.pages["/robots.txt"], Page(status=503)):
        publisher.pages["/robots.txt"] = page
        (line,) = re.findall(r'role="alert">(.*?)</p>', visitor.post("/sources/look", url=publisher.url("/bbs")).html)
        assert HANGUL.search(line), line


def test_silence_is_said_in_korean() -> None:
    at = datetime(2026, 11, 23, 3, tzinfo=UTC)
    line = caretaker.words(Silence(at - timedelta(hours=5), 34.2, 9.5), ZoneInfo("UTC"))
    assert told("ko", line) == "2026-11-22 22:00부터 내용이 그대로입니다. 평소라면 새 소식이 34건쯤 있었을 때입니다."


@pytest.mark.parametrize(
    "line",
    [
        "it asks for a login now: give one with `sokbo source set`, --auth or --cookie",
        "this was a feed and is a web page now: check the address; a resumed source is taken for what it is then",
        "news.example gives no robots.txt now, and its boards wait for it",
    ],
)
def test_what_is_wrong_is_said_in_korean(line: str) -> None:
    assert HANGUL.search(told("ko", line))


def test_how_a_source_is_asked_is_shown_without_its_secrets(site: Site, publisher: http.Server) -> None:
    publisher.pages["/rss"], visitor = feeds.rss([Item(1, "문 연다")]), site.visitor()
    number = site.desk.add_source(publisher.url("/rss"), zone="Asia/Tokyo")
    options = Options((("X-Key", "hidden"),), auth="me:hidden", legacy_tls=True)
    sealed = site.desk.line.vault.seal(pack(options))
    site.desk.write(asking.change, number, sealed_options=sealed)
    page = visitor.get(f"/sources/{number}").text
    assert "Asked with: headers X-Key: ***; auth me:***; legacy_tls; Asia/Tokyo" in page
    assert "hidden" not in page
