"""Polling the web servers that publishers run: nginx, Caddy and Python's, as Debian packages them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from parts import webservers
from parts.line import open_desk
from parts.tree import until
from parts.webservers import SERVERS, Authority, Web
from parts.workers import running_redis, working

from sokbo.exchange import Fault, NetworkError, Request, Response, Route
from sokbo.guard import Guard
from sokbo.model import Source, SourceState
from sokbo.network import Loop, get
from sokbo.queries import sources
from worker import fetch
from worker.fetch import Outcome
from worker.read import read

pytestmark = pytest.mark.slow
SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2025, 6, 26, 15, tzinfo=SEOUL)
PACKED = {"nginx": "br", "caddy": "gzip", "python": None}


def feed(*titles: str) -> str:
    items = "".join(
        f"<item><title>{title}</title><link>https://news.example/{n}</link>"
        f"<pubDate>Thu, 26 Jun 2025 14:0{n}:00 +0900</pubDate></item>"
        for n, title in enumerate(titles)
    )
    return f"<rss version='2.0'><channel><title>한빛일보</title>{items}</channel></rss>"


HEADLINES = ("나루은행 새 행장 선임", "한빛전자 공장 멈춰", "오늘의 날씨")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return webservers.authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Iterator[dict[str, Web]]:
    """The three at once."""
    if wanted := [said for name in SERVERS if (said := webservers.lacking(name))]:
        if os.environ.get("CI"):
            pytest.fail("; ".join(wanted))
        pytest.skip("; ".join(wanted))
    nginx, caddy, python = (tmp_path_factory.mktemp(name) for name in SERVERS)
    with (
        webservers.nginx(nginx, authority) as first,
        webservers.caddy(caddy, authority) as second,
        webservers.python(python, authority) as third,
    ):
        yield {"nginx": first, "caddy": second, "python": third}


@pytest.fixture(params=SERVERS)
def name(request: pytest.FixtureRequest) -> str:
    named: str = request.param
    return named


@pytest.fixture
def web(running: dict[str, Web], name: str) -> Web:
    found = running[name]
    found.put("rss.xml", feed(*HEADLINES))
    return found


@pytest.fixture(params=[False, True], ids=["plain", "TLS"])
def tls(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def guard(authority: Authority) -> Guard:
    """Loopback is open, and the local authority is believed."""
    return Guard((ip_network("127.0.0.0/8"),), ca_file=str(authority.ca_file))


def source(url: str) -> Source:
    """A source that was never asked."""
    at = datetime(2025, 6, 26, tzinfo=UTC)
    return Source(
        1, url, "n", "n", None, SourceState.ACTIVE, False, None, 60, at, True, None, None, None, None, None, None, 0,
        None, 1,
    )  # fmt: skip


def ask(of: Source, guard: Guard) -> tuple[Response, fetch.Fetched]:
    answer = get(fetch.request(of, of.url, fetch.user_agent("")), guard)
    return answer, fetch.outcome(of, answer, NOW)


def test_a_feed_is_read(web: Web, tls: bool, guard: Guard) -> None:
    _, found = ask(source(web.url("/rss.xml", tls=tls)), guard)
    assert (found.outcome, found.status) == (Outcome.CHANGED, 200)
    document = read(found.body, url=found.url, content_type=found.content_type, at=NOW, zone=SEOUL)
    assert [entry.title for entry in document.entries] == [*HEADLINES]


def test_it_comes_packed_where_the_server_can(web: Web, name: str, tls: bool, guard: Guard) -> None:
    answer, _ = ask(source(web.url("/rss.xml", tls=tls)), guard)
    assert answer.headers.get("content-encoding") == PACKED[name]
    assert answer.body.decode() == feed(*HEADLINES)


def test_gzip_is_unpacked_too(web: Web, name: str, guard: Guard) -> None:
    answer = get(Request(web.url("/rss.xml"), headers={"Accept-Encoding": "gzip"}), guard)
    assert answer.headers.get("content-encoding") == ("gzip" if PACKED[name] else None)
    assert answer.body.decode() == feed(*HEADLINES)


def test_by_tls_it_comes_by_http_2_where_the_server_can(web: Web, name: str, tls: bool, guard: Guard) -> None:
    answer, _ = ask(source(web.url("/rss.xml", tls=tls)), guard)
    assert answer.headers["x-protocol"] == ("HTTP/2.0" if tls and name != "python" else "HTTP/1.1")


@pytest.mark.parametrize("by", ["etag", "last_modified", "both"])
def test_what_has_not_changed_is_not_sent_again(web: Web, name: str, tls: bool, guard: Guard, by: str) -> None:
    asked = source(web.url("/rss.xml", tls=tls))
    _, first = ask(asked, guard)
    assert first.last_modified
    assert bool(first.etag) is (name != "python")
    if by == "etag" and not first.etag:
        return
    known = first
    for _ in range(2):  # once more with what came with the 304: nginx calls the same file weak and strong in turn
        etag = known.etag if by != "last_modified" else None
        modified = known.last_modified if by != "etag" else None
        answer, found = ask(replace(asked, etag=etag, last_modified=modified), guard)
        assert (answer.status, answer.body, found.outcome) == (304, b"", Outcome.UNCHANGED)
        known = replace(found, etag=found.etag or known.etag, last_modified=found.last_modified or known.last_modified)


def test_what_has_changed_is_sent(web: Web, tls: bool, guard: Guard) -> None:
    asked = source(web.url("/rss.xml", tls=tls))
    _, first = ask(asked, guard)
    web.put("rss.xml", feed("[속보] 한빛전자 새 공장", *HEADLINES), age_s=600)
    answer, second = ask(replace(asked, etag=first.etag, last_modified=first.last_modified), guard)
    assert (answer.status, second.outcome) == (200, Outcome.CHANGED)
    assert second.body != first.body


def test_many_at_once_share_connections(web: Web, name: str, guard: Guard) -> None:
    loop: Loop[int] = Loop(guard, 20)
    for _ in range(3):
        for tag in range(20):
            loop.start(tag, Request(web.url("/rss.xml", tls=True)))
        answers: list[Response | NetworkError] = []
        while len(answers) < 20:
            loop.wait(10)
            answers += [answer for _, answer in loop.finished()]
        assert {answer.status for answer in answers if isinstance(answer, Response)} == {200}
    loop.close()


# --- whose word is taken ----------------------------------------------------------------------------------------------


def test_an_authority_that_nobody_named_is_not_believed(web: Web, guard: Guard) -> None:
    with pytest.raises(NetworkError) as caught:
        get(Request(web.url("/rss.xml", tls=True)), replace(guard, ca_file=None))
    assert caught.value.kind is Fault.TLS


def test_the_machine_s_own_authorities_are_believed_beside_it(
    web: Web, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(authority.ca_file, tmp_path / "ours.pem")
    subprocess.run(["openssl", "rehash", str(tmp_path)], check=True)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    (tmp_path / "elsewhere").mkdir()
    another = webservers.authority(tmp_path / "elsewhere", "Somebody else")
    guard = Guard((ip_network("127.0.0.0/8"),), ca_file=str(another.ca_file))
    assert get(Request(web.url("/rss.xml", tls=True)), guard).status == 200


def test_tls_as_old_as_1_0_is_spoken_where_a_source_needs_it(running: dict[str, Web], guard: Guard) -> None:
    running["nginx"].put("rss.xml", feed(*HEADLINES))
    url = f"https://127.0.0.1:{running['nginx'].old_tls_port}/rss.xml"
    with pytest.raises(NetworkError) as caught:
        get(Request(url), guard)
    assert caught.value.kind is Fault.TLS
    assert get(Request(url, route=Route(legacy_tls=True)), guard).body.decode() == feed(*HEADLINES)


# --- a worker ---------------------------------------------------------------------------------------------------------


def test_a_worker_polls_them_all(
    running: dict[str, Web], authority: Authority, database_url: str, tmp_path: Path
) -> None:
    (tmp_path / "sokbo.toml").write_text(f'ca_file = "{authority.ca_file}"\n')
    desk = open_desk(database_url, tmp_path)
    for web in running.values():
        web.put("rss.xml", feed(*HEADLINES))
    numbers = [desk.add_source(web.url("/rss.xml", tls=True), name=name) for name, web in running.items()]
    assert [len(desk.history(number)) for number in numbers] == [3, 3, 3]
    with running_redis() as redis, working(desk.line.settings, redis.url, tmp_path / "log", "poll"):
        until(lambda: all(one.last_polled for one in desk.read(sources.every)), "the first polls", 60)
        for web in running.values():
            web.put("rss.xml", feed(*HEADLINES, "[속보] 한빛전자 새 공장"), age_s=5)
        until(lambda: all(len(desk.history(number)) == 4 for number in numbers), "the new headlines", 60)
        found = desk.read(sources.every)
    assert [(one.failures, one.last_error) for one in found] == [(0, None)] * 3
    assert [bool(one.etag) for one in found] == [True, True, False]
    desk.close()
