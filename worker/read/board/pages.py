"""Where the page's listing is turned over (`1 2 3 … next`): the listing stands beside it."""

from __future__ import annotations

import re
from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser, LexborNode

_NUMBER = re.compile(r"\[?\s*\d{1,4}\s*\]?")
_LEAST = 2
_LEVELS = 5
_NEAR = 0.6
"""How much more a listing counts that has the pages right beside it."""


def nearness(tree: LexborHTMLParser) -> Callable[[LexborNode], float]:
    """What a list counts by how near the pages stand; 1.0 where there are none."""
    places: dict[int, int] = {}
    for way in _pages(tree):
        for step, node in enumerate(way):
            places[node.mem_id] = min(step, places.get(node.mem_id, step))

    def near(parent: LexborNode) -> float:
        node: LexborNode | None = parent
        for _ in range(_LEVELS):
            if node is None or node.tag in {"body", "html"}:
                break
            if node.mem_id in places:
                return 1.0 + _NEAR / (1 + places[node.mem_id])
            node = node.parent
        return 1.0

    return near


def _pages(tree: LexborHTMLParser) -> list[list[LexborNode]]:
    """For each place with the numbers of pages, the elements around it, nearest first."""
    numbers: dict[int, int] = {}
    around: dict[int, list[LexborNode]] = {}
    for link in tree.css("a"):
        first = link.text(deep=True)
        if len(first) > 12 or not _NUMBER.fullmatch(first.strip()):
            continue
        way = _around(link)
        for step, node in enumerate(way[:2]):
            numbers[node.mem_id] = numbers.get(node.mem_id, 0) + 1
            around.setdefault(node.mem_id, way[step + 1 :])
    return [around[node] for node, times in numbers.items() if times >= _LEAST]


def _around(node: LexborNode) -> list[LexborNode]:
    way: list[LexborNode] = []
    parent = node.parent
    while parent is not None and parent.tag not in {"body", "html"} and len(way) < _LEVELS + 2:
        way.append(parent)
        parent = parent.parent
    return way
