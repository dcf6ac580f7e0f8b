"""How a source stands with its WebSub hub, for `source show`."""

from __future__ import annotations

from typing import Any

from cli.opened import Opened
from sokbo.model import Source
from sokbo.queries import subscriptions
from worker.websub import reach, words


def hub(desk: Opened, of: Source) -> dict[str, Any] | None:
    """What is known of it, in words under `says`; None where the source names no hub."""
    with desk.database.read() as connection:
        found = subscriptions.of_source(connection, of.id)
    says = words.standing(of, found, reach.obstacle(desk.settings.base_url, desk.guard), desk.zone)
    if not says:
        return None
    seldom = of.pushed and of.every_s is None
    row: dict[str, Any] = {"says": "; ".join(says), "hub": of.hub, "topic": of.topic, "polled_seldom": seldom}
    if found is not None:
        row |= {
            "hub": found.hub,
            "topic": found.topic,
            "standing": found.standing,
            "expires": found.expires,
            "last_push": found.last_push,
            "first_by_push": found.first_by_push,
            "first_by_poll": found.first_by_poll,
            "last_error": found.last_error,
        }
    return row
