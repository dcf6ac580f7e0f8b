"""The story that a page shows large above its list: of the same kind, told in another form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from worker.read.board import groups, openers
from worker.read.board.days import When
from worker.read.board.fields import Found, find
from worker.read.board.row import flat
from worker.read.board.ways import way

MOST = 6
_LEVELS = 3
_MOST_AROUND = 12
_USUAL = 0.7
"""Share of the rows that lead the same way, and that have a date."""


def above(rows: Sequence[Found], first: LexborNode, when: When) -> list[tuple[LexborNode, Found]]:
    """The stories above the list that begins with `first`: the element of each, and what it says."""
    usual = _usual(rows)
    if not usual or sum(1 for row in rows if row.moment) < len(rows) * _USUAL:
        return []
    known = {row.href for row in rows}
    found: list[tuple[LexborNode, Found]] = []
    for node in _before(first):
        for story in _stories(node, usual):
            told = find(flat([story]), {}, when)
            if told and told.moment and told.is_titled and told.href not in known:
                known.add(told.href)
                found.append((story, told))
    return found[:MOST]


def _usual(rows: Sequence[Found]) -> str:
    """The way that nearly all rows lead; "" where there is none."""
    ways = Counter(way(row.href) for row in rows if row.href)
    usual, times = ways.most_common(1)[0] if ways else ("", 0)
    return usual if times >= len(rows) * _USUAL and urlsplit(usual).path != "/" else ""


def _before(first: LexborNode) -> Iterator[LexborNode]:
    """What stands before the list, near it, in the page's order; no margins."""
    node = first.parent
    levels: list[list[LexborNode]] = []
    for _ in range(_LEVELS):
        if node is None or node.tag == "body":
            break
        brothers = []
        before = node.prev
        while before is not None:
            if before.is_element_node and not groups.is_margin(before):
                brothers.append(before)
            before = before.prev
        levels.append(brothers[::-1])
        node = node.parent
    for brothers in reversed(levels):
        yield from brothers


def _stories(node: LexborNode, usual: str) -> Iterator[LexborNode]:
    """The largest elements within that have links to one page of the usual kind each."""
    links = [link for link in node.css("a[href]")[:100] if way(openers.address(link.attributes)) == usual]
    if not links or len(links) > 4 * MOST:
        return
    hrefs = {link.mem_id: openers.address(link.attributes) for link in links}
    seen: set[str] = set()
    for link in links:
        if hrefs[link.mem_id] in seen:
            continue
        seen.add(hrefs[link.mem_id])
        yield _largest(link, node, hrefs)


def _largest(link: LexborNode, within: LexborNode, hrefs: dict[int, str]) -> LexborNode:
    story = link
    for _ in range(_MOST_AROUND):
        if story.mem_id == within.mem_id or story.parent is None:
            break
        around = story.parent
        if any(hrefs.get(other.mem_id, hrefs[link.mem_id]) != hrefs[link.mem_id] for other in around.css("a[href]")):
            break
        story = around
    return story
