"""What a channel is given, what it may raise, and the functions that it has. Sends nothing itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Protocol

from notify.message import Told
from sokbo.exchange import Request, Response
from sokbo.guard import Guard
from sokbo.settings import Settings

LIMIT_S = 7.0
"""How long sending one message may take: under half of a delivery's lease."""
ANSWER_LENGTH = 200
"""How much of an answer is kept on the ledger, in code points."""

_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?")


class AddressError(ValueError):
    """An address that no channel takes; the message is one line that says what would do."""


class SendError(Exception):
    """A receiver that did not say yes; the message is one line for the ledger."""

    def __init__(
        self,
        message: str,
        *,
        permanent: bool = False,
        gone: bool = False,
        retry_after_s: float | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(message)
        self.permanent = permanent or gone
        """Trying again can't help this message."""
        self.gone = gone
        """The place itself is no more: nothing else goes there until a person says so."""
        self.retry_after_s = retry_after_s
        """How long the receiver asks to be left alone."""
        self.status = status
        """The receiver's own number, of HTTP or SMTP."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A receiver's yes."""

    answer: str
    """One line for the ledger."""
    status: int | None = None
    """The receiver's own number, of HTTP or SMTP."""
    remote: str | None = None
    """By what the receiver knows the message, so that a later one edits it or stands below it."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """One message for one channel, opened for sending."""

    key: str
    """The delivery's UUID, the same at every attempt: by it a receiver knows a message again."""
    kind: str
    """``alert.created``, ``alert.updated``, ``digest``, ``clipping``, ``test``, …: see docs/channels.md."""
    created: datetime
    told: Told
    address: str
    secret: str | None
    language: str
    """``ko`` or ``en``: the reader's."""
    zone: tzinfo
    installation: str
    """This installation's UUID: what sets its threads and ids apart from another's."""
    template: str | None = None
    """The body that the channel's owner wants instead of ours."""
    before: str | None = None
    """By what the receiver knows the first message of this story."""
    unsubscribe: str | None = None
    """Where the reader can stop the channel without logging in."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a channel that sends by itself has at hand."""

    settings: Settings
    guard: Guard
    """Of every connection it makes to an address that a person named."""
    tokens: dict[str, tuple[str, float]] = field(default_factory=dict)
    """What services lent for a while: a token, and the moment of the monotonic clock at which it ends."""


class Addressed(Protocol):
    """What every channel knows of its addresses."""

    @property
    def SCHEMES(self) -> tuple[str, ...]:  # noqa: N802 - a constant of the module
        """How its addresses begin, in lower case."""

    def parse(self, address: str) -> str:
        """The address as it is kept; raises `AddressError`."""

    def hint(self, address: str) -> str:
        """The address masked, for showing."""

    def secret(self, given: str) -> str | None:
        """The secret to keep: what a person gave, or a fresh one, or None where the channel has none.

        Raises `AddressError` for one that can't be.
        """


class HttpChannel(Addressed, Protocol):
    """A channel that is reached by HTTP."""

    def request(self, envelope: Envelope, now: datetime) -> Request:
        """What is sent."""

    def answer(self, response: Response, now: datetime) -> Sent:
        """The receiver's yes; raises `SendError` where it is none."""


class BlockingChannel(Addressed, Protocol):
    """A channel that sends by itself, in a thread of its own."""

    def send(self, envelope: Envelope, means: Means, limit_s: float) -> Sent:
        """The receiver's yes; raises `SendError`. Takes no longer than `limit_s`."""


def host_name(host: str) -> str:
    """The host of an address in ASCII (IDNA) and lower case; raises ValueError with a line for a person."""
    try:
        plain = host[:254].encode("idna").decode("ascii").lower()
    except UnicodeError:
        plain = ""
    if not _HOST.fullmatch(plain):
        raise ValueError(f"{host[:60]!a} is no host name")
    return plain


def one_line(answer: str) -> str:
    """What a receiver said, as one short line without control characters."""
    line = " ".join("".join(c if c.isprintable() else " " for c in answer).split())
    return line if len(line) <= ANSWER_LENGTH else line[: ANSWER_LENGTH - 1] + "…"


def no_secret(given: str, what: str) -> None:
    """None; raises `AddressError` where one was given all the same."""
    if given:
        raise AddressError(f"{what} has no secret of its own: leave it empty")
