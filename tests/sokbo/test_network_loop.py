from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import pytest
from parts import http
from parts.http import Page
from parts.raw import Raw, says

from sokbo.exchange import Fault, NetworkError, Request, Response, Route
from sokbo.guard import Guard
from sokbo.network import Loop, get

OPEN = Guard((ip_network("127.0.0.0/8"),))
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
Start = Callable[..., Raw]


def silent(connection: socket.socket) -> None:
    """Read on, and answer nothing, until the other side hangs up."""
    connection.recv(1)


@pytest.fixture
def loop() -> Iterator[Loop[int]]:
    made: Loop[int] = Loop(OPEN, 5)
    yield made
    made.close()


def land(loop: Loop[int], count: int) -> dict[int, Response | NetworkError]:
    """The next answers by their tags."""
    landed: dict[int, Response | NetworkError] = {}
    while len(landed) < count:
        loop.wait(5)
        done = dict(loop.finished())
        assert done, "nothing finished in time"
        landed |= done
    return landed


def test_every_answer_comes_back_with_its_tag(loop: Loop[int], publisher: http.Server) -> None:
    publisher.answer = lambda asked: Page(asked.path.encode())
    landed: dict[int, Response | NetworkError] = {}
    for first in range(0, 30, 5):
        for tag in range(first, first + 5):
            loop.start(tag, Request(publisher.url(f"/{tag}")))
        assert (loop.in_flight, loop.free) == (5, 0)
        landed |= land(loop, 5)
    assert (loop.in_flight, loop.free) == (0, 5)
    assert {tag: a.body.decode() for tag, a in landed.items() if isinstance(a, Response)} == {
        i: f"/{i}" for i in range(30)
    }


def test_a_slow_source_holds_only_its_own_slot(loop: Loop[int], serve_raw: Start) -> None:
    let_go = threading.Event()

    def dawdle(connection: socket.socket) -> None:
        let_go.wait(10)
        connection.sendall(OK)

    slow, quick = serve_raw(dawdle), serve_raw(says(OK))
    loop.start(0, Request(slow.url))
    for tag in range(1, 10):
        loop.start(tag, Request(quick.url))
        assert list(land(loop, 1)) == [tag]
    let_go.set()
    assert list(land(loop, 1)) == [0]


def test_a_connection_is_used_again(loop: Loop[int], serve_raw: Start) -> None:
    def answer(connection: socket.socket) -> None:
        for _ in range(3):
            connection.sendall(OK)
            connection.recv(65536)

    server = serve_raw(answer)
    for tag in range(3):
        loop.start(tag, Request(server.url))
        land(loop, 1)
    assert server.connections == 1


def test_a_fault_is_an_answer_too(loop: Loop[int], serve_raw: Start) -> None:
    loop.start(1, Request("no address"))
    loop.start(2, Request("http://127.0.0.1:1/"))
    loop.start(3, Request(serve_raw(says(OK)).url))
    landed = land(loop, 3)
    assert {tag: a.kind for tag, a in landed.items() if isinstance(a, NetworkError)} == {
        1: Fault.ADDRESS,
        2: Fault.DEAD,
    }
    assert loop.free == 5


def test_limits_are_each_requests_own_though_slots_are_used_again(serve_raw: Start) -> None:
    server = serve_raw(says(b"HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n" + bytes(2000)))
    loop: Loop[int] = Loop(OPEN, 1)
    kinds = []
    for limit in (1000, 3000, 1000):
        loop.start(limit, Request(server.url, max_bytes=limit))
        kinds.append(isinstance(land(loop, 1)[limit], Response))
    loop.close()
    assert kinds == [False, True, False]


def test_there_are_only_so_many_slots(loop: Loop[int], serve_raw: Start) -> None:
    server = serve_raw(silent)
    for tag in range(5):
        loop.start(tag, Request(server.url))
    with pytest.raises(IndexError):
        loop.start(5, Request(server.url))


def test_another_thread_ends_the_wait(loop: Loop[int]) -> None:
    threading.Timer(0.05, loop.wake).start()
    loop.wait(600)  # longer than a test may take
    assert loop.finished() == []


def test_a_wake_before_the_wait_is_not_lost(loop: Loop[int]) -> None:
    for _ in range(100_000):
        loop.wake()
    loop.wait(600)
    assert loop.finished() == []


def test_a_wait_with_nothing_to_do_ends_in_its_time(loop: Loop[int]) -> None:
    loop.wait(0)
    loop.wait(0.01)
    assert loop.finished() == []


def test_a_loop_closes_with_requests_under_way(serve_raw: Start) -> None:
    server = serve_raw(silent)
    loop: Loop[int] = Loop(OPEN, 3)
    for tag in range(3):
        loop.start(tag, Request(server.url))
    loop.wait(0.05)
    loop.close()
    loop.wake()


# --- TLS --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def safe(certificate: Path, serve_raw: Start) -> Raw:
    """A server that speaks TLS with that certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return serve_raw(says(OK), context)


def test_a_certificate_that_nobody_vouches_for_is_refused(safe: Raw) -> None:
    with pytest.raises(NetworkError) as caught:
        get(Request(safe.url), OPEN)
    assert caught.value.kind is Fault.TLS
    assert "certificate" in str(caught.value)
    assert not any(safe.asked)


def test_a_certificate_of_ones_own_is_trusted_where_it_is_given(safe: Raw, certificate: Path) -> None:
    assert get(Request(safe.url), replace(OPEN, ca_file=str(certificate))).body == b"ok"
    assert get(Request(safe.url, route=Route({"X-Key": "1"})), replace(OPEN, ca_file=str(certificate))).body == b"ok"


def test_a_proxy_s_certificate_is_checked_in_the_same_way(safe: Raw, certificate: Path) -> None:
    by_proxy = Request("http://news.invalid/", route=Route(proxy=safe.url.rstrip("/")))
    with pytest.raises(NetworkError) as caught:
        get(by_proxy, OPEN)
    assert "certificate" in str(caught.value)
    assert get(by_proxy, replace(OPEN, ca_file=str(certificate))).body == b"ok"


def test_a_certificate_for_another_name_is_refused(safe: Raw, certificate: Path) -> None:
    with pytest.raises(NetworkError) as caught:
        get(Request(safe.url.replace("127.0.0.1", "localhost")), replace(OPEN, ca_file=str(certificate)))
    assert caught.value.kind is Fault.TLS


def test_tls_where_there_is_none_says_so(publisher: http.Server) -> None:
    with pytest.raises(NetworkError) as caught:
        get(Request(publisher.url().replace("http:", "https:"), timeout_s=5), OPEN)
    assert caught.value.kind is Fault.TLS


def test_large_bodies_that_come_together_wait_for_one_another_and_come_whole(
    loop: Loop[int], publisher: http.Server
) -> None:
    publisher.answer = lambda asked: Page(asked.path.encode() * 1_000_000)
    for tag in range(5):
        loop.start(tag, Request(publisher.url(f"/{tag}")))
    landed = land(loop, 5)
    assert {tag: (len(a.body), a.body[:2].decode()) for tag, a in landed.items() if isinstance(a, Response)} == {
        tag: (2_000_000, f"/{tag}") for tag in range(5)
    }
