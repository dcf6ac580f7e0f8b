"""5a. How like a story's headlines a title is, in a few measures, and what they add up to. Pure.

The measures were chosen by hand, their weights found by `bench/fit_stories.py` on labelled streams (docs/stories.md).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from worker import traits
from worker.traits import Traits, is_word
from worker.traits.figures import Figure, same
from worker.traits.places import within

HOUR_S = 3600.0
_EVERYDAY = 0.45
"""How rare a word must be to say more than what the news is about every day: the president, the assembly."""


@dataclass(frozen=True, slots=True)
class Face:
    """A title of the window as it is compared."""

    headline: int
    at: datetime
    grams: tuple[int, ...]
    size: float
    figures: tuple[Figure, ...]
    places: tuple[str, ...]
    slots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A title whose story is asked for."""

    traits: Traits
    at: datetime
    weights: dict[int, float]
    worth: dict[int, float]
    """The squares of the weights, by which it is covered."""
    size: float
    plain: dict[int, float]
    """What each gram weighs anywhere, whatever the window holds."""
    of: dict[int, int]
    """Of which word each gram is."""
    crowd: float
    """How full the window is: the fuller, the more is alike by chance."""


def asked(title: Traits, at: datetime, weights: dict[int, float], crowd: float) -> Asked:
    """A title made ready to be compared with many."""
    worth = {gram: w * w for gram, w in weights.items()}
    plain = dict(zip(title.grams, map(traits.weight, title.often), strict=True))
    of = dict(zip(title.grams, title.of, strict=True))
    return Asked(title, at, weights, worth, sum(worth.values()) or 1.0, plain, of, crowd)


WEIGHTS = {
    "best": 2.3,
    "mean": 2.8,
    "covered": 3.8,
    "covers": 3.6,
    "rarest": 1.4,
    "second": 1.4,
    "best and covered": -10.3,
    "figure": 3.9,
    "figures clash": -2.7,
    "the best's figures clash": -0.8,
    "place": 2.0,
    "places clash": -2.7,
    "slot": -0.7,
    "slots clash": -5.4,
    "template": 3.4,
    "strangers": -2.8,
    "hours since last": -1.2,
    "hours since first": -0.4,
    "breadth": 2.2,
    "one word": -2.6,
    "everyday": -2.5,
    "crowd": -5.0,
}
BIAS = -5.45


def measures(title: Asked, faces: Sequence[Face]) -> list[float]:
    """How like a story a title is, by some of the story's headlines, oldest first."""
    worth, plain = title.worth, title.plain
    best = covers = total = 0.0
    nearest = faces[0]
    shared: set[int] = set()
    for face in faces:
        common = [gram for gram in face.grams if gram in worth]
        if not common:
            continue
        shared.update(common)
        covers_face = sum([plain[gram] for gram in common]) / face.size
        likeness = math.sqrt(sum([worth[gram] for gram in common]) / title.size * covers_face)
        total += likeness
        if likeness > best:
            best, covers, nearest = likeness, covers_face, face
    covered = sum([worth[gram] for gram in shared]) / title.size
    breadth = len({title.of[gram] for gram in shared})
    rarest = second = 0.0
    for gram in shared:
        if is_word(gram):
            w = title.weights[gram]
            if w > rarest:
                rarest, second = w, rarest
            elif w > second:
                second = w
    figure, clashing, best_clashes = _figures(title.traits.figures, faces, nearest)
    place, places_clash = _places(title.traits.places, faces)
    slot, slots_clash = _slots(title.traits.slots, faces)
    at = title.at
    return [
        math.sqrt(best), math.sqrt(total / len(faces)), math.sqrt(covered), math.sqrt(covers),
        rarest, second, best * covered,
        figure, clashing, best_clashes, place, places_clash, slot, slots_clash,
        best if best_clashes or places_clash else 0.0,
        best if _strangers(title.traits.grams, nearest.grams) else 0.0,
        math.log1p(max((at - faces[-1].at).total_seconds(), 0.0) / HOUR_S),
        math.log1p(max((at - faces[0].at).total_seconds(), 0.0) / HOUR_S),
        min(breadth, 4) / 4,
        math.sqrt(best) if breadth < 2 else 0.0,
        math.sqrt(best) if rarest < _EVERYDAY and not figure else 0.0,
        title.crowd * (1 - best),
    ]  # fmt: skip


def _strangers(mine: Sequence[int], theirs: Sequence[int]) -> bool:
    """Whether neither begins with a word that the other has: alike, but of somebody else."""
    return bool(mine and theirs) and mine[0] not in theirs and theirs[0] not in mine


def _figures(mine: Sequence[Figure], faces: Sequence[Face], nearest: Face) -> tuple[float, float, float]:
    """How telling a number they share, in how many headlines numbers contradict, and whether they do in the nearest."""
    if not mine:
        return 0.0, 0.0, 0.0
    telling = contradicted = nearest_contradicted = 0.0
    for face in faces:
        if not face.figures:
            continue
        agrees, clashes = _compared(mine, face.figures)
        telling = max(telling, agrees)
        contradicted += clashes
        if face is nearest:
            nearest_contradicted = clashes if agrees < _TELLING else 0.0
    return telling, contradicted / len(faces), nearest_contradicted


_TELLING = 0.35


def _compared(mine: Sequence[Figure], theirs: Sequence[Figure]) -> tuple[float, float]:
    agrees = 0.0
    kinds: dict[str, bool] = {}
    for a in mine:
        for b in theirs:
            alike = same(a, b)
            if alike:
                agrees = max(agrees, alike * a.telling)
            if a.unit and a.unit == b.unit:
                kinds[a.unit] = kinds.get(a.unit, False) or bool(alike)
    return agrees, float(not all(kinds.values()))


def _places(mine: Sequence[str], faces: Sequence[Face]) -> tuple[float, float]:
    """How well the places agree, at the best, and whether they only contradict: 1 the same, 0.5 one within another."""
    agrees = clashes = 0.0
    for face in faces if mine else ():
        if not face.places:
            continue
        if any(place in face.places for place in mine):
            return 1.0, 0.0
        if any(within(place) in face.places for place in mine) or any(within(place) in mine for place in face.places):
            agrees = 0.5
        else:
            clashes = 1.0
    return agrees, 0.0 if agrees else clashes


def _slots(mine: Sequence[str], faces: Sequence[Face]) -> tuple[float, float]:
    """Whether one is named of a list that both name one of, such as whose poll it is, or only others.

    Another of a numbered series (#12, 제3호) counts as much as a title can: all else of the two may be one template.
    """
    agrees, clashes = False, 0.0
    theirs = {slot for face in faces for slot in face.slots} if mine else set()
    for slot in mine if theirs else ():
        agrees = agrees or slot in theirs
        if any(other[0] == slot[0] for other in theirs):
            clashes = max(clashes, 1.0 if slot[0].isdigit() else _NUMBERED_CLASH)
    return float(agrees), 0.0 if agrees else clashes


_NUMBERED_CLASH = 4.0


def score(measured: Sequence[float]) -> float:
    """How likely a title belongs to a story: above 0 it does."""
    return BIAS + sum([weight * measure for weight, measure in zip(WEIGHTS.values(), measured, strict=True)])
