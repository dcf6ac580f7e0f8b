from __future__ import annotations

import gzip
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parts import http
from parts.http import Asked, Page
from parts.raw import Raw, redirects, says

from sokbo.exchange import Fault, NetworkError, Request, host_of, on_the_wire
from sokbo.guard import Guard
from sokbo.network import Loop, get

OPEN = Guard((ip_network("127.0.0.0/8"),))
Start = Callable[..., Raw]


def test_an_answer_comes_whole(publisher: http.Server) -> None:
    publisher.pages["/feed"] = Page("가나다".encode(), "text/xml", headers={"ETag": '"1"'})
    answer = get(Request(publisher.url("/feed"), headers={"User-Agent": "Tester", "X-Empty": ""}), OPEN)
    assert (answer.status, answer.url, answer.moved) == (200, publisher.url("/feed"), None)
    assert (answer.body.decode(), answer.remote_ip) == ("가나다", "127.0.0.1")
    assert (answer.headers["etag"], answer.headers["content-type"]) == ('"1"', "text/xml")
    assert answer.elapsed_s > 0
    sent = publisher.asked[0].headers
    assert (sent["user-agent"], sent["x-empty"]) == ("Tester", "")


def test_a_status_that_is_no_success_is_an_answer_too(publisher: http.Server) -> None:
    publisher.pages["/sad"] = Page(b"sad", status=503, headers={"Retry-After": "9"})
    answer = get(Request(publisher.url("/sad")), OPEN)
    assert (answer.status, answer.body, answer.headers["retry-after"]) == (503, b"sad", "9")


def test_an_unchanged_page_answers_304_without_a_body(publisher: http.Server) -> None:
    def answer(asked: Asked) -> Page:
        same = asked.headers.get("if-none-match") == '"1"'
        return Page(status=304) if same else Page(b"news", headers={"ETag": '"1"'})

    publisher.answer = answer
    first = get(Request(publisher.url()), OPEN)
    second = get(Request(publisher.url(), headers={"If-None-Match": first.headers["etag"]}), OPEN)
    assert (second.status, second.body) == (304, b"")


def test_repeated_headers_are_joined_and_odd_letters_come_back_as_they_went(serve_raw: Start) -> None:
    server = serve_raw(says(b"HTTP/1.1 200 OK\r\nVary: a\r\nvary:b\r\nETag: caf\xe9\r\nContent-Length: 0\r\n\r\n"))
    answer = get(Request(server.url), OPEN)
    assert (answer.headers["vary"], answer.headers["etag"]) == ("a, b", "café")
    get(Request(server.url, headers={"If-None-Match": answer.headers["etag"]}), OPEN)
    assert b"If-None-Match: caf\xe9\r\n" in server.asked[1]


def test_only_the_last_answers_headers_count(serve_raw: Start) -> None:
    last = serve_raw(
        says(
            b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
            b"HTTP/1.1 200 OK\r\nX-Here: 1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Trailer: 1\r\n\r\n"
        )
    )
    first = serve_raw(redirects(last.url))
    answer = get(Request(first.url), OPEN)
    assert answer.body == b"ok"
    assert answer.headers == {"x-here": "1", "transfer-encoding": "chunked"}


def test_compression_is_undone(publisher: http.Server) -> None:
    publisher.pages["/"] = Page(gzip.compress(b"long " * 1000), headers={"Content-Encoding": "gzip"})
    assert get(Request(publisher.url()), OPEN).body == b"long " * 1000
    offered = publisher.asked[0].headers["accept-encoding"]
    assert "gzip" in offered
    assert "br" in offered


def test_what_is_not_ascii_in_an_address_is_percent_encoded(publisher: http.Server) -> None:
    publisher.pages["/%EC%86%8D%EB%B3%B4%20x%2F"] = Page(b"found")
    assert get(Request(publisher.url("/속보 x%2F?q=한국#top")), OPEN).body == b"found"
    assert publisher.asked[0].path.endswith("?q=%ED%95%9C%EA%B5%AD")


def test_a_korean_host_is_looked_up_by_its_ascii_name() -> None:
    assert on_the_wire("http://나:비밀@한국.kr:81/속보") == (
        b"http://%EB%82%98:%EB%B9%84%EB%B0%80@xn--3e0b707e.kr:81/%EC%86%8D%EB%B3%B4"
    )
    with pytest.raises(NetworkError, match="no name that a host can have"):
        on_the_wire(f"http://{'한' * 64}.kr/")


@given(
    st.text(st.characters()),
    st.sampled_from(["", "http://", "https://a", "http://a/", "http://한국.kr/", "http://a:b@c"]),
)
def test_an_address_is_sent_as_printable_ascii_or_not_at_all(text: str, before: str) -> None:
    with suppress(NetworkError):
        assert all(0x21 <= byte <= 0x7E for byte in on_the_wire(before + text))


def test_a_header_cannot_carry_another_one(publisher: http.Server) -> None:
    with pytest.raises(ValueError, match="line break"):
        get(Request(publisher.url(), headers={"X": "1\r\nHost: elsewhere"}), OPEN)


# --- sending ----------------------------------------------------------------------------------------------------------


def test_a_post_carries_its_body_and_its_own_content_type(receiver: http.Server) -> None:
    receiver.pages["/"] = Page(status=204)
    request = Request(
        receiver.url(),
        method="POST",
        headers={"Content-Type": "application/json"},
        body=b"{}" * 600_000,
        max_redirects=0,
    )
    assert get(request, OPEN).status == 204
    asked = receiver.asked[0]
    assert (asked.method, asked.body) == ("POST", request.body)
    assert asked.headers["content-type"] == "application/json"
    assert "expect" not in asked.headers


def test_without_redirects_a_redirect_is_the_answer(serve_raw: Start) -> None:
    other = serve_raw(says(b""))
    server = serve_raw(redirects(other.url))
    answer = get(Request(server.url, method="POST", body=b"x", max_redirects=0), OPEN)
    assert (answer.status, answer.headers["location"], other.connections) == (302, other.url, 0)


def test_a_get_after_a_post_in_the_same_slot_sends_no_body(receiver: http.Server) -> None:
    receiver.pages["/"] = Page(b"ok")
    loop: Loop[str] = Loop(OPEN, 1)
    for request in (Request(receiver.url(), method="POST", body=b"secret"), Request(receiver.url())):
        loop.start("", request)
        loop.wait(5)
        assert len(loop.finished()) == 1
    loop.close()
    assert [(a.method, a.body) for a in receiver.asked] == [("POST", b"secret"), ("GET", b"")]


# --- redirects and credentials ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hops", "lasting"),
    [
        (["301 Moved Permanently"], True),
        (["308 Permanent Redirect", "301 Moved Permanently"], True),
        (["302 Found"], False),
        (["301 Moved Permanently", "307 Temporary Redirect"], False),
    ],
)
def test_an_address_has_moved_where_every_redirect_was_permanent(
    publisher: http.Server, hops: list[str], lasting: bool
) -> None:
    for i, hop in enumerate(hops):
        publisher.pages[f"/{i}"] = Page(status=int(hop[:3]), headers={"Location": f"/{i + 1}"})
    end = f"/{len(hops)}"
    publisher.pages[end] = Page(b"here")
    answer = get(Request(publisher.url("/0")), OPEN)
    assert (answer.body, answer.url) == (b"here", publisher.url(end))
    assert answer.moved == (publisher.url(end) if lasting else None)


def test_credentials_go_to_their_own_host_and_no_further(serve_raw: Start) -> None:
    other = serve_raw(says(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
    server = serve_raw(redirects(other.url, "301 Moved Permanently"))
    answer = get(Request(f"http://me:secret@127.0.0.1:{server.port}/"), OPEN)
    assert b"Authorization: Basic" in server.asked[0]
    assert b"authorization" not in other.asked[0].lower()
    assert b"secret" not in other.asked[0]
    assert (answer.url, answer.moved) == (other.url, None)


def test_an_authorization_header_stays_with_its_host(serve_raw: Start) -> None:
    other = serve_raw(says(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
    server = serve_raw(redirects(other.url))
    get(Request(server.url, headers={"Authorization": "Bearer s3", "Cookie": "s3"}), OPEN)
    assert server.asked[0].count(b"s3") == 2
    assert b"s3" not in other.asked[0]


def test_credentials_are_in_no_answer_and_no_message(serve_raw: Start) -> None:
    server = serve_raw(says(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
    assert get(Request(f"http://me:secret@127.0.0.1:{server.port}/?key=k"), OPEN).url == f"{server.url}?key=k"
    with pytest.raises(NetworkError) as caught:
        get(Request("http://me:secret@127.0.0.1:1/private?key=hidden"), OPEN)
    assert str(caught.value).startswith("127.0.0.1:1 takes no connections")


def test_cookies_are_forgotten(publisher: http.Server) -> None:
    publisher.pages["/"] = Page(b"", status=302, headers={"Set-Cookie": "a=1; Path=/", "Location": "/next"})
    publisher.pages["/next"] = Page(b"")
    get(Request(publisher.url()), OPEN)
    assert "cookie" not in publisher.asked[1].headers


def test_proxies_of_the_environment_are_ignored(
    publisher: http.Server, receiver: http.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, receiver.url())
    publisher.pages["/"] = Page(b"direct")
    assert get(Request(publisher.url()), OPEN).body == b"direct"
    assert not receiver.asked


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://me:pw@example.org/path?key=1", "example.org"),
        ("http://[::1]:8080/", "[::1]:8080"),
        ("http://example.org:99999/", "?"),
        ("nonsense", "?"),
    ],
)
def test_a_message_names_a_host_and_no_more(url: str, host: str) -> None:
    assert host_of(url) == host


def test_a_fault_has_a_kind() -> None:
    with pytest.raises(NetworkError) as caught:
        get(Request("gopher://example.org/"), OPEN)
    assert caught.value.kind is Fault.ADDRESS
