"""The places that receive, one file a channel, and how one is written.

A channel is a module (or a value) with a few functions. All have `SCHEMES`, `parse`, `hint` and `secret` (`Addressed`).
Then:

- one that is reached by HTTP (`HttpChannel`) makes a `Request` of an `Envelope` and reads the `Response`. It opens no
  connection: the deliverer sends many requests at once on the one guarded way out, which asks the address guard.
- any other (`BlockingChannel`) sends by itself and returns what the receiver answered. The deliverer gives it a thread
  and a time limit.

Either says no by raising `SendError`, which says whether trying again could help. A new channel is its file, its line
in `BY_HTTP` or `BLOCKING` below, its test beside the others, its line and words in `web.picker`, its paragraph in docs.

- ``protocol``   what a channel is; ``answers``  what an HTTP answer means
- ``hook``       a signed web hook, its body ours or a ``template`` of its owner's
- ``jandi`` ``dooray`` ``kakaowork`` ``teams``  hooks of team messengers, which have the manner of ``incoming``
- ``naverworks`` a bot of NAVER WORKS
- ``mail``       a mail, which ``smtp`` sends
- ``push``       a browser, by Web Push: ``aes128gcm`` encrypts, ``vapid`` signs
- ``services``   Slack, Telegram, ntfy and the like, through Apprise
- ``inbox``      in the product itself
"""

from __future__ import annotations

from collections.abc import Mapping

from notify.channels import hook, inbox, mail, naverworks, push, services
from notify.channels.dooray import DOORAY
from notify.channels.jandi import JANDI
from notify.channels.kakaowork import KAKAOWORK
from notify.channels.protocol import (
    Addressed,
    AddressError,
    BlockingChannel,
    Envelope,
    HttpChannel,
    Means,
    SendError,
    Sent,
)
from notify.channels.services.schemes import SERVICES
from notify.channels.teams import TEAMS

__all__ = [
    "BLOCKING",
    "BY_HTTP",
    "FOR_PROGRAMS",
    "AddressError",
    "BlockingChannel",
    "Envelope",
    "HttpChannel",
    "Means",
    "SendError",
    "Sent",
    "mask",
    "parse_address",
    "secret_for",
    "space_s",
]

BY_HTTP: Mapping[str, HttpChannel] = {
    "hook": hook,
    "jandi": JANDI,
    "dooray": DOORAY,
    "kakaowork": KAKAOWORK,
    "teams": TEAMS,
    "push": push,
}
BLOCKING: Mapping[str, BlockingChannel] = {"mail": mail, "inbox": inbox, "naverworks": naverworks, "apprise": services}

FOR_PROGRAMS = {"hook"}
"""Kinds whose receivers want every alert; people get a summary where a flood would come."""

_SPACE_S = {"jandi": 1.0, "dooray": 1.0, "kakaowork": 1.0, "teams": 1.0, "naverworks": 1.0, "mail": 0.5}
"""Seconds between two messages to one channel, by kind; nothing for others."""

_INCOMING = (JANDI, DOORAY, KAKAOWORK, TEAMS)
_ADDRESSED: Mapping[str, Addressed] = {**BY_HTTP, **BLOCKING}
_TAKEN = "use https://… for a web hook, mailto:name@example.org for mail, or see docs/channels.md for the others"


def parse_address(text: str) -> tuple[str, str]:
    """(kind, address) of what a person typed; raises `AddressError` with one line that says what would do."""
    address = text.strip()
    scheme = _scheme(address)
    if scheme in {"kakaotalk", "kakao"}:
        raise AddressError(
            "KakaoTalk takes no messages from private installations: copy them by hand, or use Telegram or Web Push"
        )
    if scheme in hook.SCHEMES:
        for incoming in _INCOMING:
            if incoming.owns(address):
                return incoming.name, incoming.parse(address)
        if services.owns(address):
            return "apprise", services.parse(address)
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


def secret_for(kind: str, given: str = "") -> str | None:
    """The secret of a channel of this kind: what a person gave, checked, or a fresh one; None where it has none.

    Raises `AddressError`.
    """
    return _ADDRESSED[kind].secret(given)


def space_s(kind: str, address: str) -> float:
    """How many seconds lie between two messages to one channel."""
    if kind == "apprise":
        service = SERVICES.get(_scheme(address))
        return service.space_s if service else 1.0
    return _SPACE_S.get(kind, 0.0)


def _scheme(address: str) -> str:
    return address.partition(":")[0].lower() if ":" in address else ""


def _shown(text: str) -> str:
    # What was typed may hold a token: only its beginning is repeated.
    return ascii(f"{text[:20]}…")[1:-1] if len(text) > 30 or not text.isprintable() else text
