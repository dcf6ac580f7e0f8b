"""Which letters a title must have for a rule to match it: of all that it requires, the two rarest. Pure."""

from __future__ import annotations

from notify.knowledge import Knowledge
from notify.rarity import Rarity
from notify.term import sought
from notify.tree import And, Near, Or, Rule, Term

Clause = frozenset[str]
"""Stretches of letters, one of which a title must have."""
Waits = tuple[tuple[str, str], ...]
"""Pairs of stretches, one of which a title must have whole; an empty stretch is in every title."""

ALWAYS: Waits = (("", ""),)
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
            return self._pairs([self._word(word) for word in rule])
        if isinstance(rule, Or):
            found = tuple(dict.fromkeys(pair for part in rule.parts for pair in self.of(part)))
            return found if ("", "") not in found else ALWAYS
        return self._pairs([(self._crowd(clause), clause) for clause in self._clauses(rule)])

    def _word(self, word: str) -> tuple[float, Clause]:
        found = self._words.get(word)
        if found is None:
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
        ordered = sorted(clauses, key=lambda clause: clause[0])
        rarest = ordered[0][1]
        if "" in rarest:
            return ALWAYS
        second = ordered[1][1] if len(ordered) > 1 else frozenset([""])
        if "" in second or len(rarest) * len(second) > MOST:
            return tuple((stretch, "") for stretch in rarest)
        return tuple((a, b) for a in rarest for b in second)
