"""Web Push: a notice in a browser that a person allowed, open or not. The browser gives the address, never a person.

The address is `push:` and the subscription as JSON, the secret the key it was made with (`vapid`) and whom a push
service may write to. A newer message of one story takes the place of the older one that was not seen yet (Topic).
"""

from __future__ import annotations

import json
import os
from datetime import datetime
from http import HTTPStatus
from urllib.parse import urlsplit

import orjson
from cryptography.hazmat.primitives.asymmetric import ec

from notify import wording
from notify.channels import answers, hook, incoming, vapid
from notify.channels.aes128gcm import LONGEST, SALT_BYTES, encrypt
from notify.channels.protocol import LIMIT_S, AddressError, Envelope, Sent
from sokbo.exchange import Request, Response

SCHEMES = ("push",)
LASTS_S = 12 * 3600
"""How long a push service keeps a message for a browser that is away."""
GONE = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
"""The subscription is over, or is of another key."""


def parse(address: str) -> str:
    """The subscription as a browser's `toJSON()` gives it; raises `AddressError`."""
    try:
        given = json.loads(address.partition(":")[2])
        endpoint, keys = str(given["endpoint"]), given["keys"]
        browser, auth = vapid.from_text(keys["p256dh"]), vapid.from_text(keys["auth"])
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), browser)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise AddressError("a browser makes this address: press the button on the Channels page in it") from None
    if len(auth) < SALT_BYTES or not endpoint.startswith(("https://", "http://")):
        raise AddressError("a browser makes this address, and this one could be none's")
    kept = {"endpoint": hook.parse(endpoint), "keys": {"p256dh": keys["p256dh"], "auth": keys["auth"]}}
    return "push:" + json.dumps(kept)


def hint(address: str) -> str:
    """The push service: which browser it is, only the name says."""
    return f"push:{urlsplit(json.loads(address.partition(':')[2])['endpoint']).netloc}"


def secret(given: str) -> str:
    """`{"key", "contact"}` as JSON, which the page gives; raises `AddressError`."""
    try:
        kept = json.loads(given)
        vapid.private(kept["key"])
    except (ValueError, KeyError, TypeError):
        raise AddressError("a browser's channel is made by the button on the Channels page") from None
    return json.dumps({"key": kept["key"], "contact": str(kept.get("contact", ""))})


def request(envelope: Envelope, now: datetime) -> Request:
    """The encrypted POST; another one at each attempt, as it must be, with the same Topic."""
    to = json.loads(envelope.address.partition(":")[2])
    kept = json.loads(envelope.secret or "{}")
    body = encrypt(
        note(envelope),
        vapid.from_text(to["keys"]["p256dh"]),
        vapid.from_text(to["keys"]["auth"]),
        own=ec.generate_private_key(ec.SECP256R1()),
        salt=os.urandom(SALT_BYTES),
    )
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(LASTS_S),
        "Urgency": "high" if envelope.kind == "alert.created" else "normal",
        "Topic": topic(envelope),
        "Authorization": vapid.authorization(kept["key"], to["endpoint"], kept["contact"], int(now.timestamp())),
    }
    return Request(to["endpoint"], "POST", headers, body, incoming.MOST_BYTES, timeout_s=LIMIT_S, max_redirects=0)


def topic(envelope: Envelope) -> str:
    """One for all messages of a story, of at most 32 letters (RFC 8030, 5.4)."""
    story = envelope.told.story.id
    return f"story-{story}" if story and not envelope.told.collected else envelope.key.replace("-", "")


def note(envelope: Envelope) -> bytes:
    """What the service worker shows: title, text, where a click leads, and the tag by which one replaces another."""
    told, language, zone = envelope.told, envelope.language, envelope.zone
    title = wording.subject(envelope.kind, told, language)
    if told.collected:
        text = wording.text(told, language, zone)
    else:
        text = "\n".join([wording.byline(told, language, zone), *wording.reasons(told, language, zone)])
    url = "/inbox" if told.collected else wording.link(told) or "/inbox"
    most = 800
    while len(data := orjson.dumps({"title": title, "body": text, "url": url, "tag": topic(envelope)})) > LONGEST:
        title, text, url, most = incoming.cut(title, most), incoming.cut(text, most), url[: most * 4], most // 2
    return data


def answer(response: Response, now: datetime) -> Sent:
    """The push service's yes; raises `SendError`, for good where the subscription is over."""
    return answers.heard(response, now, GONE)
