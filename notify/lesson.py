"""Learning from "not this": what a rule could exclude so that no alert like this one comes again. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from notify.backtest import Caught
from notify.knowledge import Knowledge
from notify.match import find
from notify.neighbours import company
from notify.subject import Subject, facts
from notify.tree import Rule, Term
from notify.variants import excluding

MOST = 6
TOO_MUCH = 0.8
"""Of what the rule catches: a word in more of it is no exclusion but another rule."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A word to exclude, and what that would have cost."""

    word: str
    rule: Rule
    lost: tuple[Caught, ...]
    """What the rule would not have caught with it, the alert's own headline left out."""


def lessons(rule: Rule, unwanted: Caught, caught: Sequence[Caught], knows: Knowledge) -> list[Lesson]:
    """The words of a headline that may be excluded, those that say most of its like first."""
    others = [c for c in caught if c.headline.id != unwanted.headline.id]
    (words,) = company([unwanted])
    found = []
    for word in sorted(words):
        other = excluding(rule, [word])
        if find(other, _subject(unwanted, knows)) is not None:
            continue  # the word stands in it in another sense than a rule finds
        lost = tuple(c for c in others if find(Term(word), _subject(c, knows)) is not None)
        if len(lost) <= TOO_MUCH * len(others):
            found.append(Lesson(word, other, lost))
    found.sort(key=lambda lesson: (-len(lesson.lost), lesson.word))
    return found[:MOST]


def _subject(caught: Caught, knows: Knowledge) -> Subject:
    return Subject(caught.headline.title, facts(caught.headline), knows)
