"""5. What the desk's log says, told to the watches that want it: alerts and deliveries, in the desk's own transaction.

The deciding is `meet`'s and `alert`'s. Here is what they need from the database, and what they decided into it.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection

from notify import alert
from notify.alert import CREATED, Message, Named, Shape, Telling
from notify.calendar import calendar_of
from notify.meet import Event, Verdict, decide, stays_open
from sokbo.meeting import Carried, Meeting
from sokbo.model import Watch, Why
from sokbo.queries import alerts, channels, deliveries, headlines, meetings, people, stories
from sokbo.queries.deliveries import Earlier
from sokbo.secrets import Vault


@dataclass(frozen=True, slots=True)
class Happened:
    """An entry of the log, and which watches it satisfies."""

    event: Event
    hits: Mapping[int, tuple[Why, ...]]
    before: frozenset[int] = field(default_factory=frozenset)
    """Watches that the title before satisfied."""


def tell(
    connection: Connection,
    vault: Vault,
    watches: Mapping[int, Watch],
    happened: Sequence[Happened],
    shapes: Mapping[int, Shape],
    zone: str,
    at: datetime,
) -> int:
    """Write the alerts that are new and one delivery for each channel, story and step; how many can go out now."""
    told = _decide(connection, watches, happened, at)
    if not told:
        return 0
    numbers = alerts.add(connection, [alert.alert_row(t, at) for t in told])
    keyed = [(numbers.get((t.watch.id, t.event.story, t.meeting.step)), t) for t in told]
    return _deliver(connection, vault, [(n, t) for n, t in keyed if n is not None and not t.silent], shapes, zone, at)


def _decide(
    connection: Connection, watches: Mapping[int, Watch], happened: Sequence[Happened], at: datetime
) -> list[Telling]:
    """What is told, in the log's order; what the watches know of the stories from here on is written."""
    met = meetings.some(connection, {h.event.story for h in happened}, {watch for h in happened for watch in h.hits})
    knows: dict[int, set[int]] = {}
    for one, story in met:
        knows.setdefault(story, set()).add(one)
    concerned = {*knows, *(h.event.story for h in happened if h.hits)}
    courses = headlines.courses(connection, concerned)
    muted = stories.muted(connection, concerned)
    changed: dict[tuple[int, int], Meeting] = {}
    told = []
    for h in happened:
        story = h.event.story
        asked = sorted({*h.hits, *knows.get(story, ())} & watches.keys())
        course = [c for c in courses.get(story, ()) if c.seq <= h.event.seq] if asked else []
        for number in asked:
            watch, key = watches[number], (number, story)
            verdict = _verdict(watch, met.get(key), h, course, muted=(watch.person, story) in muted)
            if verdict is not None:
                met[key] = changed[key] = verdict.meeting
                knows.setdefault(story, set()).add(watch.id)
                if verdict.tells:
                    told.append(alert.telling(watch, verdict, h.event, h.hits.get(watch.id, ()), course))
    meetings.write(connection, [(m, stays_open(watches[m.watch], m)) for m in changed.values()], at)
    return told


def _verdict(
    watch: Watch, met: Meeting | None, h: Happened, course: Sequence[Carried], *, muted: bool
) -> Verdict | None:
    return decide(watch, met, h.event, h.hits.get(watch.id), course, matched_before=watch.id in h.before, muted=muted)


# --- deliveries -------------------------------------------------------------------------------------------------------


def _deliver(
    connection: Connection,
    vault: Vault,
    told: Sequence[tuple[int, Telling]],
    shapes: Mapping[int, Shape],
    zone: str,
    at: datetime,
) -> int:
    to = channels.some(connection, vault, sorted({channel for _, t in told for channel in t.watch.channels}))
    if not to:
        return 0
    zones = _zones(connection, [t.watch for _, t in told], zone)
    named = [
        (channel, Named(number, t, alert.due(t.watch.timing, at, calendar_of(zones[t.watch.person]))))
        for number, t in told
        for channel in t.watch.channels
        if channel in to
    ]
    shown = headlines.some(connection, sorted({t.headline for _, t in told}))
    made = alert.messages(named, shapes, shown, to, at)
    return _write(connection, made)


def _zones(connection: Connection, of: Sequence[Watch], zone: str) -> dict[int, str]:
    """Each person's time zone; asked for only where a watch looks at the clock."""
    own = people.some(connection, sorted({w.person for w in of if w.timing.quiet or w.timing.digest}))
    return {w.person: (p.timezone if (p := own.get(w.person)) else None) or zone for w in of}


def _write(connection: Connection, made: Sequence[Message]) -> int:
    """Write messages, or name their alerts in those that are there already; how many can go out now."""
    there = deliveries.there(connection, {(m.row["channel_id"], m.row["story_id"]) for m in made})
    spent = deliveries.spent(connection, [m.row["key"] for m in made if m.row["story_id"] is None])
    new: list[Message] = []
    links, out = [], 0
    for m in made:
        if m.row["key"] in spent:
            m.row["key"] = str(uuid.uuid4())  # the clock went back behind a digest that has gone
        earlier = _earlier(m, there)
        if earlier is None:
            new.append(m)
            there.setdefault((m.row["channel_id"], m.row["story_id"]), []).append(_as_earlier(m))
            continue
        links += [(earlier.key, a, not earlier.held) for a in m.alerts]
        if earlier.held:
            taken = _take_in(earlier, m)
            beside = there[m.row["channel_id"], m.row["story_id"]]
            beside[beside.index(earlier)] = taken
            out += earlier.held and not taken.held
    changed = {e.key: e for of in there.values() for e in of if e.changed}
    for m in new:
        if (e := changed.pop(m.row["key"], None)) is not None:
            m.row.update(message=e.message, state=e.state, reason=e.reason, next_attempt=e.until)
        links += [(m.row["key"], a, False) for a in m.alerts]
    deliveries.take_in(connection, list(changed.values()))
    ids = {e.key: e.id for of in there.values() for e in of if e.id} | deliveries.add(connection, [m.row for m in new])
    named = [{"delivery_id": ids[key], "alert_id": a, "already": already} for key, a, already in links]
    deliveries.name_alerts(connection, named)
    return out + sum(not m.held for m in new)


def _as_earlier(m: Message) -> Earlier:
    row = m.row
    return Earlier(0, row["key"], row["step"], row["state"], row["reason"], row["next_attempt"], row["message"])


def _take_in(earlier: Earlier, m: Message) -> Earlier:
    """A held message with a later one taken in, and gone already where that one wants to go."""
    message = alert.merged(earlier.step, earlier.message, m.row["message"])
    if m.held and earlier.until is not None:
        return replace(earlier, message=message, until=min(earlier.until, m.row["next_attempt"]), changed=True)
    gone = {"state": m.row["state"], "reason": None, "until": m.row["next_attempt"]}
    return replace(earlier, message=message, changed=True, **gone)


def _earlier(m: Message, there: Mapping[tuple[int, int | None], Sequence[Earlier]]) -> Earlier | None:
    """The message that a channel has of the story already, where this one says nothing more.

    What is held takes in all that comes until it goes; what has gone has told of the story once for all watches.
    """
    if m.row["story_id"] is None:
        return None
    earlier = there.get((m.row["channel_id"], m.row["story_id"]), ())
    held = next((e for e in earlier if e.held), None)
    return held or (next((e for e in earlier if e.step == CREATED), None) if m.row["step"] == CREATED else None)
