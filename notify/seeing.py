"""Seeing before saving: all that a person wants to know of a rule while they type it, in under a second."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from notify import past
from notify.backtest import Backtest, Caught
from notify.knowledge import Knowledge
from notify.lesson import Lesson, lessons
from notify.match import find
from notify.neighbours import Bearer, Neighbour, bearers, company, neighbours, words
from notify.subject import Subject, facts
from notify.tree import Rule
from notify.variants import Variant, looser, stricter
from sokbo.model import Headline
from sokbo.queries import headlines, window

LOOKED = 600
"""Caught headlines whose words are looked at."""
TRIED = 200
"""Caught headlines on which stricter forms are tried."""
ANYWHERE = 600
"""Headlines that say what words are usual."""
QUICK_S = 0.06
"""How long a stricter or a looser form is judged."""


@dataclass(frozen=True, slots=True)
class Shift:
    """What another rule would catch besides, or would not."""

    variant: Variant
    count: int
    exact: bool
    examples: tuple[Caught, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A rule on the past, and what to make of it."""

    rule: Rule
    test: Backtest
    neighbours: list[Neighbour]
    bearers: list[Bearer]
    lost: list[Shift]
    """By stricter forms."""
    gained: list[Shift]
    """By looser ones."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Two rules on the same past."""

    before: Backtest
    after: Backtest
    added: tuple[Caught, ...]
    lost: tuple[Caught, ...]

    @property
    def exact(self) -> bool:
        """Whether all that differs is there."""
        return self.before.exact and self.after.exact


def see(connection: Connection, rule: Rule, knows: Knowledge, since: datetime) -> Seen:
    """All of it."""
    test = past.backtest(connection, rule, knows, since)
    looked = test.caught[:LOOKED]
    beside = company(looked)
    known = neighbours(beside, _anywhere(connection, since)) if looked else []
    lost = [shift for v in stricter(rule) if (shift := _lost(test, v, knows)).count]
    gained = [shift for v in looser(rule) if (shift := _gained(connection, test, v, knows)).count]
    return Seen(rule, test, known, bearers(looked, beside, known), lost, gained)


def _anywhere(connection: Connection, since: datetime) -> list[frozenset[str]]:
    """The words of some headlines of the time, whatever they speak of."""
    first, last = window.begins(connection, since), window.newest(connection)
    dice = random.Random(last)
    ids = range(first + 1, last + 1)
    some = headlines.some(connection, dice.sample(ids, min(len(ids), ANYWHERE)))
    return [words(h.title) for h in some.values()]


def _lost(test: Backtest, variant: Variant, knows: Knowledge) -> Shift:
    """What a stricter form would not catch, by what the rule itself does."""
    ends, tried = time.monotonic() + QUICK_S, 0
    missed: list[Caught] = []
    for caught in test.caught[:TRIED]:
        tried += 1
        if not _catches(variant.rule, caught, knows):
            missed.append(caught)
        if time.monotonic() > ends:
            break
    whole = test.exact and tried == len(test.caught)
    count = len(missed) if whole else round(test.count * len(missed) / tried) if tried else 0
    return Shift(variant, count, whole, tuple(missed[:3]))


def _catches(rule: Rule, caught: Caught, knows: Knowledge) -> bool:
    h = caught.headline
    return find(rule, Subject(h.title, facts(h), knows)) is not None


def _gained(connection: Connection, test: Backtest, variant: Variant, knows: Knowledge) -> Shift:
    more = past.backtest(connection, variant.rule, knows, test.since, QUICK_S)
    whole = more.exact and test.exact
    new = _without(more.caught, test.caught)
    return Shift(variant, len(new) if whole else max(0, more.count - test.count), whole, tuple(new[:3]))


def _without(these: Iterable[Caught], those: Iterable[Caught]) -> Sequence[Caught]:
    known = {c.headline.id for c in those}
    return [c for c in these if c.headline.id not in known]


def learn(connection: Connection, rule: Rule, headline: Headline, knows: Knowledge, since: datetime) -> list[Lesson]:
    """What the rule could exclude so as not to catch a headline, by what it caught since a moment."""
    test = past.backtest(connection, rule, knows, since)
    why = find(rule, Subject(headline.title, facts(headline), knows))
    return lessons(rule, Caught(headline, why or ()), test.caught[:TRIED], knows)


def compare(
    connection: Connection,
    before: Rule,
    after: Rule,
    knows: Knowledge,
    since: datetime,
    patience_s: float | None = past.PATIENCE_S,
) -> Difference:
    """What another rule in the place of one would have changed since a moment."""
    old = past.backtest(connection, before, knows, since, patience_s)
    new = past.backtest(connection, after, knows, since, patience_s)
    return Difference(old, new, tuple(_missed(new, old, before, knows)), tuple(_missed(old, new, after, knows)))


def _missed(caught: Backtest, by: Backtest, rule: Rule, knows: Knowledge) -> Iterable[Caught]:
    """What one caught and the other rule does not; judged anew where only samples were."""
    new = _without(caught.caught, by.caught)
    return new if by.exact else [c for c in new[:TRIED] if not _catches(rule, c, knows)]
