"""A poll of a board: by the recipe that is kept of it, found anew where that no longer fits. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sokbo.model import Document
from worker.read import board
from worker.read.board import markup
from worker.read.board.recipe import Recipe, RecipeError, of_dict
from worker.read.board.recipe.apply import Served, apply
from worker.read.board.recipe.derive import derive
from worker.read.board.recipe.shape import changes, fits
from worker.read.page import Page


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of how a board is read."""

    told: Mapping[str, Any] | None = None
    """The recipe as JSON; None before the first, empty where none reads the same as what was found."""


def read(page: Page, kept: Kept) -> Document:
    """The page as a Document, with the recipe that is to be kept of it where that is another now."""
    recipe = _usable(kept)
    if recipe is None:
        return _anew(page, None, kept)
    tree = markup.parse(page.text)
    served = apply(recipe, tree, board.base(tree, page), page.when)
    if fits(recipe, served):
        document = board.document(page, tree, served.entries, served.skipped)
        return document if recipe.seen else replace(document, recipe=replace(recipe, seen=served.seen).as_dict())
    if recipe.edited:
        why = _strayed(recipe, served)
        return board.document(page, tree, served.entries, served.skipped, why)
    return _anew(page, recipe, kept)


def _usable(kept: Kept) -> Recipe | None:
    try:
        return of_dict(kept.told) if kept.told else None
    except RecipeError:
        return None


def _strayed(recipe: Recipe, served: Served) -> str:
    """What is wrong with a recipe that a person wrote."""
    if not served.entries:
        return "the recipe that was written for it finds nothing here: look at it, or have it found anew"
    before, now = recipe.seen.get("rows", 0), served.seen["rows"]
    return f"the recipe that was written for it no longer fits ({before} rows then, {now} now, and not all of each)"


def _anew(page: Page, before: Recipe | None, kept: Kept) -> Document:
    """The page as it is found without a recipe, with the new one, and a warning where the old one has changed."""
    found = board.find(page)
    if not found.document.entries:
        return found.document
    recipe = derive(found, board.base(found.tree, page), page.when)
    told = recipe.as_dict() if recipe else {}
    document = found.document if told == kept.told else replace(found.document, recipe=told)
    if before is None or not (changed := changes(before, recipe)):
        return document
    warning = f"the page has changed its shape, and how it is read was found anew: {changed}"
    return replace(document, reshaped=True, warnings=(*document.warnings, warning))
