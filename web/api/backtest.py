"""What a rule would have caught, and what else could be asked: the watch page's view, for programs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from notify import seeing
from notify.backtest import days
from notify.seeing import Difference, Shift
from web.api import values
from web.api.asked import Call
from web.api.rows import caught_row, named_row
from web.api.watches import mine

LAST = timedelta(days=7)


def tried(call: Call) -> Any:
    """`rule` on the headlines since `since`; with `watch`, what it would change there."""
    rule, since = values.rule(call.query.get("rule")), values.since(call, LAST)
    assert since is not None
    zone, knows, watch = call.desk.zone(call.person), call.desk.knows, values.number(call.query, "watch")
    with call.desk.database.read() as connection:
        seen = seeing.see(connection, rule, knows, since)
        change = None
        if watch is not None:
            saved = values.rule(mine(connection, call, watch).rule)
            change = seeing.compare(connection, saved, rule, knows, since)
    test = seen.test
    return {
        "rule": str(rule),
        "since": since,
        "count": test.count,
        "of": test.of,
        "exact": test.exact,
        "candidates": test.candidates,
        "judged": test.looked,
        "days": [{"day": day, "count": count} for day, count in days(test, call.now, zone)],
        "headlines": [caught_row(c, zone) for c in test.caught[: values.limit(call)]],
        "neighbours": [{"word": n.word, "count": n.count} for n in seen.neighbours],
        "senses": [{"words": list(b.words), "count": b.count, "titles": list(b.titles)} for b in seen.bearers],
        "stricter": [_shift(s) for s in seen.lost],
        "looser": [_shift(s) for s in seen.gained],
        "change": change and _change(change),
    }


def _shift(of: Shift) -> dict[str, Any]:
    titles = [c.headline.title for c in of.examples]
    return {"rule": str(of.variant.rule), "how": of.variant.how, "count": of.count, "exact": of.exact, "titles": titles}


def _change(of: Difference) -> dict[str, Any]:
    return {
        "exact": of.exact,
        "added": [named_row(c) for c in of.added[: values.MOST]],
        "lost": [named_row(c) for c in of.lost[: values.MOST]],
    }
