"""Which elements of a page are the rows of its listing: those that repeat, each with a title, most with a date.

The groups with the most title-like text are read as if they were the listing; the one that reads best is it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt
from operator import itemgetter
from typing import TypeVar

from selectolax.lexbor import LexborHTMLParser, LexborNode

from worker.read.board import days, groups, headings, hero, pages, scripted, words
from worker.read.board.days import When, dated, remembering
from worker.read.board.fields import Found, find
from worker.read.board.groups import Group
from worker.read.board.row import Row, flat
from worker.read.board.title import Columns
from worker.read.board.units import Unit, units
from worker.read.board.ways import is_front, kind

_Item = TypeVar("_Item")
MOST_ROWS = 500
MOST_GROUPS = 10
SAMPLE = 12
"""Rows by which one group is compared with another."""
PIECED = 0.8
"""What text counts in groups that were put together of several: a table's cells have as much as its rows."""
LEAST_PROMISE = 0.1
"""Groups with less title-like text than this share of the most are not read."""
_LONGEST_EMPTY = 100
_HEADED = 3.0
"""What rows count under headings of their columns."""
_SURE = 1.5
"""And where they have numbers and dates besides."""
_ALONE = 0.2
"""What a row counts that has no brothers."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows of a listing, read."""

    rows: tuple[Found, ...]
    columns: Columns
    score: float
    nodes: tuple[LexborNode, ...] = ()
    """The element that each row begins with."""
    units: tuple[Unit, ...] = ()
    """All elements (and texts) of each row, the one with the title first."""
    group: Group | None = None
    """The elements that they are of."""
    place: float = 1.0
    """What it counts by where it stands."""

    @property
    def is_aside(self) -> bool:
        """It stands in navigation, a margin or a ranking."""
        return self.place <= groups.RANKED

    @property
    def dated(self) -> int:
        """How many rows have a date."""
        return sum(1 for row in self.rows if row.moment)

    @property
    def numbered(self) -> int:
        """How many rows have a number."""
        return sum(1 for row in self.rows if words.NUMBER.fullmatch(row.number))

    @property
    def is_sure(self) -> bool:
        """Headings, or numbers and dates, in nearly every row."""
        rows = len(self.rows)
        if "title" in self.columns and rows:
            return self.dated * 2 >= rows or self.numbered * 2 >= rows
        return rows >= 3 and self.dated >= 0.7 * rows and self.numbered >= 0.5 * rows


def listing(tree: LexborHTMLParser, when: When) -> Listing | None:
    """The listing of a page; None where nothing repeats."""
    when = remembering(when)
    found = groups.repeated(tree)
    promises = [(g.promise() * g.place, g) for g in found]
    promises += [(g.promise() * g.place * PIECED, g) for g in groups.together(found)]
    promises.sort(key=itemgetter(0), reverse=True)
    enough = promises[0][0] * LEAST_PROMISE if promises else 0
    nearness = pages.nearness(tree)
    best: Listing | None = None
    inside: set[int] = set()
    for promise, group in promises[:MOST_GROUPS]:
        if promise <= enough or groups.is_inside(group, inside):
            continue
        told = read(group, when, SAMPLE)
        told = replace(told, score=told.score * nearness(group.parent) * (_SURE if told.is_sure else 1.0))
        if best is None or told.score > best.score:
            best, inside = told, set(group.rows) if told.is_sure else set()
    if best is None or best.group is None:
        return None
    return _whole(replace(read(best.group, when), score=best.score), tree, when)


def _whole(found: Listing, tree: LexborHTMLParser, when: When) -> Listing:
    """The listing with what stands above it, and with the addresses that scripts make."""
    above = hero.above(found.rows, found.nodes[0], when) if found.nodes else []
    rows = (*(row for _, row in above), *found.rows)
    return replace(
        found,
        rows=tuple(scripted.addressed(rows, tree)),
        nodes=(*(node for node, _ in above), *found.nodes),
        units=(*((node,) for node, _ in above), *found.units),
    )


def read(group: Group, when: When, most: int = MOST_ROWS) -> Listing:
    """A group as the listing that it would be; of more rows than `most`, some from all over it."""
    made: list[Unit] = []
    told: list[str] = []
    for part in _some(group.lists or [group], most):
        found = units(part)
        made += found.rows
        told += days.days(found, part.parent, when)
    scale = max(1.0, len(group.rows) / most) if len(made) > most or len(group.lists) > most else 1.0
    made, told = _some(made, most), _some(told, most)
    flats = [flat(unit) for unit in made]
    columns = _fitting(headings.columns(group, flats), flats, when)
    read = [
        (unit, row)
        for unit, line, day in zip(made, flats, told, strict=False)
        if not headings.is_heading(line) and (row := find(line, columns, when, day)) and not _says_empty(line, row)
    ]
    read = _without_doubtful(read)
    rows = tuple(row for _, row in read)
    return Listing(
        rows=rows,
        columns=columns,
        score=_score(group, rows, columns) * scale,
        nodes=tuple(_element(unit) for unit, _ in read),
        units=tuple(unit for unit, _ in read),
        group=group,
        place=group.place,
    )


def _says_empty(line: Row, row: Found) -> bool:
    """Whether a row says that there are none."""
    said = "".join(piece.text for piece in line.pieces)
    return (
        len(said) < _LONGEST_EMPTY
        and words.EMPTY.search(said) is not None
        and not (row.moment or words.NUMBER.fullmatch(row.number))
    )


def _fitting(columns: Columns, lines: Sequence[Row], when: When) -> Columns:
    """The columns, unless what should be dates is none."""
    at = columns.get("date")
    texts = [text for line in lines if not headings.is_heading(line) and at is not None and (text := line.cell(at))]
    dates = sum(1 for text in texts if dated(text, when))
    return columns if dates * 2 >= len(texts) else {}


def _some(items: Sequence[_Item], most: int) -> list[_Item]:
    """The items; of a sample those at the beginning, in the middle and at the end."""
    if len(items) <= most or most >= MOST_ROWS:
        return list(items[:most])
    each = most // 3
    middle = (len(items) - each) // 2
    return [*items[: most - 2 * each], *items[middle : middle + each], *items[-each:]]


def _element(unit: Unit) -> LexborNode:
    return next((node for node in unit if node.is_element_node), unit[0])


def _without_doubtful(read: list[tuple[Unit, Found]]) -> list[tuple[Unit, Found]]:
    """Without rows whose title the markup calls something else, where most have a better one."""
    better = [(unit, row) for unit, row in read if not row.is_doubtful]
    return better if len(better) * 2 > len(read) else read


def _score(group: Group, found: tuple[Found, ...], columns: Columns) -> float:
    if not found:
        return 0.0
    worth = sum(map(_worth, found))
    distinct = min(len({f.href or f.title for f in found}), len({f.title for f in found})) / len(found)
    alike = sqrt(worth / len(found))  # many rows of little worth are no listing
    alike *= _likeness(group) * _oneness(group, found)
    place = group.place
    if len(found) == 1 and "title" not in columns:
        place *= _ALONE
    return worth * alike * (0.4 + 0.6 * distinct) * (_HEADED if "title" in columns else 1.0) * place


def _likeness(group: Group) -> float:
    """How alike elements of several lists are that would be rows: the cells of one row are not."""
    if group.tag not in {"td", "th"} and not group.lists:
        return 1.0
    kinds = Counter(tuple(child.tag for child in node.iter()) for node in group.rows.values())
    share = kinds.most_common(1)[0][1] / len(group.rows)
    return share if group.tag in {"td", "th"} else sqrt(share)


def _oneness(group: Group, found: tuple[Found, ...]) -> float:
    """Whether several lists lead to pages of one kind: the newest of several boards don't."""
    ways = Counter(kind(row.href) for row in found if row.href) if group.lists else Counter[str]()
    return sqrt(ways.most_common(1)[0][1] / ways.total()) if ways else 1.0


def _worth(found: Found) -> float:
    worth = min(len(found.title), 30) / 30
    if found.is_doubtful or is_front(found.href):
        return worth * 0.1
    if found.moment:
        worth += 1.2
    if words.NUMBER.fullmatch(found.number):
        worth += 0.3
    worth += 0.3 if found.author else 0.0
    return worth / (1 + found.rivals / 2)
