"""The title of one row, and the link that it belongs to. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from sokbo.text import clean
from worker.read.board import openers, words
from worker.read.board.markup import attribute
from worker.read.board.row import Link, Piece, Row

Columns = Mapping[str, int]
"""Which cell holds which role, where the listing has headings."""
IsDate = Callable[[str], bool]

_NOT_TITLE = {"author", "outlet", "count", "category", "badge", "date", "later", "number"}
_NEVER_TITLE = {"author", "outlet", "count", "later"}
"""Links whose parts are no title whatever they are called (`a.count > span.title`)."""
_OF_COMMENTS = re.compile(r"#(?:comment|reply|respond|c\d|cmt)|[/?&]comments?(?:[/=]|$)|goto=lastpost", re.IGNORECASE)
_CUT = re.compile(r"\s*(?:…|\.{2,}|‥|⋯)$")
_BEHIND_TOLD = re.compile(
    r"\s*[\[(-]?\s*(?:상세\s?보기|자세히\s?보기|바로\s?가기|내용\s?보기|기사\s?보기|새\s?창(?:으로)?(?:에서)?(?:\s?열(?:림|기))?|더\s?보기)\s*[\])]?$"
)
_LONG_ENOUGH = 10
_LEAST_PICTURED = 6
_LONGEST = 120
_DOUBTFUL = -100
_CATEGORY = re.compile(r"[\[(<【〔][^\[\](){}<>【】〔〕]{1,10}[\])>】〕]")
_SURE = 80
"""The score of a link that is called the title, or stands in its column."""


@dataclass(frozen=True, slots=True)
class Title:
    """The title of a row."""

    text: str
    link: Link
    used: frozenset[Piece]
    """The pieces that it is made of."""
    score: float
    rivals: int = 0
    """How many other pages the row has long links to."""

    @property
    def is_called(self) -> bool:
        """The markup calls it a title, or it stands under such a heading."""
        return self.score >= _SURE

    @property
    def is_doubtful(self) -> bool:
        """The markup calls it something else, or it looks it."""
        return self.score < _DOUBTFUL


def find(row: Row, columns: Columns, is_date: IsDate) -> Title | None:
    """The title of the row and its link; None where it has none."""
    best: Title | None = None
    seen: dict[str, bool] = {}
    lengths: dict[str, int] = {}
    for at, link in enumerate(row.links):
        if _OF_COMMENTS.search(link.href):
            continue
        text, used = _text(row, at, is_date)
        if not words.says(text) or words.MORE.fullmatch(text):
            continue
        score = _score(link, text, used, columns)
        if score < _SURE and (not link.opens or is_date(text)):
            continue
        # A second link to the same page is its summary or "more", however long, unless it is called a title.
        # A text within a card that is clicked on as a whole comes before what else the card says.
        page = link.href if openers.is_page(link.href) else link.call
        if page and page in seen and "title" not in {link.role, *(p.role for p in used)} and link.is_text <= seen[page]:
            continue
        seen[page] = link.is_text
        lengths[page] = len(text)
        if best is None or score > best.score:
            best = Title(text, link, frozenset(used), score)
    if best is None or best.is_doubtful:
        best = _beside(row, is_date) or best or _pictured(row, is_date)
    if best is None or len(lengths) < 2:
        return best
    enough = max(_LONG_ENOUGH, len(best.text) // 2)
    return replace(best, rivals=max(0, sum(1 for length in lengths.values() if length >= enough) - 1))


def _beside(row: Row, is_date: IsDate) -> Title | None:
    """A heading without a link of its own, where a link lies over the row or stands below it ("read more")."""
    pieces = [p for p in row.pieces if p.link is None and p.role == "title" and not p.image]
    if not pieces:
        return None
    pieces = _undecorated([p for p in pieces if p.block == pieces[0].block], is_date)
    text = words.COMMENTS.sub("", clean("".join(p.text for p in pieces)))
    link = next((k for at, k in enumerate(row.links) if k.opens and _is_wordless(row, at)), None)
    if link is None or not words.says(text):
        return None
    return Title(text, link, frozenset(pieces), float(_SURE + min(len(text), 60)))


def _pictured(row: Row, is_date: IsDate) -> Title | None:
    """What a picture that is a link is called by the text beside it, its alternative text or its tooltip."""
    for at, link in enumerate(row.links):
        if not link.opens or _OF_COMMENTS.search(link.href) or not _is_wordless(row, at):
            continue
        images = [p for p in row.pieces if p.link == at and p.image and len(p.text) >= _LEAST_PICTURED]
        beside = [p for p in row.pieces if p.link is None and p.role == "" and len(p.text.strip()) >= _LEAST_PICTURED]
        for pieces in (beside, images):
            used = [p for p in pieces if p.block == pieces[0].block]
            text = clean("".join(p.text for p in used))
            if words.says(text) and len(text) <= _LONGEST and not is_date(text):
                return Title(text, link, frozenset(used), 1.0)
    return None


def _is_wordless(row: Row, at: int) -> bool:
    """Whether a link says nothing of its own."""
    said = clean("".join(p.text for p in row.pieces if p.link == at and not p.image))
    return not said or words.MORE.fullmatch(said) is not None


def _score(link: Link, title: str, used: set[Piece], columns: Columns) -> float:
    score = float(min(len(title), 60))
    roles = {p.role for p in used}
    if link.is_text:
        roles.add(link.role)
    in_column = columns.get("title") in {p.cell for p in used}
    if in_column:
        score += 80
    if "title" in roles and link.role not in _NEVER_TITLE:
        score += 100
    elif in_column:
        pass
    elif roles & _NOT_TITLE or _CATEGORY.fullmatch(title):
        score -= 200
    elif "summary" in roles:
        score -= 30
    return score


def _text(row: Row, at: int, is_date: IsDate) -> tuple[str, set[Piece]]:
    """The title within a link: of a whole card in one link, the part that is the title."""
    pieces = [p for p in row.pieces if p.link == at and not p.image]
    called = [p for p in pieces if p.role == "title"] or _strong(pieces)
    if called and any(p.own for p in pieces if p not in called and p.text.strip()):
        pieces = called
    said = [p for p in pieces if p.text]
    told = [p for p in said if p.role not in _NOT_TITLE]
    pieces = [p for p in told if p.role != "summary"] or told or said
    blocks: dict[int, int] = {}
    for piece in pieces:
        if words.says(piece.text.strip()):
            blocks[piece.block] = blocks.get(piece.block, 0) + len(piece.text.strip())
    if len(blocks) > 1:
        first = next((block for block, length in blocks.items() if called or length >= _LONG_ENOUGH), min(blocks))
        pieces = [p for p in pieces if p.block == first]
    pieces = _undecorated(pieces, is_date)
    text = words.COMMENTS.sub("", clean("".join(p.text for p in pieces)))
    return text, set(pieces)


def _strong(pieces: list[Piece]) -> list[Piece]:
    """Of a link around a whole card, the part in bold."""
    bold = [p for p in pieces if p.node is not None and p.node.tag in {"strong", "b"} and p.role in {"", "summary"}]
    first = next((p for p in bold if words.says(p.text.strip())), None)
    rest = sum(len(p.text.strip()) for p in pieces if p.own and p not in bold)
    return [p for p in bold if p.block == first.block] if first and rest > 2 else []


def _undecorated(pieces: list[Piece], is_date: IsDate) -> list[Piece]:
    """Without the badges, counts and dates at either end that have an element to themselves."""
    start, end = 0, len(pieces)
    while start < end and _decorates(pieces[start], is_date):
        start += 1
    while end > start and _decorates(pieces[end - 1], is_date):
        end -= 1
    return pieces[start:end] or pieces


def _decorates(piece: Piece, is_date: IsDate) -> bool:
    text = piece.text.strip()
    if not text or not piece.own:
        return not text
    return words.BADGE.fullmatch(text) is not None or is_date(text) or _is_head(piece, text)


def _is_head(piece: Piece, text: str) -> bool:
    """Whether an element of its own is what Korean boards put before a title, the kind of the post in brackets."""
    names = attribute(piece.node, "class").split() if piece.node is not None else []
    return "head" in names and _CATEGORY.fullmatch(text) is not None


def whole(title: Title, row: Row) -> str:
    """The title in full where the page shows it cut short and says the rest elsewhere in the row."""
    text = title.text
    cut = _CUT.search(text)
    if cut is None:
        return text
    begun = text[: cut.start()]
    images = (p.text for p in row.pieces if p.image)
    links = {at for at, link in enumerate(row.links) if link.href == title.link.href and link is not title.link}
    again = (p.text for p in row.pieces if p.link in links)
    for told in map(clean, (title.link.title, *row.told, *images, *again)):
        if told == text and text in {clean(title.link.title), *map(clean, row.told)}:
            return text
        if told.startswith(begun) and not _CUT.search(told):
            return _BEHIND_TOLD.sub("", told)
    return text
