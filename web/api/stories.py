"""Stories: those that grew last, and one with its headlines."""

from __future__ import annotations

from typing import Any

from sokbo.queries import headlines, stories
from web.api import values
from web.api.asked import Call, Refused
from web.api.rows import headline_row, story_row


def listed(call: Call) -> Any:
    """The stories that grew last, the newest growth first."""
    with call.desk.database.read() as connection:
        found = stories.recent(connection, since=values.since(call), limit=values.limit(call))
    return {"stories": [story_row(s) for s in found]}


def one(call: Call) -> Any:
    """One story, its headlines first to last."""
    zone = call.desk.zone(call.person)
    with call.desk.database.read() as connection:
        found = stories.some(connection, [call.number]).get(call.number)
        if found is None:
            raise Refused(404, "There is no such story.")
        of = headlines.of_story(connection, found.id)
    return story_row(found) | {"headlines": [headline_row(h, zone) for h in of]}
