"""Which hub a document names, and under what address it is known there (W3C WebSub, 4). Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from sokbo.address import join
from sokbo.model import Document, Source

_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[\w!#$&+.^`|~*-]+\s*(?:=\s*(?:\"(?:[^\"\\]|\\.)*\"|[^\s\";,]*))?)*)")
_REL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s\";,]*))", re.IGNORECASE)
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
    for target, parameters in _LINK.findall(header[:LONGEST]):
        relation = _REL.search(parameters)
        address = join(url, target.strip())
        if relation and address:
            for name in (relation[1] or relation[2]).lower().split():
                found.setdefault(name, address)
    return found
