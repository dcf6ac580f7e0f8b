"""Where the next page is: what boards and feeds write, and what only looks like it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokbo.model import Document, Kind
from worker.read import paging, read

BOARDS = Path(__file__).parents[2] / "corpus" / "boards"
HERE = "https://news.example/bbs/board.php?bo_table=news"
BOARD = Document(Kind.BOARD, "utf-8", "", ())


def next_page(links: str, url: str = HERE, before: str = "") -> str | None:
    rows = "<ul><li><a href='/1234'>기사</a></li></ul>"
    html = f"<!doctype html><html><head>{before}</head><body>{rows}{links}</body></html>"
    return paging.older(BOARD, html.encode(), url, "text/html; charset=utf-8")


def a(href: str, text: str, rest: str = "") -> str:
    return f"<a href='{href}' {rest}>{text}</a> "


@pytest.mark.parametrize(
    ("links", "found"),
    [
        # Gnuboard: this page's number is no link, "다음" leads ten pages on, "맨끝" to the last
        ("<strong>1</strong>" + a("?bo_table=news&page=2", "2") + a("?bo_table=news&page=3", "3")
         + a("?bo_table=news&page=11", "다음") + a("?bo_table=news&page=70", "맨끝"),
         "https://news.example/bbs/board.php?bo_table=news&page=2"),
        (a("?page=2&bo_table=news&PHPSESSID=0123456789abcdef0123", "다음"),
         "https://news.example/bbs/board.php?page=2&bo_table=news"),
        # another board's pages
        (a("?bo_table=free&page=2", "2"), None),
        # only jumps
        (a("?bo_table=news&page=11", "다음"), None),
        (a("https://elsewhere.example/bbs/board.php?bo_table=news&page=2", "다음"), None),
        (a("javascript:void(0)", "다음"), None),
        ("", None),
    ],
)  # fmt: skip
def test_a_gnuboard(links: str, found: str | None) -> None:
    got = next_page(links)
    assert (got and paging.split(got)) == (found and paging.split(found))


@pytest.mark.parametrize(
    ("url", "links", "found"),
    [
        ("https://b.example/news", a("/index.php?mid=news&page=2", "2") + a("/index.php?mid=news&page=3", "3"),
         "https://b.example/index.php?mid=news&page=2"),
        ("https://b.example/index.php?mid=news&page=2",
         a("/index.php?mid=news&page=1", "1") + a("/index.php?mid=news&page=3", "3"),
         "https://b.example/index.php?mid=news&page=3"),
        ("https://b.example/blog/", a("/blog/page/2/", "Older posts"), "https://b.example/blog/page/2/"),
        ("https://b.example/blog/page/2/", a("/blog/", "1") + a("/blog/page/3/", "3") + a("/blog/page/9/", "9"),
         "https://b.example/blog/page/3/"),
        ("https://b.example/", a("/?p=1234", "기사") + a("/?p=2", "2") + a("/?p=3", "3"), "https://b.example/?p=2"),
        # Drupal counts from 0
        ("https://b.example/news", a("?page=1", "2") + a("?page=2", "3") + a("?page=1", "Next ›"),
         "https://b.example/news?page=1"),
        ("https://b.example/news?page=1", a("?page=0", "1") + a("?page=2", "3"), "https://b.example/news?page=2"),
        ("https://b.example/service/board/news", a("?po=0", "1") + a("?po=1", "2") + a("?po=2", "3"),
         "https://b.example/service/board/news?po=1"),
        ("https://b.example/news/", a("?pageid=1", "1") + a("/news/?pageid=2&mod=list", "2"),
         "https://b.example/news/?pageid=2&mod=list"),
        # phpBB counts posts
        ("https://b.example/viewforum.php?f=2", a("?f=2&start=25", "2") + a("?f=2&start=50", "3"),
         "https://b.example/viewforum.php?f=2&start=25"),
        ("https://b.example/viewforum.php?f=2&start=25",
         a("?f=2", "1") + a("?f=2&start=50", "3") + a("?f=2&start=75", "4"),
         "https://b.example/viewforum.php?f=2&start=50"),
        ("https://b.example/list", a("/list?offset=20", "次へ"), "https://b.example/list?offset=20"),
        ("https://b.example/list", a("/list?c=eyJ9", "다음 페이지 »"), "https://b.example/list?c=eyJ9"),
        ("https://b.example/list", a("/list?c=eyJ9", "<img src=x alt='下一页'>"), "https://b.example/list?c=eyJ9"),
        ("https://b.example/list", a("/list?c=eyJ9", "<i></i>", "aria-label='Next page'"),
         "https://b.example/list?c=eyJ9"),
        ("https://b.example/list", a("/list?c=last", "»") + a("/list?c=n", "›"), "https://b.example/list?c=n"),
        ("https://b.example/list", a("/list?c=x", "more", "rel='nofollow next'"), "https://b.example/list?c=x"),
        # the next article, a portal of that name
        ("https://b.example/list", a("https://www.daum.example/", "다음") + a("/read/77", "다음"), None),
        ("https://b.example/list", a("#", "2") + a("#next", "다음"), None),
    ],
)  # fmt: skip
def test_boards_of_other_makes(url: str, links: str, found: str | None) -> None:
    assert next_page(links, url) == found


def test_of_the_corpus_each_board_that_has_pages_leads_to_its_second() -> None:
    found = {}
    for page in sorted(BOARDS.glob("*.html")):
        url = json.loads(page.with_suffix(".json").read_text())["url"]
        if there := paging.older(BOARD, page.read_bytes(), url, None):
            found[page.stem[:2]] = paging.number_of(there)
    assert {found[number] for number in ("01", "02", "09", "19", "24", "69", "70")} == {2}
    assert found["33"] == 1  # counted from 0
    assert found.pop("44") == 12  # counted in rows
    assert {found.pop(number) for number in ("39", "50", "52")} == {None}  # the same, by names that pages don't have
    assert not {"08", "36", "37", "38"} & found.keys()  # articles, a login, no result
    assert set(found.values()) <= {1, 2}


def test_the_head_may_say_it() -> None:
    assert next_page("", before="<link rel='next' href='/bbs/2'>") == "https://news.example/bbs/2"


def test_a_base_is_where_links_start_from() -> None:
    assert (
        next_page(a("list?page=2", "2"), "https://b.example/x/list", "<base href='/x/'>")
        == "https://b.example/x/list?page=2"
    )


def test_where_a_script_turns_pages_its_forms_field_is_asked() -> None:
    form = "<form method='post'><input type='hidden' name='pageIndex' value='1'></form>"
    calls = a("#", "2", "onclick='fn_egov_link_page(2); return false;'") + a("javascript:fn_egov_link_page(3)", "3")
    url = "https://gov.example/news/list.do?menu=7"
    assert next_page(form + calls, url) == f"{url}&pageIndex=2"
    assert next_page(form + calls, f"{url}&pageIndex=2") == f"{url}&pageIndex=3"
    assert next_page(form + calls, f"{url}&pageIndex=3") is None
    assert next_page(calls, url) == f"{url}&pageIndex=2"
    assert next_page(calls, "https://gov.example/news/list.php") == "https://gov.example/news/list.php?page=2"
    assert next_page("<a href='#' onclick='show(2)'>사진</a>", url) is None


def feed(body: str, url: str = "https://f.example/feed/") -> str | None:
    at = datetime(2026, 11, 24, tzinfo=UTC)
    document = read(body.encode(), url=url, content_type="application/xml", at=at, zone=ZoneInfo("UTC"))
    return paging.older(document, body.encode(), url, "application/xml")


ENTRY = "<entry><id>1</id><title>One</title></entry>"


@pytest.mark.parametrize(
    ("links", "found"),
    [
        ("<link rel='next' href='/feed/2'/>", "https://f.example/feed/2"),
        ("<link rel='next' href='/feed/2'/><link rel='prev-archive' href='/2026/10'/>", "https://f.example/2026/10"),
        ("<link rel='previous' href='/feed/0'/>", None),
        ("<link rel='self' href='/feed/'/>", None),
    ],
)
def test_an_atom_feed_says_where_its_past_is(links: str, found: str | None) -> None:
    assert feed(f"<feed xmlns='http://www.w3.org/2005/Atom'><title>F</title>{links}{ENTRY}</feed>") == found


def test_wordpress_has_pages_of_its_feed() -> None:
    made = "<generator>https://wordpress.org/?v=6.8</generator>"
    rss = f"<rss version='2.0'><channel><title>F</title>{made}<item><title>One</title></item></channel></rss>"
    assert feed(rss) == "https://f.example/feed/?paged=2"
    assert feed(rss, "https://f.example/?feed=rss2&paged=2") == "https://f.example/?feed=rss2&paged=3"
    assert feed(rss.replace("wordpress", "other")) is None


def test_a_json_feed_has_a_next_address() -> None:
    items = '"items": [{"id": "1", "title": "One"}]'
    json = f'{{"version": "https://jsonfeed.org/version/1.1", "title": "F", "next_url": "/2", {items}}}'
    assert feed(json) == "https://f.example/2"


@given(st.text(alphabet="<a href='?page=2&p3'>다음1/ nextrl\"(),[]", max_size=400))
def test_any_page_is_looked_through_without_complaint(text: str) -> None:
    found = next_page(text)
    assert found is None or found.startswith("https://news.example/")
