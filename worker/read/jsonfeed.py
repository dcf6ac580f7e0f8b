"""JSON Feed 1.0 and 1.1 to a Document; a broken one as far as its items are whole."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from itertools import islice
from typing import Any

import orjson

from sokbo.address import join
from sokbo.keys import key64
from sokbo.model import Document, Entry, Kind, Precision, Skipped
from sokbo.text import clean, excerpt
from worker.read import suffix
from worker.read.charset import from_windows
from worker.read.page import MOST_ENTRIES, Page, Unreadable

_ITEMS = re.compile(r'"items"\s*:\s*\[')
MOST_VALUES = 400_000
"""Marks that begin a value in a document that is read at once, some 50 MB; of a larger one the first items are."""
_VALUE = re.compile(r"[,{\[]")
_BETWEEN = re.compile(r"[\s,]*")
_TITLE = re.compile(r'"title"\s*:\s*("(?:[^"\\]|\\.){0,1000}")')
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # JSON can say them, UTF-8 and databases can't
_DATES = ("date_published", "date_modified")
_LOOSE = json.JSONDecoder(strict=False)


def read(page: Page) -> Document:
    """The JSON Feed as a Document; raises `Unreadable` for JSON that is none."""
    feed, warnings = _load(page.text)
    items = feed.get("items")
    if not isinstance(items, list):
        raise Unreadable("JSON, but no JSON Feed: it has no list of items")
    found = [_entry(item, page) for item in items[:MOST_ENTRIES]]
    if not found:
        warnings += ("the feed has no entries",)
    title = clean(_string(feed, "title"))
    return Document(
        kind=Kind.JSONFEED,
        encoding=page.encoding,
        title=title,
        entries=suffix.without([e for e in found if isinstance(e, Entry)], title),
        skipped=tuple(s for s in found if isinstance(s, Skipped)),
        warnings=warnings,
        hub=_hub(feed, page),
        topic=join(page.url, _string(feed, "feed_url")),
        older=join(page.url, _string(feed, "next_url")),
    )


def _load(text: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    if text.count(",") + text.count("{") + text.count("[") > MOST_VALUES:
        last = next(islice(_VALUE.finditer(text), MOST_VALUES, None))
        return _salvage(_UNFIT.sub("", text[: last.start()])), ("a large document, read as far as needed",)
    try:
        feed = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        return _salvage(_UNFIT.sub("", text)), (f"broken JSON, read as far as it is whole: {error.msg[:120]}",)
    if not isinstance(feed, dict):
        raise Unreadable("JSON, but no JSON Feed: it is no object")
    return feed, ()


def _salvage(text: str) -> dict[str, Any]:
    """The items before the break, one by one."""
    start = _ITEMS.search(text)
    if start is None:
        raise Unreadable("broken JSON, without a list of items")
    items: list[Any] = []
    at = start.end()
    while len(items) < MOST_ENTRIES:
        at = _BETWEEN.match(text, at).end()  # type: ignore[union-attr] # it matches the empty string
        try:
            item, at = _LOOSE.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        items.append(item)
    return {"items": items, "title": _title(text[: start.start()])}


def _title(head: str) -> str:
    """The title before the items; "" where it is broken too."""
    found = _TITLE.search(head)
    with suppress(ValueError):
        return str(json.loads(found[1], strict=False)) if found else ""
    return ""


def _string(of: Any, key: str) -> str:
    """A text of an object, "" where it is none: nothing promises the types of what others write."""
    value = of.get(key) if isinstance(of, dict) else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return _UNSTORABLE.sub("", value) if isinstance(value, str) else ""


def _entry(item: Any, page: Page) -> Entry | Skipped:
    guid = _string(item, "id").strip()[:1000]
    title = clean(from_windows(_string(item, "title"))) or excerpt(
        _string(item, "summary") or _string(item, "content_text") or _string(item, "content_html")
    )
    if not title:
        return Skipped("no title", guid)
    address = join(page.url, _string(item, "url") or _string(item, "external_url"))
    if address is None and guid.startswith(("http://", "https://")):
        address = join(page.url, guid)
    said = [date for name in _DATES if (date := _string(item, name))]
    moment = next(filter(None, map(page.when, said)), None)
    author = _author(item)
    return Entry(
        title=title,
        url=address,
        guid=guid or None,
        author=author,
        published=moment.at if moment else None,
        precision=moment.precision if moment else Precision.NONE,
        fingerprint=key64(title, address or "", guid, author or "", *said),
    )


def _author(item: dict[str, Any]) -> str | None:
    """The authors' names; 1.0 had one `author`, 1.1 has `authors`."""
    authors = item.get("authors")
    people = authors if isinstance(authors, list) else [item.get("author")]
    names = (clean(_string(person, "name")) for person in people)
    return ", ".join(dict.fromkeys(name for name in names if name)) or None


def _hub(feed: dict[str, Any], page: Page) -> str | None:
    hubs = feed.get("hubs")
    websub = (hub for hub in (hubs if isinstance(hubs, list) else ()) if _string(hub, "type").lower() != "rsscloud")
    addresses = (join(page.url, _string(hub, "url")) for hub in websub)
    return next((address for address in addresses if address), None)
