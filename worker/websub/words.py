"""How a source's subscription stands, for a person. Pure."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sokbo.exchange import host_of
from sokbo.model import Source, Standing, Subscription


def standing(source: Source, subscription: Subscription | None, obstacle: str | None, zone: ZoneInfo) -> list[str]:
    """One line after another; none where the source names no hub and there is nothing to say.

    `obstacle` is why no hub could reach us (`worker.websub.reach`).
    """
    if subscription is None:
        if not source.hub:
            return []
        why = "a private source is told to no hub" if source.private else obstacle
        return [f"not subscribed: {why}" if why else f"about to subscribe at {host_of(source.hub)}"]
    hub = host_of(subscription.hub)
    said = [
        {
            Standing.WANTED: f"{hub} is asked to push, and has not confirmed it yet",
            Standing.ACTIVE: f"{hub} pushes, at least until {_time(subscription.expires, zone)}",
            Standing.DENIED: f"{hub} does not push; it is asked again {_time(subscription.next_step, zone)}",
            Standing.DEAD: f"{hub} is given up; it is asked again {_time(subscription.next_step, zone)}",
            Standing.LEAVING: f"{hub} is asked to push no more",
        }[subscription.standing]
    ]
    if source.pushed and source.every_s is None:
        said.append("polled seldom, since pushes come first")
    if subscription.last_error:
        said.append(subscription.last_error)
    return said


def _time(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at else "?"
