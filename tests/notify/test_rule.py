import pytest
from hypothesis import given
from hypothesis import strategies as st

from notify.rule import (
    DEEPEST,
    LONGEST,
    MOST_TERMS,
    And,
    Field,
    Near,
    Not,
    Or,
    Pattern,
    Rule,
    RuleError,
    Term,
    parse,
)

A, B, C = Term("a"), Term("b"), Term("c")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("삼성전자", Term("삼성전자")),
        ("a b", And((A, B))),
        ("a | b", Or((A, B))),
        ("a|b", Or((A, B))),
        ("a b | c", Or((And((A, B)), C))),
        ("a (b | c)", And((A, Or((B, C))))),
        ("a -b", And((A, Not(B)))),
        ("a -b | c", Or((And((A, Not(B))), C))),
        ("a -(b | c)", And((A, Not(Or((B, C)))))),
        ("((a))(b)", And((A, B))),
        ("a | (b | c)", Or((A, B, C))),
        ("a --b", And((A, B))),
        ("a -(-b)", And((A, B))),
        ('"서울  원룸" 월세', And((Term("서울 원룸"), Term("월세")))),
        ("“서울 원룸”", Term("서울 원룸")),
        ("a（b｜c）", And((A, Or((B, C))))),
        ('a"b c"', And((A, Term("b c")))),
        ('"a" -"b"-c', And((A, Not(B), Not(C)))),
        ("F-16", Term("F-16")),
        ("=보라", Term("보라", exact=True)),
        ('="Rate cut" -=US', And((Term("Rate cut", exact=True), Not(Term("US", exact=True))))),
        ('"a | (b)"', Term("a | (b)")),
        ('"-5% =x"', Term("-5% =x")),
        ("R&D C++ 3:1", And((Term("R&D"), Term("C++"), Term("3:1")))),
        ('"label:속보"', Term("label:속보")),
        ("a outlet:한겨레", And((A, Field("outlet", "한겨레")))),
        ('-OUTLET:"The Times" a', And((Not(Field("outlet", "The Times")), A))),
        (
            "label:속보 | lang:KO author：김",
            Or((Field("label", "속보"), And((Field("lang", "ko"), Field("author", "김"))))),
        ),
        ("a near:3 b", Near(A, B, 3)),
        ('a "b c"near:1(b | c) -c', And((A, Near(Term("b c"), Or((B, C)), 1), Not(C)))),
        ("a near:3 b near:4 c", And((Near(A, B, 3), Near(B, C, 4)))),
        ("a | b near:2 c", Or((A, Near(B, C, 2)))),
        (r"/GTX-[A-D] \/ 착공/ a", And((Pattern(r"GTX-[A-D] \/ 착공"), A))),
        ("1/2 a/b/c", And((Term("1/2"), Term("a/b/c")))),
    ],
)
def test_a_rule_reads_as_people_type_into_a_search_box(text: str, rule: Rule) -> None:
    assert parse(text) == rule


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("  a   b|c ", "a b | c"),
        ("(a | b)(c)", "(a | b) c"),
        ("a -(b c)", "a -(b c)"),
        ("a -(b | c) =d", "a -(b | c) =d"),
        ('"서울 원룸" "a"', '"서울 원룸" a'),
        ('"lang:ko" "-a" "=b" "（c"', '"lang:ko" "-a" "=b" "（c"'),
        ('"near:2" "/a/" a/b', '"near:2" "/a/" a/b'),
        ('Label:"속보"  lang:KO a', "label:속보 lang:ko a"),
        ("(a | b)near:02 (c) -/x y/", "(a | b) near:2 c -/x y/"),
        ("-(a near:2 b) c", "-(a near:2 b) c"),
    ],
)
def test_a_rule_prints_in_one_normal_form(text: str, normal: str) -> None:
    assert str(parse(text)) == normal


words = st.text("가나a1Z-=|()“「·:&'’ ", min_size=1, max_size=6).filter(lambda t: any(c.isalnum() for c in t))
terms = st.builds(lambda t, e: Term(" ".join(t.replace("“", "").split()), e), words, st.booleans())


def deeper(rules: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    some = st.lists(rules, min_size=2, max_size=3)
    return st.one_of(
        some.map(lambda parts: " ".join(f"({part})" for part in parts)),
        some.map(lambda parts: " | ".join(f"({part})" for part in parts)),
        rules.map(lambda part: f"-({part})"),
    )


@given(st.recursive(terms.map(str), deeper, max_leaves=12))
def test_the_normal_form_reads_as_the_same_rule(text: str) -> None:
    rule = parse(f"({text}) 낱말")
    assert parse(str(rule)) == rule
    assert str(parse(str(rule))) == str(rule)


def fault(text: str) -> RuleError | None:
    try:
        parse(text)
    except RuleError as error:
        return error
    return None


@given(st.text(max_size=60) | st.text('가a |-()"=:“', max_size=60))
def test_any_text_is_a_rule_or_has_a_fault_at_a_place(text: str) -> None:
    found = fault(text)
    if found is not None:
        assert 0 <= found.position <= len(text)
        assert found.message
        assert found.mend
        assert found.pointed().count("\n") == 2


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ("", 0, "empty"),
        (" \n ", 0, "empty"),
        ("((", 2, "a word is missing"),
        ("(삼성", 0, "not closed"),
        ("a (b | (c)", 2, "not closed"),
        ("a) b", 1, "no parenthesis is open"),
        ("a ()", 3, "a word is missing"),
        ("a |", 3, "a word is missing"),
        ("| a", 0, "a word is missing"),
        ("a || b", 3, "a word is missing"),
        ('서울 "원룸', 3, "quote is not closed"),
        ("a -", 2, "belongs to no word"),
        ("a - b", 2, "belongs to no word"),
        ("-a", 0, "only what it does not want"),
        ("-a -(b | c)", 0, "only what it does not want"),
        ("a | -b", 0, "only what it does not want"),
        ("!?", 0, "no letter or number"),
        ('a ""', 2, "no letter or number"),
        ("a …", 2, "no letter or number"),
        ("a outlet: b", 2, "missing behind outlet:"),
        ('a label:"', 8, "quote is not closed"),
        ("lang:klingon a", 5, "no language here"),
        ("near:2 a", 0, "missing before near:"),
        ("a near:2", 2, "missing behind near:"),
        ("a near:2 -b", 2, "missing behind near:"),
        ("a near:0 b", 2, "near: counts words"),
        ("a near:99 b", 2, "near: counts words"),
        ("(a b) near:2 c", 0, "stands between words"),
        ("a near:2 lang:ko", 9, "stands between words"),
        ("a /b", 2, "this / is not closed"),
        ("a /b**/", 2, "can't be read"),
        ("/a*/", 0, "matches every title"),
        ("/((a{1,1000}){1,1000})/", 0, "can't be read"),
        ("a\0b", 1, "broken character"),
        ("a\ud800", 1, "broken character"),
        ("a" * (LONGEST + 1), LONGEST, "over 10,000 characters"),
        ("a " * (MOST_TERMS + 1), MOST_TERMS * 2, "over 1,000 words"),
        ("(" * 200 + "a" + ")" * 200, DEEPEST, "nested over 50 deep"),
        ("-(" * 3000, DEEPEST * 2 + 1, "nested over 50 deep"),
    ],
)
def test_a_fault_says_where_it_is(text: str, position: int, says: str) -> None:
    with pytest.raises(RuleError, match=says) as caught:
        parse(text)
    assert caught.value.position == position


def test_the_longest_and_the_deepest_rules_are_read() -> None:
    many = parse(" | ".join(f"가{i}" for i in range(MOST_TERMS)))
    assert isinstance(many, Or)
    assert len(many.parts) == MOST_TERMS
    deep = parse("(a | -(b " * (DEEPEST // 2) + "c" + "))" * (DEEPEST // 2) + " a")
    assert parse(str(deep)) == deep


def test_a_fault_is_pointed_at_where_hangul_takes_two_columns() -> None:
    with pytest.raises(RuleError) as caught:
        parse('삼성전자 "서울 원룸')
    rule, caret, mend = caught.value.pointed().split("\n")
    assert rule == '삼성전자 "서울 원룸'
    assert caret == " " * 9 + "^"
    assert mend == 'this quote is not closed: write " behind its last word'


def test_of_a_long_rule_the_place_of_the_fault_is_shown() -> None:
    with pytest.raises(RuleError) as caught:
        parse("가" * 500 + " | )" + "나" * 500)
    rule, caret, _ = caught.value.pointed().split("\n")
    assert len(rule) <= 80
    assert " | )" in rule
    assert rule[: len(rule.partition(")")[0])].count("가") * 2 + 3 == len(caret) - 1
