"""Which elements of a page are the rows of its listing: those that repeat, each with a title, most with a date.

Every link counts for each element around it, among that element's brothers of the same kind. The groups with the most
title-like text are read as if they were the listing; the one that reads best is it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import itemgetter

from selectolax.lexbor import LexborHTMLParser, LexborNode

from worker.read.board import roles, words
from worker.read.board.fields import Columns, Found, When, find
from worker.read.board.markup import attribute
from worker.read.board.row import Row, flat

MOST_LINKS = 5_000
MOST_ROWS = 500
MOST_GROUPS = 10
MOST_LEVELS = 9
LEAST_PROMISE = 0.1
"""Groups with less title-like text than this share of the most are not read."""
MOST_LINKS_A_ROW = 14

_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:nav|navi|navbar|gnb|lnb|snb|menu|footer|sidebar|aside|side|breadcrumbs?|paging|pagination|pager|rank|ranking"
    r"|popular|recommend|related|banner|widget|most|hot|best|ad|ads|login|family|sitemap|quick|tabs?)(?:$|[\s_-])"
)
_ASIDE_TAGS = {"nav", "footer", "aside"}
_LEADS = {"dt", "h2", "h3", "h4", "h5"}
"""Elements that begin a row which goes on in their brothers."""


@dataclass(slots=True)
class Group:
    """Brothers of one kind that have links."""

    parent: LexborNode
    tag: str
    rows: dict[int, LexborNode] = field(default_factory=dict)
    links: dict[int, int] = field(default_factory=dict)
    longest: dict[int, int] = field(default_factory=dict)

    def promise(self) -> int:
        """How much title-like text there is, one link a row."""
        return sum(
            min(length, 40)
            for row, length in self.longest.items()
            if length >= 4 and self.links[row] <= MOST_LINKS_A_ROW
        )


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows of a listing, read."""

    rows: tuple[Found, ...]
    columns: Columns
    score: float

    @property
    def dated(self) -> int:
        return sum(1 for row in self.rows if row.moment)

    @property
    def numbered(self) -> int:
        return sum(1 for row in self.rows if words.NUMBER.fullmatch(row.number))


def listing(tree: LexborHTMLParser, when: When) -> Listing | None:
    """The listing of a page; None where nothing repeats."""
    groups = list(_groups(tree))
    promises = sorted(((g.promise(), g) for g in (*groups, *_together(groups))), key=itemgetter(0), reverse=True)
    enough = promises[0][0] * LEAST_PROMISE if promises else 0
    read = (_read(group, when) for promise, group in promises[:MOST_GROUPS] if promise > enough)
    return max(read, key=lambda found: found.score, default=None)


def _groups(tree: LexborHTMLParser) -> Iterable[Group]:
    groups: dict[tuple[int, str], Group] = {}
    for link in tree.css("a[href]")[:MOST_LINKS]:
        length = len(link.text().strip())
        node: LexborNode | None = link
        for _ in range(MOST_LEVELS):
            if node is None or node.tag == "body" or (parent := node.parent) is None:
                break
            key = (parent.mem_id, node.tag or "")
            group = groups.get(key) or groups.setdefault(key, Group(parent, key[1]))
            row = node.mem_id
            if row not in group.rows:
                group.rows[row] = node
                group.links[row] = group.longest[row] = 0
            group.links[row] += 1
            group.longest[row] = max(group.longest[row], length)
            node = parent
    return groups.values()


def _together(groups: Iterable[Group]) -> Iterable[Group]:
    """Groups that go on in the next container: lists of five, a table's many bodies."""
    kin: dict[tuple[int, str, str], list[Group]] = {}
    for group in groups:
        around = group.parent.parent
        if around is not None and len(group.rows) > 1 and not _is_aside(group):
            kin.setdefault((around.mem_id, group.parent.tag or "", group.tag), []).append(group)
    for parts in kin.values():
        if len(parts) > 1:
            whole = Group(parts[0].parent, parts[0].tag)
            for part in parts:
                whole.rows |= part.rows
                whole.links |= part.links
                whole.longest |= part.longest
            yield whole


def _read(group: Group, when: When) -> Listing:
    nodes = list(group.rows.values())[:MOST_ROWS]
    rows = [flat([node, *_rest(node)] if group.tag in _LEADS else [node]) for node in nodes]
    heading = _heading(group, rows)
    columns = _columns(heading) if heading else {}
    found = [f for row in rows if row is not heading and not _is_heading(row) and (f := find(row, columns, when))]
    return Listing(tuple(found), columns, _score(group, found, columns))


def _rest(node: LexborNode) -> Iterable[LexborNode]:
    """The brothers that belong to a leading element: up to the next of its kind."""
    after = node.next
    for _ in range(12):
        if after is None or after.tag == node.tag:
            return
        if after.is_element_node:
            yield after
        after = after.next


# --- headings ---------------------------------------------------------------------------------------------------------


def _is_heading(row: Row) -> bool:
    """Whether the row names columns instead of filling them."""
    said = [text for text in row.cells if text]
    named = sum(1 for text in said if roles.of_heading(text))
    return named >= 2 and named * 2 >= len(said)


def _heading(group: Group, rows: list[Row]) -> Row | None:
    """The row of headings: among the rows, before them, or in the table's head."""
    for row in rows[:3]:
        if _is_heading(row):
            return row
    for node in _before(group):
        row = flat([node])
        if _is_heading(row):
            return row
    return None


def _before(group: Group) -> Iterable[LexborNode]:
    """Elements that may hold the headings of a group's rows."""
    first = next(iter(group.rows.values()))
    yield from (node for node in group.parent.iter() if node.tag == group.tag and node.mem_id not in group.rows)
    around = group.parent.parent
    if group.tag == "tr" and around is not None and around.tag == "table":
        yield from around.css("thead tr")[:3]
        yield from around.css("tbody tr")[:2]
    elif first.prev is not None or around is not None:
        before = group.parent.prev
        while before is not None and not before.is_element_node:
            before = before.prev
        if before is not None:
            yield before


def _columns(heading: Row) -> dict[str, int]:
    columns: dict[str, int] = {}
    for at, text in enumerate(heading.cells):
        if role := roles.of_heading(text):
            columns.setdefault(role, at)
    return columns


# --- which is it ------------------------------------------------------------------------------------------------------


def _score(group: Group, found: list[Found], columns: Columns) -> float:
    if not found:
        return 0.0
    worth = sum(_worth(f) for f in found)
    distinct = len({f.href or f.title for f in found}) / len(found)
    return worth * (0.4 + 0.6 * distinct) * (2.0 if "title" in columns else 1.0) * (0.3 if _is_aside(group) else 1.0)


def _worth(found: Found) -> float:
    worth = min(len(found.title), 30) / 30
    if found.moment:
        worth += 1.5
    if words.NUMBER.fullmatch(found.number):
        worth += 0.3
    return worth + (0.3 if found.author else 0.0)


def _is_aside(group: Group) -> bool:
    """Whether the group stands in navigation, a ranking or a margin."""
    node: LexborNode | None = group.parent
    for _ in range(MOST_LEVELS):
        if node is None or node.tag in {"body", "html"}:
            return False
        if node.tag in _ASIDE_TAGS or _ASIDE.search(f"{attribute(node, 'class')} {attribute(node, 'id')}".lower()):
            return True
        node = node.parent
    return False
