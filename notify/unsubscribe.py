"""The address by which a reader stops a mail channel with one click, without logging in (RFC 8058). Pure.

It is signed with the installation's key, so that it needs no row and nobody can make one for another's channel.
"""

from __future__ import annotations

import hmac

from sokbo.secrets import Vault
from sokbo.settings import Settings


def page(settings: Settings, vault: Vault, channel: int) -> str | None:
    """The page; None where the installation has no address that a mail program could reach."""
    return f"{settings.base_url}/unsubscribe/{token(vault, channel)}" if settings.base_url else None


def token(vault: Vault, channel: int) -> str:
    """What names a channel there."""
    return f"{channel}.{vault.sign(f'unsubscribe {channel}')}"


def channel_of(vault: Vault, given: str) -> int | None:
    """The channel that a token names; None where we did not make it."""
    number = given.partition(".")[0]
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return int(number) if hmac.compare_digest(token(vault, int(number)), given) else None
