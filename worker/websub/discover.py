"""Which hub a document names, and under what address it is known there (W3C WebSub, 4). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sokbo.address import join
from sokbo.model import Document, Source

_PARAMETER = r";\s*([\w!#$&+.^`|~*-]+)(?:\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^\s\";,]*)))?"
_LINK = re.compile(rf"<([^<>]*)>((?:\s*{_PARAMETER})*)")
_EACH = re.compile(_PARAMETER)
LONGEST = 8_000
"""Characters of a header that are looked at."""


def headed(document: Document, url: str, link: str | None) -> Document:
    """The document that came from `url` with this ``Link`` header: what that says of its hub comes first."""
    said = linked(link, url) if link else {}
    if "hub" not in said and "self" not in said:
        return document
    return replace(document, hub=said.get("hub", document.hub), topic=said.get("self", document.topic))


def named(document: Document, source: Source) -> tuple[str | None, str | None]:
    """The hub that the source's document names, and its address there; a private source's is for no hub."""
    if document.hub is None or source.private:
        return document.hub, None
    return document.hub, document.topic or source.url


def linked(header: str, url: str) -> dict[str, str]:
    """The addresses of a ``Link`` header by relation, the first of each (RFC 8288, 3)."""
    found: dict[str, str] = {}
    for address, said in links(header, url):
        found = {**dict.fromkeys(said.get("rel", "").lower().split(), address), **found}
    return found


def links(header: str, url: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each address of a ``Link`` header with its parameters, names in lower case, the first of each (RFC 8288, 3)."""
    for link in _LINK.finditer(header[:LONGEST]):
        if address := join(url, link[1].strip()):
            said = [(name.lower(), quoted or bare) for name, quoted, bare in _EACH.findall(link[2])]
            yield address, dict(reversed(said))
