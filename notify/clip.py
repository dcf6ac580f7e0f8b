"""Clippings made and sent: what a plan's watches caught, put together, and one delivery for each of its channels."""

from __future__ import annotations

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from notify import clipping, message
from notify.calendar import calendar_of
from notify.clipping import Window
from notify.message import Section, Told, ToldHeadline, ToldStory
from notify.outcome import reader
from notify.timing import Calendar
from sokbo.model import DeliveryState, Headline, Story
from sokbo.queries import channels, clippings, deliveries, headlines, people, stories
from sokbo.queries.clippings import Plan
from sokbo.settings import Settings

_NAMES = uuid.UUID("c2a4a3a6-5a0f-5b0e-8a44-6a1f9f7c1d02")
"""Of the keys of clippings: one and the same for one channel and window, whoever sends it."""


def reads_in(connection: Connection, plan: Plan, zone: ZoneInfo) -> tuple[Calendar, str]:
    """The days and the language of a plan's person."""
    own, language = reader(people.some(connection, [plan.person]).get(plan.person), zone)
    return calendar_of(own.key), language


def gather(connection: Connection, plan: Plan, window: Window) -> list[Section]:
    """What the plan's watches caught within the window, by section, in no order yet."""
    watches = sorted({watch for _, of in plan.sections for watch in of})
    found = clippings.caught(connection, watches, window.opened, window.closed)
    sizes = stories.some(connection, sorted({c.story for c in found}))
    shown = headlines.some(connection, [c.headline for c in found])
    sections = []
    for name, of in plan.sections:
        mine = {c.story: c for c in reversed(found) if c.watch in of and c.story in sizes and c.headline in shown}
        sections.append(Section(name, tuple(_told(sizes[c.story], shown[c.headline]) for c in mine.values())))
    return sections


def _told(story: Story, h: Headline) -> Told:
    headline = ToldHeadline(h.id, h.title, h.url, h.outlet, h.published, h.seen, h.labels, h.author)
    return Told(ToldStory(story.id, story.size, story.outlets), headline, ())


def made(connection: Connection, settings: Settings, plan: Plan, window: Window, zone: ZoneInfo, at: datetime) -> Told:
    """The clipping of a window as it stands: as it was sent, else as it would be now."""
    kept = clippings.one(connection, plan.id, window.closed)
    if kept is not None and kept.content is not None:
        return message.read(kept.content)
    calendar, language = reads_in(connection, plan, zone)
    sections = clipping.arrange(gather(connection, plan, window), kept.chosen if kept else None)
    well = clippings.sources_well(connection)
    late = at - window.closed > clipping.LATE
    page = f"{settings.address}/clippings/{plan.id}?closed={int(window.closed.timestamp() * 1000)}"
    return clipping.compose(plan.name, sections, window, well, calendar, language, late=late, page=page)


def send(connection: Connection, settings: Settings, plan: Plan, window: Window, zone: ZoneInfo, at: datetime) -> bool:
    """Send a window's clipping to the plan's channels; False where it went already."""
    told = made(connection, settings, plan, window, zone, at)
    clippings.keep(connection, plan.id, window.opened, window.closed, None)
    content = message.data(told)
    if not clippings.mark_sent(connection, plan.id, window.closed, content, at):
        return False
    step = f"clipping {plan.id} {int(window.closed.timestamp() * 1000)}"
    kinds = channels.kinds(connection, plan.channels)
    rows = [
        {
            "key": str(uuid.uuid5(_NAMES, f"{channel} {step}")),
            "channel_id": channel,
            "story_id": None,
            "step": step,
            "type": "clipping",
            "message": content,
            "state": DeliveryState.SENT if kind == "inbox" else DeliveryState.PENDING,
            "next_attempt": None if kind == "inbox" else at,
            "created": at,
            "done": at if kind == "inbox" else None,
        }
        for channel, kind in kinds.items()
    ]
    deliveries.add(connection, rows)
    return True


def due(connection: Connection, zone: ZoneInfo, at: datetime) -> list[tuple[Plan, Window]]:
    """Windows that have closed and wait: to be sent, or to be begun for a person who sends.

    One that closed before its plan was made is nobody's; of several that were missed only the last one counts.
    """
    found = []
    for plan in clippings.plans(connection):
        calendar, _ = reads_in(connection, plan, zone)
        window = clipping.last_window(plan.opens, plan.closes, calendar, at)
        kept = clippings.one(connection, plan.id, window.closed)
        waits = kept is None or (plan.by_itself and kept.sent is None)
        if waits and window.closed >= plan.created:
            found.append((plan, window))
    return found


def send_due(connection: Connection, settings: Settings, zone: ZoneInfo, at: datetime) -> int:
    """Send what goes by itself, and begin what waits for a person; how many were sent."""
    sent = 0
    for plan, window in due(connection, zone, at):
        if plan.by_itself:
            sent += send(connection, settings, plan, window, zone, at)
        else:
            clippings.keep(connection, plan.id, window.opened, window.closed, None)
    return sent
