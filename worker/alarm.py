"""The line has stalled, or goes on again: told once each to the operator's channel, by whoever notices first.

The desk looks (`worker/caretaker.py`), and the web server does, since a desk that is dead can't (`web/sentinel.py`).
Where nothing is delivered any more, only the watchdog behind `SOKBO_HEARTBEAT_URL` is left to say so.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection

from notify import message, notice
from sokbo.database import Database
from sokbo.queries import channels, deliveries, facts
from sokbo.queries.standing import Stage, standing
from sokbo.settings import Settings

log = logging.getLogger("sokbo")

FACT = "stalled"
"""Which stages were told to have stalled, and since when."""


def watch(database: Database, settings: Settings) -> bool:
    """Look at the line, and tell what changed; whether something did."""
    with database.read() as connection:
        stalled = _names(standing(connection))
        known = (facts.get(connection, FACT) or "").partition("|")[0]
    if stalled == known:
        return False
    with database.write() as connection:
        return _tell(connection, settings, stalled)


def _names(stages: Sequence[Stage]) -> str:
    return " ".join(stage.name for stage in stages if stage.stalled)


def _tell(connection: Connection, settings: Settings, stalled: str) -> bool:
    known, _, began = (facts.get(connection, FACT) or "").partition("|")
    if known == stalled:  # another process was first
        return False
    since = datetime.fromisoformat(began) if began else datetime.now(UTC)
    if stalled:
        log.warning("the line stalls: %s", stalled)
        facts.put(connection, FACT, f"{stalled}|{since.isoformat()}")
    else:
        log.warning("the line goes on")
        facts.drop(connection, FACT)
    to = channels.reached(connection, settings.trouble_channel) if settings.trouble_channel else None
    if to is not None:
        kind, step = "line.stalled" if stalled else "line.well", f"line {since.isoformat()} {stalled or 'well'}"

        def told(language: str) -> message.Told:
            return message.about_line(language, stalled, f"{settings.address}/", since)

        deliveries.add(connection, [notice.row(connection, settings, to, kind, step[:48], told)])
    return True
