"""XML to a tree: strictly by libxml2, leniently where that refuses. No entity is ever resolved, nothing is fetched."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree
from lxml.etree import _Element as Element

from worker.read import lenient
from worker.read.page import Page

__all__ = ["Element", "child", "local", "parse", "split", "text_of"]

_STRICT = etree.XMLParser(
    encoding="utf-8",  # `Page.data` is UTF-8 whatever its declaration says
    resolve_entities=False,
    load_dtd=False,
    no_network=True,
    huge_tree=False,  # refuses depths over 256 and texts over 10 MB
    remove_comments=True,
    remove_pis=True,
)
MOST_MARKUP = 300_000
"""Of `<` in a document that becomes a tree at once, some 60 MB; of a larger one the first entries do."""
_DOCTYPE = re.compile(r"(?:\s++|<\?[^>]*+>|<!--.*?-->)*+(<!DOCTYPE)", re.IGNORECASE | re.DOTALL)
_BREAKS = {"br", "p", "div", "li"}
_UNSAID = {"script", "style"}


def parse(page: Page) -> tuple[Element, tuple[str, ...]]:
    """The root, and what to warn of. Reads broken documents as far as they are whole; never raises."""
    text, data = page.text, page.data
    entities: dict[str, str] = {}
    if doctype := _DOCTYPE.match(text):
        text, entities = lenient.without_doctype(text, doctype.start(1))
        data = text.encode()
    if entities:
        return lenient.tree(text, entities), ("entities that the document declares are put in only where short",)
    if data.count(b"<") > MOST_MARKUP:
        return lenient.tree(text), ("a large document, read as far as needed",)
    try:
        return etree.fromstring(data, _STRICT), ()
    except etree.XMLSyntaxError as error:
        return lenient.tree(text), (f"broken XML, read leniently: {_line(error)}",)


def _line(error: etree.XMLSyntaxError) -> str:
    return " ".join(str(error.msg).split())[:120]


def text_of(element: Element) -> str:
    """All text within; of markup that stands in it unescaped, breaks become spaces."""
    if len(element):
        for part in element.iter():
            name = local(part)
            if name in _UNSAID:
                part.text = None
            elif name in _BREAKS:
                part.text = f" {part.text or ''}"
        return "".join(element.itertext())
    text: str | None = element.text
    return text or ""


@lru_cache(maxsize=4096)
def split(tag: object) -> tuple[str, str]:
    """A tag's namespace and its local name in lower case; both empty for what is no element."""
    if not isinstance(tag, str):
        return "", ""
    namespace, _, name = tag.rpartition("}")
    return namespace[1:], name.lower()


def local(element: Element) -> str:
    """The local name in lower case."""
    return split(element.tag)[1]


def child(element: Element, name: str) -> Element | None:
    """The first child of this local name, of any namespace."""
    return next((c for c in element if local(c) == name), None)
