"""What a browser that subscribes gives: its keys and the address of its push service."""

from __future__ import annotations

import json

from cryptography.hazmat.primitives.asymmetric import ec

from notify.channels import push, vapid
from notify.channels.aes128gcm import point


def subscription(endpoint: str) -> tuple[str, str]:
    """(address, secret) of a new browser's channel."""
    keys = {"p256dh": vapid.to_text(point(ec.generate_private_key(ec.SECP256R1()))), "auth": vapid.to_text(b"s" * 16)}
    address = push.parse("push:" + json.dumps({"endpoint": endpoint, "keys": keys}))
    return address, json.dumps({"key": vapid.fresh(), "contact": ""})
