"""What an attempt means for its delivery and its channel, and who reads it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from notify.carriers import Returned
from notify.channels import SendError, Sent, space_s
from notify.retry import next_wait_s, rest_s
from sokbo.model import Channel, DeliveryState
from sokbo.queries.people import Person
from sokbo.queries.sending import Outcome


def outcome(returned: Returned, at: datetime, jitter: float) -> Outcome:
    """What one attempt means for the ledger: sent, to be tried again, or dead. Pure."""
    delivery, answer = returned.claimed.delivery, returned.answer
    state, wait_s = DeliveryState.SENT, None
    if isinstance(answer, SendError):
        if not answer.permanent:
            wait_s = next_wait_s(delivery.attempts, retry_after_s=answer.retry_after_s, jitter=jitter)
        state = DeliveryState.DEAD if wait_s is None else DeliveryState.RETRYING
    return Outcome(
        delivery=delivery.id,
        fence=delivery.fence,
        state=state,
        attempt=delivery.attempts,
        at=at,
        elapsed_ms=returned.elapsed_ms,
        status=answer.status,
        answer=answer.answer if isinstance(answer, Sent) else str(answer),
        wait_s=wait_s,
        remote=answer.remote if isinstance(answer, Sent) else None,
    )


@dataclass(frozen=True, slots=True)
class Rest:
    """How a channel stands after an attempt."""

    failures: int
    rest_s: float


def rest(returned: Returned, jitter: float) -> Rest | None:
    """What an attempt changes in how its channel stands; None where nothing. Pure.

    A message that is refused for itself says nothing of the channel.
    """
    channel, answer = returned.channel, returned.answer
    if channel is None:
        return None
    space = space_s(channel.kind, channel.address)
    if isinstance(answer, SendError) and not answer.permanent:
        failures = channel.failures + 1
        return Rest(failures, rest_s(failures, retry_after_s=answer.retry_after_s, space_s=space, jitter=jitter))
    if channel.failures == 0 and space == 0:
        return None
    return Rest(0, rest_s(0, space_s=space, jitter=jitter))


def unsendable(channel: Channel | None) -> SendError | None:
    """Why nothing can go to the channel now; None where it can. Pure."""
    if channel is None:
        return SendError("the channel was removed", permanent=True)
    if not channel.address:
        return SendError(channel.paused or "its address can't be read")  # the operator may yet find the key
    if channel.paused:
        return SendError(f"the channel is paused: {channel.paused}", permanent=True)
    return None


def reader(person: Person | None, zone: ZoneInfo) -> tuple[ZoneInfo, str]:
    """The time zone and language of who reads it: the person's own, else the desk's. Pure."""
    own = ZoneInfo(person.timezone) if person and person.timezone else zone
    return own, (person and person.language) or ("ko" if own.key == "Asia/Seoul" else "en")
