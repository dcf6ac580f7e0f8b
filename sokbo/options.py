"""How one source wants to be asked: cookies, headers, a login, a proxy, old TLS. Pure.

Kept sealed, since most of it is secret; shown with its values masked.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from sokbo.exchange import Route
from sokbo.secrets import KeyMissing, Vault

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_OURS = {"host", "content-length", "transfer-encoding", "connection", "accept-encoding", "te", "upgrade"}
_PROXIES = ("http", "https", "socks5", "socks5h")


class OptionsError(ValueError):
    """An option that can't be used; the message is one line for a person."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a source is asked with beyond its address; all empty where nothing is special about it."""

    headers: tuple[tuple[str, str], ...] = ()
    cookie: str = ""
    auth: str = ""
    """``user:password``, sent as basic authentication (RFC 7617)."""
    proxy: str = ""
    agent: str = ""
    """In place of our own User-Agent."""
    legacy_tls: bool = False
    ignore_robots: bool = False

    @property
    def secret(self) -> bool:
        """Whether others could not read what is read with these."""
        return bool(self.headers or self.cookie or self.auth)

    def route(self) -> Route | None:
        """What the way out has to know of it."""
        own = dict(self.headers)
        if self.cookie:
            own["Cookie"] = self.cookie
        if self.auth:
            own["Authorization"] = f"Basic {base64.b64encode(self.auth.encode()).decode()}"
        return Route(own, self.proxy, self.legacy_tls) if own or self.proxy or self.legacy_tls else None

    def shown(self) -> dict[str, Any]:
        """What is set, its secrets masked."""
        said = {
            "headers": [f"{name}: ***" for name, _ in self.headers],
            "cookie": "; ".join(f"{part.partition('=')[0].strip()}=***" for part in self.cookie.split(";") if part),
            "auth": self.auth and f"{self.auth.partition(':')[0]}:***",
            "proxy": _masked(self.proxy),
            "agent": self.agent,
            "legacy_tls": self.legacy_tls,
            "ignore_robots": self.ignore_robots,
        }
        return {name: value for name, value in said.items() if value}


NONE = Options()


def pack(options: Options) -> str:
    """The text that is sealed."""
    return json.dumps({name: value for name, value in asdict(options).items() if value}, ensure_ascii=False)


def unpack(text: str) -> Options:
    """The options of a packed text; names that this version doesn't know are left out."""
    kept = {name: value for name, value in json.loads(text).items() if name in Options.__slots__}
    kept["headers"] = tuple((name, value) for name, value in kept.get("headers", ()))
    return Options(**kept)


def shown(vault: Vault, sealed: bytes | None) -> dict[str, Any]:
    """What is set of sealed options, secrets masked; why, where they can't be read."""
    try:
        return unpack(vault.open(sealed)).shown() if sealed else {}
    except KeyMissing as error:
        return {"unreadable": str(error)}


def header(text: str) -> tuple[str, str]:
    """Name and value of ``Name: value``; raises `OptionsError`."""
    name, colon, value = (part.strip() for part in text.partition(":"))
    if not colon or not _NAME.fullmatch(name):
        raise OptionsError(f"{_shortened(text)} is no header: write it like 'X-Key: value'")
    if name.lower() in _OURS:
        raise OptionsError(f"the header {name} is set by the request itself")
    return name, one_line(value, name)


def one_line(value: str, what: str) -> str:
    """The value; raises `OptionsError` where it would end the header early."""
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in value):
        raise OptionsError(f"{what}: a value is one line without control characters")
    return value


def login(text: str) -> str:
    """A checked ``user:password``; raises `OptionsError`."""
    if ":" not in text or text.startswith(":"):
        raise OptionsError("a login is written user:password")
    return one_line(text, "login")


def proxy(text: str) -> str:
    """A checked address of a proxy; raises `OptionsError`. It resolves names itself, so socks5 means socks5h."""
    try:
        parts = urlsplit(text)
        fine = parts.scheme in _PROXIES and parts.hostname and parts.port != 0 and not parts.path.strip("/")
    except ValueError:
        fine = False
    if not fine or any(letter.isspace() for letter in text):
        raise OptionsError(f"{_shortened(text)} is no proxy: write it like http://host:3128 or socks5://host:1080")
    return urlunsplit(parts._replace(scheme="socks5h")) if parts.scheme == "socks5" else text


def _masked(url: str) -> str:
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}:***@{host}")) if at else url


def _shortened(text: str) -> str:
    return repr(text.partition(":")[0][:20] + "…") if ":" in text else repr(text[:20])
