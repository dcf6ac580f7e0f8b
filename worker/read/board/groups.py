"""What repeats on a page: elements that are brothers, or cousins, of one kind and open other pages.

Every link counts for each element around it, among that element's brothers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from worker.read.board import openers, words
from worker.read.board.markup import attribute
from worker.read.board.ways import is_front

MOST_LINKS = 5_000
MOST_LEVELS = 9
_MOST_AROUND = 60
"""Elements around a list that are asked what they are called."""
_LONGEST_NAMES = 300
MOST_LINKS_A_ROW = 14
_FARTHEST_COUSINS = 3
"""Generations between a row and the element that holds all lists of such rows, less the list itself."""

_MARGIN = re.compile(
    r"(?:^|[\s_-])(?:nav|navi|navbar|gnb|lnb|snb|menu|footer|sidebar|aside|breadcrumbs?|paging|pagination|pager|widget-area"
    r"|login|family|sitemap)(?:$|[\s_-])"
)
_RANKED = re.compile(
    r"(?:^|[\s_-])(?:side|rank|ranking|popular|recommend|related|banner|most|hot|best|ad|ads|quick)(?:$|[\s_-])"
)
_LATEST = re.compile(r"(?:^|[\s_-])(?:latest|lat|recent|widget)(?:$|[\s_-])")
_LAYOUT = re.compile(r"\S*(?:no|has|have|with|without|right|left|both|content|main|layout|page|is|elementor)[-_]\S*")
"""Names that say what stands beside an element, or how it is laid out."""
_UNSEEN = "[style*='display:none' i], [style*='display: none' i], [hidden]"
_MAIN = "main, [role=main], #content, #container, #main, article"
"""What stands in no margin: around it is the whole page, whatever that calls itself."""
_MARGIN_TAGS = {"nav", "footer", "aside"}
MARGIN = 0.25
"""What a list in a margin counts, and below, one in a ranking: boards call themselves so too."""
RANKED = 0.5
_LATEST_COUNTS = 0.7
"""What the newest of another board count, as front pages show them, and lists of notices."""


@dataclass(slots=True)
class Group:
    """Elements of one kind that open pages: brothers, or those of several lists."""

    parent: LexborNode
    """The first one's."""
    tag: str
    rows: dict[int, LexborNode] = field(default_factory=dict)
    links: dict[int, int] = field(default_factory=dict)
    longest: dict[int, int] = field(default_factory=dict)
    place: float = 1.0
    """What it counts by where it stands."""
    lists: list[Group] = field(default_factory=list)
    """The lists that it goes on in, where there are several."""

    def promise(self) -> int:
        """How much title-like text there is, one link a row."""
        return sum(
            min(length, 40)
            for row, length in self.longest.items()
            if length >= 4 and self.links[row] <= MOST_LINKS_A_ROW
        )


def repeated(tree: LexborHTMLParser) -> list[Group]:
    """Every group of brothers of a page."""
    groups: dict[tuple[int, str], Group] = {}
    places: dict[int, float] = {}
    unseen = {node.mem_id for node in tree.css(_UNSEEN)}
    for link in tree.css(openers.SELECTOR)[:MOST_LINKS]:
        if not openers.opens(link.tag or "", link.attributes):
            continue
        length = 0 if is_front(link.attributes.get("href") or "") else openers.length(link)
        node: LexborNode | None = link
        if unseen and _is_unseen(link, unseen):
            continue
        for _ in range(MOST_LEVELS):
            if node is None or node.tag == "body" or (parent := node.parent) is None:
                break
            key = (parent.mem_id, node.tag or "")
            group = groups.get(key)
            if group is None:
                group = groups[key] = Group(parent, key[1], place=_place(parent, places))
            row = node.mem_id
            if row not in group.rows:
                group.rows[row] = node
                group.links[row] = group.longest[row] = 0
            group.links[row] += 1
            group.longest[row] = max(group.longest[row], length)
            node = parent
    return list(groups.values())


def _is_unseen(link: LexborNode, unseen: set[int]) -> bool:
    """Whether a link stands in what the page doesn't show."""
    node = link.parent
    for _ in range(_MOST_AROUND):
        if node is None or node.tag == "body":
            break
        if node.mem_id in unseen:
            return True
        node = node.parent
    return False


def together(groups: Sequence[Group]) -> Iterator[Group]:
    """Groups that go on in the next container: lists of five, a table's many bodies, the sections of a front page."""
    known: set[tuple[int, ...]] = set()
    for generations in range(1, _FARTHEST_COUSINS + 1):
        kin: dict[tuple[int, str], list[Group]] = {}
        for group in groups:
            if (around := _around(group, generations)) is not None and group.place > MARGIN:
                kin.setdefault(around, []).append(group)
        yield from _wholes(kin.values(), known)
    alike: dict[tuple[int, str], list[Group]] = {}
    for group in groups:
        if (name := attribute(group.parent, "class")) and group.place > MARGIN:
            first = attribute(next(iter(group.rows.values())), "class").partition(" ")[0]
            alike.setdefault((0, f"{group.parent.tag}.{name}>{group.tag}.{first}"), []).append(group)
    yield from _wholes(alike.values(), known)


def _wholes(kin: Iterable[list[Group]], known: set[tuple[int, ...]]) -> Iterator[Group]:
    """Those that are several lists, of which one at least is a list, each once."""
    for brothers in kin:
        parts = _of_rank(brothers)
        key = tuple(part.parent.mem_id for part in parts)
        if len(parts) > 1 and any(len(part.rows) > 1 for part in parts) and key not in known:
            known.add(key)
            yield _whole(parts)


def _of_rank(parts: list[Group]) -> list[Group]:
    """The lists without those that are called notices, or stand in a ranking, where others don't."""
    plain = [p for p in parts if p.place > RANKED and not words.NOTICE_ROW.search(_names(p.parent).lower())]
    return plain or parts


def _around(group: Group, generations: int) -> tuple[int, str] | None:
    """The element that holds the group and others of its kind, and the way from there."""
    way = group.tag
    node = group.parent
    for _ in range(generations):
        parent = node.parent
        if node.tag == "body" or parent is None:
            return None
        name = attribute(node, "class").partition(" ")[0] if generations > 1 else ""
        way = f"{node.tag}.{name}>{way}"
        node = parent
    return node.mem_id, way


def _whole(parts: list[Group]) -> Group:
    whole = Group(parts[0].parent, parts[0].tag, lists=parts, place=parts[0].place)
    for part in parts:
        whole.rows |= part.rows
        whole.links |= part.links
        whole.longest |= part.longest
    return whole


def is_inside(group: Group, rows: set[int]) -> bool:
    """Whether the group is made of parts of rows that are sure to be the listing's."""
    node: LexborNode | None = group.parent
    for _ in range(MOST_LEVELS if rows else 0):
        if node is None:
            return False
        if node.mem_id in rows:
            return True
        node = node.parent
    return False


def _place(node: LexborNode, known: dict[int, float]) -> float:
    """What a list within the element counts by where that stands: less in navigation, a margin or a ranking."""
    way: list[LexborNode] = []
    at: LexborNode | None = node
    while at is not None and at.tag not in {"body", "html"} and at.mem_id not in known and len(way) < _MOST_AROUND:
        way.append(at)
        at = at.parent
    place = known.get(at.mem_id, 1.0) if at is not None else 1.0
    for around in reversed(way):
        place = min(place, MARGIN if is_margin(around) else _rank(_names(around)))
        known[around.mem_id] = place
    return place


def is_margin(node: LexborNode) -> bool:
    """Whether the element itself calls itself navigation or a margin."""
    if node.tag in _MARGIN_TAGS:
        return True
    return _is_called_margin(_names(node)) and node.css_first(_MAIN) is None


def _names(node: LexborNode) -> str:
    attributes = node.attributes
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:_LONGEST_NAMES] if attributes else ""


@lru_cache(maxsize=1024)
def _is_called_margin(names: str) -> bool:
    return _MARGIN.search(_LAYOUT.sub("", names.lower())) is not None


@lru_cache(maxsize=1024)
def _rank(names: str) -> float:
    bare = _LAYOUT.sub("", names.lower())
    if _RANKED.search(bare):
        return RANKED
    return _LATEST_COUNTS if _LATEST.search(bare) or words.NOTICE_ROW.search(bare) else 1.0
