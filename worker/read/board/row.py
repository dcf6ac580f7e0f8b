"""One row of a listing as plain values: its pieces of text, each with its link, its cell and its role."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from sokbo.value import value
from worker.read.board import openers, roles
from worker.read.board.markup import attribute

MOST_PIECES = 300
MOST_DEPTH = 25

_SKIPPED = {"script", "style", "noscript", "template", "select", "textarea", "iframe", "-comment", "!--"}
_BLOCK_TAGS = "article br dd div dl dt figure footer h1 h2 h3 h4 h5 h6 header hr li ol p section table td th tr ul"
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_TITLES = {"h2", "h3", "h4", "strong"}
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_MOMENTS = re.compile(
    r"data-(?:(?:date|unix|utc|epoch)-?)?(?:u?time|time-?stamp|date(?:-?time)?|epoch|published|created|ts)"
)
"""Attributes that hold a date for a script to show."""
_LONGEST_FLAG = 12
_LONGEST_NAMES = 300


@value(frozen=True, slots=True)
class Link:
    """What of a row opens a page."""

    href: str
    """As written; "" where there is none."""
    title: str
    """The tooltip, or the label for those who can't see."""
    role: str
    call: str = ""
    """The script that a click runs."""
    told: tuple[tuple[str, str], ...] = ()
    """Which post it is of, by its data attributes."""
    names: str = ""
    is_text: bool = True
    """It is a piece of text, and no whole card or table row."""
    node: LexborNode | None = field(default=None, compare=False)
    """The element that it is."""

    @property
    def opens(self) -> bool:
        """Whether a click leads anywhere."""
        return bool(self.call or self.told) or openers.is_page(self.href)


@value(frozen=True, slots=True, eq=False)
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
    node: LexborNode | None = None
    """The element that it stands in."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row, flat."""

    names: str
    """Its own class and id, in lower case."""
    pieces: tuple[Piece, ...]
    links: tuple[Link, ...]
    cells: tuple[str, ...]
    """The text of each cell, images left out."""
    told: tuple[str, ...] = ()
    """What tooltips and labels within it say."""
    flags: tuple[str, ...] = ()
    """The names of its small elements, in lower case: icons and badges are among them."""

    def cell(self, at: int) -> str:
        """The text of a cell; "" where there are fewer."""
        return self.cells[at] if at < len(self.cells) else ""


def flat(nodes: Sequence[LexborNode], role: str = "") -> Row:
    """The row that an element makes, with those after it that belong to it; `role` is that of what is around it."""
    walk = _Walk()
    first = nodes[0]
    link = walk.link(first, "", is_text=False) if len(nodes) == 1 and _is_opener(first) else None
    for node in nodes:
        for cell in _cells(node):
            walk.cell += cell.is_element_node
            walk.visit(cell, role, link, 0, own=link is not None)
    names = f"{attribute(first, 'class')} {attribute(first, 'id')}".lower() if first.is_element_node else ""
    cells: list[list[str]] = [[] for _ in range(walk.cell + 1)]
    for piece in walk.pieces:
        if piece.cell >= 0 and not piece.image:
            cells[piece.cell].append(piece.text)
    said = tuple(" ".join(" ".join(texts).split()) for texts in cells)
    return Row(names, tuple(walk.pieces), tuple(walk.links), said, tuple(walk.told), tuple(walk.flags))


def _cells(row: LexborNode) -> Iterator[LexborNode]:
    """The cells of a row: its children, or those of the one element that wraps them all."""
    node = row
    if node.is_text_node or node.tag == "a":
        yield node
        return
    for _ in range(4):
        children = [c for c in node.iter(include_text=True) if not _is_blank(c)]
        if len(children) != 1 or not children[0].is_element_node or _bears(children[0]):
            break
        node = children[0]
    yield from node.iter(include_text=True)


def _is_opener(node: LexborNode) -> bool:
    """Whether a whole row is clicked on."""
    return node.is_element_node and node.tag != "a" and openers.opens(node.tag or "", node.attributes)


def _bears(node: LexborNode) -> bool:
    """Whether an element says something itself: it is a link or a heading."""
    return node.tag in _TITLES or node.tag == "a" or openers.opens(node.tag or "", node.attributes)


def _role(tag: str, names: str, around: str) -> str:
    """What an element holds: what its names say, or what is said of that around it."""
    own = roles.of_names(tag, names)
    if around == "later" or (around == "title" and own == "summary" and tag not in _BLOCKS):
        return around
    return own or around


def _moment(attributes: Mapping[str, str | None], role: str) -> str:
    """The moment that an element gives beside its text; "" where it gives none."""
    if said := attributes.get("datetime") or (attributes.get("title") if role == "date" else ""):
        return said
    return next((value for name, value in attributes.items() if value and _MOMENTS.fullmatch(name)), "")


def _is_blank(node: LexborNode) -> bool:
    return node.is_comment_node or (node.is_text_node and not (node.text_content or "").strip())


class _Walk:
    """Gathers a row's pieces in document order."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.links: list[Link] = []
        self.told: list[str] = []
        self.flags: list[str] = []
        self.cell = -1
        self.block = 0
        self.length = 0

    def link(self, node: LexborNode, role: str, *, is_text: bool) -> int:
        """The number of the link that an element is."""
        attributes = node.attributes
        self.links.append(
            Link(
                openers.address(attributes) or (attributes.get("href") or "").strip(),
                attributes.get("aria-label") or attributes.get("title") or "",
                role,
                openers.call(attributes),
                openers.told(attributes),
                attributes.get("class") or "",
                is_text,
                node,
            )
        )
        return len(self.links) - 1

    def visit(self, node: LexborNode, role: str, link: int | None, depth: int, *, own: bool, when: str = "") -> None:
        """The pieces of a node and of all within it."""
        if len(self.pieces) >= MOST_PIECES or depth > MOST_DEPTH:
            return
        if node.is_text_node:
            text = node.text_content or ""
            if text.strip() or (text and self.pieces and not self.pieces[-1].text.isspace()):
                self.length += len(text)
                self.pieces.append(Piece(text, self.cell, self.block, link, role, when, own=own, node=node.parent))
            return
        tag = node.tag or ""
        if tag in _SKIPPED or not node.is_element_node:
            return
        attributes = node.attributes
        if attributes and _HIDDEN.search(attributes.get("style") or ""):
            return
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:_LONGEST_NAMES] if attributes else ""
        role = _role(tag, names, role)
        if attributes:
            if label := (attributes.get("title") or attributes.get("aria-label")):
                self.told.append(label)
            when = _moment(attributes, role) or when
        if tag == "img":
            self._image(node, names, role, link)
            return
        if tag == "input":
            self._button(node, attributes, role)
            return
        if link is None or tag == "a":
            if openers.opens(tag, attributes):
                link, own = self.link(node, role, is_text=tag == "a"), False
        else:
            own = True
        self._within(node, tag, role, link, depth, own=own, when=when, names=names)

    def _image(self, node: LexborNode, names: str, role: str, link: int | None) -> None:
        attributes = node.attributes
        if alt := (attributes.get("alt") or attributes.get("title") or "").strip():
            told = role if role == "author" else "badge"
            self.pieces.append(Piece(alt, self.cell, self.block, link, told, image=True, own=True, node=node))
        self.flags.append(f"{names} {(attributes.get('src') or '').rpartition('/')[2]}".lower())

    def _button(self, node: LexborNode, attributes: dict[str, str | None], role: str) -> None:
        """A title that sends a form: old boards have them."""
        if openers.opens("input", attributes):
            at = self.link(node, role, is_text=True)
            self.pieces.append(Piece(attributes.get("value") or "", self.cell, self.block, at, role, node=node))

    def _within(
        self,
        node: LexborNode,
        tag: str,
        role: str,
        link: int | None,
        depth: int,
        *,
        own: bool,
        when: str,
        names: str,
    ) -> None:
        apart = tag in _BLOCKS
        self.block += apart
        before, pieces = self.length, len(self.pieces)
        for child in node.iter(include_text=True):
            self.visit(child, role, link, depth + 1, own=own, when=when)
        if when and len(self.pieces) == pieces:  # a script shows it there
            self.pieces.append(Piece("", self.cell, self.block, link, role, when, own=own, node=node))
        if self.length - before <= _LONGEST_FLAG and names.strip():
            self.flags.append(names.lower())
        self.block += apart
