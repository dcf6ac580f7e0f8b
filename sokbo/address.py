"""Addresses: made absolute, made lasting, made comparable. Pure, and nothing here raises."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

_PLAIN = re.compile(
    r"https?://[A-Za-z0-9.-]+(?:/[A-Za-z0-9._~!$'()*+,;=:@%/-]*)?(?:\?[A-Za-z0-9._~!$'()*+,:@%/?=&-]*)?"
)
"""An absolute address that needs no repair."""
_PLAIN_PATH = re.compile(
    r"/(?!/)[A-Za-z0-9._~!$'()*+,=:@%-]*(?:/[A-Za-z0-9._~!$'()*+,=:@%-]+)*/?(?:\?[A-Za-z0-9._~!$'()*+,:@%/?=&-]+)?"
)
"""A link from the host's root that needs no repair."""
_UNFIT = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_SETTLED = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*/[^?#;]*")
"""An address without a query that is its own canonical form."""
_DIGIT = re.compile(r"\d")
_DOTS = re.compile(r"/\.\.?(?:/|$)")
_NO_HOST = re.compile(r"https?:/*", re.IGNORECASE)
_AMP = re.compile(r"&amp;|&#0?38;")

_SESSION = {"phpsessid", "jsessionid", "aspsessionid", "sessionid", "session_id", "sess_id", "zenid", "oscsid"}
_SESSION_VALUE = re.compile(r"[0-9a-zA-Z,-]{16,}")
_SESSION_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#;]*", re.IGNORECASE)
_MAY_BE_SESSION = re.compile(r"(?i)[?&;](?:s|sid|\w*sess\w*|zenid|oscsid)(?=[=&;/?#]|$)")
_TRACKING = {
    *("fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "igshid", "igsh"),
    *("mc_cid", "mc_eid", "_ga", "_gl", "ref_src", "ref_url", "cmpid", "ocid", "mkt_tok", "spm", "n_media", "n_query"),
    *("nclick", "nsc", "at_medium", "at_campaign", "wt_mc", "wt.mc_id", "ns_campaign", "ns_mchannel", "ns_source"),
}
_SHOWING = {
    *("page", "cpage", "liststyle", "list_style", "sort_index", "order_type", "sst", "sod", "sop", "spt", "sfl", "stx"),
}
"""How a board shows its list, not which post it is."""


def _name(pair: str) -> str:
    return pair.partition("=")[0].lower()


def _is_session(pair: str) -> bool:
    """A session's parameter; `sid` alone may as well be a section's number or an article's."""
    name, _, value = pair.partition("=")
    name = name.lower()
    return (
        name in _SESSION
        or name.startswith("aspsessionid")
        or (name in {"sid", "s"} and bool(_SESSION_VALUE.fullmatch(value)))
    )


def _is_tracking(pair: str) -> bool:
    name = _name(pair)
    return name in _TRACKING or name.startswith("utm_")


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port, parts.hostname
    except ValueError:
        return None
    return parts


def _host(parts: SplitResult) -> str:
    """User, host in lower case and port, the latter only where it is not the scheme's own."""
    user, at, _ = parts.netloc.rpartition("@")
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        host = f"[{host}]"
    elif not host.isascii():
        with suppress(UnicodeError):  # left as written: it identifies as well as any
            host = host.encode("idna").decode("ascii")
    standard = {"http": 80, "https": 443}.get(parts.scheme)
    return f"{user}{at}{host}" + (f":{parts.port}" if parts.port not in {None, standard} else "")


def canonical(url: str) -> str:
    """The address by which a headline is known again: no fragment, tracking, session or list page; `www.` stays.

    What isn't an address comes back as it is.
    """
    bare, _, query = url.partition("?")
    if _SETTLED.fullmatch(bare) and "#" not in query:
        told = _telling(query, bare.split("/", 3)[3]) if query else ""
        return f"{bare}?{told}" if told else bare
    parts = _split(url)
    if parts is None or not parts.hostname:
        return url
    path = _SESSION_PATH.sub("", parts.path) or "/"
    return urlunsplit((parts.scheme, _host(parts), path, _telling(parts.query, path), ""))


def _telling(query: str, path: str) -> str:
    """What of a query says which post it is; all but sessions and tracking where neither the rest nor the path does."""
    told = [p for p in query.split("&") if p and not _is_tracking(p) and not _is_session(p)]
    kept = [p for p in told if _name(p) not in _SHOWING]
    return "&".join(kept if kept or _DIGIT.search(path) else told)


def lasting(url: str) -> str:
    """The address without session parameters, fit to be kept and shown to others."""
    if not _MAY_BE_SESSION.search(url):
        return url
    parts = _split(url)
    if parts is None or not (parts.query or ";" in parts.path):
        return url
    kept = [p for p in parts.query.split("&") if not _is_session(p)]
    return urlunsplit(parts._replace(path=_SESSION_PATH.sub("", parts.path), query="&".join(kept)))


@lru_cache(maxsize=256)
def _root(base: str) -> str:
    """The scheme and the host of a page; "" where it has none to join with."""
    parts = _split(base)
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        return ""
    host = _host(parts)
    return f"{parts.scheme}://{host}" if host.isascii() else ""


def join(base: str, link: str) -> str | None:
    """The absolute http(s) address of a link found at `base`; None where there is none (script, mail, broken)."""
    if _PLAIN.fullmatch(link) and not _DOTS.search(link):
        return link
    if _PLAIN_PATH.fullmatch(link) and not _DOTS.search(link) and (root := _root(base)):
        return root + link
    link = _AMP.sub("&", _UNFIT.sub("", link.strip())).replace("\\", "/")
    if not link or _NO_HOST.fullmatch(link):
        return None
    try:
        parts = _split(urljoin(base, link))
    except ValueError:
        return None
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    host = _host(parts)
    if not host.isascii():
        return None  # no name that a host can have (RFC 3490)
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~?[]")
    return urlunsplit((parts.scheme, host, path, query, quote(parts.fragment, safe="/%:@!$&'()*+,;=~?")))
