"""A worker that hears nothing looks for itself: with Redis gone the line goes on, a little slower."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from worker.line import Line
from worker.tasks import TASKS

SILENCE_S = 2.0


def watch(line: Line, stages: Sequence[str]) -> None:
    """Start one watchman a stage; they end with the line."""
    for stage in stages:
        threading.Thread(target=_look, args=(line, stage), name=f"watchman-{stage}", daemon=True).start()


def _look(line: Line, stage: str) -> None:
    bell = line.bells[stage]
    while not line.stop.wait(0.5):
        if time.monotonic() - bell.heard > SILENCE_S and not bell.running.locked():
            TASKS[stage].apply()
