"""5. What was held back goes out when its time comes: after quiet hours, and as a digest. Late where nobody was there.

Runs where the desk runs, in a transaction under its lease, so that one thing is let go once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from notify import message
from notify.message import Told, ToldAlert, ToldHeadline, ToldStory, ToldWatch
from notify.outcome import reader
from sokbo.model import Alert, Headline, Story, Watch
from sokbo.queries import alerts, deliveries, headlines, people, stories, watches
from sokbo.queries.deliveries import Held

LATE = timedelta(minutes=5)
"""So long after its time a message says that it is late."""
BATCH = 200
MOST = 50
"""Stories of a digest; it says how many more there were."""


def release(connection: Connection, at: datetime, zone: str) -> int:
    """Let go what is due, as its stories are now; how much that was."""
    due = deliveries.held(connection, at, BATCH)
    if not due:
        return 0
    sizes = stories.some(connection, [d.story for d in due if d.story is not None])
    digests = [d for d in due if d.story is None]
    told = _digests(connection, digests, at, zone) if digests else {}
    rows = []
    for d in due:
        said = told.get(d.id) if d.story is None else _refreshed(d, sizes.get(d.story), at)
        rows.append((d.id, said))
    deliveries.let_go(connection, rows, at)
    return len(due)


def _refreshed(d: Held, story: Story | None, at: datetime) -> dict[str, Any]:
    size = {"story": {"id": story.id, "size": story.size, "outlets": list(story.outlets)}} if story else {}
    return d.message | size | {"held": {"until": d.until.isoformat(), "late": at - d.until > LATE}}


def _digests(connection: Connection, due: Sequence[Held], at: datetime, zone: str) -> dict[int, dict[str, Any] | None]:
    named = deliveries.alerts_of(connection, [d.id for d in due])
    found = alerts.some(connection, [number for of in named.values() for number in of])
    of_stories = stories.some(connection, [a.story for a in found.values()])
    shown = headlines.some(connection, [a.headline for a in found.values()])
    names = watches.some(connection, [a.watch for a in found.values()])
    whose = people.some(connection, [d.person for d in due])
    made: dict[int, dict[str, Any] | None] = {}
    for d in due:
        person = whose.get(d.person)
        of = [found[number] for number in named.get(d.id, ()) if number in found]
        collected = collect(of, of_stories, shown, names)
        if not collected:
            made[d.id] = None
            continue
        here, language = reader(person, ZoneInfo(zone))
        note = late_note(d.until, here, language) if at - d.until > LATE else ""
        left = max(0, len(collected) - MOST)
        digest = message.digest(collected[:MOST], left=left, note=note)
        all_named = tuple(a for told in collected[:MOST] for a in told.alerts)
        made[d.id] = message.data(replace(digest, alerts=all_named))
    return made


def late_note(until: datetime, zone: ZoneInfo, language: str) -> str:
    """That a digest comes late, in one line."""
    then = f"{until.astimezone(zone):%m-%d %H:%M}"
    return f"{then}에 갈 모음이 늦었습니다." if language == "ko" else f"This is late: it was due at {then}."


def collect(
    of: Sequence[Alert], sizes: Mapping[int, Story], shown: Mapping[int, Headline], names: Mapping[int, Watch]
) -> list[Told]:
    """Alerts by story, the heaviest first: by outlets, then headlines, then the newest; each story once."""
    by_story: dict[int, list[Alert]] = {}
    for a in of:
        if a.story in sizes and a.headline in shown and a.watch in names:
            by_story.setdefault(a.story, []).append(a)
    told = [_story(sizes[story], those, shown, names) for story, those in by_story.items()]
    return sorted(told, key=lambda t: (-len(t.story.outlets), -t.story.size, -t.headline.seen.timestamp()))


def _story(story: Story, of: Sequence[Alert], shown: Mapping[int, Headline], names: Mapping[int, Watch]) -> Told:
    h = shown[of[0].headline]
    watches_ = {a.watch: a for a in reversed(of)}
    return Told(
        ToldStory(story.id, story.size, story.outlets),
        ToldHeadline(h.id, h.title, h.url, h.outlet, h.published, h.seen, h.labels, h.author),
        tuple(ToldAlert(a.id, ToldWatch(w, names[w].name, names[w].rule), a.why) for w, a in sorted(watches_.items())),
    )
