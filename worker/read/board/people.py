"""Who wrote a row's post, and for which outlet, by names in the markup, labels and bylines. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sokbo.text import clean
from worker.read.board import words
from worker.read.board.row import Link, Piece, Row
from worker.read.board.title import Columns

_BYLINE = re.compile(r"(\S{2,10}(?:\s?(?:기자|특파원|PD|앵커)))(?:\s|$)|\bby\s+(\S[^|·]{1,30})", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:글쓴이|작성자|등록자|게시자|기자명?|이름|닉네임|담당자|(?:담당|작성|등록|소관)\s?부서|부서(?:명)?|글|投稿者|作者|记者|記者|发布者|author"
    r"|writer|(?:posted|written|started|submitted)? ?by|via)\s*[:：]?",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(?:^|[|·\s])(?:글쓴이|작성자|등록자|게시자|기자명?|이름|담당\s?부서|작성\s?부서|부서|投稿者|作者|记者|記者|发布者|author|writer)"
    r"\s*[:：]\s*([^|:：]{2,40}?)(?:\s{2,}|\s*[|/·]|$|\s(?:등록|작성|조회|날짜))",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"no[_ ]?(?:profile|image)|profile|프로필|avatar|level|lv\.?\s?\d*|레벨|icon|아이콘|회원|사진", re.IGNORECASE
)
_PROFILE = re.compile(
    r"/@[\w.-]+/?(?:[?#]|$)|/(?:authors?|profiles?|users?|members?|people|reporters?)/[^/?#]+/?(?:[?#]|$)"
)
"""Where a page about a person is."""
_LONGEST_TEXT = 60
LONGEST = 40


def author(others: Sequence[Piece], columns: Columns, links: Sequence[Link] = ()) -> str:
    """The author's name; "" where the row has none."""
    return next((name for text in _authors(others, columns, links) if (name := named(text))), "")


def _authors(others: Sequence[Piece], columns: Columns, links: Sequence[Link]) -> Iterator[str]:
    """The texts that may name the author, the likeliest first."""
    called = [p for p in others if p.role == "author"]
    if (column := columns.get("author")) is not None:
        called = [p for p in others if p.cell == column]  # behind the name may be a menu
    else:
        yield from _labelled(others)
    texts = [p.text for p in called if not p.image and not _LABEL.fullmatch(p.text.strip())]
    yield from (found[1] for text in texts if (found := _BYLINE.search(text)) and found[1])
    yield from texts
    yield from (p.text for p in called if p.image and p.role == "author" and not _NO_NAME.fullmatch(p.text))
    if column is None:
        yield from _bylines(others)
        about = {at for at, link in enumerate(links) if _PROFILE.search(link.href)}
        yield from (p.text for p in others if p.link in about and not p.image and p.role in {"", "summary"})


def _labelled(others: Sequence[Piece]) -> Iterator[str]:
    """What stands behind a label (`글쓴이 : 홍길동`), in the same text or the next one."""
    said = [p for p in others if not p.image and p.text.strip()]
    for at, piece in enumerate(said):
        text = piece.text.strip()
        if found := _LABELLED.search(text):
            yield found[1]
        elif _LABEL.fullmatch(text) and at + 1 < len(said) and said[at + 1].cell == piece.cell:
            yield said[at + 1].text


def _bylines(others: Sequence[Piece]) -> Iterator[str]:
    for piece in others:
        if piece.role in {"", "summary"} and len(piece.text) <= _LONGEST_TEXT and (found := _BYLINE.search(piece.text)):
            yield found[1] or found[2]


def outlet(row: Row, others: Sequence[Piece], columns: Columns) -> str:
    """The outlet's name; "" where the row has none."""
    if "outlet" in columns:
        return named(row.cell(columns["outlet"]))
    return next((name for p in others if p.role == "outlet" and not p.image and (name := named(p.text))), "")


def named(text: str) -> str:
    """A person's or an outlet's name; "" for what can't be one."""
    text = text.strip()
    label = _LABEL.match(text) if " " in text else None
    name = clean(words.bare(text[label.end() :] if label else text))
    if len(name) > LONGEST or not any(c.isalpha() for c in name) or words.SECTION.fullmatch(name):
        return ""
    return name
