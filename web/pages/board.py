"""The board: every headline as it came, newest first; new ones arrive live. And one headline."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from notify import past
from notify.knowledge import Knowledge
from notify.rule import Rule
from sokbo.model import Headline, Precision, Story, Why
from sokbo.queries import facts, headlines, lags, people, sources, stories, troubles, watches
from web import auth
from web.asked import Asked, language_of, whole
from web.desk import Desk
from web.pages.rules import rule_or_trouble
from web.pages.sorry import not_found
from web.render import TEMPLATES
from web.words import say

PAGE = 50
LONGEST_QUERY = 1_000
PATIENCE_S = 1.0
"""How long a search looks through what only may match."""
LONGEST_ABSENCE = 200
"""Rows sent at most to a page that comes back."""


def _stories(connection: Connection, found: list[Headline]) -> dict[int, Story]:
    return stories.some(connection, [h.story for h in found if h.story is not None])


def board(asked: Asked) -> Response:
    """The newest headlines, or those before a place in the desk's log; looking at the top makes them seen."""
    before = asked.before()
    query = asked.request.query_params.get("q", "").strip()[:LONGEST_QUERY]
    top = before is None and not query
    rule, trouble = rule_or_trouble(asked, query) if query else (None, "")
    with asked.desk.database.read() as connection:
        found = _found(connection, asked.desk.knows, rule, before, nothing=bool(trouble))
        shown = found[:PAGE]
        sizes = _stories(connection, [h for h, _ in shown])
        seq = headlines.newest_seq(connection)
        demo = sources.any_demo(connection)
        troubled = len(troubles.current(connection)) if top else 0
    if top and seq > asked.person.seen_seq:
        with asked.desk.database.write() as connection:
            people.update_settings(connection, asked.person.id, seen_seq=seq)
    return asked.page(
        "board.html",
        found=[h for h, _ in shown],
        spans={h.id: why for h, why in shown},
        more=len(found) > PAGE and shown[-1][0].seq is not None,
        stories=sizes,
        seq=seq,
        seen_seq=asked.person.seen_seq,
        top=top,
        query=query,
        trouble=trouble,
        demo=demo,
        troubled=troubled,
    )


def _found(
    connection: Connection, knows: Knowledge, rule: Rule | None, before: int | None, *, nothing: bool
) -> list[tuple[Headline, tuple[Why, ...]]]:
    """A page of headlines and one more, with why where they are searched for."""
    if nothing:
        return []
    if rule is None:
        return [(h, ()) for h in headlines.newest(connection, limit=PAGE + 1, before_seq=before)]
    caught = past.search(
        connection,
        rule,
        knows,
        limit=PAGE + 1,
        before_seq=before,
        patience_s=PATIENCE_S,
    )
    return [(c.headline, c.why) for c in caught]


async def live(request: Request) -> Response:
    """Rows placed after `Last-Event-ID` (or `after`), and those that follow, as server-sent events."""
    person = await run_in_threadpool(auth.person, request)
    if person is None:
        return Response(status_code=401)
    desk: Desk = request.app.state.desk
    after = whole(request.headers.get("last-event-id") or request.query_params.get("after"))
    after = desk.live.seq if after is None else after
    language, zone = language_of(request, person), await run_in_threadpool(desk.zone, person)

    async def events() -> AsyncIterator[bytes]:
        seq = after
        yield b"retry: 2000\n\n"
        async for now in desk.live.moves(seq):
            if now <= seq:
                yield b": still here\n\n"
                continue
            seq, event = await run_in_threadpool(_event, desk, seq, language, zone)
            yield b"id: %d\nevent: rows\ndata: %s\n\n" % (seq, orjson.dumps(event))

    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(events(), media_type="text/event-stream", headers=headers)


def _event(desk: Desk, after: int, language: str, zone: ZoneInfo) -> tuple[int, dict[str, object]]:
    """How far the log goes, and what came after a place in it: rows as they are shown, newest first, and the sizes of
    their stories.
    """
    with desk.database.read() as connection:
        seq = headlines.newest_seq(connection)
        found = headlines.newest(connection, limit=LONGEST_ABSENCE, after_seq=after)
        sizes = _stories(connection, found)
    macro = TEMPLATES.get_template("rows.html").module.row  # type: ignore[attr-defined]

    def word(key: str, **values: object) -> str:
        return say(language, key, **values)

    rows = [str(macro(h, sizes.get(h.story or 0), True, word, datetime.now(UTC), zone, language)) for h in found]
    grown = {str(s.id): len(s.outlets) - 1 for s in sizes.values()}
    end = max(after, seq, *(h.seq or 0 for h in found))  # a row may have come between the two queries
    return end, {"rows": rows, "stories": grown}


def headline(asked: Asked) -> Response:
    """One headline with the titles it once had and the others of its story."""
    with asked.desk.database.read() as connection:
        h = headlines.one(connection, asked.number())
        if h is None:
            return not_found(asked)
        of = sources.one(connection, h.source)
        return asked.page(
            "headline.html",
            h=h,
            source=of.name if of else "",
            late=_late(h),
            sent=lags.first_told(connection, h.id),
            revisions=headlines.revisions_of(connection, h.id),
            story=headlines.of_story(connection, h.story) if h.story else [],
        )


def _late(h: Headline) -> float | None:
    """Seconds from its publication until it was seen, where that was watched and its date says when."""
    if not h.news or h.published is None or h.precision == Precision.DAY:
        return None
    return max(0.0, (h.seen - h.published).total_seconds())


def remove_demo(asked: Asked) -> Response:
    """Be rid of the demo newsroom."""
    with asked.desk.database.write() as connection:
        watches.erase_demo(connection)
        sources.erase_demo(connection)
        facts.put(connection, facts.NO_DEMO, "yes")
    asked.desk.changed("demo")
    return asked.go("/")
