from dataclasses import replace

import pytest

from notify.advice import advice
from notify.knowledge import Knowledge, shipped
from notify.rule import parse


class Analysed:
    def parts(self, text: str, start: int, end: int) -> bool:
        return True


@pytest.fixture
def known() -> Knowledge:
    return replace(shipped(), analyser=Analysed())


@pytest.mark.parametrize(
    ("rule", "kind", "about"),
    [
        ("파업 -파업", "never", "파업"),
        ('"버스 파업" 서울 -파업', "never", '"버스 파업"'),
        ("금감원 -금융감독원", "never", "금감원"),
        ("companies -company", "never", "companies"),
        ("(a1 -a1) | (b2 -b2)", "never", "a1"),
        ("속보 lang:ko lang:en", "never", "lang:en and lang:ko"),
        ("label:속보 -label:속보", "never", "label:속보"),
        ("파업 near:2 버스 -버스", "never", "파업 near:2 버스"),
        ("a", "everything", "a"),
        ("파업 | 1", "everything", "1"),
        ("lang:ko", "everything", "lang:ko"),
        ("lang:ko -야구", "everything", "lang:ko"),
        ("/./", "everything", "/./"),
    ],
)
def test_a_rule_that_does_not_do_what_was_meant_is_told(known: Knowledge, rule: str, kind: str, about: str) -> None:
    assert [(a.kind, a.about) for a in advice(parse(rule), known)] == [(kind, about)]


@pytest.mark.parametrize(
    "rule",
    [
        "파업 -버스",
        "=us -US",
        "a b2",
        "배",
        "lang:ko 파업",
        "(파업 -파업) | 지진",
        "/[0-9]+호/",
        "노조 -(노조 near:2 축제)",
    ],
)
def test_a_good_rule_is_not_talked_about(known: Knowledge, rule: str) -> None:
    assert advice(parse(rule), known) == ()


def test_what_the_analyser_would_add_is_told_where_it_is_not_there(known: Knowledge) -> None:
    (told,) = advice(parse("지진 빙판길사고 -KT"), shipped())
    assert (told.kind, told.about) == ("stricter", "빙판길사고")
    assert "sokbo[korean]" in str(told)
    assert advice(parse("지진 빙판길사고"), known) == ()
