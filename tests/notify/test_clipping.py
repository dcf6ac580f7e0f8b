"""The clipping's window, its sections, and how it reads."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parts.envelopes import told

from notify import clipping, message, wording
from notify.calendar import calendar_of
from notify.clipping import Window
from notify.message import Section, Told, ToldStory

SEOUL = calendar_of("Asia/Seoul")
KST = SEOUL.zone


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=KST)


def story(number: int, *outlets: str, title: str = "제목", size: int = 1) -> Told:
    return Told(ToldStory(number, size, outlets or ("한빛일보",)), told(title).headline, ())


# --- when -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "opened", "closed"),
    [
        ("2026-11-25T07:00", "2026-11-24T18:00", "2026-11-25T07:00"),  # a Wednesday
        ("2026-11-25T06:59", "2026-11-23T18:00", "2026-11-24T07:00"),
        ("2026-11-23T08:00", "2026-11-20T18:00", "2026-11-23T07:00"),  # Monday covers the weekend
        ("2026-11-22T12:00", "2026-11-19T18:00", "2026-11-20T07:00"),  # nothing closes on a Sunday
        ("2026-09-28T08:00", "2026-09-23T18:00", "2026-09-28T07:00"),  # after Chuseok, Thursday to Saturday
        ("2026-03-03T08:00", "2026-02-27T18:00", "2026-03-03T07:00"),  # the first of March moved to a Monday
        ("2026-06-04T08:00", "2026-06-02T18:00", "2026-06-04T07:00"),  # after a day of elections
    ],
)
def test_the_window_opens_on_the_last_working_day(now: str, opened: str, closed: str) -> None:
    assert clipping.last_window("18:00", "07:00", SEOUL, at(now)) == Window(at(opened), at(closed))


def test_an_evening_clipping_opens_and_closes_on_one_day() -> None:
    window = clipping.last_window("07:00", "18:00", SEOUL, at("2026-11-25T20:00"))
    assert window == Window(at("2026-11-25T07:00"), at("2026-11-25T18:00"))


@given(st.integers(0, 7 * 366 * 24 * 60))
def test_windows_follow_one_another_without_a_gap(minutes: int) -> None:
    now = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    last, following = (f("07:00", "07:00", SEOUL, now) for f in (clipping.last_window, clipping.next_window))
    assert last.opened < last.closed <= now < following.closed
    assert following.opened == last.closed


# --- what -------------------------------------------------------------------------------------------------------------


def test_sections_are_by_weight_and_a_story_stands_once() -> None:
    small, large = story(1), story(2, "가", "나", "다", size=5)
    own, rivals = clipping.arrange([Section("자사", (small, large)), Section("경쟁사", (large, story(3)))], None)
    assert [t.story.id for t in own.stories] == [2, 1]
    assert [t.story.id for t in rivals.stories] == [3]


def test_a_person_orders_and_drops_and_what_came_since_stands_at_the_end() -> None:
    stories = tuple(story(n) for n in (1, 2, 3, 4))
    chosen = {"order": {"자사": [3, 1, 2]}, "dropped": [2]}
    [section] = clipping.arrange([Section("자사", stories)], chosen)
    assert [t.story.id for t in section.stories] == [3, 1, 4]


@given(st.lists(st.integers(1, 9), max_size=9), st.lists(st.integers(1, 9)), st.sets(st.integers(1, 9)))
def test_whatever_is_chosen_no_story_is_doubled_and_none_is_lost_but_what_was_dropped(
    there: list[int], order: list[int], dropped: set[int]
) -> None:
    sections = [Section("하나", tuple(map(story, there))), Section("둘", tuple(map(story, reversed(there))))]
    arranged = clipping.arrange(sections, {"order": {"하나": order}, "dropped": sorted(dropped)})
    found = [t.story.id for section in arranged for t in section.stories]
    assert sorted(set(found)) == sorted(set(there) - dropped)
    assert len(found) == len(set(found)) or len(there) != len(set(there))


# --- how it reads -----------------------------------------------------------------------------------------------------

WINDOW = Window(at("2026-11-26T18:00"), at("2026-11-27T07:00"))


def composed(*sections: Section, late: bool = False, language: str = "ko") -> Told:
    return clipping.compose("아침 클리핑", sections, WINDOW, (231, 236), SEOUL, language, late=late)


def test_an_empty_one_says_so_and_how_the_sources_are() -> None:
    empty = composed(Section("자사", ()))
    assert wording.subject("clipping", empty, "ko") == "아침 클리핑 11월 27일(금) · 0건 · 소스 231/236 정상"
    assert "■ 자사 (0)" in clipping.plain(empty, "ko", SEOUL)
    assert message.read(message.data(empty)) == empty


def test_a_flood_is_bounded_and_counted() -> None:
    flood = composed(Section("자사", tuple(story(n) for n in range(1000))), Section("정책", (story(2000),)))
    assert flood.collected is not None
    assert (flood.collected.count, flood.collected.left) == (clipping.MOST + 1, 1000 - clipping.MOST)
    assert "1001건" in flood.headline.title


def test_it_reads_as_text_by_section() -> None:
    text = clipping.plain(composed(Section("자사", (story(1, "가", "나"),)), late=True), "ko", SEOUL)
    assert text.splitlines()[:6] == [
        "아침 클리핑 11월 27일(금) · 1건",
        "11-26 18:00 – 11-27 07:00 · 소스 231/236 정상 · 늦게 보냅니다",
        "",
        "■ 자사 (1)",
        "1. 제목",
        "   한빛일보 · 2025년 9월 22일 09:14 · 외 1곳",
    ]


def test_a_spreadsheet_reads_it_and_runs_nothing() -> None:
    text = clipping.as_csv(composed(Section("자사", (story(1, "가", "나", title='=cmd|"/c"'),))), "ko", SEOUL)
    assert text[0] == "\ufeff"
    head, row = csv.reader(io.StringIO(text[1:]))
    assert dict(zip(head, row, strict=True)) == {
        "섹션": "자사",
        "순서": "1",
        "제목": '\'=cmd|"/c"',
        "매체": "한빛일보",
        "기자": "",
        "시각": "2025-09-22 09:14",
        "매체 수": "2",
        "모든 매체": "가, 나",
        "주소": "https://example.org/n/9",
    }


def test_windows_are_of_the_persons_own_zone() -> None:
    new_york = calendar_of("America/New_York")
    window = clipping.last_window("18:00", "07:00", new_york, datetime(2026, 11, 25, 13, tzinfo=UTC))
    assert window.closed == datetime(2026, 11, 25, 12, tzinfo=UTC)
    assert window.closed - window.opened == timedelta(hours=13)
