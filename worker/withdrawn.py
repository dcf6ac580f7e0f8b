"""4b. What is gone from its source while its neighbours are still there: missed once, withdrawn when missed again.

What falls off the end of a list is not withdrawn, and neither is what a page loses when it changes its shape.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from sokbo.queries import vanished
from sokbo.queries.vanished import Stood

MOST, PART = 3, 4
"""More than so many, and than one in so many, vanish together only where the page itself has changed."""
REMEMBERED = timedelta(days=7)
"""How long a headline that was missed is looked for."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a source showed before, in order, and what it shows now, by identity and by address."""

    source: int
    before: Sequence[int]
    now: Collection[int]
    addresses: Collection[int | None]


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of a look: sources to be read again to be sure, and how many headlines are withdrawn by now."""

    unsure: frozenset[int] = frozenset()
    withdrawn: int = 0


def look(connection: Connection, shown: Sequence[Shown], at: datetime) -> Looked:
    """Write down what was missed, withdrawn or is back."""
    known = vanished.missed(connection, [s.source for s in shown], at - REMEMBERED)
    suspects = {s.source: gone(s.before, s.now) for s in shown}
    again = {s.source for s in shown if suspects[s.source] or known.get(s.source)}
    if not again:
        return Looked()
    asked = [s for s in shown if s.source in again]
    idents = {ident for s in asked for ident in (*s.now, *suspects[s.source])}
    stood = {st.ident: st for st in vanished.stood(connection, sorted(idents))}
    missed: list[int] = []
    withdrawn: list[int] = []
    back: list[int] = []
    for s in asked:
        there = [stood[ident] for ident in s.now if ident in stood]
        before = {st.ident: st for st in known.get(s.source, ())}
        back += [st.id for st in before.values() if st.ident in s.now]
        first = [stood[ident] for ident in suspects[s.source] if ident in stood and ident not in before]
        for st in (*first, *(st for st in before.values() if st.ident not in s.now and not st.withdrawn)):
            if st.url_key in s.addresses or not between(st, there):
                back.append(st.id)
            else:
                (withdrawn if st.missed else missed).append(st.id)
    vanished.mark_missed(connection, missed, withdrawn, back, at)
    unsure = {s.source for s in asked for i in suspects[s.source] if i in stood and stood[i].id in missed}
    return Looked(frozenset(unsure), len(withdrawn))


def gone(before: Sequence[int], now: Collection[int]) -> list[int]:
    """What was shown and is not, without what fell off the end of the list."""
    places = [place for place, ident in enumerate(before) if ident in now]
    if not places:
        return []
    missing = [ident for ident in before[: places[-1]] if ident not in now]
    return missing if len(missing) <= max(MOST, len(before) // PART) else []


def between(one: Stood, there: Sequence[Stood]) -> bool:
    """Whether something older and something newer than it is still there, by when it came and by its own date."""

    def older(a: Stood, b: Stood) -> bool:
        return a.id < b.id and (a.published is None or b.published is None or a.published <= b.published)

    return any(older(st, one) for st in there) and any(older(one, st) for st in there)
