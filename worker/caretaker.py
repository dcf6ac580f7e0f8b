"""Looks after sources: finds those that fell silent, tells their owner once of trouble, and once when it is over.

Runs beside the desk, so that there is one of it. What was told and the message's row are one transaction.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from notify import clip, message, notice
from sokbo import installation
from sokbo.queries import channels, claims, deliveries, rhythms, troubles
from sokbo.queries.channels import Reached
from sokbo.queries.troubles import Trouble
from worker import alarm, catalogue, retention, rhythm
from worker.line import Line
from worker.rhythm import Silence

log = logging.getLogger("sokbo")

LOOK_S = 10.0
PRUNE_S = 3600.0
"""How often what is old is let go."""
LISTEN_S = 600.0
"""How often sources are listened for that fell silent."""
ASKED = timedelta(hours=1)
"""Whoever was not asked for so long, and two of its own intervals, can't be called silent."""


def beside(line: Line) -> None:
    """Look after them in a thread of its own where it is time again: the desk goes on."""
    now = time.monotonic()
    if now >= line.care_due:
        line.care_due = now + LOOK_S
        threading.Thread(target=look, args=(line,), name="caretaker", daemon=True).start()


def look(line: Line) -> None:
    """Do all that is due."""
    now = time.monotonic()
    try:
        call_back(line)
        if now >= line.listen_due:
            line.listen_due = now + LISTEN_S
            listen(line, datetime.now(UTC))
        if now >= line.prune_due:
            line.prune_due = now + PRUNE_S
            retention.prune(line.database, line.settings, datetime.now(UTC))
        tell(line)
        clip_out(line, datetime.now(UTC))
        alarm.watch(line.database, line.settings)
        catalogue.catch_up(line.database)
    except DBAPIError as error:
        log.warning("looking after the sources: the database failed: %s", str(error.orig).splitlines()[0])


def call_back(line: Line) -> int:
    """Have those polled at once that a clock that jumped has put off for ever; how many."""
    with line.database.read() as connection:
        if not claims.any_lost(connection):
            return 0
    with line.database.write() as connection:
        found = claims.call_back(connection)
    line.ring("poll")
    return found


def listen(line: Line, now: datetime) -> int:
    """Flag the sources that fell silent against their own rhythm; how many. The poll sees when they speak again."""
    start = now - rhythm.LEARNS - rhythm.WEEK
    with line.database.read() as connection:
        quiet = {q.source: q for q in rhythms.quiet(connection, now - rhythm.SHORTEST, now - ASKED)}
        silent = []
        for source, counts in rhythms.counts(connection, list(quiet), rhythm.HOURS, start):
            q = quiet[source]
            found = rhythm.silence(counts, q.last_new - max(start, q.created), q.last_new, now)
            silent += [(source, found)] if found.certain else []
    if silent:
        zone = installation.zone(line.settings, line.database)
        with line.database.write() as connection:
            for source, found in silent:
                troubles.put(connection, source, words(found, zone), found.since)
    return len(silent)


def words(found: Silence, zone: ZoneInfo) -> str:
    """The silence in one line."""
    since = found.since.astimezone(zone)
    return f"the same content since {since:%Y-%m-%d %H:%M}: about {max(1, round(found.missing))} headlines are missing"


def clip_out(line: Line, now: datetime) -> int:
    """Send the clippings whose windows have closed; how many."""
    zone = installation.zone(line.settings, line.database)
    with line.database.read() as connection:
        if not clip.due(connection, zone, now):
            return 0
    with line.database.write() as connection:
        sent = clip.send_due(connection, line.settings, zone, now)
    if sent:
        line.ring("deliver")
    return sent


def tell(line: Line) -> int:
    """Tell what has not been told, to the channel that SOKBO_TROUBLE_CHANNEL names; how much that was."""
    with line.database.read() as connection:
        if not troubles.untold(connection):
            return 0
    with line.database.write() as connection:
        found = troubles.untold(connection)
        to = channels.reached(connection, line.settings.trouble_channel) if line.settings.trouble_channel else None
        if to is not None:
            deliveries.add(connection, [_row(connection, line, to, trouble) for trouble in found])
        for trouble in found:
            troubles.mark_told(connection, trouble)
    if to is None and line.settings.trouble_channel and found:
        log.warning("SOKBO_TROUBLE_CHANNEL: there is no channel %r", line.settings.trouble_channel)
    if found and to is not None:
        line.ring("deliver")
    return len(found)


def _row(connection: Connection, line: Line, to: Reached, trouble: Trouble) -> dict[str, Any]:
    step = f"source {trouble.source} {int(trouble.since.timestamp() * 1000)} {'ill' if trouble.trouble else 'well'}"
    page = f"{line.settings.address}/sources/{trouble.source}"

    def told(language: str) -> message.Told:
        return message.about_source(language, trouble.name, page, trouble.trouble, trouble.since)

    kind = "source.troubled" if trouble.trouble else "source.well"
    return notice.row(connection, line.settings, to, kind, step, told)
