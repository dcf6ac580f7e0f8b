"""What the addresses of one kind of page share. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

_DIGITS = re.compile(r"\d+")
_LIST_STATE = re.compile(r"(?:^|&)(?:page|cpage|sid|PHPSESSID|s)=[^&]*", re.IGNORECASE)
_LONGEST = 500
_FRONT = re.compile(r"(?:https?:)?//[^/?#]+/?|/")
_SLUG = re.compile(r"/[^/.]*-[^/]*(?=/?$)")


def is_front(href: str) -> bool:
    """Whether an address is of a site, not of one of its pages."""
    return _FRONT.fullmatch(href) is not None


@lru_cache(maxsize=2048)
def kind(href: str) -> str:
    """The same more roughly: the host, the folder and the query without numbers."""
    path, _, query = way(href).partition("?")
    return f"{path.rpartition('/')[0]}?{query}"


@lru_cache(maxsize=2048)
def way(href: str) -> str:
    """The host, the path and the query without what tells one page from the next: numbers and slugs."""
    try:
        parts = urlsplit(href[:_LONGEST])
    except ValueError:
        return ""
    path = _DIGITS.sub("0", _SLUG.sub("/*", parts.path))
    query = _DIGITS.sub("0", _LIST_STATE.sub("", parts.query))
    return f"//{parts.netloc}{path}?{query}"
