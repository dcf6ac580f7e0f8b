"""RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, from the tree of their XML to a Document.

Elements are known by their local name where they are of the entry's own namespace or of Dublin Core: feeds are freer
with namespaces than with names.
"""

from __future__ import annotations

from collections.abc import Sequence

from sokbo.address import join
from sokbo.keys import key64
from sokbo.model import Document, Entry, Kind, Precision, Skipped
from sokbo.text import clean, excerpt
from worker.read import fingerprint, pace, suffix, tree
from worker.read.dates import parse
from worker.read.page import MOST_ENTRIES, Page
from worker.read.tree import Element, child, local, split, text_of

_ROLES = {
    **{name: name for name in ("title", "link", "guid", "author", "source")},
    **dict.fromkeys(("creator",), "author"),
    **dict.fromkeys(("id", "identifier"), "guid"),
    **dict.fromkeys(("pubdate", "published", "issued", "date", "created"), "published"),
    **dict.fromkeys(("updated", "modified"), "updated"),
}
_SHARED = {
    "http://purl.org/dc/elements/1.1/",
    "http://purl.org/dc/elements/1.0/",
    "http://purl.org/dc/terms/",
    "http://www.w3.org/2005/Atom",
    "http://purl.org/atom/ns#",
}
"""Namespaces whose elements mean the same in any entry."""
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_WHOLE = {"link", "author", "source"}
"""Roles that say more than their text."""
_TEXTS = ("description", "summary", "content", "encoded")
_NONE = Precision.NONE
_ENTRIES = {"item", "entry"}
MOST_GUID = 1000
"""Characters of an identifier that are kept; real ones are addresses at most."""


class _Roles(dict[object, str]):
    """What a child of an entry of namespace `own` says, by its tag; empty where it is nothing of ours."""

    def __init__(self, own: str) -> None:
        super().__init__()
        self.own = own

    def __missing__(self, tag: object) -> str:
        namespace, name = split(tag)
        known = namespace in {"", self.own} or namespace in _SHARED
        role = self[tag] = _ROLES.get(name, "") if known else ""
        return role


def read(page: Page) -> Document:
    """The feed as a Document; broken ones as far as they are whole."""
    root, warnings = tree.parse(page)
    channel, head, items = _parts(root)
    if not items and not page.passed:
        warnings += ("the feed has no entries",)
    base = channel.get(_XML_BASE) or root.get(_XML_BASE)
    url = (join(page.url, base) or page.url) if base else page.url
    entries, skipped = _entries(page, items, url)
    title = next((clean(text_of(part)) for part in head if local(part) == "title"), "")
    links = [part for part in head if local(part) == "link" and part.get("href")]
    return Document(
        kind=Kind.FEED,
        encoding=page.encoding,
        title=title,
        entries=suffix.without(entries, title, page.passed),
        skipped=tuple(skipped),
        warnings=warnings,
        wait_s=pace.wait_s(head),
        hub=_rel(links, "hub", url),
        topic=_rel(links, "self", url),
    )


def _parts(root: Element) -> tuple[Element, list[Element], list[Element]]:
    """The element that speaks of the whole feed, what it says, and the entries, in document order.

    Entries stand in the channel (RSS 2.0), beside it (RSS 1.0) or in the feed (Atom); a tree that was read leniently
    has one more element around, and may have them anywhere.
    """
    channel = next((e for e in root.iter() if local(e) in {"channel", "feed"}), root)
    head: list[Element] = []
    items: list[Element] = []
    for part in channel:
        (items if local(part) in _ENTRIES else head).append(part)
    around = channel.getparent()
    if around is not None:
        items += [e for e in around if local(e) in _ENTRIES]
        head += [e for e in around if local(e) == "link"]
    return channel, head, (items or [e for e in root.iter() if local(e) in _ENTRIES])[:MOST_ENTRIES]


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
            said[role] = text_of(part).strip()
    title = clean(said.get("title", "")) or _excerpt(item)
    guid = said.get("guid", "")[:MOST_GUID] or None
    if not title:
        return Skipped("no title", guid or "")
    if base := item.get(_XML_BASE):
        url = join(url, base) or url
    address = _address(parts["link"], url) or _permanent(item, guid, url)
    date = said.get("published") or said.get("updated", "")
    moment = parse(date, page.at, page.zone) if date else None
    author = _author(parts["author"]) if "author" in parts else None
    outlet = _outlet(parts["source"]) if "source" in parts else None
    if print_ is None:
        print_ = key64(title, address or "", guid or "", author or "", outlet or "", date)
    at, precision = (moment.at, moment.precision) if moment else (None, _NONE)
    return Entry(title, address, guid, author, outlet, at, precision, print_)


def _excerpt(item: Element) -> str:
    """What stands in for a missing title: the beginning of the text, as RSS 2.0 allows."""
    texts = {local(part): text_of(part) for part in item if local(part) in _TEXTS}
    return excerpt(next((texts[name] for name in _TEXTS if texts.get(name, "").strip()), ""))


def _address(links: Sequence[Element], url: str) -> str | None:
    """The entry's own page: RSS's text, Atom's alternate."""
    second = None
    for link in links:
        href = link.get("href")
        if href is None:
            # `<link/>http://…`: what some writers make of an empty element
            if address := join(url, text_of(link) or (link.tail or "").strip()):
                return address
        elif link.get("rel", "alternate") == "alternate":
            if "html" in link.get("type", "html"):
                return join(url, href)
            second = second or href
    return join(url, second) if second else None


def _permanent(item: Element, guid: str | None, url: str) -> str | None:
    """The address that a guid is, unless it says that it is none."""
    if not guid or not guid.startswith(("http://", "https://")):
        return None
    said = child(item, "guid")
    return None if said is not None and said.get("isPermaLink", "").lower() == "false" else join(url, guid)


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


def _rel(links: Sequence[Element], rel: str, url: str) -> str | None:
    """The address of the first link with this relation (RFC 5988: several may stand in one attribute)."""
    return next((join(url, link.get("href")) for link in links if rel in link.get("rel", "").lower().split()), None)
