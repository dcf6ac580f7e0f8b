"""Where an older page of a listing is. Pure.

Feeds say it (RFC 5005; JSON Feed's ``next_url``; WordPress's ``paged``). Boards are read as people read them: the link
that is marked as the next, the number after this page's, the word for "next". What leads to another site, to another
list, or ten pages on, is no next page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sokbo.address import join, lasting
from sokbo.model import Document, Kind
from worker.read import charset
from worker.read.board.markup import attribute, line, parse

_NUMBERED = {
    *("page", "paged", "pg", "p", "pn", "cp", "cpage", "npage", "pageno", "page_no", "pageindex", "page_index"),
    *(
        "pagenum",
        "page_num",
        "pagenumber",
        "curpage",
        "currentpage",
        "nowpage",
        "gotopage",
        "listpage",
        "currpage",
        "pageid",
        "po",
    ),
}
"""Parameters that boards number their pages by."""
_IN_PATH = re.compile(r"/(?:page|pages|p)/(\d{1,6})(?=/|$)", re.IGNORECASE)
_NEXT = re.compile(
    r"(?:다음(?: ?(?:페이지|쪽|목록))?|지난 ?(?:글|기사)|next(?: ?page)?|older(?: ?(?:posts|entries|stories|news))?"
    r"|次へ|次の(?:ページ|\d+件)(?:へ)?|次ページ|下一[页頁]|下[页頁]|後一頁)[ ›>»→▶＞]*|[›>→▶＞]",
    re.IGNORECASE,
)
"""The word for it, with an arrow or without, or one arrow; two of them lead to the last page."""
_CALL = re.compile(r"\(\s*['\"]?(\d{1,6})['\"]?\s*[,)]")
_WORDPRESS = re.compile(rb"<generator>\s*https?://wordpress\.(?:org|com)", re.IGNORECASE)
_HEAD = 20_000
"""Bytes in which a feed says what made it."""
MOST_LINKS = 5_000


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page."""

    url: str
    text: str
    rel: str = ""


def older(document: Document, body: bytes, url: str, content_type: str | None) -> str | None:
    """The address of the page after the one at `url`, of which `document` was read; None where there is none."""
    if document.kind is Kind.BOARD:
        found = _of_page(charset.decode(body, content_type)[0], url)
        return lasting(found) if found else None
    if document.older:
        return document.older
    if document.kind is Kind.FEED and _WORDPRESS.search(body, 0, _HEAD):
        return with_number(url, "paged", (number_of(url) or 1) + 1)
    return None


def number_of(url: str) -> int | None:
    """The number of the page in its address."""
    return split(url)[1]


def split(url: str) -> tuple[str, int | None]:
    """What an address names besides the page of it, and the page's number; the order of its parameters is nothing."""
    parts = urlsplit(lasting(url))
    found = _IN_PATH.search(parts.path)
    number = int(found[1]) if found else None
    path = _IN_PATH.sub("", parts.path).rstrip("/") or "/"
    kept = []
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        if _numbers(name) and value.isascii() and value.isdigit() and len(value) < 7:
            number = int(value)
        elif value:
            kept.append((name, value))
    return urlunsplit(
        SplitResult(parts.scheme.lower(), parts.netloc.lower(), path, urlencode(sorted(kept)), "")
    ), number


def with_number(url: str, name: str, number: int) -> str:
    """The address with one parameter set."""
    parts = urlsplit(url)
    kept = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key != name]
    return urlunsplit(parts._replace(query=urlencode([*kept, (name, str(number))]), fragment=""))


def _of_page(text: str, url: str) -> str | None:
    tree = parse(text)
    base = tree.css_first("base[href]")
    start = join(url, attribute(base, "href")) if base is not None else None
    links = list(_links(tree.css("a[href], link[rel][href]")[:MOST_LINKS], start or url))
    near = [link for link in links if _same_site(link.url, url) and link.url != url]
    return _marked(near) or _counted(near, url) or _said(near, url) or _called(tree, url)


def _links(nodes: Sequence[LexborNode], start: str) -> Iterator[Link]:
    for node in nodes:
        if address := join(start, attribute(node, "href")):
            image = node.css_first("img[alt]")
            words = line(node, 60) or attribute(node, "aria-label") or attribute(node, "title")
            words = words or (attribute(image, "alt") if image is not None else "")
            yield Link(address.partition("#")[0], " ".join(words.split()), attribute(node, "rel").lower())


def _same_site(url: str, here: str) -> bool:
    one, other = urlsplit(url), urlsplit(here)
    return one.hostname == other.hostname and one.port == other.port


def _marked(links: Sequence[Link]) -> str | None:
    """The link that says of itself that it is the next (HTML, rel=next)."""
    return next((link.url for link in links if "next" in link.rel.split()), None)


def _counted(links: Sequence[Link], url: str) -> str | None:
    """The address that differs from this one in being a page on; else, since a list's own address may be a shorter one
    than those of its pages, what is shown as the number after this page's.
    """
    base, here = split(url)
    counted = [(link, number, of) for link in links for of, number in (split(link.url),) if number is not None]
    same = [(link, number) for link, number, of in counted if of == base]
    shown = [(link, number) for link, number, _ in counted if _is_number(link.text)]
    agreeing = [(link, number) for link, number in shown if 0 <= int(link.text) - number <= 1]
    return _page_on(same, here) or (_page_on(agreeing, here) if len(agreeing) > 1 else None)


def _page_on(pages: Sequence[tuple[Link, int]], here: int | None) -> str | None:
    """The page after the one numbered `here`; where that has no number it is the first, numbered 0 or 1."""
    shifts = Counter(int(link.text) - number for link, number in pages if _is_number(link.text))
    shift = shifts.most_common(1)[0][0] if shifts else 0
    wanted = here + 1 if here is not None else 2 - shift
    return next((link.url for link, number in pages if number == wanted), None)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6


def _said(links: Sequence[Link], url: str) -> str | None:
    """The link that people would take for the next page, where addresses count other things than pages."""
    path = urlsplit(url).path.rstrip("/")
    unnumbered = [link for link in links if number_of(link.url) is None]
    for link in unnumbered:
        if _NEXT.fullmatch(link.text.strip("[]() ")) and urlsplit(link.url).path.startswith(path):
            return link.url
    beside = {
        int(link.text): link.url
        for link in reversed(unnumbered)
        if _is_number(link.text) and urlsplit(link.url).path.rstrip("/") == path and urlsplit(link.url).query
    }
    return _after_the_gap(beside)


def _after_the_gap(pages: dict[int, str]) -> str | None:
    """Of a row of numbers, what follows the one that is no link: that is the page which is shown."""
    if len(pages) < 2:
        return None
    shown = (n for n in range(max(1, min(pages) - 1), max(pages)) if n not in pages and n + 1 in pages)
    return pages.get(next(shown, 0) + 1)


def _called(tree: LexborHTMLParser, url: str) -> str | None:
    """Where scripts turn pages: the field of a form that holds the page's number, else the usual one, asked by GET.

    A guess that is wrong brings the same page again, which whoever turns pages notices.
    """
    wanted = (number_of(url) or 1) + 1
    for node in tree.css("a[onclick], a[href^='javascript']")[:MOST_LINKS]:
        call = _CALL.search(f"{attribute(node, 'onclick')} {attribute(node, 'href')}")
        if call and int(call[1]) == wanted and line(node, 10) == call[1]:
            fields = (attribute(field, "name") for field in tree.css("form input[name]"))
            usual = "pageIndex" if urlsplit(url).path.endswith(".do") else "page"
            return with_number(url, next((field for field in fields if _numbers(field)), usual), wanted)
    return None


def _numbers(name: str) -> bool:
    """Whether a parameter or field of this name numbers pages."""
    return name.lower().rpartition(".")[2] in _NUMBERED
