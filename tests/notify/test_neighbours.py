"""The company that a rule's words keep, and who of several bearers of a name keeps which."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from notify.backtest import Caught
from notify.match import match
from notify.neighbours import bearers, company, neighbours, words
from notify.rule import parse
from sokbo.model import Headline, Precision

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
SINGER = [
    "지수, 블랙핑크 새 앨범 예고", "블랙핑크 지수 솔로 앨범 발매", "지수 솔로 무대에 팬들 환호",
    "블랙핑크 지수, 솔로 무대 공개",
    "지수 앨범 발매에 블랙핑크 팬 환호",
]  # fmt: skip
INDEX = [
    "코스피 지수 3% 급락…증시 패닉", "증시 지수 반등, 코스피 2500 회복", "코스닥 지수 급락에 증시 불안",
    "지수 급락…코스피 반등 실패",
]  # fmt: skip
ELSEWHERE = ["가온시 예산안 통과", "나루은행 새 행장 선임", "주말 전국에 비", "국회 본회의 무산", "새 다리 개통"] * 5


def caught(rule: str, titles: list[str]) -> list[Caught]:
    found = []
    for n, title in enumerate(titles):
        h = Headline(n, title, None, 1, "F", None, None, Precision.NONE, NOW, (), n, n, False, True, None, None)
        if (why := match(parse(rule), title)) is not None:
            found.append(Caught(h, why))
    return found


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("[속보] 대통령은 국회에서 연설한다", {"대통령", "국회", "연설"}),
        ("Apple releases iOS 7.1 Update for the iPhone", {"apple", "releases", "ios", "update", "iphone"}),
        ("美 AI 반도체에 3조원", {"AI", "반도체", "3조원"}),
        ("", set()),
    ],
)
def test_the_words_of_a_title_are_those_a_rule_would_ask_for(title: str, found: set[str]) -> None:
    assert words(title) == found


def test_neighbours_are_what_is_oftener_here_than_anywhere() -> None:
    beside = company(caught("지수", SINGER + INDEX))
    known = neighbours(beside, [words(title) for title in [*ELSEWHERE, *SINGER, *INDEX]])
    assert {n.word: n.count for n in known if n.count > 3} == {"블랙핑크": 4}
    assert neighbours(company(caught("비", ["전국에 비"])), []) == []


def test_bearers_of_a_name_are_told_apart_by_their_company() -> None:
    found = caught("지수", SINGER + INDEX)
    beside = company(found)
    known = neighbours(beside, [words(title) for title in ELSEWHERE])
    told = bearers(found, beside, known)
    assert [set(b.words) & {"블랙핑크", "코스피", "증시"} for b in told] == [{"블랙핑크"}, {"코스피", "증시"}]
    assert [b.count for b in told] == [5, 4]


def test_one_bearer_is_told_apart_from_nobody() -> None:
    found = caught("지수", INDEX)
    beside = company(found)
    assert bearers(found, beside, neighbours(beside, [words(title) for title in ELSEWHERE])) == []
