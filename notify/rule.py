"""The text of a rule to a tree, and back. Pure; what a term finds in a title is for `match`.

``a b`` wants both, ``a | b`` either, ``-a`` not; ``"a b"`` wants the words next to each other, ``=a`` as written;
parentheses group. ``-`` binds tightest, then and, then ``|`` (docs/rules.md).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import NoReturn

from sokbo.fold import fold

LONGEST = 10_000
MOST_TERMS = 1_000
DEEPEST = 50
"""Characters, terms and nested parentheses of a rule."""

_TYPED = str.maketrans("“”„‟＂｜（）－−＝", '"""""|()--=')
_TERM = re.compile(r'(?P<exact>=?)(?:"(?P<quoted>[^"]*)(?P<closed>"?)|(?P<word>[^\s"()|]+))')
_BROKEN = re.compile("[\0\ud800-\udfff]")
_FIELD = re.compile(r"(?:outlet|label|lang|author):", re.IGNORECASE)
_SHOWN = 72
"""Columns of a long rule that are shown around its fault."""


# --- the tree ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Term:
    """Words next to each other; `exact` where only as written."""

    text: str
    exact: bool = False

    def __str__(self) -> str:
        return _write(self)


@dataclass(frozen=True, slots=True)
class Not:
    """Whatever its part does not match."""

    part: Rule

    def __str__(self) -> str:
        return _write(self)


@dataclass(frozen=True, slots=True)
class And:
    """All parts; none of them is itself an `And`."""

    parts: tuple[Rule, ...]

    def __str__(self) -> str:
        return _write(self)


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the parts; none of them is itself an `Or`."""

    parts: tuple[Rule, ...]

    def __str__(self) -> str:
        return _write(self)


Rule = Term | Not | And | Or


def _write(rule: Rule) -> str:
    match rule:
        case Term(text, exact):
            return ("=" if exact else "") + (text if _is_word(text) else f'"{text}"')
        case Not(part):
            return f"-{_write(part)}" if isinstance(part, Term) else f"-({_write(part)})"
        case And(parts):
            return " ".join([f"({_write(part)})" if isinstance(part, Or) else _write(part) for part in parts])
        case Or(parts):
            return " | ".join([_write(part) for part in parts])


def _is_word(text: str) -> bool:
    """Whether a term needs no quotes around it."""
    typed = text.translate(_TYPED)
    term = _TERM.fullmatch(typed)
    return bool(term and term["word"] == typed) and not typed.startswith("-") and not _FIELD.match(typed)


def is_bound(rule: Rule) -> bool:
    """Whether a title must have some word of the rule to match it."""
    match rule:
        case Term():
            return True
        case Not():
            return False
        case And(parts):
            return any(map(is_bound, parts))
        case Or(parts):
            return all(map(is_bound, parts))


# --- faults -----------------------------------------------------------------------------------------------------------


class RuleError(ValueError):
    """A rule that can't be read: what is wrong, where (in code points), and how to mend it."""

    def __init__(self, message: str, mend: str, rule: str, position: int) -> None:
        super().__init__(f"{message}: {mend}")
        self.message, self.mend, self.rule, self.position = message, mend, rule, position

    def pointed(self) -> str:
        """The rule, a caret under the place, and what to do; Hangul counts as two columns."""
        start = max(0, self.position - _SHOWN // 2)
        shown = "".join([c if c.isprintable() else " " for c in self.rule[start : start + _SHOWN]])
        before = shown[: self.position - start]
        return f"{shown}\n{' ' * _columns(before)}^\n{self.message}: {self.mend}"


def _columns(text: str) -> int:
    widths = [0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text]
    return sum(widths)


# --- reading ----------------------------------------------------------------------------------------------------------


def parse(text: str) -> Rule:
    """The tree of a rule; raises `RuleError`."""
    return _Reader(text).read()


class _Reader:
    """One pass over a rule, from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.typed = text.translate(_TYPED)
        self.at = 0
        self.terms = 0
        self.open: list[int] = []

    def fail(self, message: str, mend: str, at: int | None = None) -> NoReturn:
        raise RuleError(message, mend, self.text, self.at if at is None else at)

    def read(self) -> Rule:
        if len(self.text) > LONGEST:
            self.fail(f"the rule has over {LONGEST:,} characters", "split it into several watches", LONGEST)
        broken = _BROKEN.search(self.text)
        if broken:
            self.fail("there is a broken character here", "write it anew", broken.start())
        if not self.text.strip():
            self.fail("the rule is empty", "write at least one word to look for", 0)
        rule = self.either()
        if self.peek() == ")":
            self.fail("no parenthesis is open here", "take the ) away, or put a ( before it")
        if not is_bound(rule):
            self.fail("the rule says only what it does not want", "add a word to look for", 0)
        return rule

    def peek(self) -> str:
        """The next character that says something; empty at the end."""
        while self.at < len(self.typed) and self.typed[self.at].isspace():
            self.at += 1
        return self.typed[self.at : self.at + 1]

    def either(self) -> Rule:
        parts = [self.all()]
        while self.peek() == "|":
            self.at += 1
            parts.append(self.all())
        return _joined(Or, parts)

    def all(self) -> Rule:
        parts: list[Rule] = []
        while self.peek() not in {"", "|", ")"}:
            parts.append(self.one())
        if not parts:
            self.fail("a word is missing here", "write one, or take the sign before or behind it away")
        return _joined(And, parts)

    def one(self) -> Rule:
        match self.peek():
            case "-":
                return self.negated()
            case "(":
                return self.group()
            case _:
                return self.term()

    def negated(self) -> Rule:
        first = self.at
        while self.typed[self.at : self.at + 1] == "-":
            self.at += 1
        twice = (self.at - first) % 2 == 0
        if self.typed[self.at : self.at + 1].strip() in {"", "|", ")"}:
            self.fail("this - belongs to no word", "put it right before a word: -word", first)
        part = self.one()
        if twice:
            return part
        return part.part if isinstance(part, Not) else Not(part)

    def group(self) -> Rule:
        self.open.append(self.at)
        if len(self.open) > DEEPEST:
            self.fail(f"parentheses are nested over {DEEPEST} deep", "take some away")
        self.at += 1
        rule = self.either()
        if self.peek() != ")":
            self.fail("this parenthesis is not closed", "write ) behind its last word", self.open[-1])
        self.at += 1
        self.open.pop()
        return rule

    def term(self) -> Rule:
        start = self.at
        found = _TERM.match(self.typed, start)
        if found is None or (found["quoted"] is not None and not found["closed"]):
            self.fail("this quote is not closed", 'write " behind its last word')
        self.terms += 1
        if self.terms > MOST_TERMS:
            self.fail(f"the rule has over {MOST_TERMS:,} words", "split it into several watches")
        field = _FIELD.match(found["word"] or "")
        if field:
            self.fail(f"{field[0]} can't be asked for yet", "put it in quotes to look for these very letters")
        begin, end = found.span("word" if found["word"] is not None else "quoted")
        text = " ".join(self.text[begin:end].split())
        if not any(c.isalnum() for c in fold(text).key):
            self.fail("there is no letter or number in this", "write a word to look for")
        self.at = found.end()
        return Term(text, exact=bool(found["exact"]))


def _joined(kind: type[And] | type[Or], parts: list[Rule]) -> Rule:
    """The parts as one, without layers that say nothing."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,))]
    return flat[0] if len(flat) == 1 else kind(tuple(flat))
