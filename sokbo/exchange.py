"""What goes out and what comes back: a request, a response, or the one line that says why there is none.

Pure values; `sokbo.network` carries them. Messages name a host and never a path or a credential, so that they may be
shown and logged.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal
from urllib.parse import quote, urlsplit, urlunsplit

from sokbo.value import value

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Route:
    """What reaching one host takes beyond its address."""

    headers: Mapping[str, str] = field(default_factory=dict)
    """For this host alone: a redirect to another one goes without them."""
    proxy: str = ""
    """It looks up the name itself, and its own address is what the guard judges."""
    legacy_tls: bool = False
    """Whether TLS 1.0, small keys and SHA-1 will do; the certificate is checked all the same."""


@value(frozen=True, slots=True)
class Request:
    """One request; 301 and its like are followed up to `max_redirects` times, and not at all where that is 0."""

    url: str
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    max_bytes: int = 16 * MEGABYTE
    """Of the answer's body, after decompression: the largest feeds and news sitemaps are a few megabytes."""
    cut_body: bool = False
    """Whether a longer body is cut there, where only the status matters, instead of being a fault."""
    timeout_s: float = 30
    """For the whole of it, redirects included."""
    connect_timeout_s: float = 10
    """For the name, the connection and TLS."""
    max_redirects: int = 10
    route: Route | None = None
    """For a GET alone."""


@value(frozen=True, slots=True)
class Response:
    """An answer read whole, whatever its status."""

    status: int
    url: str
    """The address that answered, after redirects, without credentials."""
    headers: dict[str, str]
    """The last answer's, names in lower case, repeated ones joined by commas."""
    body: bytes
    elapsed_s: float
    moved: str | None
    """The address that answered, where every redirect on the way was permanent (301, 308)."""
    remote_ip: str


class Fault(StrEnum):
    """Why there is no response."""

    ADDRESS = "address"
    """What was asked for is no http(s) address."""
    NAME = "name"
    """There is no such host."""
    DEAD = "dead"
    """Nobody takes connections there."""
    REFUSED = "refused"
    """The guard let no connection out."""
    SLOW = "slow"
    LARGE = "large"
    TLS = "tls"
    REDIRECTS = "redirects"
    BUDGET = "budget"
    """No call of the service is left today."""
    ROBOTS = "robots"
    """The site's robots.txt keeps readers like us away."""
    BROKEN = "broken"
    """Cut off in the middle, or not HTTP."""


class NetworkError(Exception):
    """There is no response; its text is one line for a person."""

    def __init__(self, message: str, kind: Fault, wait_s: float | None = None) -> None:
        """`wait_s` is how long asking again would give the same, where that is known."""
        super().__init__(message)
        self.kind = kind
        self.wait_s = wait_s


def host_of(url: str) -> str:
    """The host of an address for a message, with a port that was written out; a question mark where there is none."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return "?"
    if not (host or "").isprintable():
        return "?"
    host = f"[{host}]" if host and ":" in host else host or "?"
    return f"{host}:{port}" if port else host


def has_credentials(url: str) -> bool:
    """Whether a user or a password stands before the host."""
    return "@" in url and "@" in urlsplit(url).netloc


def without_credentials(url: str) -> str:
    """The address without a user and a password."""
    if not has_credentials(url):
        return url
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def same_host(one: str, other: str) -> bool:
    """Whether what is meant for one address may go to the other: the same server, or the same made safe by TLS."""
    try:
        a, b = urlsplit(one), urlsplit(other)
        ports = [parts.port or _PORTS.get(parts.scheme) for parts in (a, b)]
    except ValueError:
        return False
    upgraded = (a.scheme, b.scheme) == ("http", "https") and ports == [80, 443]
    return a.hostname == b.hostname and (upgraded or (a.scheme == b.scheme and ports[0] == ports[1]))


_PORTS = {"http": 80, "https": 443}
_READY = re.compile(r"https?://(?![/?#])[!-~]+", re.IGNORECASE)
_LOOSE = re.compile(r"(https?)://([^/?#\s]+)(.*)", re.IGNORECASE | re.DOTALL)
_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))


def on_the_wire(url: str) -> bytes:
    """The address as it is sent: in ASCII, its host by IDNA (RFC 3490), the rest percent-encoded UTF-8 (RFC 3987, 3.1).

    Raises `NetworkError` where it is no http(s) address.
    """
    if _READY.fullmatch(url):
        return url.encode()
    parts = _LOOSE.fullmatch(url.strip())
    if parts is None:
        raise NetworkError(_no_address(url), Fault.ADDRESS)
    user, at, place = parts[2].rpartition("@")
    host, colon, port = place.partition(":")
    if not place.isascii():
        try:
            place = f"{host.encode('idna').decode()}{colon}{port}"
        except UnicodeError:
            raise NetworkError(f"{host!a} is no name that a host can have", Fault.ADDRESS) from None
    return f"{parts[1]}://{_quoted(user)}{at}{_quoted(place)}{_quoted(parts[3])}".encode()


def _quoted(text: str) -> str:
    return quote(text, safe=_PRINTABLE, errors="replace")


def _no_address(url: str) -> str:
    scheme, colon, _ = url.strip().partition("://")
    if colon and scheme.isalnum() and scheme.lower() not in {"http", "https"}:
        return f"{scheme}: addresses can't be fetched, only http: and https: ones"
    return "that is no address: give one that begins with http:// or https://"
