"""The demo newsroom: its script, its pages as the product reads them, and that it goes as it came."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.demo.publisher import render
from cli.demo.script import load, out
from sokbo.text import labels
from worker.read import read

SEOUL = ZoneInfo("Asia/Seoul")
OPENED = datetime(2026, 11, 23, 9, tzinfo=SEOUL)
SCRIPT = load()


@given(st.floats(0, 20_000), st.floats(0, 600))
def test_what_is_out_stays_out_and_numbers_only_grow(seconds: float, more: float) -> None:
    before = {p.number for p in out(SCRIPT, seconds, keep=1000) if p.second > seconds - 900}
    after = [p.number for p in out(SCRIPT, seconds + more, keep=1000)]
    assert before <= set(after)
    assert after == sorted(after, reverse=True)


def test_breaking_news_comes_within_seconds_and_nothing_of_it_before() -> None:
    assert not any("속보" in labels(p.title) for p in out(SCRIPT, 0))
    assert any("속보" in labels(p.title) for p in out(SCRIPT, 10))


def test_several_outlets_tell_one_event_and_a_title_is_revised() -> None:
    def titles(seconds: float) -> list[str]:
        return [p.title for p in out(SCRIPT, seconds)]

    assert titles(30).count("[속보] 가온시 앞바다서 규모 4.8 지진") == 2
    assert "[속보] 가온시 앞바다서 규모 5.1 지진…기상당국 상향" in titles(60)


def test_later_rounds_are_other_events() -> None:
    first = {p.title for p in out(SCRIPT, SCRIPT.round_s - 1, keep=1000) if p.second >= 0}
    second = {p.title for p in out(SCRIPT, 2 * SCRIPT.round_s - 1, keep=1000) if p.second >= SCRIPT.round_s}
    assert first
    assert second
    assert not first & second


@pytest.mark.parametrize(
    ("place", "kind"), [("board", "board"), ("list", "board"), ("rss", "feed"), ("atom", "feed"), ("json", "jsonfeed")]
)
def test_the_product_reads_every_page_of_it(place: str, kind: str) -> None:
    now = OPENED + timedelta(seconds=120)
    found = render(SCRIPT, f"/{place}", OPENED, now, "http://demo.example")
    assert found is not None
    page = read(found[1], url=f"http://demo.example/{place}", content_type=found[0], at=now.astimezone(UTC), zone=SEOUL)
    wanted = [p for p in out(SCRIPT, 120, keep=1000) if SCRIPT.places[place] == p.outlet][:20]
    assert page.kind == kind
    assert [e.title for e in page.entries] == [p.title for p in wanted]
    assert all(e.url and e.published for e in page.entries)


def test_a_headline_has_a_page_that_says_it_is_invented() -> None:
    post = out(SCRIPT, 120)[0]
    found = render(SCRIPT, f"/article/{post.number}", OPENED, OPENED + timedelta(seconds=120), "")
    assert found is not None
    assert "invented" in found[1].decode()
    assert render(SCRIPT, "/article/999999", OPENED, OPENED, "") is None
