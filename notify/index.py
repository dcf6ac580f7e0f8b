"""Which of many rules a headline may satisfy: each waits under letters that no title can match it without. Pure."""

from __future__ import annotations

from itertools import pairwise

from notify.knowledge import Knowledge, shipped
from notify.match import find
from notify.rule import And, Near, Or, Rule, Term
from notify.subject import NOTHING, Facts, Subject
from notify.term import sought
from sokbo.model import Why

Letters = frozenset[str]
"""Stretches of a match key, one of which a title must have."""


class RuleIndex:
    """Rules by watch. Of terms that are all required, the one in the emptiest bucket stands for the rest."""

    def __init__(self, knowledge: Knowledge | None = None) -> None:
        self._knowledge = knowledge or shipped()
        self._rules: dict[int, Rule] = {}
        self._waiting: dict[int, list[tuple[str, str]]] = {}
        """By watch, the buckets and the stretches in them where it waits."""
        self._buckets: dict[str, dict[str, set[int]]] = {}
        """By two letters of a stretch (or its only one), the stretches and the watches that wait for them."""

    def __len__(self) -> int:
        return len(self._rules)

    def put(self, watch: int, rule: Rule) -> None:
        """Take in a watch's rule, in place of the one that it had."""
        self.drop(watch)
        waiting = [(self._bucket(stretch), stretch) for stretch in self._needed(rule)]
        for bucket, stretch in waiting:
            self._buckets.setdefault(bucket, {}).setdefault(stretch, set()).add(watch)
        self._rules[watch], self._waiting[watch] = rule, waiting

    def drop(self, watch: int) -> None:
        """Forget a watch; one that isn't there is no matter."""
        self._rules.pop(watch, None)
        for bucket, stretch in self._waiting.pop(watch, ()):
            watches = self._buckets[bucket][stretch]
            watches.discard(watch)
            if not watches:
                del self._buckets[bucket][stretch]
            if not self._buckets[bucket]:
                del self._buckets[bucket]

    def candidates(self, subject: Subject) -> set[int]:
        """Every watch whose rule may match a title, and few that don't."""
        letters = subject.letters
        found: set[int] = set()
        for bucket in {"", *letters, *map("".join, pairwise(letters))} & self._buckets.keys():
            for stretch, watches in self._buckets[bucket].items():
                if stretch in letters:
                    found |= watches
        return found

    def matches(self, title: str, facts: Facts = NOTHING) -> list[tuple[int, tuple[Why, ...]]]:
        """The watches whose rules a headline satisfies, and why, in order of their numbers."""
        subject = Subject(title, facts, self._knowledge)
        found = [(watch, find(self._rules[watch], subject)) for watch in sorted(self.candidates(subject))]
        return [(watch, why) for watch, why in found if why is not None]

    def _needed(self, rule: Rule) -> Letters:
        """What a title must have one of; the empty stretch, which every title has, where nothing is required."""
        match rule:
            case Term():
                return sought(rule, self._knowledge).stems
            case Near(left, right):
                return min(self._needed(left), self._needed(right), key=self._crowd)
            case And(parts):
                return min([self._needed(part) for part in parts], key=self._crowd)
            case Or(parts):
                return frozenset().union(*[self._needed(part) for part in parts])
            case _:
                return frozenset([""])

    def _crowd(self, letters: Letters) -> tuple[bool, int, int]:
        """How often rules under these letters would be looked at, for comparing; the longest where none is known."""
        shortest = min(map(len, letters))
        return shortest == 0, sum([len(self._buckets.get(self._bucket(s), ())) for s in letters]), -shortest

    def _bucket(self, stretch: str) -> str:
        """The emptiest of the buckets where a stretch may wait."""
        pairs = [stretch[i : i + 2] for i in range(len(stretch) - 1)] or [stretch]
        return min(pairs, key=lambda pair: len(self._buckets.get(pair, ())))
