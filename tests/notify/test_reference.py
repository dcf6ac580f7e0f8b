"""Rules against an evaluator that is slow and obvious, with the index and without it."""

import random
import re
from dataclasses import replace
from datetime import date
from functools import lru_cache

import pytest

from notify.index import RuleIndex, loaded
from notify.knowledge import Knowledge, shipped
from notify.match import find, match
from notify.rarity import Rarity
from notify.rule import RuleError, parse
from notify.subject import Facts, Subject
from notify.term import places, sought
from notify.tree import And, Field, Near, Not, Or, Pattern, Rule, Term
from sokbo.model import Why

WORDS = [
    "공장",
    "화재",
    "서울",
    "원룸",
    "파업",
    "지진",
    "수출",
    "미국",
    "중국",
    "야당",
    "금감원",
    "금융감독원",
    "이재명",
    "삼전",
    "반도체",
    "국민연금",
    "고양",
    "인하",
    "대상",
    "배",
    "3분기",
    "KT",
    "AI",
    "US",
    "us",
    "rate",
    "cut",
    "company",
    "deny",
    "Tesla",
    "F-16",
    "62%",
    "野",
    "對北",
    "=KT",
    "=파업",
]
PHRASES = ('"서울 원룸"', '"rate cut"', '"국민 연금"', '"기준금리 인하"', '="Rate cut"', "/화재|지진/", "/[A-Z]{2}/")
FIELDS = ("label:속보", "lang:ko", "lang:en", "outlet:연합뉴스", "author:김기자", "source:7")
PIECES = [
    "공장서",
    "공장",
    "화재,",
    "화재로",
    "서울",
    "원룸",
    "서울원룸",
    "파업했다",
    "부분파업",
    "지진",
    "수출입",
    "수출이",
    "美",
    "美中",
    "中企",
    "15日",
    "野",
    "野球",
    "與野",
    "검찰",
    "금감원",
    "금융감독원",
    "이",
    "대통령",
    "李대통령",
    "삼전",
    "삼성전자",
    "시스템반도체",
    "국민",
    "연금",
    "국민연금",
    "고양이",
    "고양시",
    "인하대",
    "인하한다",
    "대상으로",
    "배",
    "3분기",
    "13분기",
    "KTX",
    "KT가",
    "KT",
    "AI가",
    "A.I.",
    "US",
    "us",
    "rate",
    "cut",
    "rates",
    "Rate-cut",
    "companies",
    "denied",
    "Tesla's",
    "F16",
    "F-16V",
    "62%",
    "162%",
    "[속보]",
    "(종합)",
    "…",
    "·",
    "“기준금리",
    "인하”",
    "對北",
    "대북",
    "방송",
    "㈜한화",
    "ＡＩ",
]
FACTS = (
    Facts(day=date(2025, 10, 1)),
    Facts("연합뉴스", "김기자", "7", day=date(2023, 1, 1)),
    Facts("Yonhap", lang="en"),
)


def a_rule(chance: random.Random, depth: int = 3) -> str:
    """Any rule, good or not."""
    kind = chance.random()
    if depth == 0 or kind < 0.35:
        return chance.choice(chance.choices((WORDS, PHRASES, FIELDS), (6, 2, 1))[0])
    some = [a_rule(chance, depth - 1) for _ in range(chance.choice((2, 2, 3)))]
    if kind < 0.65:
        return " ".join(f"({part})" for part in some)
    if kind < 0.8:
        return " | ".join(f"({part})" for part in some)
    if kind < 0.9:
        return f"({some[0]}) -({some[1]})"
    left, right, other = chance.choices(WORDS[:20], k=3)
    return f"{left} near:{chance.choice('123')} ({right} | {other})"


def good_rule(chance: random.Random) -> str:
    while True:
        text = a_rule(chance)
        try:
            parse(text)
        except RuleError:
            continue
        return text


def a_title(chance: random.Random) -> str:
    return " ".join(chance.choices(PIECES, k=chance.randint(0, 9)))


@lru_cache(maxsize=100_000)
def holds(rule: Rule, title: str, facts: Facts, known: Knowledge) -> bool:
    """Whether a title satisfies a rule, word for word as docs/rules.md says it."""
    match rule:
        case Term() | Field() | Pattern():
            return match_one(rule, title, facts, known)
        case Near(left, right, words):
            subject = Subject(title, facts, known)
            return any(
                (a.end <= b.start or b.end <= a.start) and gaps(title, a.start, b.start) <= words
                for a in every(left, subject)
                for b in every(right, subject)
            )
        case Not(part):
            return not holds(part, title, facts, known)
        case And(parts):
            return all(holds(part, title, facts, known) for part in parts)
        case Or(parts):
            return any(holds(part, title, facts, known) for part in parts)


def every(side: Term | Or, subject: Subject) -> list[Why]:
    terms = side.parts if isinstance(side, Or) else [side]
    return [why for term in terms for why in places(sought(term, subject.knowledge), subject)]


def match_one(rule: Rule, title: str, facts: Facts, known: Knowledge) -> bool:
    return match(rule, title, facts, known) is not None


def gaps(title: str, a: int, b: int) -> int:
    """How many words begin behind the first of two places, up to the other; punctuation alone is none."""
    first, last = sorted((a, b))
    words = [found for found in re.finditer(r"\S*\w\S*", title) if re.search(r"[^\W_]", found[0])]
    return sum(first < word.start() <= last for word in words)


def check(seed: int, rounds: int, rules: int, titles: int) -> None:
    """So many rounds, each of some rules by some titles."""
    chance = random.Random(seed)
    known = replace(shipped())
    for _ in range(rounds):
        some = [good_rule(chance) for _ in range(rules)]
        trees = list(map(parse, some))
        headlines = [(a_title(chance), chance.choice(FACTS)) for _ in range(titles)]
        index = RuleIndex(known, Rarity([title for title, _ in headlines[:5]]))
        half = len(some) // 2
        built = loaded(enumerate(some[:half]), known)
        for number, rule in enumerate(some):
            index.put(number, rule)
            if number >= half:
                built.put(number, rule)
        for title, facts in headlines:
            subject = Subject(title, facts, known)
            wanted = [n for n, rule in enumerate(trees) if holds(rule, title, facts, known)]
            evaluated = {n: why for n, rule in enumerate(trees) if (why := find(rule, subject)) is not None}
            assert list(evaluated) == wanted, (title, facts)
            for found in (index.matches(title, facts), built.matches(title, facts)):
                assert [n for n, _ in found] == wanted, (title, facts, [some[n] for n in wanted])
            for why in (why for reasons in evaluated.values() for why in reasons):
                assert title[why.start : why.end] == why.text


def test_rules_are_what_a_slow_and_obvious_evaluator_says() -> None:
    check(seed=1, rounds=4, rules=40, titles=40)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_million_pairs_of_rules_and_titles() -> None:
    check(seed=2, rounds=40, rules=160, titles=160)
