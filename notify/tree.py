"""What a rule is once read: a tree of words, fields, patterns and what joins them, and how it is written. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

TYPED = str.maketrans("“”„‟＂｜（）－−＝：／", '"""""|()--=:/')
TERM = re.compile(r'(?P<exact>=?)(?:"(?P<quoted>[^"]*)(?P<closed>"?)|(?P<word>[^\s"()|]+))')
FIELD = re.compile(r"(?P<name>outlet|label|lang|author|source):", re.IGNORECASE)
NEAR = re.compile(r"near:(?P<words>\d{1,3})(?=[\s()\"|]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Term:
    """Words next to each other; `exact` where only as written."""

    text: str
    exact: bool = False

    def __str__(self) -> str:
        return write(self)


@dataclass(frozen=True, slots=True)
class Field:
    """What stands beside a title: its `outlet`, a `label`, its `lang`, `author` or `source`."""

    name: str
    value: str

    def __str__(self) -> str:
        return write(self)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression of RE2's, for the title as given."""

    source: str

    def __str__(self) -> str:
        return write(self)


@dataclass(frozen=True, slots=True)
class Near:
    """Two terms, or one of several on a side, with at most so many words from one to the other, in either order."""

    left: Term | Or
    right: Term | Or
    words: int

    def __str__(self) -> str:
        return write(self)


@dataclass(frozen=True, slots=True)
class Not:
    """Whatever its part does not match."""

    part: Rule

    def __str__(self) -> str:
        return write(self)


@dataclass(frozen=True, slots=True)
class And:
    """All parts; none of them is itself an `And`."""

    parts: tuple[Rule, ...]

    def __str__(self) -> str:
        return write(self)


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the parts; none of them is itself an `Or`."""

    parts: tuple[Rule, ...]

    def __str__(self) -> str:
        return write(self)


Rule = Term | Field | Pattern | Near | Not | And | Or


def write(rule: Rule) -> str:
    """The rule in its normal form, which reads as the same rule."""
    match rule:
        case Term(text, exact):
            return ("=" if exact else "") + (text if _is_word(text) else f'"{text}"')
        case Field(name, value):
            return f"{name}:{value}" if _is_value(value) else f'{name}:"{value}"'
        case Pattern(source):
            return f"/{source}/"
        case Near(left, right, words):
            return f"{_side(left)} near:{words} {_side(right)}"
        case Not(part):
            return f"-{write(part)}" if isinstance(part, Term | Field | Pattern) else f"-({write(part)})"
        case And(parts):
            return " ".join([f"({write(part)})" if isinstance(part, Or) else write(part) for part in parts])
        case Or(parts):
            return " | ".join([write(part) for part in parts])


def _side(rule: Term | Or) -> str:
    return f"({write(rule)})" if isinstance(rule, Or) else write(rule)


def _is_word(text: str) -> bool:
    """Whether a term needs no quotes around it."""
    typed = text.translate(TYPED)
    term = TERM.fullmatch(typed)
    plain = bool(term and term["word"] == typed) and typed[0] not in "-/"
    return plain and not FIELD.match(typed) and not NEAR.match(typed)


def _is_value(text: str) -> bool:
    typed = text.translate(TYPED)
    term = TERM.fullmatch(typed)
    return bool(term and term["word"] == typed)


def is_bound(rule: Rule) -> bool:
    """Whether a title must have something that the rule asks for to match it."""
    match rule:
        case Not():
            return False
        case And(parts):
            return any(map(is_bound, parts))
        case Or(parts):
            return all(map(is_bound, parts))
        case _:
            return True


def terms(rule: Rule) -> Iterator[Term]:
    """Every term of a rule, in order, wanted and unwanted alike."""
    match rule:
        case Term():
            yield rule
        case Near(left, right):
            yield from terms(left)
            yield from terms(right)
        case Not(part):
            yield from terms(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from terms(part)
        case _:
            return


def canonical(rule: Rule) -> Rule:
    """One tree for all rules that say the same in another order, or the same twice."""
    match rule:
        case Not(part):
            return Not(canonical(part))
        case And(parts) | Or(parts):
            kept = sorted({str(c): c for c in map(canonical, parts)}.items())
            return kept[0][1] if len(kept) == 1 else type(rule)(tuple(part for _, part in kept))
        case _:
            return rule
