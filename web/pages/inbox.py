"""The inbox: a person's alerts, newest first, each with why it matched."""

from __future__ import annotations

from starlette.responses import Response

from sokbo.model import Alert, Headline, Why
from sokbo.queries import alerts, channels, deliveries, headlines, stories, watches
from web.asked import Asked

PAGE = 50


def _spans(alert: Alert, headline: Headline) -> tuple[Why, ...]:
    """The marks that still cut out their words: a title may have changed since."""
    return tuple(w for w in alert.why if headline.title[w.start : w.end] == w.text)


def inbox(asked: Asked) -> Response:
    """The newest alerts, or those before one."""
    with asked.desk.database.read() as connection:
        found = alerts.newest(connection, limit=PAGE + 1, person=asked.person.id, before_id=asked.before())
        shown = found[:PAGE]
        told = headlines.some(connection, [a.headline for a in shown])
        return asked.page(
            "inbox.html",
            found=shown,
            resting=[c for c in channels.of_person(connection, asked.desk.vault, asked.person.id) if c.paused],
            seq=headlines.newest_seq(connection),
            more=len(found) > PAGE,
            headlines=told,
            spans={a.id: _spans(a, told[a.headline]) for a in shown},
            already=deliveries.told_already(connection, [a.id for a in shown]),
            stories=stories.some(connection, [a.story for a in shown]),
            names={w.id: w.name for w in watches.some(connection, [a.watch for a in shown]).values()},
        )
