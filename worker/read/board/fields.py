"""Title, address, author and date of one row, by the roles of its pieces and what they look like. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sokbo.text import clean
from worker.read.board import words
from worker.read.board.row import Link, Piece, Row
from worker.read.everyday import LIKELY
from worker.read.moment import Moment

When = Callable[[str], Moment | None]
"""Reads a date; knows the moment and the zone of the page."""
Columns = Mapping[str, int]
"""Which cell holds which role, where the listing has headings."""

_NOT_TITLE = {"author", "count", "category", "badge", "date", "number"}
_NO_PAGE = re.compile(r"#|(?:javascript|mailto|tel|data|sms):", re.IGNORECASE)
_SURE = 80
"""The score of a link that is called the title, or stands in its column."""
_OF_COMMENTS = re.compile(r"#(?:comment|reply|c\d|cmt)", re.IGNORECASE)
_FULL_DATE = re.compile(r"\s*(?:19|20)\d{2}[^\d]")
_CUT = re.compile(r"\s*(?:…|\.{2,}|‥)$")
_BYLINE = re.compile(r"(\S{2,10}(?:\s?(?:기자|특파원|PD|앵커)))(?:\s|$)|\bby\s+(\S[^|·]{1,30})", re.IGNORECASE)
LONGEST_DATE = 60
LONGEST_NAME = 40


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


def find(row: Row, columns: Columns, when: When) -> Found | None:
    """What the row says; None where it has no title."""
    chosen = _title_link(row, columns)
    if chosen is None:
        return None
    at, title, used = chosen
    others = [p for p in row.pieces if p not in used]
    link = row.links[at]
    moment = _moment(row, others, columns, when)
    author = _author(row, others, columns)
    if not author and moment and moment.rest:
        author = named(moment.rest)
    return Found(
        title=_whole(title, link),
        href="" if _NO_PAGE.match(link.href) else link.href,
        number=_number(row, columns),
        author=author,
        outlet=named(row.cell(columns["outlet"])) if "outlet" in columns else "",
        moment=moment,
        marks=tuple(text for p in others if (text := p.text.strip()) and len(text) <= 12),
        row=row,
        cell=min(p.cell for p in used),
    )


# --- title ------------------------------------------------------------------------------------------------------------


def _title_link(row: Row, columns: Columns) -> tuple[int, str, set[Piece]] | None:
    """The link that bears the title, the title, and the pieces that it is made of."""
    best: tuple[float, int, str, set[Piece]] | None = None
    seen: dict[str, bool] = {}
    for at, link in enumerate(row.links):
        if _OF_COMMENTS.search(link.href):
            continue
        title, used = _title(row, at)
        if not words.says(title):
            continue
        score = _score(link, title, used, columns)
        if score < _SURE and _NO_PAGE.match(link.href):
            continue
        # A second link to the same page is its summary or "more", however long, unless it alone is called a title.
        named = "title" in {link.role, *(p.role for p in used)}
        if named <= seen.get(link.href, False) and link.href in seen and not _NO_PAGE.match(link.href):
            continue
        seen[link.href] = named
        if best is None or score > best[0]:
            best = (score, at, title, used)
    return best and best[1:]


def _score(link: Link, title: str, used: set[Piece], columns: Columns) -> float:
    score = float(min(len(title), 60))
    roles = {link.role} | {p.role for p in used}
    if columns.get("title") in {p.cell for p in used}:
        score += 80
    if "title" in roles:
        score += 100
    elif roles & _NOT_TITLE:
        score -= 200
    elif "summary" in roles:
        score -= 30
    return score


def _title(row: Row, at: int) -> tuple[str, set[Piece]]:
    """The title within a link: of a whole card in one link, the part that is the title."""
    pieces = [p for p in row.pieces if p.link == at and not p.image]
    called = [p for p in pieces if p.role == "title"]
    if called and any(p.own for p in pieces if p.role != "title" and p.text.strip()):
        pieces = called
    told = [p for p in pieces if p.role not in _NOT_TITLE and p.role != "summary"]
    pieces = [p for p in (told or pieces) if p.text]
    blocks = dict.fromkeys(p.block for p in pieces if words.says(p.text.strip()))
    if len(blocks) > 1:
        first = next(iter(blocks))
        pieces = [p for p in pieces if p.block == first]
    pieces = _undecorated(pieces)
    text = words.COMMENTS.sub("", clean("".join(p.text for p in pieces)))
    return text, set(pieces)


def _undecorated(pieces: list[Piece]) -> list[Piece]:
    """Without the badges and counts at either end that have an element to themselves."""
    start, end = 0, len(pieces)
    while start < end and _decorates(pieces[start]):
        start += 1
    while end > start and _decorates(pieces[end - 1]):
        end -= 1
    return pieces[start:end] or pieces


def _decorates(piece: Piece) -> bool:
    text = piece.text.strip()
    return not text or (piece.own and words.BADGE.fullmatch(text) is not None)


def _whole(title: str, link: Link) -> str:
    """The title as the link's tooltip gives it, where the page shows it cut short."""
    cut = _CUT.search(title)
    told = clean(link.title) if cut else ""
    return told if cut and len(told) > cut.start() and told.startswith(title[: cut.start()]) else title


# --- date -------------------------------------------------------------------------------------------------------------


def _moment(row: Row, others: Sequence[Piece], columns: Columns, when: When) -> Moment | None:
    column = columns.get("date")
    given = (p.when for p in others if p.when and _FULL_DATE.match(p.when) and column in {None, p.cell})
    headed = [row.cell(column)] if column is not None else []
    called = _joined(p for p in others if p.role == "date")
    plain = (text for p in others if p.role not in {"summary", "title", "count"} and not p.image for text in [p.text])
    for text in (*given, *headed, *called, *plain):
        if found := dated(text, when):
            return found
    return None


def _joined(pieces: Iterable[Piece]) -> list[str]:
    """The texts of each cell together: `2025.06.26` and `14:03` may have an element each."""
    cells: dict[int, list[str]] = {}
    for piece in pieces:
        if not piece.image and piece.text.strip():
            cells.setdefault(piece.cell, []).append(piece.text.strip())
    return [text for texts in cells.values() for text in (" ".join(texts), *texts)]


def dated(text: str, when: When) -> Moment | None:
    """The moment that a text gives, with what else it says; None where it gives none."""
    text = " ".join(text.split())
    if not 2 <= len(text) <= LONGEST_DATE or not LIKELY.search(text):
        return None
    found = when(text)
    return found._replace(rest=words.bare(found.rest)) if found else None


# --- author, number ---------------------------------------------------------------------------------------------------


def _author(row: Row, others: Sequence[Piece], columns: Columns) -> str:
    if "author" in columns:
        return named(row.cell(columns["author"]))
    for piece in others:
        if piece.role == "author" and not piece.image and (name := named(piece.text)):
            return name
    for piece in others:
        if piece.role in {"", "summary"} and len(piece.text) <= LONGEST_DATE and (byline := _BYLINE.search(piece.text)):
            return named(byline[1] or byline[2])
    return ""


def named(text: str) -> str:
    """A person's or an outlet's name; "" for what can't be one."""
    name = clean(words.bare(text))
    if len(name) > LONGEST_NAME or not any(c.isalpha() for c in name):
        return ""
    return name


def _number(row: Row, columns: Columns) -> str:
    """The row's number, or what stands in its place (`공지`)."""
    at = columns.get("number", 0)
    text = row.cell(at) or " ".join(p.text for p in row.pieces if p.cell == at and p.image)
    if "number" in columns or words.NUMBER.fullmatch(text) or words.NOTICE.fullmatch(text):
        return text
    return next((p.text.strip() for p in row.pieces if p.role == "number" and p.text.strip()), "")
