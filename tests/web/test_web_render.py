"""What pages say about times and titles, in both languages."""

from __future__ import annotations

import string
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokbo.model import Why
from web import words
from web.render import TEMPLATES, language_of_title, marked, span, spoken, time

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Ten in the morning in Seoul."""


@pytest.mark.parametrize(
    ("ago", "korean", "english"),
    [
        (timedelta(seconds=5), "방금", "now"),
        (timedelta(minutes=3, seconds=40), "3분 전", "3m ago"),
        (timedelta(hours=1), "09:00", "09:00"),
        (timedelta(hours=11), "11.22", "11.22"),
        (timedelta(days=400), "2025.10.19", "2025.10.19"),
        (timedelta(minutes=-5), "10:05", "10:05"),
    ],
)
def test_times_are_relative_then_the_clock_then_the_day(ago: timedelta, korean: str, english: str) -> None:
    assert (spoken(NOW - ago, NOW, SEOUL, "ko"), spoken(NOW - ago, NOW, SEOUL, "en")) == (korean, english)


def test_a_time_carries_the_full_moment() -> None:
    html = str(time(NOW - timedelta(minutes=1), NOW, SEOUL, "en"))
    assert 'datetime="2026-11-23T09:59:00+09:00" title="2026-11-23 09:59:00 Asia/Seoul"' in html


def test_a_day_is_not_given_an_hour() -> None:
    assert str(time(NOW, NOW, SEOUL, "en", "day")) == '<time datetime="2026-11-23">11.23</time>'
    assert str(time(None, NOW, SEOUL, "en")) == ""


def test_intervals_are_said_in_the_unit_that_fits() -> None:
    assert [span(s, "en") for s in (1, 60, 180, 7200)] == ["1 s", "60 s", "3 min", "2 h"]


@pytest.mark.parametrize(
    ("title", "language"),
    [("지진 속보", "ko"), ("李대통령", "ko"), ("速報 地震が", "ja"), ("總統府", "zh"), ("Rate cut", "en"), ("", "en")],
)
def test_a_title_takes_the_glyphs_of_its_language(title: str, language: str) -> None:
    assert language_of_title(title) == language


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=5))
def test_marks_change_no_character_and_let_no_markup_in(title: str, spans: list[tuple[int, int]]) -> None:
    why = [Why("x", title[a:b], a, b, "exact") for a, b in spans if a < b <= len(title)]
    html = str(marked(title, why))
    plain = html.replace("<mark>", "").replace("</mark>", "")
    assert plain == str(marked(title, ()))
    assert "<" not in plain
    assert html.count("<mark>") == html.count("</mark>")


def test_both_languages_say_the_same_things() -> None:
    for key, (korean, english) in words.WORDS.items():
        fields = [{f for _, f, _, _ in string.Formatter().parse(said) if f} for said in (korean, english)]
        assert (key, fields[0]) == (key, fields[1])
        assert not {korean[-1], english[-1]} & {"!", "！"}


@pytest.mark.parametrize("name", sorted(path.name for path in Path(str(TEMPLATES.loader.searchpath[0])).iterdir()))  # type: ignore[union-attr]
def test_templates_use_words_that_there_are(name: str) -> None:
    source = (Path(__file__).parents[2] / "web/templates" / name).read_text()
    said = [part.partition('"')[0] for part in source.split('say("')[1:]]
    assert not [key for key in said if not key.endswith("_") and key not in words.WORDS]


@pytest.mark.parametrize(
    ("wanted", "accepted", "chosen"),
    [
        (None, "ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        (None, "fr, en;q=0.7", "en"),
        (None, "fr", "en"),
        (None, "", "en"),
        ("ko", "en", "ko"),
        ("xx", "ko", "ko"),
    ],
)
def test_the_language_is_the_persons_else_the_browsers(wanted: str | None, accepted: str, chosen: str) -> None:
    assert words.choose(wanted, accepted) == chosen


def test_one_thing_is_said_as_one() -> None:
    assert [words.say("en", "others", n=n) for n in (1, 2)] == ["+1 outlet", "+2 outlets"]
    assert words.say("ko", "others", n=1) == "외 1곳"


def test_a_newer_path_of_the_matcher_is_named_as_it_is() -> None:
    assert (words.how("ko", "particle"), words.how("ko", "telepathy")) == ("조사가 붙음", "telepathy")
