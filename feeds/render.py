"""A page to bytes: RSS 2.0 and Atom 1.0 (RFC 4287) by feedgen, JSON Feed 1.1 by orjson. Pure: no clock, no database.

Titles are plain text, escaped once. No language is declared: one feed mixes several, and the wrong one picks the wrong
glyphs.
"""

from __future__ import annotations

import threading
from datetime import datetime
from typing import Any

import orjson
from feedgen.feed import FeedGenerator
from lxml import etree

from feeds.characters import legal
from feeds.page import FeedPage, Form, Item, lasting_id

TYPES: dict[Form, str] = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
}
"""The media type of each form."""

_DC = "http://purl.org/dc/elements/1.1/"
_ATOM = "http://www.w3.org/2005/Atom"

# feedgen writes RSS dates under a locale that it sets for the whole process: two at once could leave the wrong one set.
_LOCALE = threading.Lock()


def render(feed: FeedPage, form: Form, base_url: str) -> bytes:
    """The feed in one form, for a desk at `base_url` (no slash at its end): the same bytes for the same page."""
    if form == "json":
        return _json(feed, base_url)
    document = _document(feed, form, base_url)
    with _LOCALE:
        text: bytes = document.atom_str() if form == "atom" else document.rss_str()
    return text


def _title(feed: FeedPage) -> str:
    return legal(feed.title).strip() or "Sokbo"


def _link(item: Item, base_url: str) -> str:
    return item.url or f"{base_url}/{'stories' if item.kind == 'story' else 'headlines'}/{item.id}"


def _id(feed: FeedPage, item: Item) -> str:
    return lasting_id(feed.installation, f"{item.kind}/{item.id}")


class _Namespaces:
    """What feedgen's RSS lacks, declared on the document (an extension in feedgen's sense)."""

    def extend_ns(self) -> dict[str, str]:
        return {"dc": _DC}

    def extend_rss(self, document: Any) -> Any:
        return document


class _Credits:
    """What feedgen's RSS lacks in an item: names without a mail address, and the time of a revision."""

    authors: tuple[str, ...] = ()
    revised: datetime | None = None

    def extend_rss(self, element: Any) -> Any:
        for author in self.authors:
            etree.SubElement(element, f"{{{_DC}}}creator").text = author
        if self.revised:
            etree.SubElement(element, f"{{{_ATOM}}}updated").text = self.revised.isoformat()
        return element


def _document(feed: FeedPage, form: Form, base_url: str) -> Any:
    document: Any = FeedGenerator()
    document.register_extension("credits", _Namespaces, _Credits, atom=False, rss=True)
    document.id(lasting_id(feed.installation, feed.name))
    document.title(_title(feed))
    document.description(_title(feed))
    document.author(name="Sokbo")
    document.generator("Sokbo")
    document.updated(feed.updated.replace(microsecond=0))
    document.link(href=f"{base_url}{feed.path}.{form}{feed.query}", rel="self", type=TYPES[form])
    document.link(
        href=base_url + feed.home, rel="alternate", type="text/html"
    )  # last: RSS takes the last one for its own
    for item in feed.items:
        _add(document, feed, item, base_url)
    return document


def _add(document: Any, feed: FeedPage, item: Item, base_url: str) -> None:
    entry = document.add_entry(order="append")
    entry.id(_id(feed, item))
    entry.title(item.title)
    entry.link(href=_link(item, base_url), rel="alternate")
    entry.published(item.published)
    entry.updated(item.updated)
    entry.author([{"name": name} for name in item.authors])
    entry.category([{"term": label} for label in item.labels])
    if item.told:
        entry.summary("\n".join(item.told))
    entry.credits.authors = item.authors
    entry.credits.revised = item.updated if item.updated != item.published else None


def _json(feed: FeedPage, base_url: str) -> bytes:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(feed),
        "home_page_url": base_url + feed.home,
        "feed_url": f"{base_url}{feed.path}.json{feed.query}",
        "items": [_json_item(feed, item, base_url) for item in feed.items],
    }
    return orjson.dumps(document)


def _json_item(feed: FeedPage, item: Item, base_url: str) -> dict[str, Any]:
    told = {
        "id": _id(feed, item),
        "url": _link(item, base_url),
        "title": item.title,
        "content_text": "\n".join(item.told)
        or item.title,  # JSON Feed asks for a content even where the title is all there is
        "date_published": item.published,
        "date_modified": item.updated if item.updated != item.published else None,
        "authors": [{"name": name} for name in item.authors],
        "tags": item.labels,
    }
    return {key: value for key, value in told.items() if value}
