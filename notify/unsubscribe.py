"""The address by which a reader stops a mail channel with one click, without logging in (RFC 8058). Pure.

It is signed with the installation's key, so that it needs no row and nobody can make one for another's channel.
"""

from __future__ import annotations

from sokbo.secrets import Vault
from sokbo.settings import Settings


def page(settings: Settings, vault: Vault, channel: int) -> str | None:
    """The page; None where the installation has no address that a mail program could reach."""
    return f"{settings.base_url}/unsubscribe/{token(vault, channel)}" if settings.base_url else None


def token(vault: Vault, channel: int) -> str:
    """What names a channel there."""
    return f"{channel}.{vault.sign(_said(channel))}"


def channel_of(vault: Vault, given: str) -> int | None:
    """The channel that a token names; None where we did not make it."""
    number, _, signature = given.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 19 and signature.isascii()):
        return None
    return int(number) if vault.signed(_said(int(number)), signature) else None


def _said(channel: int) -> str:
    return f"unsubscribe {channel}"
