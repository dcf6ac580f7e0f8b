"""The headings over a listing's columns: found among its rows, before them, or in the table's head."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from selectolax.lexbor import LexborNode

from worker.read.board import roles
from worker.read.board.groups import Group
from worker.read.board.markup import attribute
from worker.read.board.row import Row, flat

_MOST_BROTHERS = 3
_OF_TABLES = {"tr", "table", "tbody"}


def is_heading(row: Row) -> bool:
    """Whether the row names columns instead of filling them."""
    said = [text for text in _said(row) if text]
    named = sum(1 for text in said if roles.of_heading(text))
    return named >= 2 and named * 2 >= len(said)


def _said(row: Row) -> list[str]:
    """What each cell says, in words or in a picture of them."""
    pictured = {piece.cell: piece.text for piece in row.pieces if piece.image}
    return [text or pictured.get(at, "") for at, text in enumerate(row.cells)]


def columns(group: Group, rows: Sequence[Row]) -> dict[str, int]:
    """Which cell holds which role, by the headings among the rows, before them, or in the table's head."""
    if group.tag in {"td", "th"}:
        return {}
    for node in _candidates(group):
        row = flat([node])
        if is_heading(row):
            return _columns(row, node, group, rows)
    return {}


def _candidates(group: Group) -> Iterable[LexborNode]:
    """Elements that may hold the headings of a group's rows."""
    first = next(iter(group.rows.values()))
    yield from list(group.rows.values())[:3]
    brothers = (node for node in group.parent.iter() if node.tag == group.tag and node.mem_id not in group.rows)
    yield from (node for _, node in zip(range(_MOST_BROTHERS), brothers, strict=False))
    around = group.parent.parent
    if group.tag == "tr" and around is not None and around.tag == "table":
        yield from around.css("thead tr")[:3]
        yield from around.css("tbody tr")[:2]
    if first.prev is not None or around is not None:
        before = _before(group.parent) or (_before(around) if around is not None else None)
        if before is not None and (before.tag != "table" or group.tag in _OF_TABLES):
            yield before
            yield from before.css("tr")[:2]


def _before(node: LexborNode) -> LexborNode | None:
    """The element before, of the same parent."""
    before = node.prev
    while before is not None and not before.is_element_node:
        before = before.prev
    return before


def _columns(heading: Row, node: LexborNode, group: Group, rows: Sequence[Row]) -> dict[str, int]:
    """The cells' roles, by where they stand where headings and rows have cells over two columns."""
    sizes = Counter(len(row.cells) for row in rows)
    usual = sizes.most_common(1)[0][0] if sizes else 0
    places = list(range(len(heading.cells)))
    if usual != len(heading.cells):
        places = _places(_spans(node), _usual_spans(group, usual)) or places
    found: dict[str, int] = {}
    for text, at in zip(_said(heading), places, strict=False):
        if role := roles.of_heading(text):
            found.setdefault(role, at)
    return found


def _usual_spans(group: Group, usual: int) -> list[int]:
    return next((spans for row in group.rows.values() if len(spans := _spans(row)) == usual), [])


def _places(headings: Sequence[int], cells: Sequence[int]) -> list[int]:
    """For each heading the last cell that stands below it; none where the two don't fit."""
    if sum(headings) != sum(cells):
        return []
    below = [at for at, span in enumerate(cells) for _ in range(span)]
    ends = [sum(headings[: at + 1]) - 1 for at in range(len(headings))]
    return [below[end] for end in ends]


def _spans(node: LexborNode) -> list[int]:
    cells = [child for child in node.iter() if child.tag in {"th", "td"}]
    return [int(told) if (told := attribute(cell, "colspan")).isdecimal() else 1 for cell in cells]
