"""How the line stands: what waits, who is in trouble, and how late headlines are, hour by hour."""

from __future__ import annotations

from starlette.responses import Response

from sokbo.queries import lags, troubles
from sokbo.queries.overview import overview
from web.asked import Asked
from web.faults import told
from web.plot import plot
from worker import lag
from worker.lag import DAY, ROWS
from worker.naver import words
from worker.naver.account import Day, day

HOURS = 24


def status(asked: Asked) -> Response:
    """The page."""
    since = asked.now - DAY
    with asked.desk.database.read() as connection:
        arrived, sent = lags.arrived(connection, since, ROWS), lags.told(connection, since, ROWS)
        line, ill = overview(connection), troubles.current(connection)
        searches = day(connection, asked.desk.settings, asked.now)
    by_hour = lag.by_hour(arrived, sent, HOURS, asked.now)
    hours = [f"{start.astimezone(asked.zone):%H}" for start, _ in by_hour]
    return asked.page(
        "status.html",
        line=line,
        ill=ill,
        calls=_calls(asked, searches),
        day=lag.passage(arrived, sent),
        seen=plot([passage.seen for _, passage in by_hour]),
        sent=plot([passage.sent for _, passage in by_hour]),
        by_hour=list(zip(hours, (passage for _, passage in by_hour), strict=True)),
        hours=hours,
    )


def _calls(asked: Asked, searches: Day) -> str | None:
    if not searches.waits:
        return None
    return told(asked.language, words.standing(searches.used, searches.most, len(searches.waits), None))
