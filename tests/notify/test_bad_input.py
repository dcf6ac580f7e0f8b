import time

import pytest

from notify.index import RuleIndex, loaded
from notify.match import match
from notify.rule import RuleError, parse

MEGABYTE = 1_000_000


@pytest.mark.parametrize(
    "title",
    [
        "가" * MEGABYTE,
        "서울 " * (MEGABYTE // 3),
        "美" * MEGABYTE,
        "[" * MEGABYTE,
        "\ud800서울\udfff" * 1000,
        "\0" * 99,
        "",
    ],
)
def test_a_monstrous_title_is_judged_and_ends(title: str) -> None:
    for rule in (
        "서울",
        "미국 | 가가가",
        "서울 near:3 가",
        '"서울 서울" -부산',
        "/(가+)+$/",
        "/(a|aa)+b/ | label:서울",
    ):
        for why in match(parse(rule), title) or ():
            assert title[why.start : why.end] == why.text


def test_an_expression_meant_to_explode_is_as_quick_as_any() -> None:
    begun = time.process_time()
    assert match(parse("/^(a+)+$/"), "a" * 5_000 + "!") is None
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("bad", ["", "-a", "((", "a near:99 b", "/(/", "\ud800", "a" * 10_001])
def test_one_bad_rule_stops_no_other(bad: str) -> None:
    index = RuleIndex()
    index.put(1, "파업")
    with pytest.raises(RuleError):
        index.put(2, bad)
    index.put(3, "버스")
    assert [watch for watch, _ in index.matches("버스 파업")] == [1, 3]


def test_a_rule_with_every_sort_of_part_waits_somewhere() -> None:
    index = loaded(
        enumerate([" | ".join(f"낱말{n}" for n in range(900)), "/지진/", "lang:ko", "-(a b) outlet:일보 파업"])
    )
    assert [watch for watch, _ in index.matches("낱말77 지진")] == [0, 1, 2]


def test_a_changed_rule_is_seen_by_the_very_next_headline() -> None:
    index = loaded((watch, f"희귀어{watch} 파업") for watch in range(2_000))
    index.put(7, "지진 파업")
    assert [watch for watch, _ in index.matches("희귀어7 파업")] == []
    assert [watch for watch, _ in index.matches("지진 파업")] == [7]
    index.drop(7)
    assert index.matches("지진 파업") == []
