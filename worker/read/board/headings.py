"""The headings over a listing's columns: found among its rows, before them, or in the table's head."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from selectolax.lexbor import LexborNode

from worker.read.board import roles
from worker.read.board.groups import Group
from worker.read.board.row import Row, flat


def is_heading(row: Row) -> bool:
    """Whether the row names columns instead of filling them."""
    said = [text for text in row.cells if text]
    named = sum(1 for text in said if roles.of_heading(text))
    return named >= 2 and named * 2 >= len(said)


def heading(group: Group, rows: Sequence[Row]) -> Row | None:
    """The row of headings: among the rows, before them, or in the table's head."""
    for row in rows[:3]:
        if is_heading(row):
            return row
    for node in _before(group):
        row = flat([node])
        if is_heading(row):
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


def columns(row: Row) -> dict[str, int]:
    """Which cell holds which role."""
    found: dict[str, int] = {}
    for at, text in enumerate(row.cells):
        if role := roles.of_heading(text):
            found.setdefault(role, at)
    return found
