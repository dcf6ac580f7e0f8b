"""Seeing before saving: what a rule would have caught, for beside the form it is typed into."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection
from starlette.responses import HTMLResponse, Response

from notify import seeing
from notify.advice import advice
from notify.apart import Apart
from notify.backtest import days
from notify.knowledge import Knowledge
from notify.neighbours import MOST
from notify.rule import RuleError, parse
from notify.seeing import Difference
from notify.tree import Rule
from notify.variants import beside, excluding, requiring
from sokbo.queries import watches
from web.asked import Asked, whole
from web.pages.rules import rule_or_trouble
from web.render import TEMPLATES

LAST = timedelta(days=7)
SHOWN = 30
NEARLY_ALL = 0.3
"""Of all headlines: a rule that catches more is told to."""
QUICK_S = 0.15
BAR, GAP, HIGH = 16, 4, 32
"""Pixels of a day's bar: its width, the space behind it, and its height where most were caught."""


def backtest(asked: Asked) -> Response:
    """What a rule would have caught, and what to make of it; the rule's fault where it has one."""
    query = asked.request.query_params
    rule, trouble = rule_or_trouble(asked, query.get("rule", ""))
    if rule is None:
        html = TEMPLATES.from_string('<pre class="trouble">{{ t }}</pre>').render(t=trouble)
        return HTMLResponse(html, headers={"cache-control": "no-store"})
    knows, since = asked.desk.knows, asked.now - LAST
    with asked.desk.database.read() as connection:
        seen = seeing.see(connection, rule, knows, since)
        change = _change(asked, connection, rule, knows, whole(query.get("watch")))
    by_day = days(seen.test, asked.now, asked.zone)
    return asked.page(
        "backtest.html",
        seen=seen,
        shown=seen.test.caught[:SHOWN],
        days=by_day,
        bars=bars([count for _, count in by_day]),
        neighbours=sorted(seen.neighbours[:MOST], key=lambda n: -n.count),
        nearly_all=seen.test.count > NEARLY_ALL * seen.test.of > 0 and seen.test.of > SHOWN,
        advice=[a for a in advice(rule, knows) if a.kind != "everything"],
        change=change,
        page=f"/watches/{change[0]}" if change else "/watches",
        excluding=lambda words: str(excluding(rule, words)),
        requiring=lambda words: str(requiring(rule, words)),
        near=lambda words: str(beside(rule, words) or ""),
        again=isinstance(knows.analyser, Apart) and knows.analyser.is_loading,
    )


def _change(
    asked: Asked, connection: Connection, rule: Rule, knows: Knowledge, watch: int | None
) -> tuple[int, Difference | None] | None:
    """The person's watch that is being edited, and what differs from its rule as saved; None where none is."""
    saved = watches.one(connection, asked.desk.vault, watch) if watch else None
    if saved is None or saved.person != asked.person.id:
        return None
    try:
        before = parse(saved.rule)
    except RuleError:
        return saved.id, None
    if before == rule:
        return saved.id, None
    return saved.id, seeing.compare(connection, before, rule, knows, asked.now - LAST, QUICK_S)


def bars(counts: Sequence[int]) -> list[tuple[int, int, int]]:
    """The bars of a sparkline: left edge, top and height in pixels; a day with any has a bar to be seen."""
    most = max([*counts, 1])
    heights = [max(2, round(HIGH * count / most)) if count else 0 for count in counts]
    return [(at * (BAR + GAP), HIGH - high, high) for at, high in enumerate(heights)]
