import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from notify.match import match
from notify.rule import And, Not, Or, Rule, Term, parse
from sokbo.fold import fold

some_words = st.sampled_from(["공장", "화재", "서울", "rate cut", "KT", "AI", "수출"])
rules: st.SearchStrategy[Rule] = st.recursive(
    st.builds(Term, some_words),
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda p: And(tuple(p))),
        st.lists(inner, min_size=2, max_size=3).map(lambda p: Or(tuple(p))),
    ),
    max_leaves=8,
)
titles = st.lists(
    st.sampled_from(["공장서", "화재로", "서울", "rate-cut", "KTX", "AI가", "수출입", "·"]), max_size=6
).map(" ".join)


@pytest.mark.parametrize(
    ("rule", "title", "found"),
    [
        ("공장 (화재 | 폭발) -훈련", "공장 폭발로 2명 다쳐", ["공장", "폭발"]),
        ("공장 (화재 | 폭발) -훈련", "공장 화재·폭발 잇따라", ["공장", "화재", "폭발"]),
        ("공장 (화재 | 폭발) -훈련", "공장 화재 대응 훈련", None),
        ("공장 (화재 | 폭발) -훈련", "공장 이전", None),
        ("서울 버스 | 부산 지하철", "부산 지하철 파업", ["부산", "지하철"]),
        ("서울 버스 | 부산 지하철", "서울 지하철 파업", None),
        ('"rate cut" (Fed | ECB)', "ECB signals rate-cut pause", ["ECB", "rate-cut"]),
        ("버스 -(지하철 | 택시)", "버스 증편", ["버스"]),
        ("버스 -(지하철 | 택시)", "버스·택시 증편", None),
        ("버스 -(지하철 택시)", "버스·택시 증편", ["버스"]),
    ],
)
def test_a_rule_says_which_words_satisfied_it(rule: str, title: str, found: list[str] | None) -> None:
    why = match(parse(rule), title)
    assert (None if why is None else [w.text for w in why]) == found


def holds(rule: Rule, title: str) -> bool:
    match rule:
        case Term():
            return match_term(rule, title)
        case Not(part):
            return not holds(part, title)
        case And(parts):
            return all(holds(part, title) for part in parts)
        case Or(parts):
            return any(holds(part, title) for part in parts)


def match_term(term: Term, title: str) -> bool:
    return match(term, title) is not None


@given(rules, titles)
def test_rules_are_the_logic_of_their_words(rule: Rule, title: str) -> None:
    assert (match(rule, title) is not None) == holds(rule, title)


@given(rules, st.text(max_size=40) | titles)
def test_every_reason_is_cut_out_of_the_title(rule: Rule, title: str) -> None:
    for why in match(rule, title) or ():
        assert title[why.start : why.end] == why.text != ""


@given(st.text(min_size=1, max_size=5), st.text(max_size=20), st.text(max_size=20))
def test_no_title_and_no_term_is_too_strange(term: str, before: str, behind: str) -> None:
    assume(any(c.isalnum() for c in fold(term).key))
    for why in match(Term(term), before + term + behind) or ():
        assert why.term == term
