"""Which elements of a row hold its title, its link, its date, its author and its outlet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from worker.read.board.fields import Found
from worker.read.board.row import Piece

_LEVELS = 8


@dataclass(frozen=True, slots=True)
class Places:
    """The element of each field of a row; None where it has none."""

    title: LexborNode | None
    link: LexborNode | None
    date: LexborNode | None
    author: LexborNode | None
    outlet: LexborNode | None


def places(found: Found) -> Places:
    """Where what a row says stands in it."""
    others = [p for p in found.row.pieces if p not in found.used]
    return Places(
        title=_around(sorted(found.used, key=found.row.pieces.index)),
        link=found.link.node,
        date=_around(_saying(others, found.dated)),
        author=_around(_saying(others, found.author)),
        outlet=_around(_saying(others, found.outlet)),
    )


def _saying(pieces: list[Piece], text: str) -> list[Piece]:
    """The pieces that say the text: one alone, or those of it side by side."""
    if not text:
        return []
    for said in (lambda p: p.text.strip() == text or p.when == text, lambda p: text in " ".join(p.text.split())):
        if exact := [p for p in pieces if said(p)]:
            return exact[:1]
    parts = [p for p in pieces if p.text.strip() and p.text.strip() in text]
    cells = {p.cell for p in parts}
    return [
        p for p in parts if p.cell == max(cells, key=lambda cell: sum(len(q.text) for q in parts if q.cell == cell))
    ]


def _around(pieces: Iterable[Piece]) -> LexborNode | None:
    """The smallest element around all the pieces."""
    nodes = [p.node for p in pieces if p.node is not None]
    if not nodes:
        return None
    around = nodes[0]
    for _ in range(_LEVELS):
        within = {node.mem_id for node in around.traverse()}
        if all(node.mem_id in within for node in nodes) or around.parent is None:
            break
        around = around.parent
    return around
