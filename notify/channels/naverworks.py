"""A bot of NAVER WORKS, by its API 2.0: a service account's signed word for a token, the token for a message.

The address is `naverworks://BOT/channels/ID` or `naverworks://BOT/users/ID`; the secret is JSON with `client_id`,
`client_secret`, `service_account` and `private_key`, all four from its developer console. A token lasts a day and is
asked for again when it is refused. Once a fresh one is refused too, the permission was taken back.
"""

from __future__ import annotations

import base64
import json
import re
import time
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

import orjson
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from notify import wording
from notify.channels import answers, incoming
from notify.channels.protocol import AddressError, Envelope, Means, SendError, Sent
from sokbo import network
from sokbo.exchange import NetworkError, Request, Response

SCHEMES = ("naverworks",)
TOKENS = "https://auth.worksmobile.com/oauth2/v2.0/token"
BOTS = "https://www.worksapis.com/v1.0/bots"
LONGEST = 2000
"""Letters in a text message."""
_ADDRESS = re.compile(r"naverworks:(?://)?(\d+)/(channels|users)/([\w.@-]+)", re.IGNORECASE)
_KEYS = ("client_id", "client_secret", "service_account", "private_key")
_REFUSED = frozenset({HTTPStatus.BAD_REQUEST, *answers.TAKEN_BACK})
"""What the token's door says of credentials that are none."""
_LASTS_S, _EARLY_S = 3600, 60


# --- addresses --------------------------------------------------------------------------------------------------------


def parse(address: str) -> str:
    """The bot and whom it writes to; raises `AddressError`."""
    found = _ADDRESS.fullmatch(address)
    if not found:
        raise AddressError("write naverworks://BOT/channels/ID or naverworks://BOT/users/ID")
    return f"naverworks://{found[1]}/{found[2].lower()}/{found[3]}"


def hint(address: str) -> str:
    """The bot's number and the first letters of the room or person: none of it is secret."""
    bot, kind, to = address.removeprefix("naverworks://").split("/")
    return f"naverworks://{bot}/{kind}/{to[:4]}…"


def secret(given: str) -> str:
    """The four values as JSON; raises `AddressError` with the one that is missing or wrong."""
    try:
        values = json.loads(given)
        kept = {key: str(values[key]).strip() for key in _KEYS}
    except (ValueError, TypeError):
        raise AddressError(f"NAVER WORKS wants its secret as JSON with {', '.join(_KEYS)}") from None
    except KeyError as error:
        raise AddressError(f"the secret of NAVER WORKS lacks {error.args[0]}") from None
    if empty := next((key for key in _KEYS if not kept[key]), None):
        raise AddressError(f"the secret of NAVER WORKS lacks {empty}")
    _key(kept["private_key"])
    return json.dumps(kept)


def _key(pem: str) -> rsa.RSAPrivateKey:
    try:
        # A key that went through a one-line field has \n spelled out.
        key = serialization.load_pem_private_key(pem.replace("\\n", "\n").encode(), None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, rsa.RSAPrivateKey):
        raise AddressError("the private_key of NAVER WORKS is no RSA key in PEM: take the whole file of the console")
    return key


# --- sending ----------------------------------------------------------------------------------------------------------


def send(envelope: Envelope, means: Means, limit_s: float) -> Sent:
    """The bot's yes; raises `SendError`."""
    given = envelope.secret or ""
    kept = means.tokens.get(given)
    if kept and kept[1] > time.monotonic():
        answer = _ask(_message(envelope, kept[0], limit_s / 3), means)
        if answer.status != HTTPStatus.UNAUTHORIZED:
            return answers.heard(answer, datetime.now(UTC), answers.TAKEN_BACK)
    token, lasts_s = _token(json.loads(given), means, limit_s / 3)
    means.tokens[given] = (token, time.monotonic() + lasts_s - _EARLY_S)
    return answers.heard(_ask(_message(envelope, token, limit_s / 3), means), datetime.now(UTC), answers.TAKEN_BACK)


def _message(envelope: Envelope, token: str, limit_s: float) -> Request:
    bot, kind, to = envelope.address.removeprefix("naverworks://").split("/")
    text = incoming.cut(wording.text(envelope.told, envelope.language, envelope.zone).strip(), LONGEST)
    body = orjson.dumps({"content": {"type": "text", "text": text}})
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    return _post(f"{BOTS}/{bot}/{kind}/{quote(to, safe='@')}/messages", headers, body, limit_s)


def _token(given: dict[str, str], means: Means, limit_s: float) -> tuple[str, float]:
    """A fresh token and how many seconds it lasts."""
    form = {
        "assertion": assertion(given, int(time.time())),
        "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "client_id": given["client_id"],
        "client_secret": given["client_secret"],
        "scope": "bot.message",
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = _ask(_post(TOKENS, headers, urlencode(form).encode(), limit_s), means)
    answers.heard(answer, datetime.now(UTC), _REFUSED)
    try:
        said = orjson.loads(answer.body)
        return str(said["access_token"]), float(said.get("expires_in", _LASTS_S))
    except (ValueError, KeyError, TypeError):
        raise SendError("NAVER WORKS gave no token", status=answer.status) from None


def assertion(given: dict[str, str], now: int) -> str:
    """The service account's signed word (RFC 7523), good for an hour from `now`."""
    claims = {"iss": given["client_id"], "sub": given["service_account"], "iat": now, "exp": now + _LASTS_S}
    said = f"{_part({'alg': 'RS256', 'typ': 'JWT'})}.{_part(claims)}"
    signature = _key(given["private_key"]).sign(said.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{said}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def _part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(value)).decode().rstrip("=")


def _post(url: str, headers: dict[str, str], body: bytes, limit_s: float) -> Request:
    return Request(url, "POST", headers, body, max_redirects=0, max_bytes=incoming.MOST_BYTES, timeout_s=limit_s)


def _ask(request: Request, means: Means) -> Response:
    try:
        return network.get(request, means.guard)
    except NetworkError as error:
        raise SendError(str(error)) from None
