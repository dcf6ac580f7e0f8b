"""Broken XML to a tree, as far as it is whole: bare `&`, undeclared entities, unclosed and crossed tags, cut-off ends.

One pass over the text, in time proportional to its length, whatever it holds. Elements that a feed's entry has are
closed by the next one of their kind; everything else is kept as text within them.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache

from lxml import etree
from lxml.etree import _Element as Element

from worker.read.page import MOST_ENTRIES

MOST_TOKENS = 400_000
"""Tags and the like that are looked at, in a second or so; the oldest entries are behind them."""
MOST_TAIL = 10_000
"""Characters behind the last token: where a document was cut off, the beginning of a text."""
MOST_DEPTH = 40
"""Deeper elements are left out: no feed nests so far, and trees that do are made to hurt."""
MOST_ABOVE = 8
"""Elements around an entry; a feed has two."""
MOST_ENTITY = 100
"""Characters of a declared entity that is put in; longer ones, and those made of others, are dropped."""

_NAME = r"[A-Za-z_][A-Za-z0-9_.-]{0,60}"
_TOKEN = re.compile(
    r"(?P<cdata><!\[CDATA\[)|<!--.*?(?:-->|\Z)|<\?[^<>]*>?|<![A-Z][^<>]*>?"
    rf"|<(?P<close>/?)(?:(?P<prefix>{_NAME}):)?(?P<name>{_NAME})(?P<rest>(?:\s[^<>]*)?/?)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"""(?<![\w:-])((?:xml:)?base|(?:\w+:)?about|href|rel|type|mode|url|isPermaLink)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
)
_PREFIX = re.compile(rf"""xmlns:({_NAME})\s*=\s*["']([^"'<>\s]{{1,200}})["']""")
_PREFIXES_WITHIN = 20_000
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CUT_CDATA = re.compile(rf"</{_NAME}(?::{_NAME})?\s*>\s*<")
_TOLD = re.compile(r"&(?:#\d{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{1,31};)|\]\]>")
_ENTITY = re.compile(
    rf"""<!ENTITY\s+({_NAME})\s+(?:(?:SYSTEM|PUBLIC)[^>]*|"([^"]*)"|'([^']*)')\s*[^>]*>""", re.IGNORECASE
)
_ENTITIES_WITHIN = 50_000
_REFERENCE = re.compile(rf"&({_NAME});")
_MADE_OF = re.compile(r"[&%<]")

_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "atom": "http://www.w3.org/2005/Atom",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "media": "http://search.yahoo.com/mrss/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
_QUALIFIED = {
    "base": "{http://www.w3.org/XML/1998/namespace}base",
    "about": "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about",
}
"""Attributes that have a namespace, whatever they are written with."""
_KNOWN = set(_NAMESPACES.values())
_ROOTS = {"rss", "feed", "rdf", "urlset", "sitemapindex", "channel"}
_ENTRIES = {"item", "entry", "url", "sitemap"}
_LEAVES = {
    *("title", "link", "guid", "id", "pubdate", "published", "issued", "created", "updated", "modified", "date"),
    *("description", "summary", "encoded", "creator", "category", "comments", "loc", "lastmod", "publication_date"),
    *("name", "email", "uri", "ttl", "language", "generator", "thumbnail", "keywords", "copyright", "lastbuilddate"),
}
"""Elements that hold no others of this list: the next one closes them."""
_TELLING = {"title", "link", "guid", "id", "loc"}
"""Leaves that say which entry it is: cut off in one of them, it is another entry, or none."""


def without_doctype(text: str, start: int) -> tuple[str, dict[str, str]]:
    """The text without its DOCTYPE, and the entities it declares: short plain ones as they are, others as nothing."""
    bracket, end = text.find("[", start), text.find(">", start)
    entities: dict[str, str] = {}
    if bracket >= 0 and (bracket < end or end < 0):
        closing = text.find("]", bracket)
        inner = text[bracket : closing if closing >= 0 else len(text)][:_ENTITIES_WITHIN]
        for name, double, single in _ENTITY.findall(inner):
            value = html.unescape(double or single)
            entities[name] = "" if len(value) > MOST_ENTITY or _MADE_OF.search(value) else value
        end = text.find(">", closing) if closing >= 0 else -1
    return text[:start] + text[end + 1 if end >= 0 else start + len("<!DOCTYPE") :], entities


def tree(text: str, entities: dict[str, str] | None = None) -> Element:
    """The root of what can be read; one without children where that is nothing."""
    if entities:
        text = _REFERENCE.sub(lambda m: entities.get(m[1], m[0]), text)
    declared = {prefix: uri for prefix, uri in _PREFIX.findall(text[:_PREFIXES_WITHIN]) if uri in _KNOWN}
    builder = _Builder({**_NAMESPACES, **declared})
    sections = _Sections(text)
    at = 0
    for _ in range(MOST_TOKENS):
        token = _TOKEN.search(text, at)
        if token is None or builder.entries > MOST_ENTRIES:
            break
        builder.say(_told(text[at : token.start()]))
        if token["cdata"]:
            said, at = sections.read(token.end(), builder.within())
            builder.say(said)
        else:
            builder.take(token)
            at = token.end()
    builder.say(_told(text[at : at + MOST_TAIL]))
    builder.finish()
    return builder.root


def _told(text: str) -> str:
    return _TOLD.sub(_character, text) if "&" in text or "]]>" in text else text


def _character(reference: re.Match[str]) -> str:
    """What is referred to; nothing for halves of characters and for what is none, nor for a section's stray end."""
    return html.unescape(reference[0]).replace("\ufffd", "") if reference[0] != "]]>" else ""


class _Sections:
    """Reads CDATA sections, each end looked for once however many begin before it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.end = -1

    def read(self, start: int, within: str) -> tuple[str, int]:
        """What the section says that begins at `start`, and where to go on.

        One that was never closed ends where its element does, or where markup goes on.
        """
        if self.end < start:
            self.end = self.text.find("]]>", start)
            self.end = len(self.text) if self.end < 0 else self.end
        if within in _LEAVES and (close := _end_of(within).search(self.text, start, self.end)):
            said = self.text[start : close.start()]
            return said.removesuffix("]>").removesuffix("]]"), close.start()
        said = self.text[start : self.end]
        if self.end == len(self.text) and "<" in said and (cut := _CUT_CDATA.search(said)):
            said = said[: cut.start()]
        return said, self.end + len("]]>")


@lru_cache(maxsize=64)
def _end_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"</(?:{_NAME}:)?{re.escape(name)}\s*>", re.IGNORECASE)


def _telling(entry: Element) -> set[str]:
    return {str(part.tag).rpartition("}")[2] for part in entry} & _TELLING


class _Builder:
    """Puts tokens together to a tree, closing by itself what the document forgot to close."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        self.prefixes = prefixes
        self.root = etree.Element("document")
        self.open: list[tuple[str, Element]] = [("document", self.root)]
        self.said: list[str] = []
        self.entries = 0
        self.closed: set[str] = set()
        """Names that an end tag was seen of."""

    def within(self) -> str:
        """The innermost element that is open."""
        return self.open[-1][0]

    def take(self, token: re.Match[str]) -> None:
        """One token of the text."""
        if token["name"] and token["close"]:
            self._close(token["name"].lower())
        elif token["name"]:
            self._start(token["prefix"] or "", token["name"].lower(), token["rest"])

    def say(self, text: str) -> None:
        """Text for the innermost element that is open; between entries nobody needs it."""
        if text and len(self.open) > 2:
            self.said.append(text)

    def flush(self) -> None:
        """Put down what was said so far: pieces are gathered, as adding each to the tree would copy all before it."""
        if not self.said:
            return
        text = _UNFIT.sub("", "".join(self.said))
        self.said.clear()
        element = self.open[-1][1]
        last = next(element.iterchildren(reversed=True), None)
        if last is None:
            element.text = (element.text or "") + text
        else:
            last.tail = (last.tail or "") + text

    def finish(self) -> None:
        """The end of the document; an entry that it cuts off before it is told which one it is goes too.

        Where others of its kind have ends, that is: some documents close nothing.
        """
        self.flush()
        entry = next((element for name, element in self.open if name in _ENTRIES & self.closed), None)
        if entry is None:
            return
        before = next(entry.itersiblings(entry.tag, preceding=True), None)
        lacking = set() if before is None else _telling(before) - _telling(entry)
        if lacking or self.within() in _TELLING & self.closed:
            entry.getparent().remove(entry)

    def _start(self, prefix: str, name: str, rest: str) -> None:
        self._make_room(name)
        if len(self.open) > MOST_DEPTH:
            return
        self.flush()
        namespace = self.prefixes.get(prefix, prefix)
        element = etree.SubElement(self.open[-1][1], f"{{{namespace}}}{name}" if namespace else name)
        for key, double, single, plain in _ATTRIBUTE.findall(rest):
            key = _QUALIFIED.get(key.rpartition(":")[2], key)
            if key not in element.attrib:  # given twice: the first counts
                element.set(key, _UNFIT.sub("", _told(double or single or plain)))
        if not rest.endswith("/"):
            self.open.append((name, element))

    def _make_room(self, name: str) -> None:
        """Close what can't hold an element of this name."""
        if name in _ENTRIES:
            self.entries += 1
            within = [at for at, (open_, _) in enumerate(self.open) if open_ in _ENTRIES or open_ in _LEAVES]
            self._cut(min([*within, MOST_ABOVE]))
        elif name in _LEAVES or name in _ROOTS:
            while self.open[-1][0] in _LEAVES:
                self._cut(len(self.open) - 1)

    def _close(self, name: str) -> None:
        self.closed.add(name)
        for at in range(len(self.open) - 1, 0, -1):
            if self.open[at][0] == name:
                self._cut(at)
                return
            if self.open[at][0] in _ENTRIES and name not in _ROOTS:
                return  # a stray end: it may not close the entry around it

    def _cut(self, at: int) -> None:
        if at < len(self.open):
            self.flush()
            del self.open[at:]
