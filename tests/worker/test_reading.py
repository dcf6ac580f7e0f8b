"""What one finished fetch leaves on its source and in its log."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from parts import feeds
from parts.feeds import Item

from sokbo.model import Kind, Source, SourceState
from worker.fetch import Fetched, Outcome
from worker.ingest import Reading
from worker.reading import reading

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
URL = "https://n.example/rss"
SOURCE = Source(  # what was read before: an ETag, and a hash of 7
    1, URL, "n", "o", Kind.FEED, SourceState.ACTIVE, False, 10.0, 10.0, AT, True, None,
    '"e"', None, 7, AT, AT, 0, None, 3
)  # fmt: skip
FEED = feeds.rss([Item(1, "나루은행 새 행장 선임")]).body
CHANGED = Fetched(1, 3, Outcome.CHANGED, 200, URL, body=FEED, body_hash=8, etag='"f"', size=len(FEED))
FAILED = Fetched(1, 3, Outcome.FAILED, 500, URL, error="n.example answers 500")


def read(fetched: Fetched, **source: object) -> Reading:
    return reading(replace(SOURCE, **source), fetched, AT, ZoneInfo("Asia/Seoul"), 0.0)  # type: ignore[arg-type]


def test_what_changed_is_read_and_is_compared_with_the_next_time() -> None:
    found = read(CHANGED)
    assert found.document
    assert [entry.title for entry in found.document.entries] == ["나루은행 새 행장 선임"]
    assert (found.polled.ok, found.polled.changed, found.polled.kind) == (True, True, Kind.FEED)
    assert (found.polled.etag, found.polled.body_hash, found.polled.fence) == ('"f"', 8, 3)


def test_what_has_not_changed_is_not_read() -> None:
    found = read(replace(CHANGED, outcome=Outcome.UNCHANGED, body=b""))
    assert (found.document, found.polled.ok, found.polled.changed) == (None, True, False)


def test_a_failure_waits_longer_each_time() -> None:
    waits = [read(FAILED, failures=failures).polled.wait_s for failures in range(4)]
    assert waits == [10, 20, 40, 60]


def test_what_cannot_be_read_is_a_failure_with_its_reason() -> None:
    found = read(replace(CHANGED, body=b"\x89PNG\r\n\x1a\n\x00"))
    assert found.document is None
    assert not found.polled.ok
    assert found.polled.error
    assert found.line
    assert (found.line["outcome"], found.line["status"]) == (Outcome.FAILED, 200)


@pytest.mark.parametrize(
    ("before", "fetched", "notable"),
    [(None, FAILED, True), (FAILED.error, FAILED, False), (FAILED.error, CHANGED, True), (None, CHANGED, False)],
)
def test_a_failure_is_logged_when_it_begins_and_when_it_ends(
    before: str | None, fetched: Fetched, notable: bool
) -> None:
    assert read(fetched, last_error=before).notable is notable


def test_a_failing_answer_moves_no_address() -> None:
    assert read(replace(CHANGED, moved_to="https://n.example/new")).polled.moved_to == "https://n.example/new"
    assert read(replace(FAILED, moved_to="https://n.example/new")).polled.moved_to is None


def test_a_source_in_full_swing_is_visited_sooner_where_this_visit_brought_news() -> None:
    found = read(CHANGED, every_s=None, last_new=AT - timedelta(hours=5))
    assert found.wait_if_new_s is not None
    assert found.wait_if_new_s < found.polled.wait_s


BOARD = feeds.board([Item(n, f"가온시 소식 {n}번째 이야기") for n in range(12, 0, -1)]).body


def test_a_feed_that_turned_into_a_page_is_a_failure_and_a_board_that_turned_into_a_feed_is_none() -> None:
    assert not read(replace(CHANGED, body=BOARD, content_type="text/html")).polled.ok
    assert read(replace(CHANGED, body=BOARD, content_type="text/html"), kind=None).polled.ok
    assert read(CHANGED, kind=Kind.BOARD).polled.kind is Kind.FEED


LOGIN = "<!doctype html><title>로그인</title><form><input name=id><input name=pw type=password></form>".encode()


@pytest.mark.parametrize("kind", [Kind.FEED, Kind.BOARD])
def test_a_page_that_asks_for_a_login_says_so(kind: Kind) -> None:
    found = read(replace(CHANGED, body=LOGIN, content_type="text/html; charset=utf-8"), kind=kind)
    assert (found.document, found.polled.ok) == (None, False)
    assert "asks for a login" in (found.polled.error or "")
