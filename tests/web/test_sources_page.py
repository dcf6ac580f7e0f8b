"""Sources: look, add, and every way in which an address can be wrong."""

from __future__ import annotations

import re
import socket

import pytest
from parts import feeds, http
from parts.newsroom import OLD, Newsroom
from parts.site import Site, Visitor

from sokbo.queries import headlines, sources


def _trouble(page: str) -> str:
    (line,) = re.findall(r'<p class="trouble"[^>]*>(.*?)</p>', page)
    return str(line)


def _nothing_kept(site: Site) -> bool:
    return not site.desk.read(sources.every) and not site.desk.read(headlines.newest, limit=1)


def _dead_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_an_address_is_looked_at_and_then_added(site: Site, publisher: http.Server) -> None:
    publisher.pages["/rss"], visitor = feeds.rss(OLD), site.visitor()
    preview = visitor.post("/sources/look", url=publisher.url("/rss"))
    assert (preview.status, "가온일보: 3 headlines found" in preview.text) == (200, True)
    assert _nothing_kept(site)
    assert visitor.post("/sources/add", url=publisher.url("/rss"), name="가온", every="5").to == "/sources"
    assert "가온: 3 headlines kept as history." in visitor.get("/sources").text
    (source,) = site.desk.read(sources.every)
    assert (source.name, source.every_s, source.private) == ("가온", 5.0, False)
    assert site.desk.drain() == 3


@pytest.mark.parametrize("address", ["", "http://", "not an address", "ftp://x.example/", "http://["])
def test_what_is_no_address_is_one_line_and_kept_in_the_field(site: Site, address: str) -> None:
    answer = site.visitor().post("/sources/look", url=address)
    assert (answer.status, "is no address" in _trouble(answer.html)) == (422, True)
    assert f'value="{address}"' in answer.html
    assert _nothing_kept(site)


@pytest.mark.parametrize("path", ["/sources/look", "/sources/add"])
def test_a_dead_host_is_told(site: Site, path: str) -> None:
    answer = site.visitor().post(path, url=f"http://127.0.0.1:{_dead_port()}/rss")
    assert (answer.status, "takes no connections" in _trouble(answer.html)) == (422, True)
    assert _nothing_kept(site)


@pytest.mark.parametrize("path", ["/sources/look", "/sources/add"])
@pytest.mark.parametrize(
    ("page", "told"),
    [
        (http.Page(status=404), "answers 404"),
        (http.Page(status=500), "answers 500"),
        (http.Page(b"<p>hello", "text/html"), "no listing found"),
        (http.Page(b"\x00\x01\x02", "application/octet-stream"), ""),
        (http.Page(b"", "application/rss+xml"), ""),
    ],
)
def test_an_address_that_is_no_source_is_told(
    site: Site, publisher: http.Server, path: str, page: http.Page, told: str
) -> None:
    publisher.pages["/x"] = page
    answer = site.visitor().post(path, url=publisher.url("/x"))
    assert (answer.status, told in _trouble(answer.html)) == (422, True)
    assert _nothing_kept(site)


@pytest.mark.parametrize("path", ["/sources/look", "/sources/add"])
def test_a_source_is_not_added_twice(newsroom: Newsroom, path: str) -> None:
    before = newsroom.site.desk.read(sources.every)
    answer = newsroom.site.visitor().post(path, url=newsroom.publisher.url("/board"))
    assert (answer.status, _trouble(answer.html)) == (422, "This source is there already: 가온통신")
    assert newsroom.site.desk.read(sources.every) == before


def test_a_wrong_interval_loses_nothing_that_was_typed(site: Site, publisher: http.Server) -> None:
    publisher.pages["/rss"] = feeds.rss(OLD)
    answer = site.visitor().post("/sources/add", url=publisher.url("/rss"), name="내 소스", every="often", private="1")
    assert answer.status == 422
    for kept in ('value="내 소스"', 'value="often"', 'value="1" checked', f'value="{publisher.url("/rss")}"'):
        assert kept in answer.html
    assert _nothing_kept(site)


def test_the_key_in_an_address_is_shown_to_nobody(site: Site, publisher: http.Server) -> None:
    publisher.pages["/rss"], visitor = feeds.rss(OLD), site.visitor()
    visitor.post("/sources/add", url=publisher.url("/rss?api_key=s3cret"), private="1")
    (source,) = site.desk.read(sources.every)
    assert source.private
    assert "s3cret" not in visitor.get("/sources").html + visitor.get(f"/sources/{source.id}").html


def _does(newsroom: Newsroom, visitor: Visitor, deed: str) -> str:
    visitor.post("/sources/1", do=deed)
    source = newsroom.site.desk.read(sources.one, 1)
    return str(source.state)


def test_a_source_rests_goes_on_and_goes(newsroom: Newsroom) -> None:
    visitor = newsroom.site.visitor()
    assert [_does(newsroom, visitor, deed) for deed in ("pause", "resume", "poll", "nonsense")] == [
        "paused",
        "active",
        "active",
        "active",
    ]
    assert _does(newsroom, visitor, "remove") == "removed"
    assert visitor.get("/sources/1").status == 404
    assert "예산안 통과" in visitor.get("/").text


def test_a_source_shows_its_log(newsroom: Newsroom) -> None:
    page = newsroom.site.visitor().get("/sources/1").text
    assert ("1 new" in page, "규모 5.1 지진" in page) == (True, True)


def test_what_came_over_the_way_is_only_text(site: Site, publisher: http.Server) -> None:
    publisher.pages["/rss"] = feeds.rss([feeds.Item(1, "<script>alert(1)</script> & more")])
    assert "<script>alert" not in site.visitor().post("/sources/look", url=publisher.url("/rss")).html
