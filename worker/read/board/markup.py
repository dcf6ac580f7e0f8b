"""The text of a page to a tree, in bounded time: what is too long or nested too deep is cut off."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

LONGEST = 3_000_000
"""Characters of a page that are looked at."""
MOST_TAGS = 40_000
MOST_DEPTH = 400
"""Open blocks. The parser looks through all of them at each new one: 100,000 took 16 s."""

_FEW_TAGS = 4_000
"""Pages with fewer tags can't nest deep enough to hurt, and aren't counted."""
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_HARMLESS = (
    "a area b base br col dd dt em embed font hr i img input li link meta option p param path s script small source"
    " span strong style svg tbody td th thead tr u use wbr"
)
_UNCOUNTED = frozenset(_HARMLESS.split())
"""Void elements, those with optional ends, and those whose nesting costs nothing."""


def parse(text: str) -> LexborHTMLParser:
    """The tree of a page."""
    text = text[:LONGEST]
    if text.count("<") > _FEW_TAGS:
        text = _shallow(text)
    return LexborHTMLParser(text)


def _shallow(text: str) -> str:
    """The text up to where it has too many tags, or too many open ones."""
    depth = 0
    for count, tag in enumerate(_TAG.finditer(text)):
        if tag[2].lower() not in _UNCOUNTED:
            depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > MOST_DEPTH or count > MOST_TAGS:
            return text[: tag.start()]
    return text


def attribute(node: LexborNode, name: str) -> str:
    """The attribute's value; "" where it is missing or empty."""
    return node.attributes.get(name) or ""


def line(node: LexborNode | None, most: int = 200) -> str:
    """The text of a node on one line, cut to `most` characters."""
    return "" if node is None else " ".join(node.text(separator=" ")[: most * 4].split())[:most]
