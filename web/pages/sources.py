"""Sources: the list; how each fares, and its log."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection
from starlette.responses import Response

from sokbo.model import Source, Subscription
from sokbo.options import shown
from sokbo.queries import asking, headlines, lags, rests, rhythms, sources, subscriptions
from web.asked import Asked
from web.faults import told
from web.pages.seen import bars
from web.pages.sorry import not_found
from web.plot import by_day
from worker import asks, lag
from worker.lag import DAY, ROWS, WEEK, Passage
from worker.naver import query
from worker.naver import words as naver_words
from worker.naver.account import day, shape
from worker.rests import holding
from worker.websub import reach, words

SHOWN = 20
DAYS = 28


def sources_page(asked: Asked) -> Response:
    """The list, and a field for the next address."""
    with asked.desk.database.read() as connection:
        found = sources.every(connection)
        counts = sources.headline_counts(connection)
    return asked.page("sources.html", found=found, counts=counts)


def _pushes(asked: Asked, found: Source, subscription: Subscription | None) -> list[str]:
    """How it stands with its hub."""
    obstacle = reach.obstacle(asked.desk.settings.base_url, asked.desk.guard)
    return [told(asked.language, line) for line in words.standing(found, subscription, obstacle, asked.zone)]


def _calls(asked: Asked, found: Source) -> str | None:
    """How often a search is asked, and what is left of the day's calls."""
    if not query.is_one(found.url):
        return None
    with asked.desk.database.read() as connection:
        today = day(connection, asked.desk.settings, asked.now, shape(connection, asked.now))
    said = naver_words.standing(today.used, today.most, len(today.waits), today.waits.get(found.id))
    return told(asked.language, said)


def _days(connection: Connection, asked: Asked, source: int) -> list[tuple[date, int, int]]:
    """Its headlines and failures, day by day."""
    since, today = asked.now - timedelta(days=DAYS), asked.now.astimezone(asked.zone).date()
    news = by_day(rhythms.news_by_hour(connection, source, since), today, DAYS, asked.zone)
    failures = by_day(rhythms.failures_by_hour(connection, source, since), today, DAYS, asked.zone)
    return [(day, came, failed) for (day, came), (_, failed) in zip(news, failures, strict=True)]


def _delays(connection: Connection, asked: Asked, source: int) -> dict[str, Passage]:
    """How late its headlines were, over the last day and the last week."""
    found = {}
    for name, span in (("lag_day", DAY), ("lag_week", WEEK)):
        since = asked.now - span
        arrived, told_of = lags.arrived(connection, since, ROWS, source), lags.told(connection, since, ROWS, source)
        found[name] = lag.passage(arrived, told_of)
    return {name: passage for name, passage in found.items() if passage.seen or passage.sent}


def source(asked: Asked) -> Response:
    """One source: how it fares, its newest headlines, its log; and what a person does with it."""
    number = asked.number()
    with asked.desk.database.read() as connection:
        found = sources.one(connection, number)
        if found is None or found.state == "removed":
            return not_found(asked)
        if asked.request.method != "POST":
            return asked.page(
                "source.html",
                s=found,
                found=headlines.newest(connection, limit=SHOWN, source=number),
                log=sources.fetch_log(connection, number, SHOWN),
                options=shown(asked.desk.vault, (how := asking.of(connection, number)).sealed_options),
                its_zone=how.zone,
                calls=_calls(asked, found),
                days=(days := _days(connection, asked, number)),
                bars=bars([news for _, news, _ in days]),
                delays=_delays(connection, asked, number),
                inevitable=None if found.pushed else lag.inevitable(found.interval_s),
                asks=asks.words(found, holding(rests.current(connection), found.url)),
                pushes=_pushes(asked, found, subscriptions.of_source(connection, number)),
            )
    deed = asked.field("do")
    deeds = {
        "poll": sources.make_due,
        "pause": sources.pause,
        "resume": sources.resume,
        "remove": sources.remove,
    }
    if deed in deeds:
        with asked.desk.database.write() as connection:
            deeds[deed](connection, number)
        asked.desk.changed(f"source {number}")
        asked.desk.wake("poll")
    return asked.go("/sources" if deed == "remove" else f"/sources/{number}")
