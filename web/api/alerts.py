"""A person's own alerts, and what their watches could learn from one that was not wanted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from notify import seeing
from notify.variants import excluding
from sokbo.model import Alert, Watch
from sokbo.queries import alerts, headlines, watches
from web.api import values
from web.api.asked import Call, Refused
from web.api.rows import alert_row, headline_row, watch_row
from web.api.watches import mine

LAST = timedelta(days=7)


def listed(call: Call) -> Any:
    """The newest alerts of the caller's watches; of one where `watch` says which."""
    watch = values.number(call.query, "watch")
    with call.desk.database.read() as connection:
        found = alerts.newest(
            connection,
            limit=values.limit(call),
            person=call.person.id,
            watch=watch,
            before_id=values.before(call),
            created_after=values.since(call),
        )
    return {"alerts": [alert_row(a) for a in found]}


def one(call: Call) -> Any:
    """One alert with its headline."""
    with call.desk.database.read() as connection:
        alert, _ = _own(connection, call)
        told = headlines.one(connection, alert.headline)
    return alert_row(alert) | {"told": headline_row(told, call.desk.zone(call.person)) if told else None}


def lessons(call: Call) -> Any:
    """What the watch could exclude so that no alert like this one comes again, and what each would cost."""
    with call.desk.database.read() as connection:
        alert, watch = _own(connection, call)
        told = headlines.one(connection, alert.headline)
        rule = values.rule(watch.rule)
        knows = call.desk.knows
        found = seeing.learn(connection, rule, told, knows, call.now - LAST) if told else []
    return {
        "watch": watch_row(watch),
        "lessons": [
            {
                "exclude": c.word,
                "rule": str(c.rule),
                "lost": [{"id": h.headline.id, "title": h.headline.title} for h in c.lost],
            }
            for c in found
        ],
    }


def learn(call: Call) -> Any:
    """Exclude a word from the watch's rule; `version` is the one that was seen, so that nothing is changed unseen."""
    word = call.body.get("exclude")
    if not isinstance(word, str):
        raise Refused(422, "exclude is no word.")
    with call.desk.database.write() as connection:
        _, watch = _own(connection, call)
        if call.body.get("version") != watch.version:
            raise Refused(409, f"The watch has version {watch.version} by now: look again.", version=watch.version)
        changed = str(excluding(values.rule(watch.rule), [word]))
        values.rule(changed)
        watches.change(connection, watch.id, rule=changed)
        return watch_row(mine(connection, call, watch.id))


def _own(connection: Connection, call: Call) -> tuple[Alert, Watch]:
    alert = alerts.one(connection, call.number)
    watch = watches.one(connection, call.desk.vault, alert.watch) if alert else None
    if alert is None or watch is None or watch.person != call.person.id:
        raise Refused(404, "There is no such alert of yours.")
    return alert, watch
