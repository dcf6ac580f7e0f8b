"""Stories: what is hot now, one story with its course, and what people do to it by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from starlette.responses import Response

from sokbo.model import Headline, Revision
from sokbo.queries import alerts, edits, headlines, meetings, stories, watches
from web.asked import Asked, whole
from web.heat import Lead, came, heat, lead
from web.pages.sorry import not_found
from worker import by_hand

RECENT = timedelta(hours=24)
MOST = 300
"""Stories that are looked at for the hottest."""
SHOWN = 40
NAMED = 30
"""Stories that are offered for joining."""

_NUMBER = re.compile(r"(\d{1,18})\D*$")


@dataclass(frozen=True, slots=True)
class Hot:
    """A story on the page of what is hot."""

    id: int
    course: list[Headline]
    lead: Lead
    heat: float
    outlets: int


def _hot(asked: Asked, limit: int) -> list[Hot]:
    with asked.desk.database.read() as connection:
        found = stories.recent(connection, since=asked.now - RECENT, limit=MOST)
        courses = headlines.of_stories(connection, [s.id for s in found])
    hot = [
        Hot(number, course, lead(course), heat(course, asked.now), len({h.outlet for h in course}))
        for number, course in courses.items()
        if course
    ]
    return sorted(hot, key=lambda story: (-story.heat, -story.id))[:limit]


def hottest(asked: Asked) -> Response:
    """The stories of the last hours by outlets and pace."""
    return asked.page("stories.html", found=_hot(asked, SHOWN), came=came)


def story(asked: Asked) -> Response:
    """One story: its headlines, first to last, who had it first, what was told of it, what was done to it."""
    with asked.desk.database.read() as connection:
        here = edits.where(connection, asked.number())
        found = headlines.of_story(connection, here)
        if not found:
            return not_found(asked)
        if here != asked.number():
            return asked.go(f"/stories/{here}")
        mine = watches.of_person(connection, asked.desk.vault, asked.person.id)
        names = {w.id: w.name for w in mine}
        told = [a for a in alerts.of_story(connection, here) if a.watch in names]
        met = [m for m in meetings.of_story(connection, here) if m.watch in names and m.unsent]
        done = edits.of_stories(connection, [here])
        revised = {h.id: headlines.revisions_of(connection, h.id) for h in found if h.revised}
        muted = (asked.person.id, here) in stories.muted(connection, [here])
    others = [s for s in _hot(asked, NAMED) if s.id != here]
    return asked.page(
        "story.html",
        found=found,
        came=came,
        lead=lead(found),
        titles=titles(found, revised),
        told=told,
        met=met,
        names=names,
        done=done,
        others=others,
        muted=muted,
        story=here,
    )


def titles(found: Sequence[Headline], revised: Mapping[int, Sequence[Revision]]) -> dict[int, list[tuple[str, str]]]:
    """Of each headline that changed its title, each change: (before, after), the first ones first."""
    changes = {}
    for h in found:
        line = [r.title for r in revised.get(h.id, ())] + [h.title]
        changes[h.id] = list(pairwise(line))
    return changes


def do(asked: Asked) -> Response:
    """Join, split, undo, mute or unmute."""
    database, person, here = asked.desk.database, asked.person.id, asked.number()
    if asked.person.role == "viewer" and asked.field("do") not in {"mute", "unmute"}:
        return not_found(asked)
    try:
        match asked.field("do"):
            case "split":
                done = by_hand.split(database, person, whole(asked.field("headline")) or 0)
                here, said = done.story, asked.say("split_done")
            case "join":
                done = by_hand.join(database, person, here, _number(asked.field("into")))
                here, said = done.story, asked.say("join_done")
            case "undo":
                by_hand.undo(database, person, whole(asked.field("edit")) or 0)
                said = asked.say("undo_done")
            case "mute" | "unmute" as which:
                by_hand.mute(database, person, here, on=which == "mute")
                said = asked.say(f"{which}_done")
            case _:
                return not_found(asked)
    except by_hand.Refused as error:
        return asked.go(f"/stories/{here}", asked.say(error.word, n=error.what))
    asked.desk.changed(f"story {here}")
    asked.desk.wake("feeds")
    return asked.go(f"/stories/{here}", said)


def _number(text: str) -> int:
    """The story that somebody means by its number or its address."""
    found = _NUMBER.search(text.strip())
    return int(found[1]) if found else 0
