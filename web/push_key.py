"""The key by which push services know this installation: made when a page first asks, sealed among the facts."""

from __future__ import annotations

import json

from notify.channels import vapid
from sokbo.queries import facts
from sokbo.secrets import KeyMissing
from web.desk import Desk

FACT = "push_key"


def private(desk: Desk) -> str:
    """The private key. Each browser's channel keeps the one it was made with, so a new one strands nobody."""
    with desk.database.read() as connection:
        kept = facts.get(connection, FACT)
    if kept is not None:
        try:
            return desk.vault.open(kept.encode())
        except KeyMissing:
            pass  # sealed with another key: what it opened is lost to us, and push takes any key
    fresh = vapid.fresh()
    with desk.database.write() as connection:
        facts.put(connection, FACT, desk.vault.seal(fresh).decode())
    return fresh


def public(desk: Desk) -> str:
    """What a browser subscribes with."""
    return vapid.public(private(desk))


def secret(desk: Desk) -> str:
    """The secret of a browser's channel: the key, and whom a push service may write to."""
    settings = desk.settings
    contact = f"mailto:{settings.contact}" if "@" in settings.contact else settings.base_url
    return json.dumps({"key": private(desk), "contact": contact if not contact.startswith("http:") else ""})
