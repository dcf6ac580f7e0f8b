"""Which elements of a page are the rows of its listing: those that repeat, each with a title, most with a date.

The groups with the most title-like text are read as if they were the listing; the one that reads best is it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter

from selectolax.lexbor import LexborHTMLParser, LexborNode

from worker.read.board import groups, headings, words
from worker.read.board.fields import Columns, Found, When, find
from worker.read.board.groups import Group
from worker.read.board.row import flat

MOST_ROWS = 500
MOST_GROUPS = 10
PIECED = 0.8
"""What text counts in groups that were put together of several: a table's cells have as much as its rows."""
LEAST_PROMISE = 0.1
"""Groups with less title-like text than this share of the most are not read."""
_LEADS = {"dt", "h2", "h3", "h4", "h5"}
"""Elements that begin a row which goes on in their brothers."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows of a listing, read."""

    rows: tuple[Found, ...]
    columns: Columns
    score: float
    nodes: tuple[LexborNode, ...] = ()
    """The element that each row begins with."""

    @property
    def dated(self) -> int:
        return sum(1 for row in self.rows if row.moment)

    @property
    def numbered(self) -> int:
        return sum(1 for row in self.rows if words.NUMBER.fullmatch(row.number))

    @property
    def is_sure(self) -> bool:
        """Headings, or numbers and dates, in nearly every row."""
        rows = len(self.rows)
        if "title" in self.columns and rows:
            return self.dated * 2 >= rows or self.numbered * 2 >= rows
        return rows >= 3 and self.dated >= 0.7 * rows and self.numbered >= 0.5 * rows


def listing(tree: LexborHTMLParser, when: When) -> Listing | None:
    """The listing of a page; None where nothing repeats."""
    found = groups.repeated(tree)
    promises = [(float(g.promise()), g) for g in found] + [(g.promise() * PIECED, g) for g in groups.together(found)]
    promises.sort(key=itemgetter(0), reverse=True)
    enough = promises[0][0] * LEAST_PROMISE if promises else 0
    best: Listing | None = None
    inside: set[int] = set()
    for promise, group in promises[:MOST_GROUPS]:
        if promise <= enough or groups.is_inside(group, inside):
            continue
        read = _read(group, when)
        if best is None or read.score > best.score:
            best, inside = read, set(group.rows) if read.is_sure else set()
    return best


def _read(group: Group, when: When) -> Listing:
    nodes = list(group.rows.values())[:MOST_ROWS]
    rows = [flat([node, *_rest(node)] if group.tag in _LEADS else [node]) for node in nodes]
    heading = headings.heading(group, rows)
    columns = headings.columns(heading) if heading else {}
    filled = ((n, r) for n, r in zip(nodes, rows, strict=True) if r is not heading and not headings.is_heading(r))
    told = [(node, read) for node, row in filled if (read := find(row, columns, when))]
    found = [read for _, read in told]
    return Listing(tuple(found), columns, _score(group, found, columns), tuple(node for node, _ in told))


def _rest(node: LexborNode) -> Iterable[LexborNode]:
    """The brothers that belong to a leading element: up to the next of its kind."""
    after = node.next
    for _ in range(12):
        if after is None or after.tag == node.tag:
            return
        if after.is_element_node:
            yield after
        after = after.next


def _score(group: Group, found: list[Found], columns: Columns) -> float:
    if not found:
        return 0.0
    worth = sum(_worth(f) for f in found)
    distinct = len({f.href or f.title for f in found}) / len(found)
    return (
        worth * (0.4 + 0.6 * distinct) * (2.0 if "title" in columns else 1.0) * (0.3 if groups.is_aside(group) else 1.0)
    )


def _worth(found: Found) -> float:
    worth = min(len(found.title), 30) / 30
    if found.moment:
        worth += 1.5
    if words.NUMBER.fullmatch(found.number):
        worth += 0.3
    return worth + (0.3 if found.author else 0.0)
