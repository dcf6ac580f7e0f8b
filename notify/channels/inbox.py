"""The inbox within the product. Its alerts are rows already: a message that was committed has arrived."""

from __future__ import annotations

from notify.channels.protocol import AddressError, Envelope, Means, Sent, no_secret

SCHEMES = ("inbox",)


def parse(address: str) -> str:
    """`inbox:`; there is nothing more to say."""
    if address.partition(":")[2]:
        raise AddressError(f"write inbox: with nothing after it, not {address!a}")
    return "inbox:"


def hint(address: str) -> str:
    """The address itself: it holds no secret."""
    return address


def secret(given: str) -> None:
    """None: nothing leaves the installation."""
    no_secret(given, "the inbox")


def send(envelope: Envelope, means: Means, limit_s: float) -> Sent:
    """Nothing to do."""
    del envelope, means, limit_s
    return Sent("in the inbox")
