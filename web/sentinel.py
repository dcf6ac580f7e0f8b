"""Looks at the line from outside it: a desk that is dead can't say so."""

from __future__ import annotations

import contextlib
import threading

from sqlalchemy.exc import DBAPIError

from web.desk import Desk
from worker import alarm

LOOK_S = 60.0


def start(desk: Desk) -> None:
    """Look once a minute from a thread of its own, until the desk's process ends."""
    threading.Thread(target=_look, args=(desk,), name="sentinel", daemon=True).start()


def _look(desk: Desk) -> None:
    while not desk.stop.wait(LOOK_S):
        with contextlib.suppress(DBAPIError):
            if alarm.watch(desk.database, desk.settings):
                desk.wake("deliver")
