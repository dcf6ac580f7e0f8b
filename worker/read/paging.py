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
    *("pagenum", "page_num", "pagenumber", "curpage", "currentpage", "nowpage", "gotopage", "listpage"),
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
        return _of_page(charset.decode(body, content_type)[0], url)
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
        if name.lower() in _NUMBERED and value.isascii() and value.isdigit() and len(value) < 7:
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
    """The address that differs from this one in being a page on; pages may be counted from 0 in addresses."""
    base, here = split(url)
    counted = [(link, *split(link.url)) for link in links]
    same = [(link, number) for link, of, number in counted if number is not None and of == base]
    told = [(link, number) for link, number in same if _is_number(link.text)]
    if not told:  # the list's address may be a shorter one than those of its pages: then their numbers must agree
        told = [(link, n) for link, _, n in counted if n is not None and _is_number(link.text)]
        told = [(link, n) for link, n in told if 0 <= int(link.text) - n <= 1]
        told = told if len(told) > 1 else []
    shift = Counter(int(link.text) - number for link, number in told).most_common(1)[0][0] if told else 0
    wanted = here + 1 if here is not None else 2 - shift
    return next((link.url for link, number in [*told, *same] if number == wanted), None)


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
    """Where scripts turn pages: the field of the form that holds the page's number, asked by GET."""
    fields = [attribute(node, "name") for node in tree.css("form input[name]")]
    name = next((field for field in fields if field.lower() in _NUMBERED), None)
    if name is None:
        return None
    wanted = (number_of(url) or 1) + 1
    calls = (f"{attribute(node, 'href')} {attribute(node, 'onclick')}" for node in tree.css("a")[:MOST_LINKS])
    called = {int(number) for call in calls for number in _CALL.findall(call)}
    return with_number(url, name, wanted) if wanted in called else None
