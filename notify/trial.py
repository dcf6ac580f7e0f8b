"""A test message to a channel, and the other side's true answer. No row, no second attempt."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from notify import message
from notify.carriers import safely
from notify.channels import BLOCKING, BY_HTTP, Envelope, Means, SendError, Sent
from notify.channels.protocol import LIMIT_S
from notify.outcome import reader
from sokbo import network
from sokbo.exchange import NetworkError
from sokbo.guard import Guard
from sokbo.model import Channel
from sokbo.queries.people import Person
from sokbo.settings import Settings


@dataclass(frozen=True, slots=True)
class Tried:
    """What a channel answered to a test."""

    ok: bool
    answer: str


def try_channel(
    settings: Settings, guard: Guard, channel: Channel, now: datetime, *, person: Person | None = None
) -> Tried:
    """Send a test message and wait for the answer: no row, no second attempt, a paused channel too."""
    if not channel.address:
        return Tried(ok=False, answer=channel.paused or "its address can't be read")
    zone, language = reader(person, ZoneInfo(settings.timezone or "UTC"))
    envelope = Envelope(
        key=str(uuid.uuid4()),
        kind="test",
        created=now,
        told=message.sample(language, now),
        address=channel.address,
        secret=channel.secret,
        language=language,
        zone=zone,
        installation="",
        template=channel.template,
    )
    answer = safely(lambda: _send_now(Means(settings, guard), channel.kind, envelope))
    return Tried(isinstance(answer, Sent), answer.answer if isinstance(answer, Sent) else str(answer))


def _send_now(means: Means, kind: str, envelope: Envelope) -> Sent:
    if kind in BLOCKING:
        return BLOCKING[kind].send(envelope, means, LIMIT_S)
    now = datetime.now(UTC)
    try:
        return BY_HTTP[kind].answer(network.get(BY_HTTP[kind].request(envelope, now), means.guard), now)
    except NetworkError as error:
        raise SendError(str(error)) from None
