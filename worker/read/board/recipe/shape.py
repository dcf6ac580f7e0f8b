"""Whether a recipe still fits its page, and what has changed between two, in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from worker.read.board.recipe import FIELDS, Recipe
from worker.read.board.recipe.apply import Served

_LEAST_ROWS = 0.3
"""Of as many rows as there were: a page with fewer has to be looked at anew."""
_MOST, _FEW = 0.8, 0.5
"""What most rows had, and few have now, is read from the wrong place."""
_PARTS = ("addresses", "dates", "authors", "outlets")


def fits(recipe: Recipe, served: Served) -> bool:
    """Whether what a recipe brings looks like what it brought when it was found."""
    before, now = recipe.seen, served.seen
    if not served.entries or now["rows"] < before.get("rows", 0) * _LEAST_ROWS:
        return False
    if _lost(before, now, "titles", "rows"):
        return False
    return not any(_lost(before, now, part, "titles") for part in _PARTS)


def _lost(before: Mapping[str, int], now: Mapping[str, int], part: str, whole: str) -> bool:
    return _share(before, part, whole) >= _MOST and _share(now, part, whole) < _FEW


def _share(seen: Mapping[str, int], part: str, whole: str) -> float:
    return seen.get(part, 0) / (seen.get(whole, 0) or 1)


def changes(before: Recipe, after: Recipe | None) -> str:
    """What of a recipe is another now, as `rows: ul > li → tbody > tr; date: none → td.date`; "" for nothing."""
    if after is None:
        return "no recipe reads it: its rows are found at each poll"
    pairs = [("rows", before.rows, after.rows)]
    pairs += [(name, _said(getattr(before, name)), _said(getattr(after, name))) for name in FIELDS]
    pairs.append(("without", ", ".join(before.without) or "none", ", ".join(after.without) or "none"))
    return "; ".join(f"{name}: {old} → {new}" for name, old, new in pairs if old != new)


def _said(field: object) -> str:
    return "none" if field is None else str(field) or "the row itself"
