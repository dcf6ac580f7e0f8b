"""3. A fetch that has ended, read: the document, when the source is due again, a line for its log. Pure."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sokbo.model import Document, Kind, Source
from sokbo.queries.sources import Polled
from worker import known
from worker.fetch import Fetched, Outcome
from worker.ingest import Reading
from worker.interval import Bounds, next_wait_s
from worker.known import Known
from worker.read import Kept, Unreadable, read
from worker.rests import asked_for
from worker.sift import clash
from worker.websub.discover import headed, named

log = logging.getLogger("sokbo")

Recipe = Mapping[str, Any] | None
"""How a board is read, as JSON; None where that is not known yet."""
BOUNDS = Bounds()
LOGIN = "a login page"
"""How the reader of boards begins what it says of one."""


def reading(
    source: Source,
    fetched: Fetched,
    at: datetime,
    zone: ZoneInfo,
    chance: float,
    kept: bytes | None = None,
    bounds: Bounds = BOUNDS,
    recipe: Recipe = None,
) -> Reading:
    """What is to be written of one finished fetch; `chance`, from 0 up to 1, spreads the next visits.

    `kept` is what is known unread of the source's entries, `bounds` what the operator sets for intervals that
    adapt, `recipe` how a board is read.
    """
    document, error = None, fetched.error
    unread = known.unpack(kept) if fetched.outcome is Outcome.CHANGED else {}
    if fetched.outcome is Outcome.CHANGED:
        document, error = _read(source, fetched, at, zone, unread, recipe)
    failures = source.failures + 1 if error else 0
    silent_s = (at - source.last_new).total_seconds() if source.last_new else None
    asks_s, skips = (document.wait_s, document.skips) if document else (source.asks_s, source.skips)
    wait_s = _waits(source, fetched, failures, chance, (asks_s, skips), at)
    hub, topic = named(document, source) if document else (source.hub, source.topic)
    polled = Polled(
        source=source.id,
        fence=source.fence,
        wait_s=wait_s(silent_s, replace(bounds, shortest_s=bounds.longest_s) if source.pushed else bounds),
        ok=error is None,
        changed=document is not None,
        kind=document.kind if document else None,
        etag=fetched.etag,
        last_modified=fetched.last_modified,
        body_hash=fetched.body_hash,
        error=error,
        gone=fetched.outcome is Outcome.GONE,
        moved_to=fetched.moved_to if error is None else None,
        asks_s=asks_s,
        skips=skips,
        hub=hub,
        topic=topic,
        recipe=document.recipe if document else None,
        rest=asked_for(source.url, fetched.status, fetched.retry_after_s, source.failures, error) if error else None,
    )
    reshaped = document is not None and document.reshaped
    line, notable = _line(fetched, at, error), error != source.last_error or reshaped
    if document is None:
        return Reading(source, polled, None, line, notable)
    passed = {print_: unread[print_] for print_ in document.known}
    return Reading(source, polled, document, line, notable, wait_s(0.0, bounds), passed, before=(*unread.values(),))


def _waits(
    source: Source, fetched: Fetched, failures: int, chance: float, said: tuple[float | None, int], at: datetime
) -> Callable[[float | None, Bounds], float]:
    """How long until the next visit, by how long nothing came and by the operator's bounds; the document has `said`
    how seldom, and when not.
    """
    asks_s, skips = said
    return lambda silent_s, bounds: next_wait_s(
        every_s=source.every_s,
        silent_s=silent_s,
        failures=failures,
        chance=chance,
        asked_s=max(fetched.max_age_s or 0.0, float(asks_s or 0)),
        retry_after_s=fetched.retry_after_s,
        bounds=bounds,
        skips=skips,
        at=at,
    )


def _read(
    source: Source, fetched: Fetched, at: datetime, zone: ZoneInfo, unread: Known, recipe: Recipe
) -> tuple[Document | None, str | None]:
    """The document, or why there is none."""
    try:
        found = _document(source, fetched, at, zone, unread, recipe)
    except Unreadable as unreadable:
        return None, str(unreadable)
    except Exception as fault:  # a reader's own fault must harm this source alone
        log.exception("reading source %d", source.id)
        return None, f"the reader failed on it ({type(fault).__name__}): please report this address"
    error = excuse(source, found)
    return (None, error) if error else (headed(found, fetched.url, fetched.link), None)


def _document(
    source: Source, fetched: Fetched, at: datetime, zone: ZoneInfo, unread: Known, recipe: Recipe
) -> Document:
    """What has come, without the entries that are known where that leaves no doubt."""
    kind, kept = fetched.content_type, Kept(recipe)
    ask = partial(read, fetched.body, url=fetched.url, content_type=kind, at=at, zone=zone, kept=kept)
    found = ask(known=unread)
    if found.known and clash(source.id, found.entries, {unread[print_] for print_ in found.known}):
        return ask()
    return found


def _line(fetched: Fetched, at: datetime, error: str | None) -> dict[str, object]:
    outcome = Outcome.FAILED if error and fetched.outcome is Outcome.CHANGED else fetched.outcome
    return {
        "source_id": fetched.source,
        "at": at,
        "outcome": outcome,
        "status": fetched.status,
        "bytes": fetched.size,
        "elapsed_ms": round(fetched.elapsed_s * 1000),
    }


def excuse(source: Source, document: Document) -> str | None:
    """Why a web page is not what the source is read for (a closed site, a login page); None where it may be."""
    if document.kind is not Kind.BOARD:
        return None
    if any(warning.startswith(LOGIN) for warning in document.warnings):
        return "it asks for a login now: give one with `sokbo source set`, --auth or --cookie"
    if source.kind not in (None, Kind.BOARD):
        return "this was a feed and is a web page now: check the address; a resumed source is taken for what it is then"
    if not document.entries:
        return "; ".join(document.warnings) or "no listing of headlines was found"
    return None


def unwritable(one: Reading, fault: Exception) -> Reading:
    """The same visit as a failed one: what was read can't be kept."""
    error = f"what it holds can't be kept ({type(fault).__name__}): please report this address"
    polled = replace(one.polled, ok=False, changed=False, error=error, moved_to=None)
    return replace(one, polled=polled, document=None, notable=error != one.source.last_error)
