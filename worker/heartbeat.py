"""A watchdog hears once a minute that poll, desk and delivery all advance, so that silence is never taken for calm.

Whoever delivers asks it: those processes may reach the world, and one of them at a time does.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.exc import DBAPIError

from sokbo.exchange import NetworkError, Request
from sokbo.network import get
from sokbo.queries.standing import due, standing
from worker.line import Line

log = logging.getLogger("sokbo")

EVERY = timedelta(minutes=1)
LOOK_S = 5.0


def watch(line: Line, stages: Sequence[str]) -> None:
    """Ask for as long as the line runs, where this process delivers and there is a watchdog; it ends with the line."""
    if line.settings.heartbeat_url and "deliver" in stages:
        threading.Thread(target=_go_on, args=(line,), name="heartbeat", daemon=True).start()


def _go_on(line: Line) -> None:
    while not line.stop.wait(LOOK_S):
        try:
            beat(line)
        except DBAPIError as error:
            log.warning("no heartbeat: the database failed: %s", str(error.orig).splitlines()[0])


def beat(line: Line) -> bool:
    """Ask `SOKBO_HEARTBEAT_URL` where it is time and every stage advances; whether the watchdog heard it."""
    with line.database.read() as connection:
        if not line.settings.heartbeat_url or not all(stage.advances for stage in standing(connection)):
            return False
    with line.database.write() as connection:
        if not due(connection, "heartbeat", EVERY):
            return False
    try:
        answer = get(Request(line.settings.heartbeat_url, headers={"User-Agent": line.agent}), line.guard)
    except NetworkError as error:
        log.warning("SOKBO_HEARTBEAT_URL does not answer: %s", error)
        return False
    return answer.status < 400
