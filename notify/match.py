"""A rule and a title to the reasons why they match. Pure; what one term finds is for `term`."""

from __future__ import annotations

from notify.rule import And, Not, Or, Rule, Term
from notify.term import look, sought
from sokbo.fold import Folded, fold
from sokbo.model import Why


def match(rule: Rule, title: str) -> tuple[Why, ...] | None:
    """Why a title satisfies a rule, one reason for each term that it has; None where it does not."""
    return find(rule, fold(title))


def find(rule: Rule, title: Folded) -> tuple[Why, ...] | None:
    """The same, for a title that is folded already."""
    match rule:
        case Term():
            why = look(sought(rule), title)
            return None if why is None else (why,)
        case Not(part):
            return () if find(part, title) is None else None
        case And(parts):
            return _all(parts, title)
        case Or(parts):
            return _any(parts, title)


def _all(parts: tuple[Rule, ...], title: Folded) -> tuple[Why, ...] | None:
    reasons: list[Why] = []
    for part in parts:
        found = find(part, title)
        if found is None:
            return None
        reasons += found
    return tuple(reasons)


def _any(parts: tuple[Rule, ...], title: Folded) -> tuple[Why, ...] | None:
    reasons: list[Why] = []
    matched = False
    for part in parts:
        found = find(part, title)
        if found is not None:
            matched = True
            reasons += found
    return tuple(reasons) if matched else None
