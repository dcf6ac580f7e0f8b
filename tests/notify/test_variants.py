"""Rules a little stricter and looser, and with words more: each reads as a rule, and does what it says."""

from __future__ import annotations

import pytest

from notify.match import match
from notify.rule import parse
from notify.variants import beside, excluding, looser, requiring, stricter

TITLES = [
    "한은, 금리 인하", "금리 동결에 인하 기대", "금리를 내린다", "인하 기대 꺾여", "Fed signals rate cut",
    "cut the rate", "은행 금리 인하 요구 노조",
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "narrower", "wider"),
    [
        ("금리", ["=금리"], []),
        ("금리 인하", ["금리 near:3 인하", '"금리 인하"'], ["인하", "금리"]),
        ("금리 -노조", ["=금리 -노조"], ["금리"]),
        ("=금리", [], ["금리"]),
        ('"rate cut"', ['="rate cut"'], ["rate cut"]),
        ("금리 near:2 인하", [], ["금리 인하"]),
        ("금리 | 인하", [], []),
        ("outlet:가온", [], []),
    ],
)
def test_what_a_person_may_want_instead(rule: str, narrower: list[str], wider: list[str]) -> None:
    assert [str(v.rule) for v in stricter(parse(rule))] == narrower
    assert [str(v.rule) for v in looser(parse(rule))] == wider


RULES = ["금리", "금리 인하", "=금리 인하", '"금리 인하" -노조', "금리 (인하 | 동결)", "rate cut", "금리 near:1 인하"]


@pytest.mark.parametrize("text", RULES)
def test_a_stricter_form_catches_nothing_new_and_a_looser_one_loses_nothing(text: str) -> None:
    rule = parse(text)
    for title in TITLES:
        plain = match(rule, title) is not None
        assert all(plain or match(v.rule, title) is None for v in stricter(rule))
        assert all(not plain or match(v.rule, title) is not None for v in looser(rule))


@pytest.mark.parametrize(
    ("rule", "without", "only", "near"),
    [
        ("지수", "지수 -앨범 -팬", "지수 (앨범 | 팬)", "지수 near:3 (앨범 | 팬)"),
        ("지수 | 제니", "(지수 | 제니) -앨범 -팬", "(지수 | 제니) (앨범 | 팬)", None),
        ("지수 -컴백", "지수 -컴백 -앨범 -팬", "지수 -컴백 (앨범 | 팬)", None),
    ],
)
def test_a_word_is_added_by_one_click(rule: str, without: str, only: str, near: str | None) -> None:
    tree, more = parse(rule), ("앨범", "팬")
    assert str(excluding(tree, more)) == without
    assert str(requiring(tree, more)) == only
    found = beside(tree, more)
    assert (found and str(found)) == near
    assert all(parse(text) for text in (without, only, near or "x"))
