"""Match to alert, and alerts to deliveries: who is told of what, in one message a channel and story. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sokbo.model import Channel, DeliveryState, Headline, Match, Watch

CREATED = "created"
"""The step of a story at which a channel first hears of it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A headline in its story that satisfies a watch."""

    watch: Watch
    match: Match
    headline: Headline
    story: int


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a story is at the end of the desk's transaction."""

    size: int
    outlets: tuple[str, ...]


def alert_row(hit: Hit, seq: int, at: datetime) -> dict[str, Any]:
    """The row of an alert; the constraint on (watch, story, step) decides whether it is told."""
    return {
        "watch_id": hit.watch.id,
        "story_id": hit.story,
        "headline_id": hit.headline.id,
        "step": 0,
        "rule": hit.watch.rule,
        "version": hit.watch.version,
        "why": [asdict(why) for why in hit.match.why],
        "seq": seq,
        "created": at,
    }


@dataclass(frozen=True, slots=True)
class Message:
    """One delivery to be, and the alerts it names."""

    row: dict[str, Any]
    alerts: tuple[int, ...]


def first_hits(hits: Iterable[Hit]) -> list[Hit]:
    """The first hit of each watch and story, in order: the others are the same alert."""
    first: dict[tuple[int, int], Hit] = {}
    for hit in hits:
        first.setdefault((hit.watch.id, hit.story), hit)
    return list(first.values())


def messages(
    told: Sequence[tuple[int, Hit]], shapes: Mapping[int, Shape], channels: Mapping[int, Channel], at: datetime
) -> list[Message]:
    """One message for each channel and story, naming every new alert (id, hit) that goes there."""
    grouped: dict[tuple[int, int], list[tuple[int, Hit]]] = {}
    for alert, hit in told:
        for channel in hit.watch.channels:
            if channel in channels:
                grouped.setdefault((channel, hit.story), []).append((alert, hit))
    return [_message(channels[c], story, named, shapes[story], at) for (c, story), named in grouped.items()]


def _message(channel: Channel, story: int, named: Sequence[tuple[int, Hit]], shape: Shape, at: datetime) -> Message:
    # The inbox is the alert's own row: what is committed has arrived.
    arrived = channel.kind == "inbox"
    row = {
        "key": str(uuid.uuid4()),
        "channel_id": channel.id,
        "story_id": story,
        "step": CREATED,
        "type": "alert.created",
        "message": data(story, named, shape),
        "state": DeliveryState.SENT if arrived else DeliveryState.PENDING,
        "next_attempt": None if arrived else at,
        "created": at,
        "done": at if arrived else None,
    }
    return Message(row, tuple(alert for alert, _ in named))


def data(story: int, named: Sequence[tuple[int, Hit]], shape: Shape) -> dict[str, Any]:
    """What a message says: the `data` of a hook's body (docs/channels.md)."""
    headline = named[0][1].headline
    return {
        "story": {"id": story, "size": shape.size, "outlets": list(shape.outlets)},
        "headline": {
            "id": headline.id,
            "title": headline.title,
            "url": headline.url,
            "outlet": headline.outlet,
            "published": headline.published.isoformat() if headline.published else None,
            "seen": headline.seen.isoformat(),
            "labels": list(headline.labels),
            "author": headline.author,
        },
        "alerts": [
            {
                "id": alert,
                "watch": {"id": hit.watch.id, "name": hit.watch.name, "rule": hit.watch.rule},
                "why": [asdict(why) for why in hit.match.why],
            }
            for alert, hit in named
        ],
    }
