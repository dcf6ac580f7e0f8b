"""OPML 2.0, in and out: the list of sources that every other reader can take, and the one that it leaves with.

Pure, and safe on a file from anyone: no entity is looked up, nothing is fetched, size and depth have a limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from lxml import etree

from feeds.characters import legal
from sokbo.model import Source

LARGEST = 8_000_000
"""Bytes of a file; 40,000 sources fit in it."""
DEEPEST, LONGEST_NAME = 4, 100
"""Folders of a category and characters of each. Without a limit, every source repeats names that an attacker chose."""

_LOOSE_AMPERSAND = re.compile(rb"&(?!#[0-9]+;|#x[0-9a-fA-F]+;|[A-Za-z_][\w.-]*;)")


class OpmlError(ValueError):
    """What was given is no OPML; the message is one line that says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Outline:
    """One source in a list."""

    url: str
    title: str
    home: str | None = None
    category: str | None = None
    """The folder it is in; a folder within a folder is written ``Outer/Inner``."""


def read(document: bytes) -> list[Outline]:
    """The sources of a list in the file's order, each address once; raises `OpmlError`."""
    if len(document) > LARGEST:
        raise OpmlError(f"the file is larger than {LARGEST // 1_000_000} MB")
    root = _parse(document)
    if _local_name(root) != "opml":
        raise OpmlError(f"this is no OPML: it begins with <{_local_name(root)}>")
    found: dict[str, Outline] = {}
    above: list[str] = []
    for event, element in etree.iterwalk(root, ("start", "end")):
        if _local_name(element) != "outline":
            continue
        if event == "end":
            above.pop()
            continue
        said = {name.lower(): value.strip() for name, value in element.attrib.items()}
        name, url = said.get("title") or said.get("text") or "", said.get("xmlurl")
        if url:
            folders = "/".join(filter(None, above[-DEEPEST:]))
            found.setdefault(url, Outline(url, name or url, said.get("htmlurl") or None, folders or None))
        above.append(name[:LONGEST_NAME])
    return list(found.values())


def write(outlines: Iterable[Outline], title: str) -> bytes:
    """A list of these sources in their order, the same bytes each time; neighbours of one category share a folder."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = legal(title)
    body = etree.SubElement(root, "body")
    for category, inside in groupby(outlines, key=lambda outline: outline.category):
        folder = body
        if category:
            folder = etree.SubElement(body, "outline", text=legal(category), title=legal(category))
        for outline in inside:
            folder.append(_element(outline))
    text: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return text


def of_sources(sources: Iterable[Source], *, with_private: bool = False) -> list[Outline]:
    """What a list tells of these sources; of private ones only where it was asked for."""
    return [Outline(source.url, source.name) for source in sources if with_private or not source.private]


def _element(outline: Outline) -> Any:
    told = {
        "type": "rss",
        "text": outline.title,
        "title": outline.title,
        "xmlUrl": outline.url,
        "htmlUrl": outline.home,
    }
    return etree.Element("outline", {key: legal(value) for key, value in told.items() if value})


def _parse(document: bytes) -> Any:
    document = document.lstrip()
    try:
        return _strictly(document)
    except etree.XMLSyntaxError:
        # The commonest fault of lists made by hand: `&` as it stands in an address.
        document = _LOOSE_AMPERSAND.sub(b"&amp;", document)
    try:
        return _strictly(document)
    except etree.XMLSyntaxError as error:
        raise OpmlError(f"this is no XML: {error.msg}") from None


def _strictly(document: bytes) -> Any:
    # A parser each: lxml's hold state, and two threads may read at once.
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    return etree.fromstring(document, parser)


def _local_name(node: Any) -> str:
    # A reference to an entity is a node too, with a function for a tag.
    return str(etree.QName(node).localname).lower() if isinstance(node.tag, str) else ""
