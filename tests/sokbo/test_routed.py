"""A request by a route: what is meant for one host stays there, proxies pass the guard, old TLS where asked for."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import pytest
from parts import http
from parts.http import Asked, Page
from parts.raw import Raw, says

from sokbo.exchange import Fault, NetworkError, Request, Route
from sokbo.guard import Guard
from sokbo.network import Loop, get

OPEN = Guard((ip_network("127.0.0.0/8"),))
OWN = Route({"X-Key": "secret", "Cookie": "sid=secret", "Authorization": "Basic c2VjcmV0"})
Start = Callable[..., Raw]


def keys(asked: Asked) -> list[str | None]:
    return [asked.headers.get(name) for name in ("x-key", "cookie", "authorization")]


def test_own_headers_are_sent_beside_the_others(publisher: http.Server) -> None:
    publisher.pages["/"] = Page(b"news")
    answer = get(Request(publisher.url(), headers={"User-Agent": "Tester"}, route=OWN), OPEN)
    assert (answer.body, answer.moved, answer.url) == (b"news", None, publisher.url())
    assert keys(publisher.asked[0]) == ["secret", "sid=secret", "Basic c2VjcmV0"]
    assert publisher.asked[0].headers["user-agent"] == "Tester"


def test_they_follow_a_redirect_on_the_same_host(publisher: http.Server) -> None:
    publisher.pages |= {"/a": Page(status=301, headers={"Location": "/b"}), "/b": Page(b"news")}
    answer = get(Request(publisher.url("/a"), route=OWN), OPEN)
    assert (answer.body, answer.moved) == (b"news", publisher.url("/b"))
    assert keys(publisher.asked[1]) == ["secret", "sid=secret", "Basic c2VjcmV0"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_they_do_not_survive_a_redirect_to_another_host(
    publisher: http.Server, receiver: http.Server, status: int
) -> None:
    publisher.pages["/a"] = Page(status=status, headers={"Location": receiver.url("/b")})
    receiver.pages["/b"] = Page(b"news")
    answer = get(Request(publisher.url("/a"), headers={"User-Agent": "Tester"}, route=OWN), OPEN)
    assert (answer.body, answer.url, answer.moved) == (b"news", receiver.url("/b"), None)
    assert keys(receiver.asked[0]) == [None, None, None]
    assert receiver.asked[0].headers["user-agent"] == "Tester"


def test_back_home_they_are_sent_again(publisher: http.Server, receiver: http.Server) -> None:
    publisher.pages |= {"/a": Page(status=302, headers={"Location": receiver.url("/b")}), "/c": Page(b"news")}
    receiver.pages["/b"] = Page(status=302, headers={"Location": publisher.url("/c")})
    get(Request(publisher.url("/a"), route=OWN), OPEN)
    assert [keys(asked)[0] for asked in publisher.asked] == ["secret", "secret"]


def test_redirects_end_somewhere(publisher: http.Server) -> None:
    publisher.pages["/a"] = Page(status=302, headers={"Location": "/a"})
    with pytest.raises(NetworkError) as caught:
        get(Request(publisher.url("/a"), route=OWN, max_redirects=3), OPEN)
    assert caught.value.kind is Fault.REDIRECTS
    assert len(publisher.asked) == 4


def test_a_redirect_to_what_can_not_be_fetched_is_refused(publisher: http.Server) -> None:
    publisher.pages["/a"] = Page(status=302, headers={"Location": "ftp://127.0.0.1/x"})
    with pytest.raises(NetworkError) as caught:
        get(Request(publisher.url("/a"), route=OWN), OPEN)
    assert caught.value.kind is Fault.ADDRESS


def test_a_redirect_to_a_private_address_is_refused(publisher: http.Server) -> None:
    publisher.pages["/a"] = Page(status=302, headers={"Location": "http://10.0.0.1/"})
    with pytest.raises(NetworkError) as caught:
        get(Request(publisher.url("/a"), route=OWN), OPEN)
    assert caught.value.kind is Fault.REFUSED


def test_one_sources_route_serves_no_other(publisher: http.Server) -> None:
    publisher.pages |= {"/a": Page(b"a"), "/b": Page(b"b")}
    loop: Loop[str] = Loop(OPEN, 1)
    for path, route in (("/a", OWN), ("/b", None)):
        loop.start(path, Request(publisher.url(path), route=route))
        while not loop.finished():
            loop.wait(5)
    loop.close()
    assert keys(publisher.asked[1]) == [None, None, None]


# --- proxies ----------------------------------------------------------------------------------------------------------


def test_a_proxy_is_asked_in_place_of_the_host(publisher: http.Server) -> None:
    publisher.answer = lambda asked: Page(asked.path.encode())
    answer = get(Request("http://news.invalid/rss", route=Route(proxy=publisher.url().rstrip("/"))), OPEN)
    assert answer.body == b"http://news.invalid/rss"


def test_a_proxy_on_a_private_network_passes_the_guard_like_any_other_host(publisher: http.Server) -> None:
    with pytest.raises(NetworkError) as caught:
        get(Request("http://news.invalid/rss", route=Route(proxy=publisher.url().rstrip("/"))), Guard())
    assert caught.value.kind is Fault.REFUSED
    assert publisher.asked == []


@pytest.mark.parametrize(
    "host", ["10.0.0.1", "169.254.169.254", "0x7f.1", "2130706433", "[::1]", "localhost", "a.localhost"]
)
def test_a_proxy_is_no_way_around_the_guard(publisher: http.Server, host: str) -> None:
    here = Guard(exact=(("127.0.0.1", publisher.port),))
    with pytest.raises(NetworkError) as caught:
        get(Request(f"http://{host}/rss", route=Route(proxy=publisher.url().rstrip("/"))), here)
    assert caught.value.kind is Fault.REFUSED
    assert publisher.asked == []


# --- old TLS ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def old_tls(serve_raw: Start, certificate: Path) -> Raw:
    """A server that stopped at TLS 1.0."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.maximum_version = ssl.TLSVersion.TLSv1
    server: Raw = serve_raw(says(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nold"), context)
    return server


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_old_tls_is_spoken_only_where_it_was_asked_for(old_tls: Raw, certificate: Path) -> None:
    with pytest.raises(NetworkError) as caught:
        get(Request(old_tls.url), replace(OPEN, ca_file=str(certificate)))
    assert caught.value.kind is Fault.TLS
    answer = get(Request(old_tls.url, route=Route(legacy_tls=True)), replace(OPEN, ca_file=str(certificate)))
    assert answer.body == b"old"


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_the_certificate_is_checked_there_too(old_tls: Raw) -> None:
    with pytest.raises(NetworkError) as caught:
        get(Request(old_tls.url, route=Route(legacy_tls=True)), OPEN)
    assert caught.value.kind is Fault.TLS


def test_slots_come_back_after_routes_that_ended_well_or_not(publisher: http.Server) -> None:
    publisher.pages |= {"/a": Page(b"a"), "/loop": Page(status=302, headers={"Location": "/loop"})}
    loop: Loop[int] = Loop(OPEN, 3)
    addresses = [publisher.url("/a"), publisher.url("/loop"), "http://10.0.0.1/", "ftp://127.0.0.1/"]
    tags = []
    for n in range(12):
        loop.start(n, Request(addresses[n % 4], route=OWN, max_redirects=2))
        if not loop.free:
            loop.wait(5)
        tags += [tag for tag, _ in loop.finished()]
    while loop.in_flight:
        loop.wait(5)
        tags += [tag for tag, _ in loop.finished()]
    assert (sorted(tags), loop.free) == (list(range(12)), 3)
    loop.close()
