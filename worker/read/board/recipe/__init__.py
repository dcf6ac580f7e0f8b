"""Where a board's headlines stand, in words that a person can read and change.

- ``apply``   a recipe and a page to entries, at the speed of parsing
- ``shape``   whether a recipe still fits its page, and what has changed between two
- ``paths``   the ways to an element that a recipe may name
- ``derive``  the listing that was found on a page to the recipe that reads the same
- ``use``     a poll of a board: by its recipe, found anew where that no longer fits

A path is a few steps of CSS: `table.board > tbody > tr`, `td.title > a`; behind an `@` stands the attribute that is
taken instead of the text. Paths within a row begin at any element of it, with `>` at its children, with `+` at the
element that follows it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_NAME = r"[^\W\d][\w-]*"
_STEP = re.compile(
    rf"(?:[a-zA-Z][a-zA-Z0-9]*|\*)?(?:[.#]{_NAME}|\[[\w-]+(?:[*^$~|]?=(?:\"[^\"\]]*\"|[\w%./?&=:-]+))?\]"
    r"|:(?:nth|nth-last)-child\(\d{1,3}\)|:(?:first|last)-child)*"
)
_BETWEEN = re.compile(r"\s*([>+])\s*|\s+")
_ATTRIBUTE = re.compile(r"[a-zA-Z][\w-]*")
_LONGEST = 500
_MOST_WITHOUT = 50
FIELDS = ("title", "address", "author", "outlet", "date", "number")


class RecipeError(ValueError):
    """What is wrong with a recipe that a person wrote, in one line."""


@dataclass(frozen=True, slots=True)
class Field:
    """Where one thing stands in a row."""

    at: str
    """The path within the row; "" is the row itself."""
    take: str = ""
    """The attribute that holds it; "" is the text."""
    template: str = ""
    """An address with `{1}`, `{2}` in place of the words and numbers that a script names, in their order."""

    def __str__(self) -> str:
        told = f"{self.at} @{self.take}".strip() if self.take else self.at
        return f"{told} into {self.template}" if self.template else told


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one board is read."""

    rows: str
    title: Field
    address: Field | None = None
    author: Field | None = None
    outlet: Field | None = None
    date: Field | None = None
    number: Field | None = None
    """The row's number: where most rows have one, a word in its place marks a notice."""
    without: tuple[str, ...] = ()
    """Marks of rows that are left out: what they, or something in them, match; behind a `=` its text."""
    wary: bool = True
    """Rows that call themselves notices in words or class names are left out too."""
    edited: bool = False
    """A person wrote it: it is never replaced by itself."""
    seen: Mapping[str, int] = field(default_factory=dict, hash=False)
    """How many rows there were, and how many of them had a title, an address, a date and so on."""

    def as_dict(self) -> dict[str, Any]:
        """The recipe as JSON: what it doesn't say is left out."""
        told: dict[str, Any] = {"rows": self.rows}
        if self.without:
            told["without"] = list(self.without)
        for name in FIELDS:
            if (one := getattr(self, name)) is not None:
                told[name] = _told(one)
        if not self.wary:
            told["wary"] = False
        if self.edited:
            told["edited"] = True
        return told | ({"seen": dict(self.seen)} if self.seen else {})


def _told(one: Field) -> str | dict[str, str]:
    bare = str(Field(one.at, one.take))
    return {"from": bare, "template": one.template} if one.template else bare


def of_dict(told: Mapping[str, Any]) -> Recipe:
    """The recipe that JSON tells; raises `RecipeError` with what is wrong."""
    if not isinstance(told, Mapping):
        raise RecipeError('a recipe is one JSON object: {"rows": …, "title": …}')
    if strange := sorted(set(told) - {"rows", "without", "wary", "edited", "seen", *FIELDS}):
        raise RecipeError(f"{strange[0]!r} is no part of a recipe: it has rows, without, {', '.join(FIELDS)}")
    for name in ("rows", "title"):
        if not told.get(name):
            raise RecipeError(f"{name!r} is missing: a recipe says where the rows are and where a row's title is")
    rows = path(told["rows"], "rows")
    if rows[0] in ">+":
        raise RecipeError("'rows' begins at the page: write it like table.board > tbody > tr")
    without = told.get("without") or []
    if not isinstance(without, list) or len(without) > _MOST_WITHOUT:
        raise RecipeError(f"'without' is a list of at most {_MOST_WITHOUT} marks such as tr.notice")
    seen = told.get("seen") or {}
    return Recipe(
        rows=rows,
        without=tuple(_mark(one) for one in without),
        wary=told.get("wary") is not False,
        edited=told.get("edited") is True,
        seen={str(k): v for k, v in seen.items() if isinstance(v, int)} if isinstance(seen, Mapping) else {},
        **{name: _field(told[name], name) for name in FIELDS if told.get(name) is not None},
    )


def path(told: object, name: str) -> str:
    """The path, one space between its parts; raises `RecipeError` for what is none."""
    if not isinstance(told, str) or len(told) > _LONGEST:
        raise RecipeError(f"{name!r} is a path, written like td.title > a")
    text = " ".join(told.split())
    start = text[1:].lstrip() if text[:1] in (">", "+") else text
    steps = [step for step in _BETWEEN.split(start) if step not in (None, ">", "+")]
    if bad := next((step for step in steps if not step or not _STEP.fullmatch(step)), None if steps else text):
        raise RecipeError(f"{name!r}: {bad!r} is no step of a path, which is written like td.title > a")
    if not all(steps):
        raise RecipeError(f"{name!r}: {text!r} is no path, which is written like td.title > a")
    joined = _BETWEEN.sub(lambda between: f" {between[1]} " if between[1] else " ", start)
    return joined if start is text else f"{text[0]} {joined}"


def _mark(told: object) -> str:
    if not isinstance(told, str):
        raise RecipeError("'without' is a list of marks such as tr.notice")
    at, equals, text = told.partition(" = ")
    return path(at, "without") + (f" = {' '.join(text.split())}" if equals else "")


def _field(told: object, name: str) -> Field:
    template = ""
    if isinstance(told, Mapping):
        if set(told) - {"from", "template"}:
            raise RecipeError(f"{name!r} is a path, or has a 'from' and a 'template'")
        template = str(told.get("template") or "")
        told = told.get("from")
    if not isinstance(told, str):
        raise RecipeError(f"{name!r} is a path, written like td.title > a")
    at, sign, take = (part.strip() for part in told.partition("@"))
    if sign and not _ATTRIBUTE.fullmatch(take):
        raise RecipeError(f"{name!r}: {take!r} is no attribute, which is written like td.title > a @href")
    if template and "{1}" not in template:
        raise RecipeError(f"{name!r}: the template {template!r} has no {{1}} in it")
    return Field(path(at, name) if at else "", take.lower(), template)
