"""A watchdog hears once a minute that poll, desk and delivery all advance, so that silence is never taken for calm."""

from __future__ import annotations

import logging
import time

from sokbo.exchange import NetworkError, Request
from sokbo.network import get
from sokbo.queries.standing import standing
from worker.line import Line

log = logging.getLogger("sokbo")

EVERY_S = 60.0


def beat(line: Line) -> bool:
    """Ask `SOKBO_HEARTBEAT_URL` where it is time and every stage advances; whether the watchdog heard it."""
    now = time.monotonic()
    if not line.settings.heartbeat_url or now < line.heartbeat_due:
        return False
    with line.database.read() as connection:
        if not all(stage.advances for stage in standing(connection)):
            return False
    line.heartbeat_due = now + EVERY_S
    try:
        answer = get(Request(line.settings.heartbeat_url, headers={"User-Agent": line.agent}), line.guard)
    except NetworkError as error:
        log.warning("SOKBO_HEARTBEAT_URL does not answer: %s", error)
        return False
    return answer.status < 400
