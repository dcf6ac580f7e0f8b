"""Ten thousand alerts at once: for a person one summary that counts them, in place of a flood. Programs get every one.

The first of them becomes the summary, under its own key; the others stay on the ledger as told by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection

from notify import message
from notify.channels import FOR_PROGRAMS
from notify.message import Told
from sokbo.model import Channel
from sokbo.queries import sending
from sokbo.queries.sending import Claimed

AT_ONCE = 20
"""Alerts that wait for one channel at one time: more are a flood."""
LOOKED_AT = 200
TOLD = 30
"""Stories that a summary tells, the heaviest of those it looked at."""


def tame(connection: Connection, claimed: Claimed, channel: Channel | None) -> Claimed:
    """The claimed delivery, or where a flood waits behind it, the summary that it becomes."""
    d = claimed.delivery
    alerting = claimed.type in {"alert.created", "alert.updated"}
    if channel is None or channel.kind in FOR_PROGRAMS or d.attempts > 1 or not alerting:
        return claimed
    if sending.count_behind(connection, d, AT_ONCE) < AT_ONCE:
        return claimed
    behind = [m for _, m in sending.waiting_behind(connection, d, LOOKED_AT)]
    stories = heaviest(readable([claimed.message, *behind]))
    if not stories:
        return claimed
    count = sending.fold(connection, d)
    summary = message.data(message.digest(stories, left=count + 1 - len(stories)))
    sending.become(connection, d, "digest", summary)
    return Claimed(d, "digest", summary)


def readable(messages: Iterable[Mapping[str, Any]]) -> list[Told]:
    """Those that say something: a row that says nothing holds up no other. Pure."""
    found = []
    for one in messages:
        with suppress(LookupError, TypeError, ValueError):
            found.append(message.read(one))
    return found


def heaviest(told: list[Told]) -> list[Told]:
    """The stories that a summary tells, each once, by outlets and size. Pure."""
    newest = {one.story.id: one for one in told}
    weighed = sorted(newest.values(), key=lambda one: (-len(one.story.outlets), -one.story.size, one.story.id))
    return weighed[:TOLD]
