"""How hot a story is, who had it first, and its course as a picture. Pure: the clock is brought along."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from sokbo.model import Headline, Precision

COOLS = timedelta(hours=3)
"""A headline that is so old counts half."""
AGAIN = 0.25
"""What a further headline of the same outlet counts, where the outlet's first counts 1."""
WIDE, HIGH, EDGE = 320, 24, 6


def came(h: Headline) -> datetime:
    """When a headline came out: by its outlet where that gives the time and has not the future, else as it was seen."""
    exact = h.precision in {Precision.SECOND, Precision.MINUTE}
    return h.published if h.published is not None and exact and h.published <= h.seen else h.seen


def heat(course: Sequence[Headline], now: datetime) -> float:
    """How hot a story is at a moment: its outlets, and what they wrote beside that, the newer the more."""
    seen: set[str] = set()
    weight = 0.0
    for h in sorted(course, key=came):
        age = max(timedelta(0), now - came(h))
        weight += math.exp2(-(age / COOLS)) * (AGAIN if h.outlet in seen else 1.0)
        seen.add(h.outlet)
    return weight


@dataclass(frozen=True, slots=True)
class Lead:
    """Who had a story first, and by how many minutes before the next outlet; None where nobody followed."""

    outlet: str
    minutes: int | None


def lead(course: Sequence[Headline]) -> Lead:
    """Of a story that has a headline."""
    ordered = sorted(course, key=came)
    first = ordered[0]
    next_ = next((h for h in ordered if h.outlet != first.outlet), None)
    return Lead(first.outlet, round((came(next_) - came(first)).total_seconds() / 60) if next_ else None)


@dataclass(frozen=True, slots=True)
class Dot:
    """A headline on the line: where, whose, and whether it is its outlet's first."""

    x: float
    outlet: str
    title: str
    at: datetime
    first: bool


def dots(course: Sequence[Headline]) -> list[Dot]:
    """A story's headlines from left to right, in proportion to their times."""
    ordered = sorted(course, key=came)
    begin, end = came(ordered[0]), came(ordered[-1])
    long = (end - begin).total_seconds() or 1.0
    found, outlets = [], set[str]()
    for h in ordered:
        x = EDGE + (WIDE - 2 * EDGE) * (came(h) - begin).total_seconds() / long
        found.append(Dot(round(x, 1), h.outlet, h.title, came(h), h.outlet not in outlets))
        outlets.add(h.outlet)
    return found


def timeline(course: Sequence[Headline], label: str) -> Markup:
    """The dots as an inline SVG: filled where an outlet's first, the very first in the accent."""
    drawn = Markup().join(_drawn(dot, very_first=number == 0) for number, dot in enumerate(dots(course)))
    return Markup(
        '<svg class="course" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<line x1="{}" x2="{}" y1="12" y2="12"/>{}</svg>'
    ).format(WIDE, HIGH, label, EDGE, WIDE - EDGE, drawn)


def _drawn(dot: Dot, *, very_first: bool) -> Markup:
    kind = "very" if very_first else "first" if dot.first else "again"
    return Markup('<circle class="{}" cx="{}" cy="12" r="{}"><title>{} {}</title></circle>').format(
        kind, dot.x, 5 if very_first else 4 if dot.first else 3, dot.outlet, dot.title
    )
