"""Whether a push comes from the hub that was given the secret (W3C WebSub, 7.1). Pure."""

from __future__ import annotations

import hashlib
import hmac

METHODS = ("sha1", "sha256", "sha384", "sha512")


def valid(secret: str, body: bytes, header: str) -> bool:
    """Whether ``X-Hub-Signature: method=hex`` is the body's under the secret; compared in constant time."""
    method, _, given = header.strip().partition("=")
    if method.strip().lower() not in METHODS:
        return False
    expected = hmac.new(secret.encode(), body, getattr(hashlib, method.strip().lower())).hexdigest()
    return hmac.compare_digest(expected.encode(), given.strip().lower().encode())
