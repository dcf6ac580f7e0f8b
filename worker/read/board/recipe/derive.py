"""The listing that was found on a page, as the recipe that reads the same; none where no recipe does. Pure.

What a recipe says is proved on the page itself: it has to bring the same entries, to the letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from selectolax.lexbor import LexborNode

from worker.read.board import Finding, markup, openers, words
from worker.read.board.days import When, dated, remembering
from worker.read.board.fields import Found
from worker.read.board.places import places
from worker.read.board.recipe import Field, Recipe, paths
from worker.read.board.recipe.apply import Rows, addresses, apply, texts, values
from worker.read.board.rows import Listing
from worker.read.board.units import Unit

MOST_ROWS_PATHS = 3
"""Ways to the rows that are tried."""
MOST_TRIES = 6
"""Ways to a field that are tried."""
LEAST = 2
"""Rows that show what they have in common."""
SAMPLE = 30
"""Rows that show where everything stands; that it is so in all of them is proved in the end."""
MOST_WITHIN = 60
"""Elements of a row that are looked at for a name or a number."""
_ADDRESSES = ("", "data-href", "data-url", "data-link")
_STAMPS = ("datetime", "title", "data-date", "data-time", "data-datetime", "data-timestamp", "content")
"""Attributes that may hold a moment."""


def derive(found: Finding, base: str, when: When) -> Recipe | None:
    """The recipe of a page whose links start from `base`; None where it has no listing, or none reads the same."""
    if found.listing is None or len(found.listing.rows) < LEAST or not found.document.entries:
        return None
    when = remembering(when)
    wanted = found.document.entries
    for recipe in islice(_recipes(found, found.listing, when), MOST_ROWS_PATHS):
        for tried in _tries(recipe, found):
            served = apply(tried, found.tree, base, when)
            if served.entries == wanted:
                return replace(tried, seen=served.seen)
    return None


def _recipes(found: Finding, listing: Listing, when: When) -> Iterator[Recipe]:
    """A recipe for each way that leads to all rows that were kept, those that lead to the fewest others first."""
    entries = {entry.title: entry for entry in found.document.entries}
    kept = [at for at, row in enumerate(listing.rows) if row.title in entries]
    nodes = [_first(listing.units[at]) for at in kept]
    if not kept or not all(node.is_element_node for node in nodes):
        return
    wanted = {node.mem_id for node in nodes}
    leading: list[tuple[int, bool, int, str]] = []
    for path in paths.rows(nodes):
        matched = {node.mem_id for node in found.tree.css(path)}
        if wanted <= matched:
            leading.append((len(matched - wanted), not re.search(r"[.#]", path), len(leading), path))
    rows = [listing.rows[at] for at in kept[:SAMPLE]]
    authors = [entries[row.title].author or "" for row in rows]
    for others, _, _, path in sorted(leading):
        sample = Rows(found.tree, path, SAMPLE + others)
        yield _recipe(_Fields(sample, nodes[:SAMPLE], rows, when), authors)


def _first(unit: Unit) -> LexborNode:
    """The element of a row that all others of it stand behind."""
    others = {node.mem_id for node in unit[1:]}
    first, at = unit[0], unit[0].prev
    for _ in range(len(others) * 3):
        if at is None:
            break
        first = at if at.mem_id in others and at.is_element_node else first
        at = at.prev
    return first


def _recipe(of: _Fields, authors: Sequence[str]) -> Recipe:
    """The recipe that leads to what was found in each row."""
    told = [places(row) for row in of.found]
    named = [place.author or _saying(node, name) for place, node, name in zip(told, of.nodes, authors, strict=True)]
    numbers = [_saying(node, row.number) for node, row in zip(of.nodes, of.found, strict=True)]
    return Recipe(
        rows=of.rows.path,
        title=of.field([place.title for place in told]) or Field(""),
        address=_address(of, [place.link for place in told]),
        author=of.field(named),
        outlet=of.field([place.outlet for place in told]),
        date=of.date([place.date for place in told]),
        number=of.field(numbers) if any(words.NUMBER.fullmatch(row.number) for row in of.found) else None,
    )


def _saying(row: LexborNode, text: str) -> LexborNode | None:
    """The element of a row that says this and nothing else."""
    if not text:
        return None
    return next((node for node in row.css("*")[1:MOST_WITHIN] if markup.line(node) == text), None)


@dataclass(frozen=True, slots=True)
class _Fields:
    """Ways to fields within the rows of one path."""

    rows: Rows
    nodes: Sequence[LexborNode]
    found: Sequence[Found]
    when: When

    def field(self, wanted: Sequence[LexborNode | None]) -> Field | None:
        """The way that leads to the most of these elements, and to the fewest others."""
        sought = {node.mem_id: place and place.mem_id for node, place in zip(self.nodes, wanted, strict=True)}

        def hits(path: str) -> int:
            pairs = zip(self.rows.nodes, self.rows.pick(path), strict=True)
            return sum(
                row.mem_id in sought and (picked and picked.mem_id) == sought[row.mem_id] for row, picked in pairs
            )

        best = _best(islice(paths.fields(self.nodes, wanted), MOST_TRIES), hits, len(sought))
        return None if best is None else Field(best)

    def date(self, wanted: Sequence[LexborNode | None]) -> Field | None:
        """The way to the text, or the attribute, that gives the most of the moments."""
        sought = {node.mem_id: row.moment and row.moment.at for node, row in zip(self.nodes, self.found, strict=True)}
        if not any(sought.values()):
            return None

        def hits(field: Field) -> int:
            pairs = zip(self.rows.nodes, texts(self.rows, field), strict=True)
            said = [(row.mem_id, dated(text, self.when)) for row, text in pairs if row.mem_id in sought]
            return sum((moment and moment.at) == sought[row] for row, moment in said)

        plain = [_saying(node, row.dated) for node, row in zip(self.nodes, self.found, strict=True)]
        ways = dict.fromkeys(
            [
                *islice(paths.fields(self.nodes, wanted), MOST_TRIES),
                *islice(paths.fields(self.nodes, plain), MOST_TRIES),
                *paths.children(self.nodes),
            ]
        )
        shown = [node for node in (*wanted, *plain, *self.nodes[0].iter()) if node is not None]
        there = {name for node in shown for name in node.attributes}
        takes = ("", *(name for name in _STAMPS if name in there))
        return _best((Field(path, take) for path in ways for take in takes), hits, len(sought))


Way = TypeVar("Way")


def _best(ways: Iterable[Way], hits: Callable[[Way], int], most: int) -> Way | None:
    """The first that hits all, else the one that hits the most; None where none hits."""
    best: tuple[int, Way] | None = None
    for way in ways:
        count = hits(way)
        if count and (best is None or count > best[0]):
            best = count, way
        if count == most:
            break
    return best and best[1]


def _address(of: _Fields, links: Sequence[LexborNode | None]) -> Field | None:
    """The way to the links, and what of them gives the address."""
    way = of.field(links)
    if way is None or not any(row.href for row in of.found):
        return None
    wanted = {node.mem_id: row.href for node, row in zip(of.nodes, of.found, strict=True)}

    def hits(field: Field) -> int:
        given = zip(of.rows.nodes, addresses(of.rows, field), strict=True)
        return sum(wanted.get(row.mem_id) == href for row, href in given)

    return _best((*(Field(way.at, take) for take in _ADDRESSES), *_templates(way, of.found, links)), hits, len(wanted))


def _templates(way: Field, found: Sequence[Found], links: Sequence[LexborNode | None]) -> Iterator[Field]:
    """Addresses made of what a script names, where one row shows how."""
    told = [(link, row.href) for link, row in zip(links, found, strict=True) if link is not None and row.href]
    for link, href in told[:1]:
        for take, script in link.attributes.items():
            given = values(script or "")
            if not given or (openers.is_page(script or "") and take == "href"):
                continue
            template = href
            for place, value in sorted(enumerate(given, 1), key=lambda one: -len(one[1])):
                if len(value) > 1 and value in template:
                    template = template.replace(value, f"{{{place}}}", 1)
            if template != href:
                yield Field(way.at, take, template)


# --- what is left out -------------------------------------------------------------------------------------------------


def _tries(recipe: Recipe, found: Finding) -> Iterator[Recipe]:
    """The recipe as it is, without what it needs not say, and with marks of the rows that were left out."""
    yield recipe
    if recipe.number is not None:
        yield replace(recipe, number=None)
    assert found.listing is not None
    titles = {skipped.text for skipped in found.document.skipped}
    skipped = [node for node, row in zip(found.listing.nodes, found.listing.rows, strict=True) if row.title in titles]
    kept = [node for node, row in zip(found.listing.nodes, found.listing.rows, strict=True) if row.title not in titles]
    if marks := tuple(_marks(skipped, kept)):
        for wary in (True, False):
            yield replace(recipe, without=marks, wary=wary)
    yield replace(recipe, wary=False)


def _marks(skipped: Sequence[LexborNode], kept: Sequence[LexborNode]) -> Iterator[str]:
    """Class names that all rows that were left out have, on themselves or in them, and none that was kept."""
    if not skipped or not kept:
        return
    left = set(_names(kept))
    for row in skipped:
        for name in _names([row]):
            if name not in left:
                yield name
                break


def _names(rows: Iterable[LexborNode]) -> Iterator[str]:
    for row in rows:
        for node in (row, *row.css("[class]")[:40]):
            for name in markup.attribute(node, "class").split():
                if re.fullmatch(r"[^\W\d][\w-]*", name):
                    yield f"{node.tag}.{name}"
