import pytest
from hypothesis import given
from hypothesis import strategies as st

from notify.index import RuleIndex
from notify.match import match
from notify.rule import RuleError, parse
from notify.subject import Subject

words = st.sampled_from(
    ["공장", "화재", "서울", '"서울 원룸"', "rate", "cut", '"rate cut"', "KT", "AI", "野", "company", "deny", "=A"]
)


def deeper(rules: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    some = st.lists(rules, min_size=2, max_size=3)
    return st.one_of(
        some.map(lambda parts: " ".join(f"({part})" for part in parts)),
        some.map(lambda parts: " | ".join(f"({part})" for part in parts)),
        rules.map(lambda part: f"-({part})"),
    )


def is_rule(text: str) -> bool:
    try:
        parse(text)
    except RuleError:
        return False
    return True


rules = st.recursive(words, deeper, max_leaves=6).filter(is_rule)
titles = st.lists(
    st.sampled_from(
        ["공장서", "화재,", "서울", "원룸", "Rate-cut", "companies", "denied", "KT", "A.I.", "與野", "A", "…", "국립"]
    ),
    max_size=6,
).map(" ".join)
changes = st.lists(st.tuples(st.integers(0, 5), st.none() | rules), max_size=12)


@given(changes, st.lists(titles, min_size=1, max_size=4))
def test_the_index_finds_what_evaluating_every_rule_finds(
    changed: list[tuple[int, str | None]], some: list[str]
) -> None:
    index, kept = RuleIndex(), dict[int, str]()
    for watch, rule in changed:
        if rule is None:
            index.drop(watch)
            kept.pop(watch, None)
        else:
            index.put(watch, parse(rule))
            kept[watch] = rule
    for title in some:
        every = [(watch, match(parse(rule), title)) for watch, rule in sorted(kept.items())]
        assert index.matches(title) == [(watch, why) for watch, why in every if why is not None]
    assert len(index) == len(kept)


def waiting(index: RuleIndex, title: str) -> set[int]:
    return {watch for form in index.candidates(Subject(title)) for watch in form.watches}


def test_only_rules_whose_rarest_word_is_in_the_title_are_candidates() -> None:
    index = RuleIndex()
    for watch in range(50):
        index.put(watch, parse(f"서울 구청{watch}"))
    assert waiting(index, "서울 버스 파업") == set()
    assert waiting(index, "서울 구청31 신축") == {31, 3}
    assert [watch for watch, _ in index.matches("서울 구청31 신축")] == [31]


def test_an_index_that_is_emptied_keeps_nothing() -> None:
    index = RuleIndex()
    index.put(1, parse("a | (b c) | 서울"))
    index.put(1, parse("d"))
    assert index.matches("a 서울") == []
    index.drop(1)
    index.drop(1)
    assert len(index) == 0
    assert waiting(index, "d") == set()


@pytest.mark.parametrize(("rule", "title"), [("company", "Companies"), ("deny", "Denied"), ("X", "x")])
def test_a_rule_waits_for_what_all_forms_of_its_word_have(rule: str, title: str) -> None:
    index = RuleIndex()
    index.put(7, parse(rule.lower()))
    assert [watch for watch, _ in index.matches(title)] == [7]


def test_one_stretch_may_serve_two_words_of_a_rule() -> None:
    index = RuleIndex()
    index.put(1, "(us | earthquake) US")
    assert [watch for watch, _ in index.matches("US rate cut")] == [1]
