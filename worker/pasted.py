"""An address as a person pasted it: what of it is secret, and what to call it. Pure."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from worker.naver import query

SECRET_NAMES = re.compile(r"(?i)^(api_?key|key|token|access_?token|auth|secret|password|sig(nature)?)$")


def host(url: str) -> str:
    """The host of an address, without `www.`."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


def shown(url: str) -> str:
    """The address without its secrets: no user and password, keys in the query masked."""
    if query.is_one(url):
        return url
    parts = urlsplit(url)
    netloc = parts.netloc.rpartition("@")[2]
    asked = re.sub(r"([^&=]+)=([^&]*)", lambda m: f"{m[1]}=***" if SECRET_NAMES.match(m[1]) else m[0], parts.query)
    return urlunsplit(parts._replace(netloc=netloc, query=asked))


def has_secrets(url: str) -> bool:
    """Whether the address carries a password or a key."""
    if query.is_one(url):
        return False
    parts = urlsplit(url)
    return "@" in parts.netloc or any(SECRET_NAMES.match(name) for name, _ in parse_qsl(parts.query))
