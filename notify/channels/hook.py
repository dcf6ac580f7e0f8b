"""The signed web hook: a POST in the manner of Standard Webhooks (standardwebhooks.com, specification 1.0.0).

What an answer means:

- 2xx is yes.
- 410 is "no more": the message is given up and the channel pauses, as the specification asks.
- Anything else is tried again, other 4xx too: a 401 or 404 is mostly a receiver half deployed or a proxy in front of
  it, and a message too many costs a receiver little, while one too few is news that nobody hears.
- 3xx is no: a redirect could lead a signed message anywhere, so none is followed.

``Retry-After`` is heard with any of them.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from ipaddress import IPv6Address
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from notify import message
from notify.channels.protocol import LIMIT_S, AddressError, Envelope, SendError, Sent, host_name, one_line
from sokbo.exchange import Request, Response

SCHEMES = ("http", "https")
SECRET_PREFIX = "whsec_"  # noqa: S105 - a prefix
SECRET_BYTES = 32
"""The specification asks for 24 to 64."""
MOST_BYTES = 1_000_000
"""Of an answer, of which one line is kept."""

_AS_TYPED = "%/:?@!$&'()*+,;=~[]|"
"""What stays as it is in a path or query; the rest, such as Korean, is written in percent signs."""


def parse(address: str) -> str:
    """The address, its host in ASCII and without a fragment; raises `AddressError`."""
    try:
        parts = urlsplit(address)
        host, port = _host(parts), parts.port
    except ValueError as error:
        raise AddressError(f"this address can't be used: {error}") from None
    if not address.isprintable() or " " in address:
        raise AddressError("this address holds a space or a control character: write it like https://example.org/hook")
    if parts.username or parts.password:
        raise AddressError("put no password in a web hook's address: messages are signed, check the signature instead")
    place = host if port is None else f"{host}:{port}"
    path, query = (quote(part, safe=_AS_TYPED) for part in (parts.path or "/", parts.query))
    return urlunsplit((parts.scheme.lower(), place, path, query, ""))


def _host(parts: SplitResult) -> str:
    """The host as it stands in an address, an IPv6 one in brackets."""
    host = parts.hostname or ""
    return f"[{IPv6Address(host)}]" if ":" in host else host_name(host)


def hint(address: str) -> str:
    """Scheme and host, with a sign where a path or query is kept back: either may be the receiver's secret."""
    parts = urlsplit(address)
    rest = "/…" if parts.path.strip("/") or parts.query else ""
    return f"{parts.scheme}://{parts.netloc}{rest}"


def new_secret() -> str:
    """A fresh signing secret, `whsec_` and base64."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def sign(secret: str, key: str, timestamp: int, body: bytes) -> str:
    """The signature of a message: HMAC-SHA-256 over `key.timestamp.body`. Raises `SendError` for a broken secret."""
    try:
        raw = base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except binascii.Error:
        raise SendError("its signing secret is broken: remove the channel and add it again", permanent=True) from None
    signed = hmac.digest(raw, f"{key}.{timestamp}.".encode() + body, hashlib.sha256)
    return f"v1,{base64.b64encode(signed).decode()}"


def request(envelope: Envelope, now: datetime) -> Request:
    """The signed POST; its timestamp is this attempt's: receivers refuse what was signed over five minutes ago."""
    body = message.body(envelope.kind, envelope.created, envelope.told)
    timestamp = int(now.timestamp())
    headers = {
        "Content-Type": "application/json",
        "webhook-id": envelope.key,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": sign(envelope.secret or "", envelope.key, timestamp, body),
    }
    return Request(
        url=envelope.address,
        method="POST",
        headers=headers,
        body=body,
        max_redirects=0,
        max_bytes=MOST_BYTES,
        timeout_s=LIMIT_S,
    )


def answer(response: Response, now: datetime) -> Sent:
    """The receiver's yes; raises `SendError` as the module's docstring says."""
    status = response.status
    said = one_line(f"{_named(status)} {response.body.decode('utf-8', 'replace')}")
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Sent(said, status)
    if status == HTTPStatus.GONE:
        raise SendError(f"{said}: it wants no more, so the channel is paused", gone=True, status=status)
    if status < HTTPStatus.BAD_REQUEST:
        said = f"{_named(status)}: redirects are not followed, give the channel the new address"
    raise SendError(said, status=status, retry_after_s=retry_after_s(response.headers.get("retry-after"), now))


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def retry_after_s(value: str | None, now: datetime) -> float | None:
    """Seconds that a ``Retry-After`` asks for, itself in seconds or a date (RFC 9110, 10.2.3); None for other words."""
    if value is None:
        return None
    if value.strip().isascii() and value.strip().isdigit():
        return float(value)
    try:
        then = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (then.replace(tzinfo=then.tzinfo or UTC) - now).total_seconds())
