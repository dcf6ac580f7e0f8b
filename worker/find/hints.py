"""Where a page says that feeds are: in its head, in its ``Link`` header, by its links. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sokbo.address import join
from sokbo.text import clean
from worker.find.candidates import Hint, Way
from worker.find.places import site
from worker.read.board import markup
from worker.websub.discover import links

_SURE = {
    *("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"),
    *("application/rss", "application/atom", "application/x.atom+xml", "text/rss", "text/rss+xml"),
}
_MAYBE = {"application/xml", "text/xml", "application/json"}
"""Types of feeds where the address says so too."""
_FEED = re.compile(r"(?i)rss|(?:^|[/._=-])(?:atom|feeds?|rdf)(?:[/._?=&-]|\d|$)")
"""In an address. No common word has `rss` in it."""
_NO_FEED = re.compile(r"(?i)wp-json|oembed|opensearch|\.(?:png|gif|jpe?g|svg|ico|webp|css|js|opml|pdf)(?:$|\?)")
_COMMENTS = re.compile(r"(?i)\bcomments?\b|댓글|의견 피드|コメント|评论|評論")
_ONLY_KIND = re.compile(
    r"(?i)(?:(?:rss|atom|xml|rdf|feeds?|json|피드|구독하기|구독|보기|주소|복사|바로가기|[\d.]+)\W*)+|https?://\S*|\W*"
)
"""What says that something is a feed, and not which."""
_ROWS = {"tr", "li", "dd", "dl", "p"}
_NEAR = 4
"""How far around a link its row is looked for."""
_LONGEST_ROW = 60
MOST = 60
"""Links of one page that are looked at as feeds."""


def of_page(text: str, url: str, link_header: str | None) -> list[Hint]:
    """What the page at `url` points at as feeds, each address once, the surest first."""
    tree = markup.parse(text)
    told = tree.css_first("base[href]")
    base = (join(url, markup.attribute(told, "href")) if told else None) or url
    found = [*_in_head(tree, base), *_in_header(link_header or "", url), *_by_links(tree, base, url)]
    unique: dict[str, Hint] = {}
    for hint in found:
        if _plain(hint.url) != _plain(url):
            unique.setdefault(_plain(hint.url), hint)
    return list(unique.values())[:MOST]


def names_feeds(text: str, url: str, link_header: str | None) -> bool:
    """Whether the page itself says, in its head or its ``Link`` header, which feeds it has."""
    return any(
        hint.way in {Way.HEAD, Way.HEADER} and not about_comments(hint) for hint in of_page(text, url, link_header)
    )


def about_comments(hint: Hint) -> bool:
    """Whether it holds what readers say and no headlines."""
    return bool(_COMMENTS.search(hint.title) or _COMMENTS.search(urlsplit(hint.url).path.replace("/", " ")))


def _plain(url: str) -> str:
    return url.partition("#")[0]


def _is_feed(relations: Iterable[str], kind: str, url: str) -> bool:
    """Whether a link with these relations and this type is one to a feed (RSS Autodiscovery; RFC 8288)."""
    kind = kind.partition(";")[0].strip().lower()
    if not {"alternate", "feed"} & set(relations) or _NO_FEED.search(url):
        return False
    return kind in _SURE or (kind in _MAYBE and bool(_FEED.search(url))) or (not kind and "feed" in relations)


def _in_head(tree: LexborHTMLParser, base: str) -> Iterator[Hint]:
    """Links to feeds, and the address under which the page is known at its hub where that is a feed."""
    for link in tree.css("link[rel][href]"):
        relations = markup.attribute(link, "rel").lower().split()
        address = join(base, markup.attribute(link, "href"))
        if address and _is_feed(relations, markup.attribute(link, "type"), address):
            yield Hint(address, Way.HEAD, clean(markup.attribute(link, "title"))[:200])
        elif address and "self" in relations and _FEED.search(urlsplit(address).path):
            yield Hint(address, Way.HEAD)


def _in_header(header: str, url: str) -> Iterator[Hint]:
    for address, said in links(header, url):
        if _is_feed(said.get("rel", "").lower().split(), said.get("type", ""), address):
            yield Hint(address, Way.HEADER, clean(said.get("title", "")))


def _by_links(tree: LexborHTMLParser, base: str, url: str) -> Iterator[Hint]:
    for anchor in tree.css("a[href]"):
        address = join(base, markup.attribute(anchor, "href"))
        if address and _points_at_feed(address, markup.line(anchor), url):
            yield Hint(address, Way.LINK, _called(anchor))


def _points_at_feed(address: str, text: str, url: str) -> bool:
    if _NO_FEED.search(address):
        return False
    parts = urlsplit(address)
    place = unquote(f"{parts.path}?{parts.query}") if site(address) == site(url) else unquote(parts.path)
    own = site(address) == site(url) or (parts.hostname or "").startswith(("feeds.", "rss.", "feed."))
    says = bool(re.search(r"(?i)\b(?:rss|atom)\b", text)) and len(text) <= _LONGEST_ROW
    return bool(_FEED.search(place) or (parts.hostname or "").startswith("rss.")) and (own or says)


def _called(anchor: LexborNode) -> str:
    """What the page calls a feed: the link's words, else those of the row that it stands in."""
    for said in (markup.line(anchor), markup.attribute(anchor, "aria-label"), markup.attribute(anchor, "title")):
        if not _ONLY_KIND.fullmatch(said):
            return _without_kind(said)
    around = anchor.parent
    for _ in range(_NEAR):
        if around is None or len(around.css("a[href]")) > 2:
            return ""
        if around.tag in _ROWS and (said := _without_kind(markup.line(around))) and len(said) <= _LONGEST_ROW:
            return said
        around = around.parent
    return ""


def _without_kind(text: str) -> str:
    """The words without those that only say what it is: `정치 RSS` is 정치."""
    bare = re.sub(r"(?i)https?://\S+|[\[(]?\b(?:rss|atom|xml)(?:\s*[\d.]+)?\b[\])]?", " ", text)
    return clean(bare).strip(" -|:·>")[:80]
