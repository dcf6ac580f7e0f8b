"""Sources that lie, stall, flood and break off: each ends in one line, soon, and with little read."""

from __future__ import annotations

import socket
import time
import zlib
from base64 import b64decode
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_network
from typing import Any

import pytest
from parts.raw import Answer, Raw, redirects, says

from sokbo import transfer
from sokbo.exchange import Fault, NetworkError, Request
from sokbo.guard import Guard
from sokbo.network import get

OPEN = Guard((ip_network("127.0.0.0/8"),))
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
BROTLI_BOMB = b64decode(
    "z///f/gnAOKxQCD3/p/////wTwDEYQGA7v0/////4Z8AiMMiAN37f/7//8M/ARCHBQC69//8//+HfwIgDgsAdO//8x+8Hv8EQBwWAOhi1wM="
)
"""A hundred megabytes of zeros in eighty bytes."""
Start = Callable[..., Raw]


def fault(url: str, **limits: Any) -> NetworkError:
    """Why there is no answer, which must be one line."""
    with pytest.raises(NetworkError) as caught:
        get(Request(url, **limits), OPEN)
    assert len(str(caught.value).splitlines()) == 1
    return caught.value


def pours(head: bytes, piece: bytes, times: int) -> tuple[Answer, list[int]]:
    """Send a piece again and again; how often the receiver let it."""
    sent = [0]

    def answer(connection: socket.socket) -> None:
        connection.sendall(head)
        for _ in range(times):
            connection.sendall(piece)
            sent[0] += 1

    return answer, sent


def drips(head: bytes, piece: bytes, every_s: float) -> Answer:
    """Send a piece now and then, for as long as the other side stays."""

    def answer(connection: socket.socket) -> None:
        connection.sendall(head)
        for _ in range(1000):
            time.sleep(every_s)
            connection.sendall(piece)

    return answer


# --- too much ---------------------------------------------------------------------------------------------------------


def test_a_hundred_megabytes_are_refused_at_their_announcement(serve_raw: Start) -> None:
    answer, sent = pours(HEAD + b"Content-Length: 100000000\r\n\r\n", bytes(1_000_000), 100)
    error = fault(serve_raw(answer).url, max_bytes=1_000_000)
    assert error.kind is Fault.LARGE
    assert "more than 1 MB" in str(error)
    assert sent[0] < 20


def test_a_body_without_an_end_is_cut_at_the_limit(serve_raw: Start) -> None:
    answer, sent = pours(HEAD + b"\r\n", bytes(1_000_000), 100)
    assert fault(serve_raw(answer).url, max_bytes=1_000_000).kind is Fault.LARGE
    assert sent[0] < 20


def test_chunks_without_an_end_are_cut_at_the_limit(serve_raw: Start) -> None:
    answer, sent = pours(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"F4240\r\n" + bytes(1_000_000) + b"\r\n", 100)
    assert fault(serve_raw(answer).url, max_bytes=1_000_000).kind is Fault.LARGE
    assert sent[0] < 20


def test_a_body_of_exactly_the_limit_passes(serve_raw: Start) -> None:
    server = serve_raw(says(HEAD + b"\r\n" + bytes(5000)))
    assert len(get(Request(server.url, max_bytes=5000), OPEN).body) == 5000
    assert fault(server.url, max_bytes=4999).kind is Fault.LARGE


def test_where_only_the_status_matters_a_long_body_is_cut(serve_raw: Start) -> None:
    answer, sent = pours(HEAD + b"Content-Length: 100000000\r\n\r\n", bytes(1_000_000), 100)
    response = get(Request(serve_raw(answer).url, method="POST", body=b"x", max_bytes=64_000, cut_body=True), OPEN)
    assert (response.status, len(response.body)) == (200, 64_000)
    assert sent[0] < 20


@pytest.mark.parametrize("wbits", [31, 15, -15], ids=["gzip", "deflate", "raw deflate"])
def test_a_bomb_is_measured_by_what_comes_out(serve_raw: Start, wbits: int) -> None:
    squeeze = zlib.compressobj(9, wbits=wbits)
    bomb = b"".join(squeeze.compress(bytes(1_000_000)) for _ in range(200)) + squeeze.flush()
    assert len(bomb) < 300_000
    coding = b"gzip" if wbits == 31 else b"deflate"
    head = HEAD + b"Content-Encoding: %s\r\nContent-Length: %d\r\n\r\n" % (coding, len(bomb))
    assert fault(serve_raw(says(head + bomb)).url, max_bytes=1_000_000).kind is Fault.LARGE


def test_a_bomb_of_brotli_too(serve_raw: Start) -> None:
    head = HEAD + b"Content-Encoding: br\r\nContent-Length: %d\r\n\r\n" % len(BROTLI_BOMB)
    assert fault(serve_raw(says(head + BROTLI_BOMB)).url, max_bytes=1_000_000).kind is Fault.LARGE


def test_a_bomb_in_a_bomb_is_measured_too(serve_raw: Start) -> None:
    inner = zlib.compressobj(9, wbits=31)
    once = b"".join(inner.compress(bytes(1_000_000)) for _ in range(200)) + inner.flush()
    outer = zlib.compressobj(9, wbits=31)
    twice = outer.compress(once) + outer.flush()
    head = HEAD + b"Content-Encoding: gzip, gzip\r\nContent-Length: %d\r\n\r\n" % len(twice)
    assert fault(serve_raw(says(head + twice)).url, max_bytes=1_000_000).kind is Fault.LARGE


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\n" + b"X-A: " + b"a" * 1_000_000,
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (i, b"a" * 1000) for i in range(2000)),
        b"HTTP/1.1 200 OK\r\n" + b"X: 1\r\n" * 100_000,
        b"HTTP/1.1 " + b"2" * 1_000_000,
    ],
    ids=["one long", "many long", "many short", "status line"],
)
def test_headers_are_limited(serve_raw: Start, head: bytes) -> None:
    error = fault(serve_raw(says(head + b"\r\n\r\n")).url, timeout_s=5)
    assert error.kind in {Fault.LARGE, Fault.BROKEN}


def test_trailers_without_an_end_are_limited(serve_raw: Start) -> None:
    head = HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n"
    answer, sent = pours(head, b"X: " + b"a" * 10_000 + b"\r\n", 10_000)
    assert fault(serve_raw(answer).url, timeout_s=5).kind in {Fault.LARGE, Fault.BROKEN}
    assert sent[0] < 1000


def test_interim_answers_without_an_end_are_limited(serve_raw: Start) -> None:
    answer, sent = pours(b"", b"HTTP/1.1 100 Continue\r\nX: " + b"a" * 10_000 + b"\r\n\r\n", 10_000)
    assert fault(serve_raw(answer).url, timeout_s=5).kind in {Fault.LARGE, Fault.BROKEN}
    assert sent[0] < 1000


# --- too slow ---------------------------------------------------------------------------------------------------------


def test_a_server_that_says_nothing_is_left(serve_raw: Start) -> None:
    error = fault(serve_raw(drips(b"", b"", 0.05)).url, timeout_s=0.2)
    assert error.kind is Fault.SLOW
    assert "no whole answer within 0.2 s" in str(error)


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\nX: ", HEAD + b"\r\n"], ids=["header", "body"])
def test_a_drip_is_left_when_its_time_is_over(serve_raw: Start, head: bytes) -> None:
    assert fault(serve_raw(drips(head, b"a", 0.02)).url, timeout_s=0.3).kind is Fault.SLOW


def test_a_drip_is_left_before_its_time_is_over(serve_raw: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "DRIP_S", 1)
    error = fault(serve_raw(drips(HEAD + b"\r\n", b"a", 0.1)).url, timeout_s=20)
    assert (error.kind, "sends too slowly" in str(error)) == (Fault.SLOW, True)


def test_nobody_answers_the_knock() -> None:
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for waiting in (first, second):  # they fill the queue; the next one is not let in
            waiting.setblocking(False)
            with suppress(BlockingIOError):
                waiting.connect(full.getsockname())
        error = fault(f"http://127.0.0.1:{full.getsockname()[1]}/", connect_timeout_s=0.2)
    assert error.kind is Fault.SLOW
    assert "no connection within 0.2 s" in str(error)


# --- round and round --------------------------------------------------------------------------------------------------


def test_a_redirect_loop_ends(serve_raw: Start) -> None:
    server = serve_raw(redirects("/again"))
    error = fault(server.url, max_redirects=3)
    assert error.kind is Fault.REDIRECTS
    assert len(server.asked) == 4


@pytest.mark.parametrize(
    "to",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "gopher://127.0.0.1:6379/_FLUSHALL",
        "javascript:alert(1)",
        "dict://127.0.0.1/",
    ],
)
def test_a_redirect_leads_to_http_only(serve_raw: Start, to: str) -> None:
    assert fault(serve_raw(redirects(to)).url).kind in {Fault.ADDRESS, Fault.BROKEN}


@pytest.mark.parametrize("to", ["http://[:::", "http://a:b:c/", "//a b/", "http://\x01/"])
def test_a_redirect_to_nonsense_is_one_line(serve_raw: Start, to: str) -> None:
    assert fault(serve_raw(redirects(to)).url).kind in {Fault.ADDRESS, Fault.BROKEN}


@pytest.mark.parametrize("status", ["301Moved", " 301", "301"])
def test_a_sloppy_status_line_stops_nothing(serve_raw: Start, status: str) -> None:
    there = serve_raw(says(HEAD + b"Content-Length: 2\r\n\r\nok"))
    try:
        assert get(Request(serve_raw(redirects(there.url, status)).url), OPEN).body == b"ok"
    except NetworkError as error:
        assert error.kind is Fault.BROKEN  # noqa: PT017 - either will do, an exception of another kind will not


# --- broken -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\1\2\3" * 500,
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"<html>no headers at all</html>",
        b"HTTP/1.1 two hundred\r\n\r\n",
        b"HTTP/9.9 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\ncut",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nno\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\nnot gzip!",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: rot13\r\nContent-Length: 2\r\n\r\nab",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nab",
    ],
)
def test_garbage_and_half_answers_are_no_answers(serve_raw: Start, data: bytes) -> None:
    error = fault(serve_raw(says(data)).url, timeout_s=5)
    assert error.kind is Fault.BROKEN, error


@pytest.mark.parametrize(
    "url",
    [
        "",
        "foo",
        "http://",
        "http:///x",
        "ftp://example.org/",
        "htp://x",
        "http://[::1",
        "http://127.0.0.1:99999/",
        "http:127.0.0.1/",
    ],
)
def test_what_is_no_address_is_asked_nowhere(url: str) -> None:
    assert fault(url).kind is Fault.ADDRESS


def test_a_dead_port_and_an_impossible_name_say_so() -> None:
    assert fault("http://127.0.0.1:1/").kind is Fault.DEAD
    assert fault(f"http://{'a' * 64}.example/").kind is Fault.NAME
