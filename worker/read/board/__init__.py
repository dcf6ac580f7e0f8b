"""A page that lists headlines to a Document, without anyone having written a selector.

- ``markup``     the page's text to a tree, in bounded time
- ``openers``    what on it opens another page: links, and what a script makes one of
- ``groups``     what repeats on it
- ``units``      which elements make one row
- ``pages``      where it is turned over: the listing stands beside that
- ``rows``       which of what repeats are the rows of the listing
- ``headings``   the headings over its columns
- ``row``        one row as plain values
- ``roles``      what an element holds, by the names it bears
- ``people``     who wrote it, and for whom; ``split``: days set in pieces; ``days``: days between rows
- ``places``     which element of a row holds each of its fields
- ``title``      a row's title and its link; ``fields``: its date, author and outlet
- ``entries``    what a row says as an entry; ``recipe``: how a page was found, kept to read it by
- ``hero``       the story shown large above the list; ``ways``: what addresses of one kind share
- ``scripted``   addresses that a script would open (``javascript``: as much of it as that takes,
  ``statements``: its text)
- ``notices``    rows that are no headlines
- ``habits``     what a board's titles share that belongs to none
- ``words``      badges, notices and labels that are no headlines
- ``signs``      what a page is that has no listing
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from sokbo.address import join, lasting
from sokbo.model import Document, Entry, Kind, Skipped
from sokbo.text import clean
from worker.read.board import habits, markup, notices, signs, words
from worker.read.board.entries import entry
from worker.read.board.fields import Found
from worker.read.board.rows import Listing, listing
from worker.read.page import Page


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found on a page, and where."""

    document: Document
    tree: LexborHTMLParser
    listing: Listing | None = None
    """None where the page has none."""


def read(page: Page) -> Document:
    """The page's listing as a Document, in the page's order; without one, an empty Document and a warning."""
    return find(page).document


def find(page: Page) -> Finding:
    """The page's listing as a Document, with the rows that it was read from."""
    tree = markup.parse(page.text)
    found = listing(tree, page.when)
    if found is None or (why := signs.why_no_listing(tree, page.text, found)):
        why = signs.why_no_listing(tree, page.text, None) if found is None else why
        return Finding(document(page, tree, (), (), why), tree)
    entries, skipped = headlines(found, base(tree, page))
    why = "" if entries else "the listing is empty: it has notices only"
    return Finding(document(page, tree, entries, skipped, why), tree, found)


def document(
    page: Page, tree: LexborHTMLParser, entries: Sequence[Entry], skipped: Sequence[Skipped], why: str = ""
) -> Document:
    """The Document of a page, with a warning where there is something to be said."""
    return Document(
        kind=Kind.BOARD,
        encoding=page.encoding,
        title=clean(markup.line(tree.css_first("title"))),
        entries=tuple(entries),
        skipped=tuple(skipped),
        warnings=(why,) if why else (),
    )


def base(tree: LexborHTMLParser, page: Page) -> str:
    """Where the page's links start from."""
    told = tree.css_first("base[href]")
    return (join(page.url, markup.attribute(told, "href")) if told else None) or page.url


def headlines(found: Listing, base: str) -> tuple[list[Entry], list[Skipped]]:
    """The entries that the rows make, and what of them is left out with the reason."""
    rows, skipped = notices.news(found.rows)
    entries, repeated = _entries(habits.without(rows), base)
    return entries, [*skipped, *repeated]


def _entries(rows: Sequence[Found], base: str) -> tuple[list[Entry], list[Skipped]]:
    """The rows as entries, each address once."""
    authors = _authors_by_place(rows)
    known: set[str] = set()
    made: list[Entry] = []
    repeated: list[Skipped] = []
    for row in rows:
        address = join(base, row.href)
        address = address and lasting(address)
        if (address or row.title) in known:
            repeated.append(Skipped("repeated", row.title))
            continue
        known.add(address or row.title)
        author = row.author or authors.get(id(row), "")
        made.append(entry(row.title, address, author, row.outlet, row.moment))
    return made, repeated


def _authors_by_place(rows: Sequence[Found]) -> dict[int, str]:
    """Authors of rows that name none by markup: the one cell of short words that nearly every row has."""
    if not rows or any(row.author or row.outlet for row in rows):
        return {}
    cells: Counter[int] = Counter()
    for row in rows:
        kinds = {row.cell, *(piece.cell for piece in row.row.pieces if piece.role == "category")}
        cells.update(at for at, text in enumerate(row.row.cells) if at not in kinds and _could_be_name(text))
    cells.subtract(at for row in rows for at, text in enumerate(row.row.cells) if words.SECTION.fullmatch(text))
    likely = [at for at, times in cells.items() if times >= 0.8 * len(rows)]
    if len(likely) != 1 or len(rows) < 3:
        return {}
    return {id(row): name for row in rows if _could_be_name(name := row.row.cell(likely[0]))}


def _could_be_name(text: str) -> bool:
    if not 2 <= len(text) <= 15 or any(c.isdigit() or c in "[]" for c in text):
        return False
    return words.says(text)
