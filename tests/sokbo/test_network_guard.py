"""What the guard says, and what it opens; the ways that it refuses are in `test_guard_table`."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_network

import pytest
from parts import http
from parts.http import Page
from parts.raw import Raw, says

from sokbo.exchange import Fault, NetworkError, Request
from sokbo.guard import Guard
from sokbo.network import Loop, get

Start = Callable[..., Raw]


@pytest.fixture
def inside(serve_raw: Start) -> Raw:
    """A server on loopback that nobody was allowed to reach."""
    return serve_raw(says(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret"))


def refused(url: str, guard: Guard, **more: object) -> NetworkError:
    with pytest.raises(NetworkError) as caught:
        get(Request(url, connect_timeout_s=2, **more), guard)  # type: ignore[arg-type]
    return caught.value


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://0x7f.1:{port}/"])
def test_a_refusal_says_what_was_refused(inside: Raw, url: str) -> None:
    error = refused(url.format(port=inside.port), Guard())
    assert error.kind is Fault.REFUSED
    assert "a loopback address" in str(error)
    assert "SOKBO_ALLOW_ADDRESSES" in str(error)


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
