"""The signed web hook: a POST in the manner of Standard Webhooks (standardwebhooks.com, specification 1.0.0).

Its body is ours (`notify.message`), or a template of its owner's (`template`). What an answer means is in `answers`:
anything but 2xx and 410 is tried again, other 4xx too, since a message too many costs a receiver little, while one too
few is news that nobody hears.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from datetime import datetime
from ipaddress import IPv6Address
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from notify import message
from notify.channels import answers, template
from notify.channels.protocol import LIMIT_S, AddressError, Envelope, SendError, Sent, host_name
from sokbo.exchange import Request, Response

SCHEMES = ("http", "https")
SECRET_PREFIX = "whsec_"  # noqa: S105 - a prefix
SECRET_BYTES, SECRET_LEAST, SECRET_MOST = 32, 24, 64
"""Of a fresh one, and what the specification allows."""
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


def secret(given: str) -> str:
    """The signing secret: `whsec_` and base64, fresh where none was given.

    Two with a space between are both valid: every message is signed with each, until the older one is dropped.
    """
    if not given:
        return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
    for one in given.split(" "):
        if not _raw(one):
            raise AddressError(
                "a signing secret is whsec_ and 24 to 64 bytes in base64: leave it empty for a fresh one"
            )
    return given


def _raw(one: str) -> bytes | None:
    try:
        raw = base64.b64decode(one.removeprefix(SECRET_PREFIX), validate=True)
    except binascii.Error:
        return None
    return raw if SECRET_LEAST <= len(raw) <= SECRET_MOST else None


def rotated(kept: str) -> str:
    """A fresh secret before the newest kept one; the one before that is dropped."""
    return f"{secret('')} {kept.split(' ', maxsplit=1)[0]}"


def settled(kept: str) -> str:
    """The newest secret alone."""
    return kept.split(" ", maxsplit=1)[0]


def sign(kept: str, key: str, timestamp: int, body: bytes) -> str:
    """The signatures of a message, one for each secret: HMAC-SHA-256 over `key.timestamp.body`.

    Raises `SendError` for a broken secret.
    """
    signed = f"{key}.{timestamp}.".encode() + body
    return " ".join(_signature(one, signed) for one in kept.split(" "))


def _signature(one: str, signed: bytes) -> str:
    raw = _raw(one)
    if raw is None:
        raise SendError("its signing secret is broken: remove the channel and add it again", permanent=True)
    return f"v1,{base64.b64encode(hmac.digest(raw, signed, hashlib.sha256)).decode()}"


def request(envelope: Envelope, now: datetime) -> Request:
    """The signed POST; its timestamp is this attempt's: receivers refuse what was signed over five minutes ago."""
    body, content_type = _body(envelope)
    timestamp = int(now.timestamp())
    headers = {
        "Content-Type": content_type,
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


def _body(envelope: Envelope) -> tuple[bytes, str]:
    if envelope.template:
        return template.render(envelope.template, envelope), template.content_type(envelope.template)
    return message.body(envelope.kind, envelope.created, envelope.told), "application/json"


def answer(response: Response, now: datetime) -> Sent:
    """The receiver's yes; raises `SendError` as `answers.heard` says."""
    return answers.heard(response, now)
