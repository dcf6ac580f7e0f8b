"""The text of a rule to a tree. Pure; what a term finds in a title is for `match`.

``a b`` wants both, ``a | b`` either, ``-a`` not; ``"a b"`` wants the words next to each other, ``=a`` as written,
``a near:3 b`` both with at most three words from one to the other; ``outlet:a``, ``label:``, ``lang:``, ``author:`` and
``source:`` ask for what stands beside the title; ``/a.c/`` is a regular expression; parentheses group. ``-`` and
``near:`` bind tightest, then and, then ``|`` (docs/rules.md).
"""

from __future__ import annotations

import re
import unicodedata
from typing import NoReturn

from notify.pattern import PatternError, compiled
from notify.tree import FIELD, NEAR, TERM, TYPED, And, Field, Near, Not, Or, Pattern, Rule, Term, is_bound
from sokbo.fold import fold

__all__ = ["And", "Field", "Near", "Not", "Or", "Pattern", "Rule", "RuleError", "Term", "is_bound", "parse"]

LONGEST = 10_000
MOST_TERMS = 1_000
DEEPEST = 50
"""Characters, terms and nested parentheses of a rule."""
FARTHEST = 30
"""Words that ``near:`` may lie apart."""
LANGUAGES = ("ko", "en", "ja", "zh")

_BROKEN = re.compile("[\0\ud800-\udfff]")
_PATTERN = re.compile(r"/(?P<source>(?:[^/\\]|\\.)*)(?P<closed>/?)")
_SHOWN = 72
"""Columns of a long rule that are shown around its fault."""


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
        self.typed = text.translate(TYPED)
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
            first = self.at
            part = self.one()
            near = NEAR.match(self.typed, self.at) if self.peek() else None
            parts += [part] if near is None else self.near(part, first)
        if not parts:
            self.fail("a word is missing here", "write one, or take the sign before or behind it away")
        return _joined(And, parts)

    def one(self) -> Rule:
        match self.peek():
            case "-":
                return self.negated()
            case "(":
                return self.group()
            case "/":
                return self.pattern()
            case _:
                return self.term()

    def near(self, left: Rule, first: int) -> list[Rule]:
        """What stands near what: `a near:3 b near:3 c` are two of them."""
        found: list[Rule] = []
        while self.peek() and (near := NEAR.match(self.typed, self.at)):
            words, sign = int(near["words"]), self.at
            if not 1 <= words <= FARTHEST:
                self.fail("near: counts words", f"write a number from 1 to {FARTHEST}: a near:3 b", sign)
            self.at = near.end()
            if self.peek() in {"", "|", ")", "-"}:
                self.fail("a word is missing behind near:", "write what stands near: a near:3 b", sign)
            behind = self.at
            right = self.one()
            found.append(Near(self.side(left, first), self.side(right, behind), words))
            left, first = right, behind
        return found

    def side(self, part: Rule, at: int) -> Term | Or:
        if not (isinstance(part, Term) or (isinstance(part, Or) and all(isinstance(p, Term) for p in part.parts))):
            self.fail("near: stands between words", 'put a word, "several words" or (a | b) on each side of it', at)
        return part

    def pattern(self) -> Rule:
        """A regular expression; what begins with a slash and has none at its end is a fault."""
        found = _PATTERN.match(self.typed, self.at)
        if found is None or not found["closed"]:
            self.fail("this / is not closed", "write / behind the expression, or put the word in quotes")
        source = self.text[found.start("source") : found.end("source")]
        try:
            compiled(source)
        except PatternError as error:
            self.fail("the expression can't be read", f"mend it ({error})")
        self.count()
        self.at = found.end()
        return Pattern(source)

    def count(self) -> None:
        self.terms += 1
        if self.terms > MOST_TERMS:
            self.fail(f"the rule has over {MOST_TERMS:,} words", "split it into several watches")

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
        near = NEAR.match(self.typed, start)
        if near:
            self.fail("a word is missing before near:", "write what stands near: a near:3 b")
        field = FIELD.match(self.typed, start)
        if field:
            self.at = field.end()
        found = TERM.match(self.typed, self.at)
        if found is None or (field and found["exact"]):
            self.fail(f"a word is missing behind {(field or ['this'])[0]}", "write it right behind the colon", start)
        if found["quoted"] is not None and not found["closed"]:
            self.fail("this quote is not closed", 'write " behind its last word')
        self.count()
        begin, end = found.span("word" if found["word"] is not None else "quoted")
        text = " ".join(self.text[begin:end].split())
        if not any(c.isalnum() for c in fold(text).key):
            self.fail("there is no letter or number in this", "write a word to look for")
        self.at = found.end()
        return self.field(field["name"].lower(), text, begin) if field else Term(text, exact=bool(found["exact"]))

    def field(self, name: str, value: str, at: int) -> Rule:
        if name == "lang":
            value = value.lower()
            if value not in LANGUAGES:
                self.fail(f"{value[:20]} is no language here", f"write one of {', '.join(LANGUAGES)}", at)
        return Field(name, value)


def _joined(kind: type[And] | type[Or], parts: list[Rule]) -> Rule:
    """The parts as one, without layers that say nothing."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,))]
    return flat[0] if len(flat) == 1 else kind(tuple(flat))
