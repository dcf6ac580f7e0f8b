"""One row of a listing as plain values: its pieces of text, each with its link, its cell and its role."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from worker.read.board import roles
from worker.read.board.markup import attribute

MOST_PIECES = 300
MOST_DEPTH = 25

_SKIPPED = {"script", "style", "noscript", "template", "select", "textarea", "iframe", "-comment", "!--", "input"}
_BLOCK_TAGS = "article br dd div dl dt figure footer h1 h2 h3 h4 h5 h6 header hr li ol p section table td th tr ul"
_BLOCKS = frozenset(_BLOCK_TAGS.split())


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a row."""

    href: str
    title: str
    role: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text of a row, or an image's alternative text."""

    text: str
    cell: int
    """Which cell or outermost child of the row it stands in."""
    block: int
    """Pieces of one block stand on one line."""
    link: int | None
    role: str
    when: str = ""
    """A moment that the markup gives beside the text (`<time datetime>`)."""
    image: bool = False
    own: bool = False
    """Within the link, it has an element to itself."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row, flat."""

    names: str
    """Its own class and id, in lower case."""
    pieces: tuple[Piece, ...]
    links: tuple[Link, ...]
    cells: tuple[str, ...]
    """The text of each cell, images left out."""

    def cell(self, at: int) -> str:
        """The text of a cell; "" where there are fewer."""
        return self.cells[at] if at < len(self.cells) else ""


def flat(nodes: Sequence[LexborNode], role: str = "") -> Row:
    """The row that an element makes, with those after it that belong to it; `role` is that of what is around it."""
    walk = _Walk()
    for node in nodes:
        for cell in _cells(node):
            if cell.is_text_node:
                walk.visit(cell, role, None, 0, own=False)
            else:
                walk.cell += 1
                walk.visit(cell, role, None, 0, own=False)
    names = f"{attribute(nodes[0], 'class')} {attribute(nodes[0], 'id')}".lower()
    cells: list[list[str]] = [[] for _ in range(walk.cell + 1)]
    for piece in walk.pieces:
        if piece.cell >= 0 and not piece.image:
            cells[piece.cell].append(piece.text)
    said = tuple(" ".join(" ".join(texts).split()) for texts in cells)
    return Row(names, tuple(walk.pieces), tuple(walk.links), said)


def _cells(row: LexborNode) -> Iterator[LexborNode]:
    """The cells of a row: its children, or those of the one element that wraps them all."""
    node = row
    if node.tag == "a":
        yield node
        return
    for _ in range(4):
        children = [c for c in node.iter(include_text=True) if not _is_blank(c)]
        if (
            len(children) != 1
            or not children[0].is_element_node
            or children[0].tag in {"a", "h2", "h3", "h4", "strong"}
        ):
            break
        node = children[0]
    yield from node.iter(include_text=True)


def _is_blank(node: LexborNode) -> bool:
    return node.is_comment_node or (node.is_text_node and not (node.text_content or "").strip())


class _Walk:
    """Gathers a row's pieces in document order."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.links: list[Link] = []
        self.cell = -1
        self.block = 0

    def visit(self, node: LexborNode, role: str, link: int | None, depth: int, *, own: bool, when: str = "") -> None:
        """The pieces of a node and of all within it."""
        if len(self.pieces) >= MOST_PIECES or depth > MOST_DEPTH:
            return
        if node.is_text_node:
            text = node.text_content or ""
            if text.strip() or (text and self.pieces):
                self.pieces.append(Piece(text, self.cell, self.block, link, role, when, own=own))
            return
        tag = node.tag or ""
        if tag in _SKIPPED or not node.is_element_node:
            return
        attributes = node.attributes
        role = roles.of_names(tag, f"{attributes.get('class') or ''} {attributes.get('id') or ''}") or role
        when = attributes.get("datetime") or (attributes.get("title") or "" if role == "date" else "") or when
        if tag == "img":
            if alt := (attributes.get("alt") or attributes.get("title") or "").strip():
                self.pieces.append(Piece(alt, self.cell, self.block, link, "badge", image=True, own=True))
            return
        if tag == "a" and (href := (attributes.get("href") or "").strip()):
            link, own = len(self.links), False
            self.links.append(Link(href, attributes.get("title") or "", role))
        elif link is not None:
            own = True
        self._within(node, tag, role, link, depth, own=own, when=when)

    def _within(
        self, node: LexborNode, tag: str, role: str, link: int | None, depth: int, *, own: bool, when: str
    ) -> None:
        apart = tag in _BLOCKS
        self.block += apart
        for child in node.iter(include_text=True):
            self.visit(child, role, link, depth + 1, own=own, when=when)
        self.block += apart
