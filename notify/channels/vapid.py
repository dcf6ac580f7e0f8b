"""Who sends a push: a key pair of the installation, and its signed word to each push service (RFC 8292). Pure."""

from __future__ import annotations

import base64
import json
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from notify.channels.aes128gcm import point

LASTS_S = 12 * 3600
"""The specification allows 24 hours."""


def to_text(data: bytes) -> str:
    """Base64 for addresses, without its padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def from_text(text: str) -> bytes:
    """The bytes; raises ValueError."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def fresh() -> str:
    """A private key, as text."""
    return to_text(ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value.to_bytes(32, "big"))


def private(text: str) -> ec.EllipticCurvePrivateKey:
    """The key of a text; raises ValueError."""
    return ec.derive_private_key(int.from_bytes(from_text(text), "big"), ec.SECP256R1())


def public(text: str) -> str:
    """What a browser is told of a private key: by it the push service knows the sender again."""
    return to_text(point(private(text)))


def authorization(key: str, endpoint: str, contact: str, now: int) -> str:
    """The header for a push to this endpoint; `contact` is a mailto: or https: address, or empty."""
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": now + LASTS_S} | ({"sub": contact} if contact else {})
    said = ".".join(to_text(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
    r, s = decode_dss_signature(private(key).sign(said.encode(), ec.ECDSA(hashes.SHA256())))
    signature = to_text(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={said}.{signature}, k={public(key)}"
