"""A rule a little stricter or looser, and with a word more: what a person may want instead. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from notify.tree import And, Near, Not, Or, Rule, Term, write

MOST = 3
"""Variants that are tried each way."""
NEAR = 3
"""Words apart at most, where nearness is asked for."""


@dataclass(frozen=True, slots=True)
class Variant:
    """Another rule, and what makes it another."""

    rule: Rule
    how: str
    """``exact``, ``phrase``, ``near``: stricter; ``loose``, ``apart``, ``without``: looser."""
    what: str
    """The part that differs, as it is written."""


def stricter(rule: Rule) -> list[Variant]:
    """Rules that catch less, and nothing else."""
    parts = rule.parts if isinstance(rule, And) else (rule,)
    plain = [part for part in parts if isinstance(part, Term) and not part.exact]
    found = [_in_place(rule, t, Term(t.text, exact=True), "exact") for t in plain]
    if len(plain) == 2 and isinstance(rule, And):
        one, other = plain
        rest = [part for part in parts if part not in plain]
        near = _all([Near(one, other, NEAR), *rest])
        phrase = _all([Term(f"{one.text} {other.text}"), *rest])
        found = [
            Variant(near, "near", write(Near(one, other, NEAR))),
            Variant(phrase, "phrase", write(Term(f"{one.text} {other.text}"))),
        ]
    return found[:MOST]


def looser(rule: Rule) -> list[Variant]:
    """Rules that catch all that it does, and more."""
    return list(_looser(rule))[:MOST]


def _looser(rule: Rule) -> Iterator[Variant]:
    parts = rule.parts if isinstance(rule, And) else (rule,)
    for part in parts:
        match part:
            case Not():
                yield _in_place(rule, part, None, "without")
            case Term(text, exact=True):
                yield _in_place(rule, part, Term(text), "loose")
            case Term(text) if " " in text:
                words = tuple(Term(word) for word in text.split())
                yield _in_place(rule, part, And(words), "apart")
            case Near(left, right):
                yield _in_place(rule, part, And((left, right)), "apart")
    wanted = [part for part in parts if not isinstance(part, Not)]
    for part in wanted if len(wanted) > 1 else ():
        yield _in_place(rule, part, None, "without")


def _in_place(rule: Rule, old: Rule, new: Rule | None, how: str) -> Variant:
    """The rule with one part another, or none."""
    if not isinstance(rule, And):
        assert new is not None
        return Variant(new, how, write(old))
    parts = [new if part is old else part for part in rule.parts]
    return Variant(_all([part for part in parts if part is not None]), how, write(old))


def _all(parts: Iterable[Rule]) -> Rule:
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,))]
    return flat[0] if len(flat) == 1 else And(tuple(flat))


# --- with a word more -------------------------------------------------------------------------------------------------


def excluding(rule: Rule, unwanted: Iterable[str]) -> Rule:
    """The rule without titles that have one of these words."""
    return _all([rule, *[Not(Term(word)) for word in unwanted]])


def requiring(rule: Rule, wanted: Iterable[str]) -> Rule:
    """The rule for titles alone that have one of these words too."""
    words = tuple(Term(word) for word in wanted)
    return _all([rule, words[0] if len(words) == 1 else Or(words)])


def beside(rule: Rule, wanted: Iterable[str]) -> Rule | None:
    """The rule for titles alone in which one of these words is near; None where the rule is no single word."""
    words = tuple(Term(word) for word in wanted)
    return Near(rule, words[0] if len(words) == 1 else Or(words), NEAR) if isinstance(rule, Term) else None
