"""Every spelling of a way to the inside ends at the guard, and nobody inside hears a knock."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_network

import pytest
from parts import http
from parts.http import Page
from parts.raw import Raw, redirects, says

from sokbo.exchange import Fault, NetworkError, Request
from sokbo.guard import Guard
from sokbo.network import Loop, get

Start = Callable[..., Raw]

SPELLINGS = [
    "http://127.0.0.1:{port}/",
    "http://127.1:{port}/",
    "http://127.0.1:{port}/",
    "http://2130706433:{port}/",
    "http://0x7f000001:{port}/",
    "http://0x7f.0.0.1:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://017700000001:{port}/",
    "http://0177.0x0.0.1:{port}/",
    "http://127.0.0.1.:{port}/",
    "http://0:{port}/",
    "http://0.0.0.0:{port}/",
    "http://localhost:{port}/",
    "http://LOCALHOST:{port}/",
    "http://localhost.:{port}/",
    "http://anything.localhost:{port}/",
    "http://[::1]:{port}/",
    "http://[0:0:0:0:0:0:0:1]:{port}/",
    "http://[::]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://[::127.0.0.1]:{port}/",
    "http://[64:ff9b::127.0.0.1]:{port}/",
    "http://[::1%25lo]:{port}/",
    "http://%31%32%37.0.0.1:{port}/",
    "http://①②⑦.⓪.⓪.①:{port}/",
    "http://127。0。0。1:{port}/",
    "http://example.org@127.0.0.1:{port}/",
    "http://example.org:80@127.0.0.1:{port}/",
    "http://example.org%40@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}#@example.org/",
    "http://127.0.0.1:{port}?@example.org/",
    "HTTP://127.0.0.1:{port}/",
    "https://127.0.0.1:{port}/",
    "http://127.0.0.1:{port}/..%2f..%2f",
]


@pytest.fixture
def inside(serve_raw: Start) -> Raw:
    """A server on loopback that nobody was allowed to reach."""
    return serve_raw(says(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret"))


def refused(url: str, guard: Guard, **more: object) -> NetworkError:
    with pytest.raises(NetworkError) as caught:
        get(Request(url, connect_timeout_s=2, **more), guard)  # type: ignore[arg-type]
    return caught.value


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_spelling_leads_inside(inside: Raw, spelling: str) -> None:
    error = refused(spelling.format(port=inside.port), Guard())
    assert error.kind in {Fault.REFUSED, Fault.NAME, Fault.ADDRESS}
    assert inside.connections == 0


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://0x7f.1:{port}/"])
def test_a_refusal_says_what_was_refused(inside: Raw, url: str) -> None:
    error = refused(url.format(port=inside.port), Guard())
    assert error.kind is Fault.REFUSED
    assert "a loopback address" in str(error)
    assert "SOKBO_ALLOW_ADDRESSES" in str(error)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_redirect_leads_inside(serve_raw: Start, inside: Raw, spelling: str) -> None:
    url = spelling.format(port=inside.port)
    outside = serve_raw(redirects(url))
    guard = Guard(exact=(("127.0.0.1", outside.port),))
    assert refused(outside.url, guard).kind in {Fault.REFUSED, Fault.NAME, Fault.ADDRESS}
    assert (outside.connections, inside.connections) == (1, 0)


def test_a_post_is_guarded_alike(inside: Raw) -> None:
    assert refused(inside.url, Guard(), method="POST", body=b"x").kind is Fault.REFUSED
    assert inside.connections == 0


def test_the_operators_networks_are_open(publisher: http.Server) -> None:
    publisher.pages["/"] = Page(b"own")
    guard = Guard((ip_network("127.0.0.0/8"),))
    assert get(Request(publisher.url()), guard).body == b"own"
    by_name = f"http://localhost:{publisher.port}/"  # ::1 is tried and refused first, where it is known
    assert get(Request(by_name), guard).body == b"own"


def test_a_guard_is_its_loops_own_and_connections_are_not_shared(publisher: http.Server) -> None:
    publisher.pages["/"] = Page(b"own")
    open_loop: Loop[str] = Loop(Guard((ip_network("127.0.0.0/8"),)), 2)
    shut_loop: Loop[str] = Loop(Guard(), 2)
    for loop in (open_loop, shut_loop):
        loop.start("x", Request(publisher.url()))
        loop.wait(5)
    assert [type(a) is NetworkError for _, a in open_loop.finished()] == [False]
    assert [type(a) is NetworkError for _, a in shut_loop.finished()] == [True]
    open_loop.close()
    shut_loop.close()
