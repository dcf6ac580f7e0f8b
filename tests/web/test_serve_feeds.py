"""Feeds over HTTP, from the real server: conditional requests, who may read, plain refusals."""

from __future__ import annotations

import asyncio
import http.client
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson
import pytest
from granian.constants import Interfaces
from granian.server.embed import Server
from starlette.applications import Starlette
from starlette.requests import Request

from feeds.choose import Asked, choose
from feeds.page import FeedPage, Item
from feeds.publish import Shelf
from feeds.render import TYPES
from sokbo import settings
from sokbo.database import Database, connect
from sokbo.queries import people, watches
from sokbo.secrets import Vault
from sokbo.settings import Settings
from web import serve_feeds

INSTALLATION = "0d5b2c7e-55a8-4a3a-9a5e-3f1f0c6f9c11"
TOKEN = "a-token-of-sixteen-or-more"
COOKIE = {"Cookie": "session=mine"}
MOMENT = datetime(2026, 11, 23, 1, 30, 15, 600_000, UTC)
LAST_MODIFIED = "Mon, 23 Nov 2026 01:30:15 GMT"


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass
class Site:
    """A running server of feeds."""

    port: int

    def ask(self, path: str, method: str = "GET", headers: dict[str, str] | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, headers=headers or {})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def wait(self) -> None:
        """Until it listens."""
        for _ in range(500):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.01)
        raise TimeoutError


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def _signed_in(request: Request) -> bool:
    return request.cookies.get("session") == "mine"


@contextmanager
def _serving(shelf: Shelf[Asked], chosen: Settings) -> Iterator[Site]:
    app = Starlette(routes=serve_feeds.routes(shelf, chosen, _signed_in))
    site, loop, stop = Site(_free_port()), asyncio.new_event_loop(), asyncio.Event()

    async def run() -> None:
        server = Server(app, "127.0.0.1", site.port, interface=Interfaces.ASGI, websockets=False, log_enabled=False)
        serving = asyncio.create_task(server.serve())
        await stop.wait()
        server.stop()  # type: ignore[no-untyped-call]
        await serving

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),))
    thread.start()
    try:
        site.wait()
        yield site
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()


def _page(feed: Asked) -> FeedPage | None:
    """A public feed of all, source 1 for anyone, source 2 for who is signed in, one watch."""
    if feed.kind == "watch" and feed.key != TOKEN:
        return None
    if feed.kind == "source" and not (feed.key == "1" or (feed.key == "2" and feed.insider)):
        return None
    item = Item(1, "금리 인하 & 그 뒤", "https://a.example/1", ("가나일보",), (), MOMENT, MOMENT, MOMENT)
    name = f"{feed.kind}/{feed.key}".rstrip("/")
    private = feed.kind == "watch" or feed.key == "2"
    return FeedPage(INSTALLATION, name, "Sokbo", f"/feeds/{name}", "/", private, (item,))


def _settings(**environ: str) -> Settings:
    return settings.load({"SOKBO_DATA_DIR": "/nonexistent", **environ})


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with _serving(Shelf(_page, time.monotonic), _settings()) as site:
        yield site


@pytest.fixture(scope="module")
def closed() -> Iterator[Site]:
    with _serving(Shelf(_page, time.monotonic), _settings(SOKBO_PUBLIC_FEEDS="off")) as site:
        yield site


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_each_form_is_served_under_its_own_type(site: Site, form: str) -> None:
    answer = site.ask(f"/feeds/all.{form}")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == f"{TYPES[form]}; charset=utf-8"  # type: ignore[index]
    assert answer.headers["Last-Modified"] == LAST_MODIFIED
    assert re.fullmatch('"[0-9a-f]{32}"', answer.headers["ETag"])
    assert "금리 인하" in answer.body.decode()
    assert f"http://127.0.0.1:{site.port}/feeds/all.{form}" in answer.body.decode()


@pytest.mark.parametrize("given", ["{}", "W/{}", '"x", {}', '"x,y",W/{} , "z"', "*"])
def test_who_has_it_already_is_told_so_without_a_body(site: Site, given: str) -> None:
    etag = site.ask("/feeds/all.rss").headers["ETag"]
    answer = site.ask("/feeds/all.rss", headers={"If-None-Match": given.format(etag)})
    assert (answer.status, answer.body, answer.headers["ETag"]) == (304, b"", etag)
    assert answer.headers["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("given", ['"x"', "x", '"', "", 'W/"', "{}".format("0" * 32)])
def test_who_has_another_gets_it_whole(site: Site, given: str) -> None:
    assert site.ask("/feeds/all.rss", headers={"If-None-Match": given}).status == 200


def test_the_forms_have_different_tags(site: Site) -> None:
    etag = site.ask("/feeds/all.rss").headers["ETag"]
    assert site.ask("/feeds/all.atom", headers={"If-None-Match": etag}).status == 200


@pytest.mark.parametrize(
    ("since", "status"),
    [
        (LAST_MODIFIED, 304),
        ("Tue, 24 Nov 2026 00:00:00 GMT", 304),
        ("Mon, 23 Nov 2026 01:30:14 GMT", 200),
        ("yesterday", 200),
        ("2026-11-23", 200),
        ("Mon, 23 Nov 2026 01:30:15", 200),  # of no zone
        ("Mon, 99 Nov 99999999 01:30:15 GMT", 200),
    ],
)
def test_a_time_serves_who_has_no_tag(site: Site, since: str, status: int) -> None:
    assert site.ask("/feeds/all.rss", headers={"If-Modified-Since": since}).status == status


def test_a_tag_counts_before_a_time(site: Site) -> None:
    headers = {"If-None-Match": '"old"', "If-Modified-Since": "Tue, 24 Nov 2026 00:00:00 GMT"}
    assert site.ask("/feeds/all.rss", headers=headers).status == 200


def test_head_is_get_without_the_body(site: Site) -> None:
    got, head = site.ask("/feeds/all.atom"), site.ask("/feeds/all.atom", "HEAD")
    names = ("Content-Type", "Content-Length", "ETag", "Last-Modified", "Cache-Control")
    assert (head.status, head.body) == (200, b"")
    assert [head.headers[name] for name in names] == [got.headers[name] for name in names]
    assert got.headers["Content-Length"] == str(len(got.body))
    assert site.ask("/feeds/all.atom", "HEAD", {"If-None-Match": head.headers["ETag"]}).status == 304


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_but_reading_is_allowed(site: Site, method: str) -> None:
    answer = site.ask("/feeds/all.rss", method)
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert answer.body == b"Feeds are only read: use GET or HEAD.\n"


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/",
        "/feeds/all",
        "/feeds/all.xml",
        "/feeds/none.rss",
        "/feeds/source/99.rss",
        "/feeds/source/2.rss",
        "/feeds/source/x.rss",
        "/feeds/watch/another-token-that-is-wrong.rss",
        "/feeds/watch/.rss",
        "/feeds/..%2f..%2fetc%2fpasswd.rss",
        "/feeds/all.rss%00",
        "/feeds/%ff%fe.rss",
    ],
)
def test_what_is_not_there_is_refused_in_one_plain_line(site: Site, path: str) -> None:
    answer = site.ask(path)
    assert (answer.status, answer.body) == (404, b"There is no such feed here.\n")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_a_private_source_is_served_to_who_is_signed_in_and_kept_by_no_cache_between(site: Site) -> None:
    answer = site.ask("/feeds/source/2.rss", headers=COOKIE)
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "private, no-cache")
    assert site.ask("/feeds/source/2.rss").status == 404


def test_a_watch_is_served_to_who_knows_its_token_and_kept_by_no_cache_between(site: Site) -> None:
    answer = site.ask(f"/feeds/watch/{TOKEN}.json")
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "private, no-cache")


@pytest.mark.parametrize("path", ["/feeds/all.rss", "/feeds/source/1.json"])
def test_where_feeds_are_not_public_a_stranger_is_told_what_to_do(closed: Site, path: str) -> None:
    answer = closed.ask(path)
    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"]
    assert answer.body.count(b"\n") == 1
    assert b"sign in" in answer.body


def test_where_feeds_are_not_public_sessions_and_tokens_still_open_them(closed: Site) -> None:
    answer = closed.ask("/feeds/all.rss", headers=COOKIE)
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "private, no-cache")
    assert closed.ask(f"/feeds/watch/{TOKEN}.rss").status == 200


@pytest.mark.parametrize("host", ["news.example.org", "news.example.org:8443", "[::1]:8321"])
def test_addresses_are_those_that_the_reader_used(site: Site, host: str) -> None:
    told = orjson.loads(site.ask("/feeds/all.json", headers={"Host": host}).body)
    assert told["feed_url"] == f"http://{host}/feeds/all.json"


@pytest.mark.parametrize("host", ['evil"><x', "a b", "a/b?c", "a@b:c"])
def test_a_made_up_host_is_not_repeated(site: Site, host: str) -> None:
    answer = site.ask("/feeds/all.json", headers={"Host": host})
    assert answer.status == 400 or host.encode() not in answer.body


def test_the_operators_address_is_used_where_it_is_set() -> None:
    chosen = _settings(SOKBO_BASE_URL="https://news.example.org/", SOKBO_PUBLIC_FEEDS="on")
    with _serving(Shelf(_page, time.monotonic), chosen) as site:
        told = orjson.loads(site.ask("/feeds/all.json", headers={"Host": "other.example"}).body)
    assert told["feed_url"] == "https://news.example.org/feeds/all.json"


@pytest.mark.parametrize(
    ("environ", "is_open"),
    [
        ({}, True),
        ({"SOKBO_HOST": "::1"}, True),
        ({"SOKBO_HOST": "localhost", "SOKBO_BASE_URL": "http://localhost:8321"}, True),
        ({"SOKBO_HOST": "0.0.0.0"}, False),
        ({"SOKBO_HOST": "192.168.0.7"}, False),
        ({"SOKBO_BASE_URL": "https://news.example.org"}, False),  # a proxy stands in front
        ({"SOKBO_BASE_URL": "https://news.example.org", "SOKBO_PUBLIC_FEEDS": "on"}, True),
        ({"SOKBO_PUBLIC_FEEDS": "off"}, False),
    ],
)
def test_feeds_are_public_on_loopback_and_elsewhere_as_the_operator_says(
    environ: dict[str, str], is_open: bool
) -> None:
    assert serve_feeds.open_to_all(_settings(**environ)) is is_open


def test_a_revoked_token_is_seen_by_every_process_within_a_tenth_of_a_second(sqlite_url: str, vault: Vault) -> None:
    """Two servers with a database connection each, and no Redis."""

    database, other = connect(sqlite_url), connect(sqlite_url)

    def shelf(on: Database) -> Shelf[Asked]:
        def look(feed: Asked) -> FeedPage | None:
            with on.read() as connection:
                return choose(connection, INSTALLATION, feed)

        return Shelf(look, time.monotonic)

    with database.write() as connection:
        person = people.ensure(connection).id
        watch = watches.add(connection, vault, person=person, name="금리", rule="금리", channels=[])
        found = watches.one(connection, vault, watch)
    assert found is not None
    path = f"/feeds/watch/{found.token}.atom"
    with (
        _serving(shelf(database), _settings()) as first,
        _serving(shelf(other), _settings()) as second,
    ):
        assert [site.ask(path).status for site in (first, second)] == [200, 200]
        with database.write() as connection:
            watches.remove(connection, watch)
        time.sleep(0.1)
        assert [site.ask(path).status for site in (first, second)] == [404, 404]
    database.close()
    other.close()
