"""How hot a story is, who had it first, and two titles as one."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sokbo.model import Headline, Precision
from web.difference import difference
from web.heat import Lead, dots, heat, lead, timeline

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def headline(outlet: str, minutes: int, published: int | None = None, title: str = "<지진>") -> Headline:
    seen = NOON + timedelta(minutes=minutes)
    told = None if published is None else NOON + timedelta(minutes=published)
    return Headline(
        id=minutes, title=title, url=None, source=1, outlet=outlet, author=None, published=told,
        precision=Precision.MINUTE if told else Precision.NONE, seen=seen, labels=(), story=1, seq=1, private=False,
        news=True, embargo=None, revised=None,
    )  # fmt: skip


def test_more_outlets_are_hotter_than_one_that_writes_more_and_all_cools() -> None:
    many = [headline(outlet, 0) for outlet in "가나다"]
    one = [headline("가", 0) for _ in range(3)]
    now = NOON + timedelta(minutes=5)
    assert heat(many, now) > heat(one, now) > heat(one[:1], now)
    assert heat(many, now + timedelta(hours=3)) < heat(many, now) / 1.9


def test_who_was_first_and_by_how_many_minutes() -> None:
    assert lead([headline("나", 9), headline("가", 2), headline("가", 3)]) == Lead("가", 7)
    assert lead([headline("가", 2)]) == Lead("가", None)


def test_an_outlets_own_time_counts_where_it_is_exact_and_not_to_come() -> None:
    assert lead([headline("늦게 봄", 9, published=1), headline("나", 5)]) == Lead("늦게 봄", 4)
    assert lead([headline("앞날", 2, published=30), headline("나", 5)]) == Lead("앞날", 3)


def test_the_line_shows_each_headline_once_and_nothing_of_it_is_markup() -> None:
    course = [headline("가", 0), headline("<b>", 10), headline("가", 20)]
    picture = timeline(course, '"이름"')
    assert re.findall(r'class="(\w+)" cx', picture) == ["very", "first", "again"]
    assert "<b>" not in picture
    assert [dot.x for dot in dots(course)] == [6, 160, 314]
    assert [dot.x for dot in dots(course[:1])] == [6]


def test_a_changed_title_shows_what_went_and_what_came() -> None:
    assert difference("총리 사퇴 <거부>", "총리 사퇴 수용") == "총리 사퇴 <del>&lt;거부&gt;</del><ins>수용</ins>"


@given(st.text("가나 <&,", max_size=12), st.text("가나 <&,", max_size=12))
def test_both_titles_are_whole_in_their_difference(before: str, after: str) -> None:
    shown = str(difference(before, after))
    new = re.sub(r"<del>.*?</del>|</?ins>", "", shown)
    old = re.sub(r"<ins>.*?</ins>|</?del>", "", shown)
    assert [t.replace("&lt;", "<").replace("&amp;", "&") for t in (old, new)] == [before, after]
