"""One worker process: a Celery worker on some of the queues, its line, and its watchmen."""

from __future__ import annotations

import logging
import time
import warnings
from collections.abc import Sequence
from typing import Any

from celery import signals
from celery.platforms import SecurityWarning

from sokbo.settings import Settings
from worker import heartbeat, tasks, watchman
from worker.app import configure
from worker.line import Line, open_line
from worker.wake import Waker

log = logging.getLogger("sokbo")

FINISH_S = 7.0
"""How long a worker that was told to stop finishes what is in hand; sending takes no longer."""
SPARE = 2
"""Threads beyond one for each loop, for the wakes of loops that run already."""


def serve(settings: Settings, stages: Sequence[str]) -> None:
    """Work until told to stop: then claim nothing more and finish what is in hand."""
    # Celery warns root of pickled messages; ours are JSON and carry nothing.
    warnings.filterwarnings("ignore", category=SecurityWarning)
    app = configure(settings.redis_url)
    line = open_line(settings, Waker(app).wake if settings.redis_url else _nobody)
    tasks.serve(line)
    _stop_with_celery(line)
    watchman.watch(line, stages)
    heartbeat.watch(line, stages)
    _show_measures(line)
    worker = app.Worker(
        pool="threads",
        concurrency=len(stages) + SPARE,
        queues=list(stages),
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
        loglevel=settings.log_level.upper(),
        quiet=True,
    )
    try:
        worker.start()
    finally:
        _finish(line)


def _show_measures(line: Line) -> None:
    """Where somebody else has the port, news matters more than curves."""
    host, port = line.settings.metrics_host, line.settings.metrics_port
    if port:
        try:
            line.measures.show(host, port)
        except OSError as error:
            log.warning("SOKBO_METRICS_PORT: %s:%d can't be had: %s", host, port, error.strerror)


def _finish(line: Line) -> None:
    """Wait for the loops that Celery does not know of: those that the watchman began when nothing was heard."""
    ends = time.monotonic() + FINISH_S
    for bell in line.bells.values():
        if bell.running.acquire(timeout=max(0.0, ends - time.monotonic())):
            bell.running.release()


def _nobody(stage: str) -> None:
    """Without Redis a wake goes no further than this process."""


def _stop_with_celery(line: Line) -> None:
    def stop(**_: Any) -> None:
        line.stop.set()
        for bell in line.bells.values():
            bell.ring()

    signals.worker_shutting_down.connect(stop, weak=False)
