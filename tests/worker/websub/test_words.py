"""What a person reads of a source's hub."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from sokbo.model import Source, SourceState, Standing, Subscription
from web.faults import told
from worker.websub import words

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
SOURCE = Source(
    id=7, url="https://news.example/rss", name="News", outlet="News", kind=None, state=SourceState.ACTIVE,
    private=False, every_s=None, interval_s=60, due=AT, read_once=True, held=None, etag=None, last_modified=None,
    body_hash=None, last_polled=None, last_new=None, failures=0, last_error=None, fence=3,
    hub="https://hub.example/", topic="https://news.example/rss",
)  # fmt: skip
KEPT = Subscription(
    7, "https://hub.example/", "https://news.example/rss", "t", Standing.ACTIVE, AT, AT, 0, None, 0, 0, 0, None, None
)
CLOSED = "SOKBO_BASE_URL is not set, so that no hub could reach this desk"


def said(source: Source, subscription: Subscription | None, obstacle: str | None = None) -> str:
    return "; ".join(words.standing(source, subscription, obstacle, ZoneInfo("Asia/Seoul")))


def test_a_source_without_a_hub_says_nothing() -> None:
    assert said(replace(SOURCE, hub=None), None, CLOSED) == ""


def test_why_there_is_no_subscription() -> None:
    assert said(SOURCE, None, CLOSED) == f"not subscribed: {CLOSED}"
    assert said(replace(SOURCE, private=True), None) == "not subscribed: a private source is told to no hub"
    assert said(SOURCE, None) == "about to subscribe at hub.example"


def test_how_a_subscription_stands_and_what_is_wrong_with_it() -> None:
    assert said(SOURCE, KEPT) == "hub.example pushes, at least until 2026-11-24 12:00"
    denied = replace(KEPT, standing=Standing.DENIED, last_error="the hub says no: not ours")
    assert said(SOURCE, denied) == (
        "hub.example does not push; it is asked again 2026-11-24 12:00; the hub says no: not ours"
    )


def test_polls_are_said_to_be_few_only_where_they_are() -> None:
    pushed = replace(SOURCE, pushed=True)
    assert "polled seldom" in said(pushed, KEPT)
    assert "polled seldom" not in said(replace(pushed, every_s=60.0), KEPT)


@pytest.mark.parametrize("standing", list(Standing))
def test_every_line_has_its_korean(standing: Standing) -> None:
    lines = words.standing(replace(SOURCE, pushed=True), replace(KEPT, standing=standing), None, ZoneInfo("UTC"))
    for line in [*lines, f"not subscribed: {CLOSED}", "about to subscribe at hub.example"]:
        assert told("ko", line) != line
