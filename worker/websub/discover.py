"""Which hub a document names, and under what address it is known there (W3C WebSub, 4). Pure."""

from __future__ import annotations

import re

from sokbo.address import join
from sokbo.model import Document

_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[\w!#$&+.^`|~*-]+\s*(?:=\s*(?:\"(?:[^\"\\]|\\.)*\"|[^\s\";,]*))?)*)")
_REL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s\";,]*))", re.IGNORECASE)
LONGEST = 8_000
"""Characters of a header that are looked at."""


def named(document: Document, url: str, link: str | None) -> tuple[str | None, str | None]:
    """Hub and topic of a document that came from `url` with this ``Link`` header; what the header says comes first."""
    header = linked(link, url) if link else {}
    return header.get("hub", document.hub), header.get("self", document.topic)


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
