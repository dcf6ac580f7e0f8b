"""What to answer to a hub that asks back (W3C WebSub, 5.2 and 5.3). Pure: `web.pages.websub` answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sokbo.model import Standing, Subscription

LEASE_S = 864_000.0
"""What we ask for, and what counts where a hub doesn't say."""
LONGEST_LEASE_S = 30 * 86_400.0
"""What hubs grant beyond that is not relied on: asking again once a month costs nothing."""
RENEW_AT = 0.8
"""Of the lease: what is left is for hubs that are down for a while."""
MOST_REASON = 200


class Meaning(StrEnum):
    CONFIRMED = "confirmed"
    """We asked for it: it holds from now on."""
    LEFT = "left"
    """We asked to be left alone, and will be."""
    DENIED = "denied"
    STRANGE = "strange"
    """Nothing that we asked for: refuse it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A hub's question, understood."""

    meaning: Meaning
    challenge: str = ""
    """To be answered with."""
    lease_s: float = LEASE_S
    reason: str = ""


STRANGE = Asked(Meaning.STRANGE)


def understood(subscription: Subscription, query: Mapping[str, str]) -> Asked:
    """What a hub's question means for the subscription at whose address it came."""
    mode, challenge = query.get("hub.mode", ""), query.get("hub.challenge", "")
    if query.get("hub.topic") != subscription.topic:
        return STRANGE
    if mode == "denied":
        return Asked(Meaning.DENIED, reason=" ".join(query.get("hub.reason", "").split())[:MOST_REASON])
    leaving = subscription.standing is Standing.LEAVING
    if mode == "subscribe" and challenge and not leaving:
        return Asked(Meaning.CONFIRMED, challenge, lease_s(query.get("hub.lease_seconds", "")))
    if mode == "unsubscribe" and challenge and leaving:
        return Asked(Meaning.LEFT, challenge)
    return STRANGE


def lease_s(said: str) -> float:
    """How long the hub keeps us, in seconds."""
    seconds = float(said) if said.isascii() and said.isdigit() and len(said) < 12 else 0.0
    return min(seconds, LONGEST_LEASE_S) if seconds > 0 else LEASE_S
