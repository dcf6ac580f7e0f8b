"""What the text index of titles is asked for a rule: letters that no title can satisfy it without. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from notify.knowledge import Knowledge
from notify.term import sought
from notify.tree import And, Near, Or, Rule, Term
from sokbo.bigrams import All, AnyOf, Wanted

DEEPEST = 12
"""Layers of a rule that are asked for, since a database's parser has an end; what is deeper may be anything."""


def wanted(rule: Rule, knowledge: Knowledge, depth: int = 0) -> Wanted | None:
    """What titles must have to satisfy a rule; None where they may have anything."""
    match rule:
        case _ if depth > DEEPEST:
            return None
        case Term():
            stems = sorted(sought(rule, knowledge).stems)
            return None if "" in stems else _joined(AnyOf, stems)
        case Near(left, right):
            return _all([left, right], knowledge, depth)
        case And(parts):
            return _all(parts, knowledge, depth)
        case Or(parts):
            either = [wanted(part, knowledge, depth + 1) for part in parts]
            known = [w for w in either if w is not None]
            return _joined(AnyOf, known) if len(known) == len(either) else None
        case _:
            return None


def _all(parts: Sequence[Rule], knowledge: Knowledge, depth: int) -> Wanted | None:
    return _joined(All, [w for part in parts if (w := wanted(part, knowledge, depth + 1)) is not None])


def _joined(kind: type[All] | type[AnyOf], parts: Sequence[Wanted]) -> Wanted | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    return kind(tuple(dict.fromkeys(parts)))
