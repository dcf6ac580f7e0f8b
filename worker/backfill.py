"""The past of a source: its older pages, one after another, politely; what they hold is history and alerts nobody.

The first page is only looked at for the way on: its headlines are the polls', on whatever page they stand by the time
we come there. What comes in passes the desk by, so that no old story grows and no feed and no board is flooded: rules
can be tried on it, and searches find it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from sokbo.exchange import NetworkError, Request, Response, host_of
from sokbo.installation import zone
from sokbo.model import Document, Entry, Kind, SourceState
from sokbo.network import get
from sokbo.options import NONE, Options, unpack
from sokbo.queries import rests, visits
from sokbo.queries.claims import Claimed
from sokbo.queries.sources import Polled
from sokbo.secrets import KeyMissing
from worker import fetch, outlet_zone, robots
from worker.ingest import Reading, Visit, ingest
from worker.line import Line
from worker.naver import query
from worker.pasted import shown
from worker.read import Kept, Unreadable, paging, read
from worker.reading import excuse
from worker.rests import asked_for
from worker.turns import Turns

PAUSE_S = 1.0
"""Between two pages of a host that is not the operator's own: nobody waits for the past."""
LONGEST_REST_S = 120.0
"""A host that asks for more is left alone, and the rest of the past is for another day."""
BARREN = 2
"""So many pages in a row without anything new are the end of what is missing, unless a date says how far to go."""


class Ending(StrEnum):
    """Why there is no page more."""

    PAGES = "as many pages as asked for"
    DATE = "the date is reached"
    KNOWN = "nothing new on two pages in a row"
    LAST = "there is no older page"
    ROUND = "the pages come round again"


class BackfillError(Exception):
    """It can't go on; the message is one line, and what is in stays in."""


class _NoPage(BackfillError):
    """There is nothing at an address that ought to be the next page."""


@dataclass(frozen=True, slots=True)
class Turned:
    """One page that was read."""

    number: int
    url: str
    """Without its secrets."""
    entries: int
    new: int
    oldest: datetime | None
    """The earliest date on it."""


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as it came."""

    document: Document
    older: str | None

    @property
    def dates(self) -> list[datetime]:
        return [entry.published for entry in self.document.entries if entry.published]

    @property
    def identities(self) -> set[str]:
        return {_identity(entry) for entry in self.document.entries}


def turn_over(line: Line, number: int, pages: int, until: datetime | None, tell: Callable[[Turned], None]) -> Ending:
    """Take in the older pages of a source, `pages` at most and none from before `until`; each is told of.

    Raises `BackfillError`. What a page held is committed before the next is asked for.
    """
    of = _source(line, number)
    turns: Turns[None] = Turns(line.bus, line.guard.owns, line.name, line.settings.host_slots, line.settings.host_space)
    try:
        return _follow(line, of, turns, pages, until, tell)
    finally:
        turns.close()


def _source(line: Line, number: int) -> Claimed:
    with line.database.read() as connection:
        of = visits.whole(connection, number)
    if of is None or of.source.state is SourceState.REMOVED:
        raise BackfillError(f"there is no source {number}: see `sokbo source list`")
    if of.source.kind is Kind.SITEMAP:
        raise BackfillError("a news sitemap has no older pages")
    if not of.source.read_once:
        raise BackfillError(f"source {number} was not read yet: `sokbo source poll {number}` first")
    return of


def _follow(
    line: Line, of: Claimed, turns: Turns[None], pages: int, until: datetime | None, tell: Callable[[Turned], None]
) -> Ending:
    try:
        url = line.vault.open(of.sealed_url) if of.sealed_url else of.source.url
        options = unpack(line.vault.open(of.sealed_options)) if of.sealed_options else NONE
    except KeyMissing as error:
        raise BackfillError(f"what the source is asked by is {error}") from None
    page = _read(line, of, turns, url, options)
    polls = page.identities
    asked, met, barren = {url}, set(polls), 0
    for n in range(2, pages + 2):
        if page.older is None:
            return Ending.LAST
        url = page.older
        if url in asked:
            return Ending.ROUND
        _pause(line, url)
        try:
            page = _read(line, of, turns, url, options)
        except _NoPage:
            return Ending.LAST
        new = _keep(line, of, page.document, polls, until)
        tell(Turned(n, shown(url), len(page.document.entries), new, min(page.dates, default=None)))
        if until is not None and page.dates and page.dates[-1] < until:
            return Ending.DATE
        if page.identities <= met:
            return Ending.ROUND
        asked.add(url)
        met |= page.identities
        barren = 0 if new else barren + 1
        if barren == BARREN and until is None:
            return Ending.KNOWN
    return Ending.PAGES


def _identity(entry: Entry) -> str:
    return entry.guid or entry.url or entry.title


def _pause(line: Line, url: str) -> None:
    host = host_of(url).rpartition(":")[0] or host_of(url)
    if not line.guard.owns(host):
        time.sleep(PAUSE_S)


def _read(line: Line, of: Claimed, turns: Turns[None], url: str, options: Options) -> _Page:
    if of.source.kind is Kind.BOARD and not options.ignore_robots:
        _heed(line, url, options)
    answer = _ask(line, of, turns, url, options)
    at = datetime.now(UTC)
    here = outlet_zone.meant(of.zone, of.source.url, zone(line.settings, line.database))
    content_type = answer.headers.get("content-type")
    try:
        document = read(answer.body, url=answer.url, content_type=content_type, at=at, zone=here, kept=Kept(of.recipe))
    except Unreadable as error:
        raise BackfillError(f"{shown(url)}: {error}") from None
    if why := excuse(of.source, document):
        raise (BackfillError if document.entries else _NoPage)(f"{shown(url)}: {why}")
    return _Page(document, paging.older(document, answer.body, answer.url, content_type))


def _heed(line: Line, url: str, options: Options) -> None:
    """Ask the site's robots.txt where it is not known; raises `BackfillError` where it keeps us away."""
    origin = robots.origin(url)
    rules = line.heed.rules(line.database, origin)
    if rules is None:
        try:
            rules = robots.told(get(robots.request(url, options.agent or line.agent, options.route()), line.guard))
        except NetworkError as error:
            raise BackfillError(str(error)) from None
        if rules is None:
            raise BackfillError(f"{host_of(url)} gives no robots.txt now: try again later")
        line.heed.learn(line.database, origin, rules)
    if why := robots.refusal(rules, url):
        raise BackfillError(why)


def _ask(line: Line, of: Claimed, turns: Turns[None], url: str, options: Options) -> Response:
    """The page, when its host lets us; raises `BackfillError`."""
    _wait_for_rest(line, url)
    going = turns.take([(url, None)])
    while not going:
        time.sleep(min(turns.wait_s(), 1.0))
        going = turns.again()
    try:
        answer = get(_request(line, of, url, options), line.guard)
    except NetworkError as error:
        raise BackfillError(str(error)) from None
    finally:
        turns.leave([url])
    if answer.status == 200:
        return answer
    wait_s = fetch.retry_after_s(answer.headers, datetime.now(UTC))
    if rest := asked_for(url, answer.status, wait_s, of.source.failures):
        with line.database.write() as connection:
            rests.begin(connection, [rest])
    kind = _NoPage if answer.status in (404, 410) else BackfillError
    raise kind(f"{shown(url)} {fetch.refusal(answer.status)}")


def _request(line: Line, of: Claimed, url: str, options: Options) -> Request:
    agent = options.agent or line.agent
    if query.is_one(of.source.url):
        return line.naver.request(of.source.url, agent, query.start(url), options.route())
    headers = {"User-Agent": agent, "Accept": fetch.ACCEPT}
    return Request(url, headers=headers, route=None if options is NONE else options.route())


def _wait_for_rest(line: Line, url: str) -> None:
    line.rests.look(line.database)
    while rest := line.rests.of(url):
        wait_s, why = rest
        if wait_s > LONGEST_REST_S:
            raise BackfillError(f"{why}; try again in {wait_s / 60:.0f} minutes")
        time.sleep(wait_s)
        line.rests.look(line.database)


def _keep(line: Line, of: Claimed, document: Document, polls: set[str], until: datetime | None) -> int:
    """Write what is new on a page, and neither the polls' nor from before `until`; how much."""
    entries = [e for e in document.entries if until is None or e.published is None or e.published >= until]
    past = replace(document, entries=tuple(e for e in entries if _identity(e) not in polls))
    at = datetime.now(UTC)
    with line.database.write() as connection:
        now = visits.whole(connection, of.source.id, lock=True)
        if now is None or now.source.state is SourceState.REMOVED:
            raise BackfillError(f"source {of.source.id} was removed meanwhile")
        source = replace(now.source, read_once=False)  # all that is read of it now is history
        polled = Polled(source.id, source.fence, source.interval_s, ok=True, changed=True)
        return ingest(connection, [Reading(source, polled, past, by=Visit.HISTORY)], at).new
