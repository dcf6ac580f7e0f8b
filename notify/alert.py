"""Verdicts to alerts, and alerts to deliveries: who is told of what and when, one message a channel and step. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from notify import timing
from notify.meet import Event, Verdict
from notify.timing import Calendar
from sokbo.meeting import Carried, Meeting, State, plain
from sokbo.model import Channel, DeliveryState, Headline, Step, Timing, Watch, Why

CREATED = "created"
"""The step of a story at which a channel first hears of it."""
QUIET, DIGEST = "quiet hours", "digest"
"""Why a delivery is held."""
COURSE = 12
"""Headlines of a story's course that an alert remembers: the first ones and the last."""
_NAMES = uuid.UUID("5d9b6d0c-6a39-5f0e-8f57-0f6f7f1d2a11")
"""Of the keys of digests: one and the same for one channel and hour, whoever writes it."""


@dataclass(frozen=True, slots=True)
class Telling:
    """An alert to be, or an update of one."""

    watch: Watch
    meeting: Meeting
    event: Event
    reasons: tuple[str, ...]
    why: tuple[Why, ...]
    headline: int
    """The one that is shown: that matched, or that came."""
    course: tuple[Step, ...]

    @property
    def silent(self) -> bool:
        """Whether it is recorded and told nobody."""
        return self.meeting.state is State.RUNNING and self.meeting.step == 0


def telling(watch: Watch, verdict: Verdict, event: Event, why: tuple[Why, ...], course: Sequence[Carried]) -> Telling:
    """What a verdict that tells comes to; `why` is of the event's headline, and empty where that did not match."""
    met = verdict.meeting
    first = met.step == 0
    return Telling(
        watch,
        met,
        event,
        verdict.reasons,
        met.why if first else why,
        met.headline if first else event.headline,
        steps(course),
    )


def steps(course: Sequence[Carried]) -> tuple[Step, ...]:
    """A story's course as an alert remembers it."""
    kept = course if len(course) <= COURSE else [*course[: COURSE // 2], *course[-COURSE // 2 :]]
    return tuple(Step(c.headline, c.outlet, c.title, c.seen.isoformat()) for c in kept)


def alert_row(told: Telling, at: datetime) -> dict[str, Any]:
    """The row of an alert; the constraint on (watch, story, step) decides whether it is told."""
    return {
        "watch_id": told.watch.id,
        "story_id": told.event.story,
        "headline_id": told.headline,
        "step": told.meeting.step,
        "rule": told.watch.rule,
        "version": told.watch.version,
        "why": plain(told.why),
        "reasons": list(told.reasons),
        "tipped_id": told.event.headline,
        "before": told.event.before if "retitled" in told.reasons else None,
        "course": [_step(step) for step in told.course],
        "silent": told.silent,
        "seq": told.event.seq,
        "created": at,
    }


def _step(step: Step) -> dict[str, Any]:
    return {"headline": step.headline, "outlet": step.outlet, "title": step.title, "seen": step.seen}


# --- when -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Due:
    """When a message goes out: now, or held until then for a reason."""

    until: datetime | None = None
    reason: str | None = None


NOW = Due()


def due(wanted: Timing, at: datetime, calendar: Calendar) -> Due:
    """When a watch hears of what happens at a moment."""
    if wanted.digest and (hour := timing.next_digest(wanted.digest, at, calendar)) is not None:
        return Due(hour, DIGEST)
    if wanted.quiet and not wanted.urgent and (end := timing.quiet_until(wanted.quiet, at, calendar)) is not None:
        return Due(end, QUIET)
    return NOW


# --- messages ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a story is at the end of the desk's transaction."""

    size: int
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """An alert that is written, on its way to a channel."""

    alert: int
    told: Telling
    due: Due


@dataclass(frozen=True, slots=True)
class Message:
    """One delivery to be, and the alerts it names."""

    row: dict[str, Any]
    alerts: tuple[int, ...]

    @property
    def held(self) -> bool:
        """Whether it waits for quiet hours to end, or for a digest."""
        return bool(self.row["state"] == DeliveryState.HELD)


def step_of(told: Telling) -> str:
    """The step of a story that a message tells: watches that come to it by the same headline share the message."""
    return CREATED if told.meeting.step == 0 else f"updated {told.event.seq}"


def messages(
    named: Iterable[tuple[int, Named]],
    shapes: Mapping[int, Shape],
    headlines: Mapping[int, Headline],
    channels: Mapping[int, Channel],
    at: datetime,
) -> list[Message]:
    """One message for each channel, story and step, and one for each channel and digest, of (channel, alert)s.

    A message goes when the first of its watches wants it, and names those that would have waited.
    """
    steps: dict[tuple[int, int, str], list[Named]] = {}
    digests: dict[tuple[int, datetime], list[Named]] = {}
    for channel, one in named:
        if one.due.reason == DIGEST and one.due.until is not None:
            digests.setdefault((channel, one.due.until), []).append(one)
        else:
            steps.setdefault((channel, one.told.event.story, step_of(one.told)), []).append(one)
    made = []
    for (channel, story, step), those in steps.items():
        told = those[0].told
        kind = "alert.created" if step == CREATED else "alert.updated"
        when = min((n.due for n in those), key=lambda d: d.until or at)
        row = _row(channels[channel], when, at) | {"story_id": story, "step": step, "type": kind}
        row["message"] = data(story, headlines[told.headline], those, shapes[story], told)
        made.append(Message(row, tuple(n.alert for n in those)))
    return made + [_digest(channels[c], until, those, at) for (c, until), those in digests.items()]


def _digest(channel: Channel, until: datetime, those: Sequence[Named], at: datetime) -> Message:
    step = f"digest {int(until.timestamp() * 1000)}"
    row = _row(channel, Due(until, DIGEST), at) | {"story_id": None, "step": step, "type": "digest", "message": {}}
    row["key"] = str(uuid.uuid5(_NAMES, f"{channel.id} {step}"))
    return Message(row, tuple(n.alert for n in those))


def _row(channel: Channel, when: Due, at: datetime) -> dict[str, Any]:
    # The inbox is the alert's own row: what is committed has arrived.
    arrived = channel.kind == "inbox"
    state = DeliveryState.SENT if arrived else DeliveryState.PENDING if when.until is None else DeliveryState.HELD
    return {
        "key": str(uuid.uuid4()),
        "channel_id": channel.id,
        "state": state,
        "reason": None if arrived else when.reason,
        "next_attempt": None if arrived else when.until or at,
        "created": at,
        "done": at if arrived else None,
    }


def merged(step: str, earlier: dict[str, Any], later: dict[str, Any]) -> dict[str, Any]:
    """A held message (at its step) that takes in a later one: both's alerts, and the newer of two updates."""
    named = {a["id"]: a for a in (*earlier["alerts"], *later["alerts"])}
    return (earlier if step == CREATED else later) | {"alerts": list(named.values())}


def data(
    story: int, headline: Headline, named: Sequence[Named], shape: Shape, told: Telling | None = None
) -> dict[str, Any]:
    """What a message says: the `data` of a hook's body (docs/channels.md)."""
    said = {
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
        "alerts": [alert_said(n.alert, n.told.watch, n.told.why) for n in named],
    }
    if told is not None and (told.reasons or len(told.course) > 1):
        said["update"] = {
            "course": [_step(step) for step in told.course],
            "reasons": sorted({reason for n in named for reason in n.told.reasons}),
            "before": told.event.before if any("retitled" in n.told.reasons for n in named) else None,
        }
    return said


def alert_said(alert: int, watch: Watch, why: Sequence[Why]) -> dict[str, Any]:
    """An alert as a message names it."""
    return {
        "id": alert,
        "watch": {"id": watch.id, "name": watch.name, "rule": watch.rule},
        "why": plain(why),
    }
