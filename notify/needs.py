"""Which letters a title must have for a rule to match it: of all that it requires, the two rarest. Pure."""

from __future__ import annotations

from operator import itemgetter

from notify.knowledge import Knowledge
from notify.rarity import Rarity
from notify.term import sought
from notify.tree import And, Near, Or, Rule, Term

Clause = frozenset[str]
"""Stretches of letters, one of which a title must have."""
Waits = tuple[tuple[str, str], ...]
"""Pairs of stretches, one of which a title must have whole; an empty stretch is in every title."""

ALWAYS: Waits = (("", ""),)
_NONE: Clause = frozenset([""])
_by_crowd = itemgetter(0)
MOST = 64
"""Pairs that one rule waits under; where there would be more, it waits under the rarest stretches alone."""


class Needs:
    """What rules need, by what is known and how rare letters are."""

    def __init__(self, knowledge: Knowledge, rarity: Rarity) -> None:
        self._knowledge = knowledge
        self._rarity = rarity
        self._words: dict[str, tuple[float, Clause]] = {}

    def of(self, rule: Rule | list[str]) -> Waits:
        """Where a rule waits; a list is one of plain words that are all required."""
        if isinstance(rule, list):
            return self._pairs([self._words.get(word) or self._word(word) for word in rule])
        if isinstance(rule, Or):
            found = tuple(dict.fromkeys(pair for part in rule.parts for pair in self.of(part)))
            return found if ("", "") not in found else ALWAYS
        return self._pairs([(self._crowd(clause), clause) for clause in self._clauses(rule)])

    def _word(self, word: str) -> tuple[float, Clause]:
        clause = sought(Term(word), self._knowledge).stems
        found = self._words[word] = (self._crowd(clause), clause)
        return found

    def _clauses(self, rule: Rule) -> list[Clause]:
        """All that a rule requires."""
        match rule:
            case Term():
                return [sought(rule, self._knowledge).stems]
            case Near(left, right):
                return [*self._clauses(left), *self._clauses(right)]
            case And(parts):
                return [clause for part in parts for clause in self._clauses(part)]
            case Or(parts):
                best = [min(self._clauses(part), key=self._crowd, default=None) for part in parts]
                known = [clause for clause in best if clause is not None]
                return [frozenset().union(*known)] if len(known) == len(best) else []
            case _:
                return []

    def _crowd(self, clause: Clause) -> float:
        """About how many headlines have one of these stretches."""
        return sum(map(self._rarity.count, clause))

    def _pairs(self, clauses: list[tuple[float, Clause]]) -> Waits:
        """The two rarest clauses, each stretch of the one with each of the other."""
        if not clauses:
            return ALWAYS
        if len(clauses) > 1:
            clauses.sort(key=_by_crowd)
        rarest = clauses[0][1]
        if "" in rarest:
            return ALWAYS
        second = clauses[1][1] if len(clauses) > 1 else _NONE
        if "" in second or len(rarest) * len(second) > MOST:
            second = _NONE
        if len(rarest) == len(second) == 1 and (second is _NONE or clauses[0][0] < clauses[1][0]):
            return tuple(zip(rarest, second, strict=True))
        # A stretch that serves both (US and us) is one that a title has once.
        return tuple([self._ordered(a, b) if a != b else (a, "") for a in rarest for b in second])

    def _ordered(self, a: str, b: str) -> tuple[str, str]:
        return (a, b) if self.rank(a) <= self.rank(b) else (b, a)

    def rank(self, stretch: str) -> tuple[float, str]:
        """What orders stretches, the rarest first and the empty one last."""
        return self._rarity.count(stretch), stretch
