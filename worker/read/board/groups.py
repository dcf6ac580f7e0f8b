"""What repeats on a page: elements that are brothers of one kind and have links.

Every link counts for each element around it, among that element's brothers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from worker.read.board.markup import attribute

MOST_LINKS = 5_000
MOST_LEVELS = 9
MOST_LINKS_A_ROW = 14

_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:nav|navi|navbar|gnb|lnb|snb|menu|footer|sidebar|aside|side|breadcrumbs?|paging|pagination|pager|rank|ranking"
    r"|popular|recommend|related|banner|widget|most|hot|best|ad|ads|login|family|sitemap|quick|tabs?)(?:$|[\s_-])"
)
_ASIDE_TAGS = {"nav", "footer", "aside"}


@dataclass(slots=True)
class Group:
    """Brothers of one kind that have links."""

    parent: LexborNode
    tag: str
    rows: dict[int, LexborNode] = field(default_factory=dict)
    links: dict[int, int] = field(default_factory=dict)
    longest: dict[int, int] = field(default_factory=dict)

    def promise(self) -> int:
        """How much title-like text there is, one link a row."""
        return sum(
            min(length, 40)
            for row, length in self.longest.items()
            if length >= 4 and self.links[row] <= MOST_LINKS_A_ROW
        )


def repeated(tree: LexborHTMLParser) -> list[Group]:
    """Every group of a page."""
    groups: dict[tuple[int, str], Group] = {}
    for link in tree.css("a[href]")[:MOST_LINKS]:
        length = len(link.text().strip())
        node: LexborNode | None = link
        for _ in range(MOST_LEVELS):
            if node is None or node.tag == "body" or (parent := node.parent) is None:
                break
            key = (parent.mem_id, node.tag or "")
            group = groups.get(key) or groups.setdefault(key, Group(parent, key[1]))
            row = node.mem_id
            if row not in group.rows:
                group.rows[row] = node
                group.links[row] = group.longest[row] = 0
            group.links[row] += 1
            group.longest[row] = max(group.longest[row], length)
            node = parent
    return list(groups.values())


def together(groups: Iterable[Group]) -> Iterable[Group]:
    """Groups that go on in the next container: lists of five, a table's many bodies."""
    kin: dict[tuple[int, str, str], list[Group]] = {}
    for group in groups:
        around = group.parent.parent
        if around is not None and len(group.rows) > 1 and not is_aside(group):
            kin.setdefault((around.mem_id, group.parent.tag or "", group.tag), []).append(group)
    for parts in kin.values():
        if len(parts) > 1:
            whole = Group(parts[0].parent, parts[0].tag)
            for part in parts:
                whole.rows |= part.rows
                whole.links |= part.links
                whole.longest |= part.longest
            yield whole


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


def is_aside(group: Group) -> bool:
    """Whether the group stands in navigation, a ranking or a margin."""
    node: LexborNode | None = group.parent
    for _ in range(MOST_LEVELS):
        if node is None or node.tag in {"body", "html"}:
            return False
        if node.tag in _ASIDE_TAGS or _ASIDE.search(f"{attribute(node, 'class')} {attribute(node, 'id')}".lower()):
            return True
        node = node.parent
    return False
