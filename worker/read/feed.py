"""RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, from the tree of their XML to a Document.

Elements are known by their local name where they are of the entry's own namespace or of Dublin Core: feeds are freer
with namespaces than with names.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence
from contextlib import suppress

from sokbo.address import join
from sokbo.keys import key64
from sokbo.model import Document, Entry, Kind, Precision, Skipped
from sokbo.text import clean, excerpt
from worker.read import fingerprint, links, pace, suffix, tree
from worker.read.charset import from_windows
from worker.read.moment import Moment
from worker.read.page import MOST_ENTRIES, Page
from worker.read.tree import Element, child, local, split, text_of

_ROLES = {
    **{name: name for name in ("title", "link", "guid", "author", "source")},
    **dict.fromkeys(("creator",), "author"),
    **dict.fromkeys(("id", "identifier"), "guid"),
    **dict.fromkeys(("pubdate", "published", "date"), "published"),
    **dict.fromkeys(("updated", "modified"), "updated"),
    **{name: name for name in ("issued", "created")},
}
_SHARED = {
    "//purl.org/dc/elements/1.1",
    "//purl.org/dc/elements/1.0",
    "//purl.org/dc/terms",
    "//www.w3.org/2005/atom",
    "//purl.org/atom/ns",
}
"""Namespaces whose elements mean the same in any entry."""
_CAPTIONS = {"//search.yahoo.com/mrss", "//www.itunes.com/dtds/podcast-1.0.dtd"}
"""Namespaces whose title may name a picture, and stands in where the entry has none."""
_WHOLE = {"link", "author", "source"}
"""Roles that say more than their text."""
_FIRST_OUT = ("published", "issued", "created")
_DATES = (*_FIRST_OUT, *(f"{role} else" for role in _FIRST_OUT), "updated", "updated else")
_TEXTS = ("description", "summary", "content", "encoded")
_NONE = Precision.NONE
_ENTRIES = {"item", "entry"}
MOST_GUID = 1000
"""Characters of an identifier that are kept; real ones are addresses at most."""


def _plain(namespace: str) -> str:
    """A namespace without what writers get wrong in it: its scheme, its capitals, its end."""
    return namespace.lower().removeprefix("https:").removeprefix("http:").rstrip("/#")


class _Roles(dict[object, str]):
    """What a child of an entry of namespace `own` says, by its tag; empty where it is nothing of ours.

    What another namespace says counts only where the entry's own says nothing (`… else`).
    """

    def __init__(self, own: str) -> None:
        super().__init__()
        self.own = _plain(own)

    def __missing__(self, tag: object) -> str:
        namespace, name = split(tag)
        plain = _plain(namespace)
        role = self[tag] = self._role(plain, name)
        return role

    def _role(self, namespace: str, name: str) -> str:
        if name == "origlink":
            return "origin"  # FeedBurner's and Pheedo's: the outlet's own address behind the one that counts clicks
        role = _ROLES.get(name, "")
        if namespace in {"", self.own} or (role in _WHOLE and namespace in _SHARED):
            return role
        shared = namespace in _SHARED or (role == "title" and namespace in _CAPTIONS)
        return f"{role} else" if role and shared else ""


def read(page: Page) -> Document:
    """The feed as a Document; broken ones as far as they are whole."""
    root, warnings = tree.parse(page)
    channel, head, items = _parts(root)
    if not items and not page.passed:
        warnings += ("the feed has no entries",)
    url = links.base(root, page.url)
    url = url if channel is root else links.base(channel, url)
    entries, skipped = _entries(page, items, url)
    title = next((clean(text_of(part)) for part in head if local(part) == "title"), "")
    linked = [part for part in head if local(part) == "link" and part.get("href")]
    return Document(
        kind=Kind.FEED,
        encoding=page.encoding,
        title=title,
        entries=suffix.without(entries, title, page.passed),
        skipped=tuple(skipped),
        warnings=warnings,
        wait_s=pace.wait_s(head),
        skips=pace.skips(head),
        hub=links.rel(linked, "hub", url),
        topic=links.rel(linked, "self", url),
        older=links.rel(linked, "prev-archive", url) or links.rel(linked, "next", url),
    )


def _parts(root: Element) -> tuple[Element, list[Element], list[Element]]:
    """The element that speaks of the whole feed, what it says, and the entries, in document order.

    Entries stand in the channel (RSS 2.0), beside it (RSS 1.0), in the feed (Atom), or anywhere at all.
    """
    channel = next((e for e in root.iter() if local(e) in {"channel", "feed"}), root)
    head = [part for part in channel if local(part) not in _ENTRIES]
    around = channel.getparent()
    if around is not None:
        head += [e for e in around if local(e) == "link"]
    items = list(root.iter("{*}item", "{*}entry", "{*}ITEM", "{*}Item", "{*}ENTRY", "{*}Entry"))
    if items:
        own = split(items[0].tag)[0]
        items = [e for e in items if split(e.tag)[0] == own]
    return channel, head, items[:MOST_ENTRIES]


def _entries(page: Page, items: list[Element], url: str) -> tuple[list[Entry], list[Skipped]]:
    entries: list[Entry] = []
    skipped: list[Skipped] = []
    roles = _Roles(split(items[0].tag)[0] if items else "")
    for item, print_ in zip(items, _fingerprints(page, items), strict=True):
        found = _entry(item, roles, print_, page, url)
        (entries if isinstance(found, Entry) else skipped).append(found)  # type: ignore[arg-type]
    return entries, skipped


def _fingerprints(page: Page, items: list[Element]) -> Sequence[int | None]:
    if not items:
        return ()
    name, prefix = items[0].tag.rpartition("}")[2], items[0].prefix
    prints = fingerprint.of_elements(page.data, f"{prefix}:{name}" if prefix else name, len(items))
    return prints or [None] * len(items)


def _entry(item: Element, roles: _Roles, print_: int | None, page: Page, url: str) -> Entry | Skipped:
    said: dict[str, str] = {}
    parts: dict[str, list[Element]] = {"link": []}
    for part in item:
        role = roles[part.tag]
        if role in _WHOLE:
            parts.setdefault(role, []).append(part)
        elif role and not said.get(role):
            said[role] = _plain_text(part) if role == "title" else text_of(part).strip()
    title = _title(said) or _excerpt(item)
    guid = (said.get("guid") or links.about(item) or said.get("guid else", ""))[:MOST_GUID] or None
    if not title:
        return Skipped("no title", guid or "")
    url = links.base(item, url)
    address = join(url, said["origin"]) if "origin" in said else None
    address = address or links.address(parts["link"], url) or links.permanent(item, guid, url)
    date, moment = _date(said, page)
    author = _author(parts["author"]) if "author" in parts else None
    outlet = _outlet(parts["source"]) if "source" in parts else None
    if print_ is None:
        print_ = key64(title, address or "", guid or "", author or "", outlet or "", date)
    at, precision = (moment.at, moment.precision) if moment else (None, _NONE)
    return Entry(title, address, guid, author, outlet, at, precision, print_)


def _plain_text(title: Element) -> str:
    """A title's text, out of Base64 where it says so (Atom 0.3, and 1.0 by its media type)."""
    text = text_of(title).strip()
    if " " not in text and (title.get("mode") == "base64" or title.get("type") == "application/octet-stream"):
        with suppress(ValueError):
            return b64decode(text).decode()
    return text


def _title(said: dict[str, str]) -> str:
    title = clean(from_windows(said["title"])) if "title" in said else ""
    return title or clean(from_windows(said.get("title else", "")))


def _date(said: dict[str, str], page: Page) -> tuple[str, Moment | None]:
    """The best of the dates that are some, as printed and as a moment."""
    first = said.get("published", "")
    if first and (moment := page.when(first)) and page.is_likely(moment):
        return first, moment
    dates = [said[role] for role in _DATES if said.get(role)]
    found = [(date, moment) for date in dates if (moment := page.when(date))]
    likely = (pair for pair in found if page.is_likely(pair[1]))
    return next(likely, found[0] if found else (first, None))


def _excerpt(item: Element) -> str:
    """What stands in for a missing title: the beginning of the text, as RSS 2.0 allows."""
    texts = {local(part): text_of(part) for part in item if local(part) in _TEXTS}
    return excerpt(next((texts[name] for name in _TEXTS if texts.get(name, "").strip()), ""))


def _author(authors: Sequence[Element]) -> str | None:
    if len(authors) == 1:
        return _name(authors[0]) or None
    return ", ".join(dict.fromkeys(name for name in map(_name, authors) if name)) or None


def _name(author: Element) -> str:
    """A person's name: Atom's `<name>`, RSS's `mail@host (Name)`; the address itself where there is nothing else."""
    inner = child(author, "name") if len(author) else None
    text = clean(text_of(author if inner is None else inner))
    if "@" not in text:
        return text
    bracketed = text.partition("(")[2].partition(")")[0].strip()
    return bracketed or " ".join(word for word in text.split() if "@" not in word) or text


def _outlet(sources: Sequence[Element]) -> str | None:
    """Who published it first: RSS's `<source>`, the title within Atom's."""
    for source in sources:
        title = child(source, "title") if len(source) else None
        if name := clean(text_of(source if title is None else title)):
            return name
    return None
