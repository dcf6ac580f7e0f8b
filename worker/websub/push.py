"""What hubs pushed, read by the same reader as polls and written by the same ingest, in one transaction with its end.

A push without entries of its own says only that there is news: then its source is due at once. So is it where a push
looks like nothing that the source is known for, or is all new: a poll sees the whole document and judges better.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from sqlalchemy.exc import DataError, IntegrityError

from sokbo.installation import zone
from sokbo.model import Document, Source, SourceState
from sokbo.queries import pushes, sources, subscriptions, visits
from sokbo.queries.pushes import Push
from sokbo.queries.sources import Polled
from worker import outlet_zone
from worker.ingest import Reading, Visit, Written, ingest
from worker.line import Line
from worker.read import Unreadable, read
from worker.reading import excuse
from worker.websub import credit, trust

log = logging.getLogger("sokbo")

BATCH = 20
"""Pushes that are taken into memory at once; each may be megabytes."""


def read_all(line: Line) -> int:
    """Read what waits, the oldest first; how many pushes that were."""
    done, after = 0, 0
    while not line.stop.is_set() and (waiting := _next(line, after)):
        for push in waiting:
            done += _read_one(line, push)
        after = waiting[-1].id
    return done


def _next(line: Line, after: int) -> Sequence[Push]:
    with line.database.read() as connection:
        return pushes.oldest(connection, BATCH, after)


def _read_one(line: Line, push: Push) -> bool:
    """Read one push; False where another worker did, or one before it is still to be read."""
    with line.database.read() as connection:
        known = visits.whole(connection, push.source)
    document = None
    if known is not None:
        document = _document(
            known.source, push, outlet_zone.meant(known.zone, known.source.url, zone(line.settings, line.database))
        )
    try:
        with line.database.write() as connection:
            written = _write(connection, push, document)
    except (DataError, IntegrityError, ValueError, OverflowError):
        log.exception("writing a push of source %d", push.source)
        with line.database.write() as connection:
            written = _write(connection, push, None)
    if written is None:
        return False
    if written.new or written.retitled:
        line.ring("desk")
    if push.source not in written.sources:
        line.ring("poll")
    return True


def _document(source: Source, push: Push, here: ZoneInfo) -> Document | None:
    """What was pushed; None where it is nothing to read headlines from."""
    if not push.body.strip():
        return None
    url = source.topic or source.url
    try:
        document = read(push.body, url=url, content_type=push.content_type, at=push.received, zone=here)
    except Unreadable:
        return None
    except Exception:  # a reader's own fault must not stop what was pushed after it
        log.exception("reading a push of source %d", source.id)
        return None
    return None if excuse(source, document) else document


def _write(connection: Connection, push: Push, document: Document | None) -> Written | None:
    """Everything that a push changes; None where it is not ours to write."""
    if not pushes.take(connection, push):
        return None
    taken = visits.take_over(connection, push.source)
    if taken is None or taken.source.state is not SourceState.ACTIVE:
        return Written(sources={push.source})
    source, at = taken.source, datetime.now(UTC)
    written = Written()
    if document is not None and document.entries:
        polled = Polled(source.id, source.fence, source.interval_s, ok=True, changed=True)
        line = {
            "source_id": source.id,
            "at": at,
            "outcome": "pushed",
            "bytes": len(push.body),
            "elapsed_ms": _age(push, at),
        }
        written = ingest(connection, [Reading(source, polled, document, line, by=Visit.PUSH)], at)
        if not written.held:
            credit.by_push(connection, source.id, written.new, at, late=trust.came_late(document, push.received))
            written.sources.add(source.id)
            return written
    subscriptions.pinged(connection, source.id, at)
    sources.make_due(connection, source.id)
    return written


def _age(push: Push, at: datetime) -> int:
    return max(0, round((at - push.received).total_seconds() * 1000))
