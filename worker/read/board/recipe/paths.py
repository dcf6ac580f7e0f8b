"""The ways to elements that a recipe may name: short ones first, by names that the elements have in common. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborNode

from worker.read.board.markup import attribute

MOST_LEVELS = 7
MOST_CLASSES = 3
_NAME = re.compile(r"[^\W\d][\w-]*")
_PASSING = re.compile(
    r"(?i)^(?:on|off|active|selected|current|first|last|odd|even|new|hot|read|visited|hover|focus|open|show|hide|hidden)$"
    r"|\d{3,}|^(?:row|item|post|list|no|bg|tr)[-_]?\d+$|^(?:post|category|tag|status|type|format|author)-"
)
"""Names of a moment or of one post: they say nothing of the next page."""


def rows(nodes: Sequence[LexborNode]) -> Iterator[str]:
    """Paths to the rows, from the shortest: each names one element more around them."""
    steps: list[str] = []
    level = list(nodes)
    for _ in range(MOST_LEVELS):
        identity = _identity(level)
        steps.insert(0, identity or step(level))
        if len(steps) > 1 or "." in steps[0] or identity:
            yield " > ".join(steps)
        around = {node.parent.mem_id: node.parent for node in level if node.parent is not None}
        level = list(around.values())
        if identity or not level or any(node.tag in {"body", "html"} for node in level):
            return


def fields(of: Sequence[LexborNode], nodes: Sequence[LexborNode | None]) -> Iterator[str]:
    """Paths within rows to what stands in them, one a row or none, from the shortest."""
    ways = [
        way for row, node in zip(of, nodes, strict=True) if node is not None and (way := _way(row, node)) is not None
    ]
    if not ways:
        return
    (beside, length), _ = Counter((beside, len(way)) for beside, way in ways).most_common(1)[0]
    usual = [way for after, way in ways if (after, len(way)) == (beside, length)]
    lead = "+ * " * (beside - 1)
    if length == 0:
        yield ""
        return
    seen: set[str] = set()
    for path in _candidates(usual, length, beside):
        whole = f"{lead}{path}"
        if whole not in seen:
            seen.add(whole)
            yield whole


def _candidates(ways: Sequence[Sequence[LexborNode]], length: int, beside: int) -> Iterator[str]:
    """Of ways of one length: by the last step's name, by more of them, by places."""
    steps = [step([way[at] for way in ways]) for at in range(length)]
    places = [_place([way[at] for way in ways]) for at in range(length)]
    if beside:
        yield f"+ {' > '.join(steps)}"
        yield f"+ {' > '.join([steps[0], *places[1:]])}"
        return
    named = [" > ".join(steps[at:]) for at in range(length - 1, max(-1, length - 4), -1)]
    yield from sorted(named, key=lambda path: "." not in path)
    if length > 1:
        yield f"{steps[-2]} > {places[-1]}"
    yield f"> {' > '.join(steps)}"
    if length > 1:
        yield f"> {places[0]} {steps[-1]}"
    yield f"> {' > '.join(places)}"
    yield f"> {' > '.join([places[0], *steps[1:]])}"


def _way(row: LexborNode, node: LexborNode) -> tuple[int, list[LexborNode]] | None:
    """The elements from a row down to one in it, or in what follows it: after how many, and which."""
    way: list[LexborNode] = []
    at: LexborNode | None = node
    for _ in range(MOST_LEVELS * 2):
        if at is None:
            return None
        if at.mem_id == row.mem_id:
            return 0, way
        way.insert(0, at)
        if at.parent is not None and row.parent is not None and at.parent.mem_id == row.parent.mem_id:
            after = _after(row, at)
            return None if after is None else (after, way)
        at = at.parent
    return None


def _after(row: LexborNode, node: LexborNode) -> int | None:
    at, count = row.next, 0
    while at is not None and count <= MOST_LEVELS:
        count += at.is_element_node
        if at.mem_id == node.mem_id:
            return count
        at = at.next
    return None


def children(of: Sequence[LexborNode]) -> Iterator[str]:
    """Paths to the children of rows by their places, as far as the first row has any."""
    for place, child in enumerate((node for node in of[0].iter()), 1):
        yield f"> {child.tag}:nth-child({place})"


def step(nodes: Sequence[LexborNode]) -> str:
    """The tag and the classes that elements have in common."""
    tags = {node.tag or "*" for node in nodes}
    tag = tags.pop() if len(tags) == 1 else "*"
    shared = [set(attribute(node, "class").split()) for node in nodes]
    common = [name for name in attribute(nodes[0], "class").split() if all(name in names for names in shared)]
    lasting = [name for name in common if _NAME.fullmatch(name) and not _PASSING.search(name)]
    return tag + "".join(f".{name}" for name in lasting[:MOST_CLASSES])


def _identity(level: Sequence[LexborNode]) -> str:
    """The one element by its id; "" where there are several, or its id is of a moment."""
    name = attribute(level[0], "id") if len(level) == 1 else ""
    return f"{level[0].tag}#{name}" if _NAME.fullmatch(name) and not _PASSING.search(name) else ""


def _place(nodes: Sequence[LexborNode]) -> str:
    """The tag and the place among brothers that most of them have."""
    places = Counter((node.tag or "*", _nth(node)) for node in nodes)
    (tag, place), _ = places.most_common(1)[0]
    return f"{tag}:nth-child({place})"


def _nth(node: LexborNode) -> int:
    place, at = 1, node.prev
    while at is not None:
        place += at.is_element_node
        at = at.prev
    return place
