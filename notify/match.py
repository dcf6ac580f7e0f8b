"""A rule and a title to the reasons why they match. Pure; what one term finds is for `term`."""

from __future__ import annotations

from notify.knowledge import Knowledge
from notify.pattern import search
from notify.subject import NOTHING, Facts, Subject
from notify.term import look, places, sought
from notify.tree import And, Field, Near, Not, Or, Pattern, Rule, Term
from sokbo.fold import fold
from sokbo.model import Why


def match(rule: Rule, title: str, facts: Facts = NOTHING, knowledge: Knowledge | None = None) -> tuple[Why, ...] | None:
    """Why a title satisfies a rule, one reason for each term that it has; None where it does not."""
    return find(rule, Subject(title, facts, knowledge))


def find(rule: Rule, subject: Subject) -> tuple[Why, ...] | None:
    """The same, for a title that is ready already; reasons come in the title's order."""
    found = _find(rule, subject)
    if found is None or len(found) < 2:
        return found
    return tuple(sorted(dict.fromkeys(found), key=lambda why: (why.start, why.end)))


def _find(rule: Rule, subject: Subject) -> tuple[Why, ...] | None:
    match rule:
        case Term():
            why = look(sought(rule, subject.knowledge), subject)
            return None if why is None else (why,)
        case Field():
            return _beside(rule, subject)
        case Pattern(source):
            found = search(source, subject.plain.title)
            return found and (Why(str(rule), subject.title[slice(*found)], *found, "pattern"),)
        case Near():
            return _near(rule, subject)
        case Not(part):
            return () if _find(part, subject) is None else None
        case And(parts):
            return _all(parts, subject)
        case Or(parts):
            return _any(parts, subject)


def _all(parts: tuple[Rule, ...], subject: Subject) -> tuple[Why, ...] | None:
    reasons: list[Why] = []
    for part in parts:
        found = _find(part, subject)
        if found is None:
            return None
        reasons += found
    return tuple(reasons)


def _any(parts: tuple[Rule, ...], subject: Subject) -> tuple[Why, ...] | None:
    reasons: list[Why] = []
    matched = False
    for part in parts:
        found = _find(part, subject)
        if found is not None:
            matched = True
            reasons += found
    return tuple(reasons) if matched else None


# --- near -------------------------------------------------------------------------------------------------------------

MOST_PLACES = 50
"""Places of one term that are looked at for what stands near."""


def _near(rule: Near, subject: Subject) -> tuple[Why, ...] | None:
    """The first two places that are near enough, and not one within the other."""
    left, right = _places(rule.left, subject), _places(rule.right, subject)
    for a in left:
        for b in right:
            apart = a.end <= b.start or b.end <= a.start
            if apart and abs(subject.words[a.start] - subject.words[b.start]) <= rule.words:
                return (a, b)
    return None


def _places(side: Term | Or, subject: Subject) -> list[Why]:
    terms = [side] if isinstance(side, Term) else [part for part in side.parts if isinstance(part, Term)]
    found = [why for term in terms for why in places(sought(term, subject.knowledge), subject)]
    return found[:MOST_PLACES]


# --- what stands beside a title ---------------------------------------------------------------------------------------


def _beside(rule: Field, subject: Subject) -> tuple[Why, ...] | None:
    """Whether what stands beside the title is as asked; a label is shown where it stands in it."""
    match rule.name:
        case "lang":
            holds = subject.lang == rule.value
        case "label":
            return _label(rule, subject)
        case "outlet":
            holds = _says(subject.facts.outlet, rule, subject)
        case "author":
            holds = _says(subject.facts.author, rule, subject)
        case _:
            holds = _says(subject.facts.source, rule, subject)
    return (Why(str(rule), "", 0, 0, rule.name),) if holds else None


def _says(text: str, rule: Field, subject: Subject) -> bool:
    """Whether a name has the words asked for."""
    beside = Subject(text, NOTHING, subject.knowledge)
    return (
        fold(text).key == fold(rule.value).key or look(sought(Term(rule.value), subject.knowledge), beside) is not None
    )


def _label(rule: Field, subject: Subject) -> tuple[Why, ...] | None:
    asked = fold(rule.value).key
    label = next((label for label in subject.labels if fold(label).key == asked), None)
    if label is None:
        return None
    at = subject.title.find(label)
    return (Why(str(rule), label if at >= 0 else "", max(at, 0), at + len(label) if at >= 0 else 0, "label"),)
