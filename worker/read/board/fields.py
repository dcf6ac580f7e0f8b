"""Title, address, author and date of one row, by the roles of its pieces and what they look like. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from worker.read.board import days, openers, people, split, title, words
from worker.read.board.days import When, dated
from worker.read.board.row import Link, Piece, Row
from worker.read.board.title import Columns
from worker.read.moment import Moment

_DIGIT = re.compile(r"\d")
_MOMENT = re.compile(r"\s*(?:(?:19|20)\d{2}[^\d]|[1-9]\d{9}(?:\d{3})?\s*$)")
"""What an attribute may say beside a date: the date in full, or seconds or milliseconds since 1970."""
_BARS = re.compile(r" ?[|ㅣ│·/] ")
"""What stands between a summary and what follows it."""
_SHORT = 30
LONGEST_DATE = 60


@dataclass(frozen=True, slots=True)
class Found:
    """What a row says; empty strings where it doesn't."""

    title: str
    href: str
    number: str
    author: str
    outlet: str
    moment: Moment | None
    marks: tuple[str, ...]
    """Short texts and images beside the title, among which a notice or an advertisement shows itself."""
    row: Row
    cell: int
    """Where the title stands."""
    link: Link
    is_doubtful: bool = False
    """The markup calls its title something else."""
    is_titled: bool = False
    """The markup calls it a title."""
    rivals: int = 0
    """How many other pages the row has long links to."""
    used: frozenset[Piece] = frozenset()
    """The pieces that its title is made of."""
    dated: str = ""
    """The text that gave its date."""


def find(row: Row, columns: Columns, when: When, day: str = "") -> Found | None:
    """What the row says, under the heading of a `day` where there is one; None where it has no title."""
    told = title.find(row, columns, lambda text: _is_date(text, when))
    if told is None:
        return None
    others = [p for p in row.pieces if p not in told.used]
    moment, dated = _moment(row, others, columns, when, day)
    author = people.author(others, columns, row.links)
    if not author and moment and moment.rest:
        author = people.named(moment.rest)
    return Found(
        title=title.whole(told, row),
        href=told.link.href if openers.is_page(told.link.href) else "",
        number=_number(row, columns),
        author=author,
        outlet=people.outlet(row, others, columns),
        moment=moment,
        marks=tuple(text for p in others if (text := p.text.strip()) and len(text) <= 12),
        row=row,
        cell=min(p.cell for p in told.used),
        link=told.link,
        is_doubtful=told.is_doubtful,
        is_titled=told.is_called,
        rivals=told.rivals,
        used=told.used,
        dated=dated,
    )


# --- date -------------------------------------------------------------------------------------------------------------


def _moment(row: Row, others: Sequence[Piece], columns: Columns, when: When, day: str) -> tuple[Moment | None, str]:
    """The row's date and the text that gives it: one that is nothing else before one that says more."""
    within: tuple[Moment | None, str] = None, ""
    for text in _candidates(row, others, columns, when):
        found = dated(days.whole(day, text), when)
        if found and len(found.rest) * 2 < len(text):
            return found, text
        if found and not within[0]:
            within = found, text
    return within if within[0] or not day else (dated(day, when), "")


def _candidates(row: Row, others: Sequence[Piece], columns: Columns, when: When) -> Iterator[str]:
    """The texts that may be the row's date, the likeliest first; a time alone may be how long a video is."""
    column = columns.get("date")
    own = [p for p in others if p.role != "later" and not p.image]
    yield from (p.when for p in own if p.when and _MOMENT.match(p.when) and column in {None, p.cell})
    if column is not None:
        yield row.cell(column)
    called = _joined(p for p in own if p.role == "date")
    plain = _timed([p for p in own if p.role != "count" and (p.role != "title" or _is_date(p.text, when))])
    short = [text for text in plain if len(text) <= _SHORT]
    for clocks in (False, True):
        yield from (text for text in called if clocks == bool(days.CLOCK.fullmatch(text)))
        yield from (text for text in short if clocks == bool(days.CLOCK.fullmatch(text)))
        if not clocks and (text := split.date([p.text.strip() for p in own])):
            yield text
    yield from (text for text in plain if _SHORT < len(text) <= LONGEST_DATE)
    for text in plain:
        if len(text) > LONGEST_DATE:
            yield from _BARS.split(" ".join(text.split()))[:0:-1]
    for role in ("count", "later"):  # `view_date` may be the date of a view, or its style
        yield from _joined(p for p in others if p.role == role)


def _timed(pieces: Sequence[Piece]) -> list[str]:
    """The texts, days first with the time that stands behind them in an element of its own."""
    said = [p for p in pieces if p.text.strip()]
    told: list[str] = []
    for at, piece in enumerate(said):
        after = said[at + 1] if at + 1 < len(said) else None
        if (
            after
            and after.block == piece.block
            and len(after.text) <= _SHORT
            and days.CLOCK.fullmatch(after.text)
            and _DIGIT.search(piece.text)
        ):
            told.append(f"{piece.text} {after.text}")
        told.append(piece.text)
    return told


def _is_date(text: str, when: When) -> bool:
    """Whether the text is a date and nothing else."""
    found = dated(text, when) if len(text) <= people.LONGEST else None
    return found is not None and not found.rest


def _joined(pieces: Iterable[Piece]) -> list[str]:
    """The texts of each cell together: `2025.06.26` and `14:03` may have an element each."""
    cells: dict[int, list[str]] = {}
    for piece in pieces:
        if not piece.image and piece.text.strip():
            cells.setdefault(piece.cell, []).append(piece.text.strip())
    return [text for texts in cells.values() for text in (" ".join(texts), *texts)]


# --- number ----------------------------------------------------------------------------------------------------------


def _number(row: Row, columns: Columns) -> str:
    """The row's number, or what stands in its place (`공지`)."""
    at = columns.get("number", 0)
    text = row.cell(at) or " ".join(p.text for p in row.pieces if p.cell == at and p.image)
    if "number" in columns or words.NUMBER.fullmatch(text) or words.NOTICE.fullmatch(text):
        return text
    return next((p.text.strip() for p in row.pieces if p.role == "number" and p.text.strip()), "")
