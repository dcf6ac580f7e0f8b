from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parts import http
from parts.http import Asked, Page

from sokbo.exchange import Fault, NetworkError, Response
from sokbo.guard import Guard
from sokbo.model import Source, SourceState
from sokbo.network import get
from worker import fetch
from worker.fetch import Fetched, Outcome, hash_of, max_age_s, outcome, request, retry_after_s, user_agent

AT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
SOURCE = Source(
    id=7,
    url="http://news.example/feed",
    name="News",
    outlet="News",
    kind=None,
    state=SourceState.ACTIVE,
    private=False,
    every_s=None,
    interval_s=60,
    due=AT,
    read_once=True,
    held=None,
    etag='"1"',
    last_modified="Fri, 02 Jan 2026 03:04:00 GMT",
    body_hash=None,
    last_polled=None,
    last_new=None,
    failures=0,
    last_error=None,
    fence=3,
)


def answered(status: int, body: bytes = b"", moved: str | None = None, **headers: str) -> Fetched:
    """What is made of such an answer; underscores in names of headers stand for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return outcome(SOURCE, Response(status, moved or SOURCE.url, named, body, 0.5, moved, "192.0.2.1"))


def test_a_question_carries_what_an_earlier_answer_gave() -> None:
    headers = request(SOURCE, SOURCE.url, user_agent("https://desk.example", "desk@desk.example")).headers
    assert headers["If-None-Match"] == '"1"'
    assert headers["If-Modified-Since"] == "Fri, 02 Jan 2026 03:04:00 GMT"
    assert headers["User-Agent"].endswith(" (+https://desk.example; desk@desk.example)")
    assert "application/rss+xml" in headers["Accept"]


def test_a_first_question_has_no_conditions() -> None:
    headers = request(replace(SOURCE, etag=None, last_modified=None), SOURCE.url, "").headers
    assert set(headers) == {"User-Agent", "Accept"}


def test_the_product_says_its_name_and_version() -> None:
    product, _, number = user_agent("").partition("/")
    assert product == "Sokbo"
    assert number[0].isdigit()


def test_a_new_body_is_a_change_with_all_that_belongs_to_it() -> None:
    found = answered(
        200, b"<rss/>", content_type="text/xml", etag='"2"', last_modified="then", cache_control="max-age=60"
    )
    assert found == Fetched(
        source=7,
        fence=3,
        outcome=Outcome.CHANGED,
        status=200,
        url=SOURCE.url,
        body=b"<rss/>",
        body_hash=hash_of(b"<rss/>"),
        content_type="text/xml",
        etag='"2"',
        last_modified="then",
        max_age_s=60,
        elapsed_s=0.5,
        size=6,
    )


def test_the_same_body_again_is_no_change_whatever_the_status() -> None:
    known = replace(SOURCE, body_hash=hash_of(b"same"))
    same = outcome(known, Response(200, SOURCE.url, {}, b"same", 0.1, None, ""))
    assert (same.outcome, same.body, same.size) == (Outcome.UNCHANGED, b"", 4)
    assert answered(304).outcome is Outcome.UNCHANGED


def test_an_address_that_moved_for_good_is_passed_on_with_a_document_only() -> None:
    assert answered(200, b"x", moved="https://new.example/").moved_to == "https://new.example/"
    assert answered(304, moved="https://new.example/").moved_to == "https://new.example/"
    assert answered(404, moved="https://new.example/").moved_to is None


def test_gone_is_gone() -> None:
    gone = answered(410)
    assert (gone.outcome, gone.error) == (Outcome.GONE, "news.example answers 410: the page is gone for good")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "user and password"),
        (403, "refuses us"),
        (404, "no such page"),
        (418, "check the address"),
        (429, "less often"),
        (500, "trouble of its own"),
        (503, "busy"),
        (300, "redirects to nowhere"),
    ],
)
def test_what_brings_no_document_says_why_in_one_line(status: int, words: str) -> None:
    failed = answered(status, b"<html>")
    assert (failed.outcome, failed.body) == (Outcome.FAILED, b"")
    assert str(status) in (failed.error or "")
    assert words in (failed.error or "")


def test_no_answer_is_a_failure_with_the_networks_own_words() -> None:
    failed = outcome(SOURCE, NetworkError("news.example sends too slowly", Fault.SLOW))
    assert (failed.outcome, failed.status, failed.error) == (Outcome.FAILED, None, "news.example sends too slowly")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "120"}, 120),
        ({"retry-after": " 0 "}, 0),
        ({"retry-after": "Fri, 02 Jan 2026 03:06:00 GMT", "date": "Fri, 02 Jan 2026 03:04:00 GMT"}, 120),
        ({"retry-after": "Fri, 02 Jan 2026 03:00:00 GMT", "date": "Fri, 02 Jan 2026 03:04:00 GMT"}, 0),
        ({"retry-after": "Fri, 02 Jan 2026 03:06:00 GMT"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "٣"}, None),
        ({}, None),
    ],
)
def test_a_server_may_ask_for_time(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after_s(headers) == seconds


def test_a_server_that_does_not_tell_its_clock_is_understood_by_ours() -> None:
    headers = {"retry-after": "Fri, 02 Jan 2026 03:06:00 GMT"}
    assert retry_after_s(headers, datetime(2026, 1, 2, 3, 4, tzinfo=UTC)) == 120


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"cache-control": "max-age=300"}, 300),
        ({"cache-control": 'public, Max-Age="300"'}, 300),
        ({"cache-control": "max-age=300", "age": "100"}, 200),
        ({"cache-control": "max-age=300", "age": "400"}, 0),
        ({"cache-control": "s-maxage=300"}, None),
        ({"cache-control": "no-cache, max-age=300"}, None),
        ({"cache-control": "max-age=-1"}, None),
        ({}, None),
    ],
)
def test_an_answer_may_call_itself_fresh(headers: dict[str, str], seconds: float | None) -> None:
    assert max_age_s(headers) == seconds


@given(st.text(), st.text(), st.text(), st.text())
def test_no_header_is_too_odd(retry: str, date: str, control: str, age: str) -> None:
    headers = {"retry-after": retry, "date": date, "cache-control": control, "age": age}
    assert (retry_after_s(headers) or 0) >= 0
    assert (max_age_s(headers) or 0) >= 0


def test_the_second_visit_to_an_unchanged_page_brings_nothing_over(publisher: http.Server) -> None:
    def answer(asked: Asked) -> Page:
        return (
            Page(status=304) if asked.headers.get("if-none-match") == '"9"' else Page(b"news", headers={"ETag": '"9"'})
        )

    publisher.answer = answer
    guard = Guard((ip_network("127.0.0.0/8"),))
    first = outcome(SOURCE, get(request(SOURCE, publisher.url(), ""), guard))
    learned = replace(SOURCE, etag=first.etag, last_modified=None)
    second = outcome(learned, get(request(learned, publisher.url(), ""), guard))
    assert [(f.outcome, f.size) for f in (first, second)] == [(Outcome.CHANGED, 4), (Outcome.UNCHANGED, 0)]


@pytest.mark.parametrize(("age_s", "kept"), [(0, False), (1, False), (2, True), (3600, True)])
def test_a_page_that_changed_just_now_is_not_asked_for_by_its_date(age_s: int, kept: bool) -> None:
    sent = datetime(2026, 11, 23, 3, 0, 0, tzinfo=UTC)
    headers = {
        "date": format_datetime(sent, usegmt=True),
        "last-modified": format_datetime(sent - timedelta(seconds=age_s), usegmt=True),
    }
    assert (fetch.settled_date(headers) is not None) is kept
