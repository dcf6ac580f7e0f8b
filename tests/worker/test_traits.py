"""What grouping sees in a title."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parts.streams import clues, grouped

from worker.traits import read
from worker.traits.figures import figures, same
from worker.traits.places import place
from worker.traits.words import words

DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("3천500억달러 투자", 350e9, "달러"),
        ("3500억 달러 투자", 350e9, "달러"),
        ("$3.5 billion deal", 3.5e9, "달러"),
        ("55만4천174명 지원", 554_174, "명"),
        ("1억7천만원 피해", 170e6, "원"),
        ("지지율 54.5%", 54.5, "%"),
        ("exports rise 3.8 pct", 3.8, "%"),
        ("수출 3.8% 증가", 3.8, "%"),
        ("lafc 4-1 대승", 4001, "score"),
        ("lafc 4대1 대승", 4001, "score"),
        ("2조", 2e12, ""),
        ("만5천명", 5_000, "명"),
    ],
)
def test_numbers_are_read_with_their_units(text: str, value: float, unit: str) -> None:
    assert [(f.value, f.unit) for f in figures(text)] == [(value, unit)]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("55만4천명", "55만4천174명", True),
        ("3407 마감", "3407.31 마감", True),
        ("3400 안착", "3407.31 마감", True),
        ("62%", "62%", True),
        ("62%", "59%", False),
        ("3.2 규모", "2.8 규모", False),
        ("5명", "5건", False),
        ("0명", "0.4명", False),
    ],
)
def test_a_number_is_known_again_in_short(one: str, other: str, alike: bool) -> None:
    (a,), (b,) = figures(one), figures(other)
    assert bool(same(a, b)) == bool(same(b, a)) == alike


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("안산", "안산"),
        ("안산서", "안산"),
        ("안산시에서", "안산"),
        ("남동공단", "남동"),
        ("서울버스", "서울"),
        ("japan", "일본"),
        ("강화", None),
        ("강화군", "강화"),
        ("사상", None),
        ("부산스럽다", None),
        ("광주리", None),
    ],
)
def test_places_are_found_in_words(word: str, found: str | None) -> None:
    assert place(word) == found


@pytest.mark.parametrize(
    ("title", "places"),
    [
        ("충남 공주서 규모 2.2 지진", ("공주",)),
        ("새 공주 서사 영화", ()),
        ("[1보] 경기 안산 도금공장서 불", ("안산",)),
        ("Bank of New Zealand cuts rates", ("뉴질랜드",)),
        ("US court blocks tariffs", ("미국",)),
        ("Give us a break", ()),
        ("日방위성 北미사일 규탄", ("일본", "북한")),
    ],
)
def test_a_title_names_places(title: str, places: tuple[str, ...]) -> None:
    assert read(title, DAY).places == places


@pytest.mark.parametrize(
    ("title", "meant"),
    [
        ("李대통령 지지율 62%…9%p↑", "이재명"),
        ("이 대통령 지지율 62%", "이재명"),
        ("한은, 기준금리 동결", "한국은행"),
        ("남동공단 공장 불", "화재"),
        ("At least 21 killed in crash", "killed"),
    ],
)
def test_one_thing_has_one_name(title: str, meant: str) -> None:
    assert meant in words(title, DAY).meant


def test_labels_and_pollsters_are_no_words_but_pollsters_are_known() -> None:
    with_both, bare = read("[속보] 지지율 62%[NBS](종합)", DAY), read("지지율 62%", DAY)
    assert with_both.grams == bare.grams
    assert (bare.slots, len(with_both.slots)) == ((), 1)
    assert read("지지율 62%[전국지표조사]", DAY).slots == with_both.slots


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("제3호 태풍 북상", "제4호 태풍 북상"),
        ("가온시 사건 1호 접수", "가온시 사건 2호 접수"),
        ("로또 #11", "로또 #12"),
    ],
)
def test_one_of_a_series_is_not_another(one: str, another: str) -> None:
    (first,), (second,) = read(one, DAY).slots, read(another, DAY).slots
    assert (first[0], first == second) == (second[0], False)


def test_a_number_of_things_is_no_number_of_a_series() -> None:
    assert read("3차원 프린터 12대, 아파트 3000호", DAY).slots == ()


@pytest.mark.parametrize("title", ["", "[속보]", "…", "!!!", "(종합)"])
def test_what_has_no_words_has_no_traits(title: str) -> None:
    assert read(title, DAY).grams == ()


CHARACTERS = st.text("가나다라시군구도에서 19.,%-:…'\"[]()#$대만억조천百美李 abcUS↑", max_size=60) | st.text(
    max_size=60
)


@settings(deadline=None)
@given(st.lists(CHARACTERS, max_size=6))
def test_no_title_is_too_strange_to_be_grouped(titles: list[str]) -> None:
    grouped([clues(title, "2026-03-01T12:00:00+09:00") for title in titles])


@pytest.mark.parametrize(
    "title", ["9" * 5_000, "9" * 300 + "조 9조", "-".join("9" * 5_000), "가" * 10_000, "억" * 9_000]
)
def test_what_is_long_is_grouped_too(title: str) -> None:
    assert (
        len(grouped([clues(title, "2026-03-01T12:00:00+09:00"), clues(title + "1", "2026-03-01T12:01:00+09:00")])) == 2
    )


def test_of_a_numbered_series_each_is_its_own() -> None:
    at = "2026-03-01T12:00:00+09:00"
    assert grouped([clues("공장 화재 진화 #2", at), clues("공장 화재 진화 #3", at)]) == [1, 2]
