"""Say that there is work. A wake is never waited for and never missed: whoever is not woken looks for itself."""

from __future__ import annotations

import queue
import threading
import time

from celery import Celery
from kombu.exceptions import OperationalError

from worker.app import FRESH_S, task_name

DEAF_S = 2.0
"""How long a Redis that failed is left alone."""


def send(app: Celery, stage: str) -> bool:
    """Put a wake on the stage's queue; False where Redis did not take it."""
    try:
        app.send_task(task_name(stage), queue=stage, expires=FRESH_S, retry=False)
    except (OperationalError, OSError):
        return False
    return True


class Waker:
    """Sends wakes from a thread of its own, so that no stage ever waits for Redis."""

    def __init__(self, app: Celery) -> None:
        self._app = app
        self._wanted: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._waiting: set[str] = set()
        threading.Thread(target=self._run, name="waker", daemon=True).start()

    def wake(self, stage: str) -> None:
        """Wake a stage, here or on another machine; wakes that wait already are one."""
        if stage not in self._waiting:
            self._waiting.add(stage)
            self._wanted.put(stage)

    def _run(self) -> None:
        while True:
            stage = self._wanted.get()
            self._waiting.discard(stage)
            if not send(self._app, stage):
                time.sleep(DEAF_S)
