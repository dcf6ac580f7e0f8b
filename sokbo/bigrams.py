"""Titles as words of two characters each, so that a database's own text index finds any stretch of letters. Pure.

The usual indexes of three letters can't find a word of two syllables, and those are the commonest in Korean. What the
index finds are candidates: titles that have a stretch's pairs of letters somewhere; the matcher judges them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise, zip_longest

EDITION = "1"
"""Of what `words` makes of a title: another one has the index made anew."""
# Private letters for ASCII signs, which the text indexes would take for ends of words.
_SIGNS = {c: 0xE000 + c for c in range(0x21, 0x7F) if not chr(c).isalnum()}


@dataclass(frozen=True, slots=True)
class All:
    """Titles that have every part."""

    parts: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Titles that have one part at least."""

    parts: tuple[Wanted, ...]


Wanted = str | All | AnyOf
"""A stretch of a match key, or several."""


def words(keys: Iterable[str]) -> str:
    """The pairs of a title's match keys, each once, with a space between; the last letter of a key stands alone."""
    pairs = dict.fromkeys(a + b for key in keys for a, b in zip_longest(key, key[1:], fillvalue=""))
    return " ".join(pairs).translate(_SIGNS)


def fts5(wanted: Wanted) -> str:
    """The question in the words of SQLite's FTS5 (https://www.sqlite.org/fts5.html, section 3)."""
    return _asked(wanted, '"', " AND ", " OR ", " *")


def tsquery(wanted: Wanted) -> str:
    """The question in the words of PostgreSQL's text search (its manual, section 8.11.2)."""
    return _asked(wanted, "'", " & ", " | ", ":*")


def _asked(wanted: Wanted, quote: str, both: str, either: str, begins: str) -> str:
    match wanted:
        case All(parts):
            return f"({both.join([_asked(part, quote, both, either, begins) for part in parts])})"
        case AnyOf(parts):
            return f"({either.join([_asked(part, quote, both, either, begins) for part in parts])})"
    stretch = wanted.translate(_SIGNS)
    if len(stretch) == 1:  # a title has it at the beginning of some word
        return f"{quote}{stretch}{quote}{begins}"
    pairs = dict.fromkeys(map("".join, pairwise(stretch)))
    return f"({both.join([f'{quote}{pair}{quote}' for pair in pairs])})"
