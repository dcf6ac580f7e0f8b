"""Which elements make one row: most often one, but a title may stand above its date, or a break between two rows.

The brothers of a list are looked at in turn, those without a title too. Where each title is followed (or led) by the
same number of others, they belong to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from selectolax.lexbor import LexborNode

from worker.read.board.groups import Group
from worker.read.board.markup import attribute

Unit = tuple[LexborNode, ...]

_LEADS = {"dt", "h2", "h3", "h4", "h5"}
"""Elements that begin a row which goes on in their brothers."""
_CELLS = {"td", "th"}
_INLINE = {"a", "span", "b", "strong", "font", "em", "i", "u"}
_UNSEEN = {"script", "style", "br", "hr", "noscript", "template", "ins", "iframe", "form", "input"}
MOST_BROTHERS = 2_000
_MOST_PARTS = 4
_REGULAR = 0.7
_SHORTER = 0.6
"""How long the links below a title may be beside it."""


@dataclass(frozen=True, slots=True)
class Units:
    """The rows of a list, and the short texts between them."""

    rows: tuple[Unit, ...]
    between: tuple[tuple[int, str], ...] = ()
    """Texts that belong to no row: before which row, and what they say."""


def units(group: Group) -> Units:
    """The rows of one list."""
    brothers = _brothers(group)
    leads = [at for at, unit in enumerate(brothers) if any(node.mem_id in group.rows for node in unit)]
    if group.tag in _LEADS:
        return _cut(brothers, leads, [_rest(brothers, leads, n) for n in range(len(leads))])
    if group.tag in _CELLS or len(leads) < 2:
        return _cut(brothers, leads, [(at, at + 1) for at in leads])
    chosen = _leads(group, brothers, leads)
    size = _period(chosen)
    if size < 2 or not _are_below(group, brothers, chosen, size):
        return _cut(brothers, leads, [(at, at + 1) for at in leads])
    if chosen[-1] == len(brothers) - 1 and chosen[0] >= size - 1:
        return _cut(brothers, chosen, [(at - size + 1, at + 1) for at in chosen])
    nexts = [*chosen[1:], len(brothers)]
    return _cut(brothers, chosen, [(at, min(after, at + size)) for at, after in zip(chosen, nexts, strict=True)])


def _brothers(group: Group) -> list[Unit]:
    """What stands in the list, piece by piece; of inline elements, line by line."""
    children = [child for child in group.parent.iter(include_text=True) if not child.is_comment_node][:MOST_BROTHERS]
    if group.tag not in _INLINE:
        return [(c,) for c in children if c.is_element_node and (c.mem_id in group.rows or _says(c))]
    breaks = sum(1 for child in children if child.tag in {"br", "hr"})
    if breaks * 2 < len(group.rows):
        return [(child,) for child in children if _says(child)]
    lines: list[list[LexborNode]] = [[]]
    for child in children:
        if child.tag in {"br", "hr"}:
            lines.append([])
        elif _says(child):
            lines[-1].append(child)
    return [tuple(line) for line in lines if line]


def _says(node: LexborNode) -> bool:
    if node.is_text_node:
        return bool((node.text_content or "").strip())
    return node.tag not in _UNSEEN and (bool(node.text().strip()) or node.css_first("img, input") is not None)


def _rest(brothers: Sequence[Unit], leads: Sequence[int], n: int) -> tuple[int, int]:
    """From a leading element to the next of its kind."""
    start = leads[n]
    tag = brothers[start][0].tag
    end = start + 1
    while end < len(brothers) and end < start + 12 and brothers[end][0].tag != tag:
        end += 1
    return start, end


def _kind(unit: Unit) -> tuple[str, ...]:
    """What a piece of a list is like: its tag and those within it."""
    first = unit[0]
    inside = [child.tag or "" for child in first.iter()][:8] if first.is_element_node else []
    span = attribute(first, "rowspan") if first.is_element_node else ""
    return tuple([node.tag or "" for node in unit] + inside + [span])


def _leads(group: Group, brothers: Sequence[Unit], leads: Sequence[int]) -> list[int]:
    """Those with the kind of element that has most of the long links."""
    promise: Counter[tuple[str, ...]] = Counter()
    kinds = {at: _kind(brothers[at]) for at in leads}
    for at in leads:
        promise[kinds[at]] += min(_longest(group, brothers[at]), 40)
    best = promise.most_common(1)[0][0] if promise else ()
    return [at for at in leads if kinds[at] == best]


def _longest(group: Group, unit: Unit) -> int:
    return max((group.longest.get(node.mem_id, 0) for node in unit), default=0)


def _period(leads: Sequence[int]) -> int:
    """How many pieces there are from one title to the next; 1 where that varies."""
    if len(leads) < 2:
        return 1
    steps = Counter(after - before for before, after in pairwise(leads))
    step, times = steps.most_common(1)[0]
    return step if step <= _MOST_PARTS and times >= _REGULAR * (len(leads) - 1) else 1


def _are_below(group: Group, brothers: Sequence[Unit], leads: Sequence[int], size: int) -> bool:
    """Whether what stands between the titles is not as much of a title itself."""
    titles = others = 0
    chosen = set(leads)
    for at in range(leads[0], min(leads[-1] + size, len(brothers))):
        length = min(_longest(group, brothers[at]), 60)
        if at in chosen:
            titles += length
        else:
            others = others + length
    return others <= titles * _SHORTER


def _cut(brothers: Sequence[Unit], leads: Sequence[int], spans: Sequence[tuple[int, int]]) -> Units:
    """The rows, and what is said between them."""
    rows: list[Unit] = []
    between: list[tuple[int, str]] = []
    end = 0
    for at, (start, stop) in zip(leads, spans, strict=True):
        between += [(len(rows), text) for unit in brothers[end : max(start, end)] if (text := _short(unit))]
        lead = brothers[at]
        rows.append(lead + tuple(node for n in range(max(start, 0), stop) if n != at for node in brothers[n]))
        end = stop
    return Units(tuple(rows), tuple(between))


def _short(unit: Unit, most: int = 40) -> str:
    """What a piece between rows says, where it is short enough for a day."""
    if len(unit) > 1 or (unit[0].is_element_node and unit[0].tag == "table"):
        return ""
    text = (unit[0].text() if unit[0].is_element_node else unit[0].text_content or "").strip()
    return text if len(text) <= most else ""
