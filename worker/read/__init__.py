"""3. Bytes to Document: feed, JSON Feed, news sitemap or board page, whatever they say they are.

In the order that bytes meet them:

- ``page``        what every reader is given; `Unreadable`
- ``charset``     bytes to text (``tongue``: which Eastern encoding they are in)
- ``tree``        XML to a tree, strictly; ``lenient`` where it is broken
- ``feed``        RSS and Atom (``links``: an entry's own page, ``pace``: how often they want to be asked,
  ``suffix``: the publisher's name in titles)
- ``jsonfeed``    JSON Feed
- ``naver``       answers of Naver's news search (``outlets``: whose an address is)
- ``sitemap``     news sitemaps
- ``board``       a page that lists headlines, read without selectors
- ``paging``      where an older page of any of them is
- ``dates``       feeds' dates; ``everyday`` people's (``clock``: the time in them, ``ago``: told from now, ``order``:
  month or day first, ``names``, ``moment``: what all are made of); ``aside``: those that can't be
- ``fingerprint`` has an entry changed

Nothing here fetches, stores or asks the clock.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sokbo.model import Document
from worker.read import aside, board, charset, feed, fingerprint, jsonfeed, naver, sitemap
from worker.read.board.recipe import use
from worker.read.board.recipe.use import Kept
from worker.read.page import MOST_BYTES, MOST_ENTRIES, Page, Unreadable

__all__ = ["Kept", "Unreadable", "read"]

_ROOT_WITHIN = 1_000_000
"""Characters in which a document has to begin, whatever stands before it."""
_GZIP = b"\x1f\x8b"
_XML = r"(?:[A-Za-z][\w.-]*:)?(?:(?P<feed>rss|feed|rdf|channel|item|entry)|(?P<sitemap>urlset|sitemapindex))(?=[\s/>])"
_HTML = (
    r"(?P<board>!doctype\s+html|(?:html|head|body|title|meta|center|table|tr|tbody|ul|ol|li|dl|div|p|a|b|br|font|form"
    r"|script|section|article|nav|main|header|span|h[1-6])(?=[\s/>]))"
)
_ROOT = re.compile(f"<(?:{_XML}|{_HTML})", re.IGNORECASE)
_AFTER_JUNK = re.compile(rf"<\?xml[^<>]*>\s*(?:<\?[^<>]*>\s*)*<{_XML}", re.IGNORECASE)
_JSON = re.compile(r"\{\s*[\"}]|\[\s*[\[{\"\]]")
_JSONFEED = re.compile(r'\{[^{}]{0,300}"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version')
_JSONFEED_WITHIN = 10_000
_ELEMENT = re.compile(r"<([A-Za-z][\w:.-]{0,60})(?=[\s/>])")

Reader = Callable[[Page], Document]
_READERS: dict[str, Reader] = {"feed": feed.read, "sitemap": sitemap.read, "board": board.read}


_KNOWABLE: dict[Reader, re.Pattern[bytes]] = {
    feed.read: re.compile(rb"<((?:[\w.-]+:)?(?:item|entry))(?=[\s/>])", re.IGNORECASE),
    sitemap.read: re.compile(rb"<((?:[\w.-]+:)?url)(?=[\s/>])", re.IGNORECASE),
}
"""Readers whose entries can be told apart unread, and how those begin."""


def read(
    body: bytes,
    *,
    url: str,
    content_type: str | None,
    at: datetime,
    zone: ZoneInfo,
    known: Collection[int] = (),
    kept: Kept | None = None,
) -> Document:
    """The document in `body`, fetched from `url` at `at`; dates without a zone are meant in `zone`.

    Entries whose fingerprint is among the `known` are passed over unread where that is possible. A board is read by
    what is `kept` of it, and says what is to be kept; where nothing ever is, that is None.

    Raises `Unreadable`, with one line for a person, for what is no document at all. A page without a listing is one:
    it has no entries and a warning.
    """
    body = _unpacked(body)
    text, encoding = charset.decode(body[:MOST_BYTES], content_type)
    reader, start = _pick(text)
    junk = text[:start].strip()
    text = text[start:]
    page = Page(text, text.encode(), encoding, url, at, zone)
    document = use.read(page, kept) if reader is board.read and kept else _read(reader, page, known)
    document = aside.without_unlikely(document, at, zone)
    warnings = []
    if junk:
        warnings.append(f"text before the document was left out: {' '.join(junk.split())[:80]}")
    if len(body) > MOST_BYTES:
        warnings.append(f"only the first {MOST_BYTES // 1_000_000} MB were read")
    if len(document.entries) + len(document.skipped) >= MOST_ENTRIES:
        warnings.append(f"only the first {MOST_ENTRIES} entries were read")
    return replace(document, warnings=(*warnings, *document.warnings)) if warnings else document


def _read(reader: Reader, page: Page, known: Collection[int]) -> Document:
    """What is new in the page, quickly; all of it where it is broken, or no entry is known."""
    if reader in _KNOWABLE and (rest := fingerprint.rest(page.data, _KNOWABLE[reader], known)):
        short = replace(page, text=rest.data.decode(), data=rest.data, passed=len(rest.passed), whole=page.text)
        document = reader(short)
        if not document.warnings:
            return replace(document, known=rest.passed)
    return reader(page)


def _unpacked(body: bytes) -> bytes:
    """The body, out of gzip where it is packed for storage (`sitemap.xml.gz`), within bounds."""
    if body.startswith(_GZIP):
        try:
            return zlib.decompressobj(wbits=31).decompress(body, MOST_BYTES + 1)
        except zlib.error:
            raise Unreadable("gzip that can't be unpacked") from None
    return body


def _pick(text: str) -> tuple[Reader, int]:
    """Who reads the text, and where it begins: what a document is shows in its first element of a known kind."""
    bare = text.lstrip("\ufeff \t\r\n\0")
    if not bare:
        raise Unreadable("the document is empty")
    if naver.LOOKS_LIKE.match(bare):
        return naver.read, len(text) - len(bare)
    root = _root(text)
    if bare[0] in "{[" and (root is None or _JSON.match(bare)):
        return jsonfeed.read, len(text) - len(bare)
    if (root is None or root["board"]) and (json := _JSONFEED.search(text, 0, _JSONFEED_WITHIN)):
        return jsonfeed.read, json.start()
    if root is None or (root["board"] and _is_strange(bare)):
        raise Unreadable(_stranger(bare))
    if root["board"] and (later := _AFTER_JUNK.search(text, root.end())):
        root = later
        return _READERS[root.lastgroup or "feed"], root.start()
    return _READERS[root.lastgroup or "board"], 0 if root["board"] else _begin(text, root.start())


def _root(text: str) -> re.Match[str] | None:
    """The first element of a known kind that is none in a comment."""
    root = _ROOT.search(text, 0, _ROOT_WITHIN)
    comment = text.find("<!--")
    while root and 0 <= comment < root.start():
        end = text.find("-->", comment)
        if root.start() < end:
            root = _ROOT.search(text, end, _ROOT_WITHIN)
        comment = text.find("<!--", end) if end >= 0 else -1
    return root


def _begin(text: str, root: int) -> int:
    """Where a feed begins: its XML declaration, else its DOCTYPE, else its root."""
    for mark in ("<?xml", "<!"):
        if (at := text.find(mark, 0, root)) >= 0:
            return at
    return root


def _is_strange(text: str) -> bool:
    """Whether XML that is neither a page nor holds a feed merely uses an element that pages have too."""
    first = _ELEMENT.search(text)
    if first is None or _ROOT.match(text, first.start()):
        return False
    return text.startswith("<?xml") or first[1].lower() in {"opml", "svg"}


def _stranger(text: str) -> str:
    """What a document of another kind is, and what to do with it."""
    element = _ELEMENT.search(text)
    if element is None:
        return "neither a feed nor a page: it has no markup"
    if element[1].lower() == "opml":
        return "a list of sources (OPML), not one of them: use `sokbo opml import`"
    return f"neither a feed nor a page: its root is <{element[1]}>"
