"""How a source's subscription stands, in one line for a person. Pure."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sokbo.exchange import host_of
from sokbo.model import Source, Standing, Subscription


def standing(source: Source, subscription: Subscription | None, obstacle: str | None, zone: ZoneInfo) -> str | None:
    """The line; None where the source names no hub and there is nothing to say."""
    if subscription is None:
        if not source.hub:
            return None
        why = "a private source is told to no hub" if source.private else obstacle
        return f"not subscribed: {why}" if why else f"about to subscribe at {host_of(source.hub)}"
    hub = host_of(subscription.hub)
    said = {
        Standing.WANTED: f"waiting for {hub} to confirm",
        Standing.ACTIVE: f"{hub} pushes, until {_time(subscription.expires, zone)}",
        Standing.DENIED: f"refused by {hub}",
        Standing.DEAD: f"{hub} is given up, asked again {_time(subscription.next_step, zone)}",
        Standing.LEAVING: f"leaving {hub}",
    }[subscription.standing]
    slow = "; polled seldom, since pushes come first" if source.pushed else ""
    error = f"; {subscription.last_error}" if subscription.last_error else ""
    return said + slow + error


def _time(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at else "?"
