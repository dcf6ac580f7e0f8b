"""What a page is that has no listing, and what to do about it, in one line."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from worker.read.board.markup import attribute
from worker.read.board.rows import Listing

_EMPTY = re.compile(
    r"(?:게시물|게시글|글|자료|기사|뉴스|내용|데이터|검색\s*결과)(?:이|가)\s*(?:없습니다|존재하지 않습니다)"
    r"|there are no (?:topics|posts|articles)|no (?:topics|posts|articles|results) (?:found|yet)",
    re.IGNORECASE,
)
MOST_ARTICLE_ROWS = 12
"""Links beside an article; a listing that calls itself an article has more."""


def why_no_listing(tree: LexborHTMLParser, text: str, found: Listing | None) -> str:
    """Why the page's best candidate is no listing; "" where it is one."""
    if found is not None and found.is_sure:
        return ""
    if tree.css_first("input[type=password]") is not None and (found is None or found.dated < 3):
        return "a login page, not a listing: add an address that needs no login"
    if _EMPTY.search(text) and (found is None or found.dated * 2 < len(found.rows)):
        return "the listing is empty"
    if _is_article(tree) and (found is None or len(found.rows) < MOST_ARTICLE_ROWS):
        return "an article, not a listing: add the address of the page that lists it"
    if found is None or not _is_likely(found):
        return "no listing found: add the address of a board, a list of articles or a feed"
    return ""


def _is_likely(found: Listing) -> bool:
    """Dated rows, or many rows with long titles."""
    rows = len(found.rows)
    if rows >= 2 and found.dated >= 0.5 * rows:
        return True
    long = sum(1 for row in found.rows if len(row.title) >= 12)
    return rows >= 5 and long >= 0.6 * rows and found.score >= 2.0


def _is_article(tree: LexborHTMLParser) -> bool:
    """Whether the page calls itself an article, or is one long text."""
    for meta in tree.css('meta[property="og:type"]'):
        if attribute(meta, "content").lower() == "article":
            return True
    paragraphs = [len(p.text().strip()) for p in tree.css("p")[:200]]
    return sum(length for length in paragraphs if length > 60) > 800
