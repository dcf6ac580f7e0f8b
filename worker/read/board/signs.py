"""What a page is that has no listing, and what to do about it, in one line."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from worker.read.board import groups, words
from worker.read.board.markup import attribute, line
from worker.read.board.rows import Listing

_MISSING = re.compile(
    r"\b404\b|not found|page (?:does not|doesn't) exist|찾을 수 없|존재하지 않는|없는 페이지|페이지가 없|삭제되었거나"
    r"|잘못된 (?:접근|주소|경로)|見つかりません|存在しません|页面不存在|找不到",
    re.IGNORECASE,
)
_SEARCH = re.compile(r"search|query|keyword|\bq\b|\bstx\b|\bsfl\b|srch|검색", re.IGNORECASE)
MOST_ARTICLE_ROWS = 12
"""Links beside an article; a listing that calls itself an article has more."""
_LONG = 400
"""Characters outside of the rows that make an article."""
_LEAST_PARAGRAPH = 40
_MOST_AROUND = 60
_LONG_TITLE = 12
_ASIDE_TAGS = {"nav", "aside", "footer", "header"}


def why_no_listing(tree: LexborHTMLParser, text: str, found: Listing | None) -> str:
    """Why the page's best candidate is no listing; "" where it is one."""
    if found is not None and found.is_sure and found.place > groups.MARGIN:
        return ""
    likely = found is not None and _is_likely(found)
    if words.EMPTY.search(text) and not (likely and found is not None and _outweighs(tree, found)):
        return "the listing is empty"
    if found is not None and likely and not _is_beside_article(tree, found):
        return ""
    return _what(tree, found)


def _what(tree: LexborHTMLParser, found: Listing | None) -> str:
    """What a page without a listing is."""
    if _is_missing(tree):
        return "a page that says it isn't there, not a listing: check the address"
    if tree.css_first("input[type=password]") is not None and _article(tree, found) < _LONG:
        return "a login page, not a listing: add an address that needs no login"
    if _calls_itself_article(tree) or _article(tree, found) >= _LONG:
        return "an article, not a listing: add the address of the page that lists it"
    if frame := tree.css_first("frame[src]"):
        return f"a page of frames, not a listing: add the address of one of them ({attribute(frame, 'src')[:80]})"
    if any(_SEARCH.search(attribute(field, "name")) for field in tree.css("input[name]")[:50]):
        return "a search form, no listing found: add the address of its results, a board or a feed"
    return "no listing found: add the address of a board, a list of articles or a feed"


def _is_likely(found: Listing) -> bool:
    """Dated rows, or many rows with long titles, and not in a margin."""
    rows = len(found.rows)
    if found.place <= groups.MARGIN and rows < MOST_ARTICLE_ROWS:
        return False
    if rows >= 2 and found.dated >= 0.5 * rows:
        return True
    if found.is_aside:
        return False
    long = sum(1 for row in found.rows if len(row.title) >= _LONG_TITLE)
    return rows >= 5 and long >= 0.6 * rows and found.score >= 2.0


def _is_beside_article(tree: LexborHTMLParser, found: Listing) -> bool:
    """Whether the page is an article or a login, and the rows merely stand beside it."""
    if len(found.rows) >= MOST_ARTICLE_ROWS or found.is_sure:
        return False
    if _calls_itself_article(tree) or (found.is_aside and _article(tree, found) >= _LONG):
        return True
    if tree.css_first("input[type=password]") is not None and (found.dated < 3 or found.is_aside):
        return True
    return _article(tree, found) >= 2 * _LONG or _is_missing(tree)


def _calls_itself_article(tree: LexborHTMLParser) -> bool:
    return any(attribute(meta, "content").lower() == "article" for meta in tree.css('meta[property="og:type"]'))


def _is_missing(tree: LexborHTMLParser) -> bool:
    """Whether the title or a heading says that there is no such page."""
    return any(_MISSING.search(line(node)) for node in (tree.css_first("title"), *tree.css("h1, h2, h3")[:6]))


def _article(tree: LexborHTMLParser, found: Listing | None) -> int:
    """How long the longest text is that stands outside of the rows, without its links."""
    rows = {node.mem_id for node in found.nodes} if found is not None else set()
    lengths: dict[int, int] = {}
    for node in tree.css("p, div, td, section, article, span")[:5_000]:
        own = sum(len((c.text_content or "").strip()) for c in node.iter(include_text=True) if c.is_text_node)
        if own < _LEAST_PARAGRAPH:
            continue
        around = node.parent if node.tag in {"p", "span"} and node.parent is not None else node
        if around.mem_id not in lengths and _is_within(node, rows):
            continue
        lengths[around.mem_id] = lengths.get(around.mem_id, 0) + own
    return max(lengths.values(), default=0)


def _is_within(node: LexborNode, rows: set[int]) -> bool:
    """Whether the node stands in a row, or in what is around a page's content."""
    around: LexborNode | None = node
    for _ in range(_MOST_AROUND):
        if around is None or around.tag == "body":
            break
        if around.mem_id in rows or around.tag in _ASIDE_TAGS:
            return True
        around = around.parent
    return False


def _outweighs(tree: LexborHTMLParser, found: Listing) -> bool:
    """Whether the rows are the listing although something on the page says that it is empty."""
    for node in tree.css("td, li, p, div, span, dd, strong, h2, h3, h4, b, font, em"):
        own = "".join(c.text_content or "" for c in node.iter(include_text=True) if c.is_text_node)
        if words.EMPTY.search(own) and len(own) < 200 and not _is_within(node, set()):
            return _is_smaller(node, found)
    return True


def _is_smaller(said: LexborNode, found: Listing) -> bool:
    """Whether what says so is a small box beside the rows, rather than where rows would stand."""
    if found.is_aside or said.tag == "td":
        return False
    return found.dated >= 5 or len(found.rows) >= MOST_ARTICLE_ROWS
