"""The places that receive, one file a channel, and how one is written.

A channel is a module of a few functions. All have `SCHEMES`, `parse`, `hint` and `new_secret` (`Addressed`). Then:

- one that is reached by HTTP (`HttpChannel`) makes a `Request` of an `Envelope` and reads the `Response`. It opens no
  connection: the deliverer sends many requests at once on the one guarded way out, which asks the address guard.
- any other (`BlockingChannel`) sends by itself and returns what the receiver answered. The deliverer gives it a thread
  and a time limit.

Either says no by raising `SendError`, which says whether trying again could help. A new channel is its file, its line
in `BY_HTTP` or `BLOCKING` below, its test beside the others, and its paragraph in docs/channels.md.

- ``protocol``  what a channel is
- ``hook``      a signed web hook
- ``mail``      a mail, which ``smtp`` sends
- ``inbox``     in the product itself
"""

from __future__ import annotations

from collections.abc import Mapping

from notify.channels import hook, inbox, mail
from notify.channels.protocol import Addressed, AddressError, BlockingChannel, Envelope, HttpChannel, SendError, Sent

__all__ = [
    "BLOCKING",
    "BY_HTTP",
    "AddressError",
    "BlockingChannel",
    "Envelope",
    "HttpChannel",
    "SendError",
    "Sent",
    "mask",
    "new_secret",
    "parse_address",
]

BY_HTTP: Mapping[str, HttpChannel] = {"hook": hook}
BLOCKING: Mapping[str, BlockingChannel] = {"mail": mail, "inbox": inbox}

_ADDRESSED: Mapping[str, Addressed] = {"hook": hook, "mail": mail, "inbox": inbox}
_TAKEN = "use https://… for a web hook, mailto:name@example.org for mail, or inbox:"


def parse_address(text: str) -> tuple[str, str]:
    """(kind, address) of what a person typed; raises `AddressError` with one line that says what would do."""
    address = text.strip()
    scheme = _scheme(address)
    for kind, channel in _ADDRESSED.items():
        if scheme in channel.SCHEMES:
            return kind, channel.parse(address)
    if "@" in address and ":" not in address:
        raise AddressError(f"{_shown(address)} has no scheme: write mailto:{_shown(address)}")
    raise AddressError(f"{_shown(address)} is no address of a channel: {_TAKEN}")


def mask(address: str) -> str:
    """An address that `parse_address` gave, for showing: enough to tell channels apart, and nothing secret."""
    scheme = _scheme(address)
    return next(channel.hint(address) for channel in _ADDRESSED.values() if scheme in channel.SCHEMES)


def new_secret(kind: str) -> str | None:
    """A fresh secret for a channel of this kind, to be shown once; None where the kind has none."""
    return _ADDRESSED[kind].new_secret()


def _scheme(address: str) -> str:
    return address.partition(":")[0].lower() if ":" in address else ""


def _shown(text: str) -> str:
    # What was typed may hold a token: only its beginning is repeated.
    return ascii(f"{text[:20]}…")[1:-1] if len(text) > 30 or not text.isprintable() else text
