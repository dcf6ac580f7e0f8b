"""Which of an entry's links is its own page, and what relative ones start from (`xml:base`, at every level)."""

from __future__ import annotations

from collections.abc import Sequence

from sokbo.address import join
from worker.read.tree import Element, child, text_of

_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_REGISTERED = "http://www.iana.org/assignments/relation/"
_WEB = ("http://", "https://")


def base(element: Element, url: str) -> str:
    """What addresses within the element start from, where those around it start from `url` (XML Base)."""
    said = element.get(_XML_BASE)
    return (join(url, said) or url) if said else url


def address(links: Sequence[Element], url: str) -> str | None:
    """The entry's own page: RSS's text, Atom's alternate, a page before what is none."""
    second = None
    for link in links:
        href = link.get("href")
        if href is None:
            # `<link/>http://…`: what some writers make of an empty element
            if found := join(base(link, url), text_of(link).strip() or (link.tail or "").strip()):
                return found
        elif _is_alternate(link.get("rel")) and (found := join(base(link, url), href)):
            if "html" in link.get("type", "html"):
                return found
            second = second or found
    return second


def _is_alternate(rel: str | None) -> bool:
    """Whether the relation is the one that is meant where none is given (RFC 4287, 4.2.7.2)."""
    return rel is None or rel.strip().lower().removeprefix(_REGISTERED) in {"alternate", ""}


def about(item: Element) -> str:
    """What an item of RSS 1.0 is called, most often its address; empty for others."""
    return item.get(_ABOUT) or ""


def permanent(item: Element, guid: str | None, url: str) -> str | None:
    """The address that a guid is, unless it says that it is none."""
    if not guid or not guid.lower().startswith(_WEB):
        return None
    said = child(item, "guid")
    return None if said is not None and said.get("isPermaLink", "").lower() == "false" else join(url, guid)


def rel(links: Sequence[Element], name: str, url: str) -> str | None:
    """The address of the first link with this relation (RFC 8288: several may stand in one attribute)."""
    return next((join(url, link.get("href")) for link in links if name in link.get("rel", "").lower().split()), None)
