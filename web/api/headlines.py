"""Headlines: the newest, those that a rule finds, one with its earlier titles."""

from __future__ import annotations

from typing import Any

from notify import past
from sokbo.queries import headlines
from web.api import values
from web.api.asked import Call, Refused
from web.api.rows import caught_row, headline_row

PATIENCE_S = 2.0


def listed(call: Call) -> Any:
    """The newest headlines, or those that `query` finds with why; `before` is a `seq` of the desk's log."""
    zone, most, query = call.desk.zone(call.person), values.limit(call), call.query.get("query")
    rule = values.rule(query) if query is not None else None
    with call.desk.database.read() as connection:
        before, since = values.before(call), values.since(call)
        if rule is None:
            found = headlines.newest(connection, limit=most, before_seq=before, seen_after=since)
            return {"headlines": [headline_row(h, zone) for h in found]}
        knows = call.desk.knows
        caught = past.search(connection, rule, knows, limit=most, before_seq=before, since=since, patience_s=PATIENCE_S)
    return {"headlines": [caught_row(c, zone) for c in caught]}


def one(call: Call) -> Any:
    """One headline with the titles it once had."""
    with call.desk.database.read() as connection:
        found = headlines.one(connection, call.number)
        if found is None:
            raise Refused(404, "There is no such headline.")
        once = headlines.revisions_of(connection, found.id)
    return headline_row(found, call.desk.zone(call.person)) | {
        "once": [{"title": r.title, "until": r.seen} for r in once]
    }
