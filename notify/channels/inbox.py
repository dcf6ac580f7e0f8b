"""The inbox within the product. Its alerts are rows already: a message that was committed has arrived."""

from __future__ import annotations

from notify.channels.protocol import AddressError, Envelope, Sent
from sokbo.settings import Settings

SCHEMES = ("inbox",)


def parse(address: str) -> str:
    """`inbox:`; there is nothing more to say."""
    if address.partition(":")[2]:
        raise AddressError(f"write inbox: with nothing after it, not {address!a}")
    return "inbox:"


def hint(address: str) -> str:
    """The address itself: it holds no secret."""
    return address


def new_secret() -> None:
    """None: nothing leaves the installation."""


def send(envelope: Envelope, settings: Settings, limit_s: float) -> Sent:
    """Nothing to do."""
    del envelope, settings, limit_s
    return Sent("in the inbox")
