"""A worker that hears nothing looks for itself: with Redis gone the line goes on, a little slower."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from worker.line import Line
from worker.tasks import TASKS

SILENCE_S = 2.0
LOOK_S = 0.5


def watch(line: Line, stages: Sequence[str]) -> None:
    """Start the watchman; it ends with the line."""
    threading.Thread(target=_look, args=(line, stages), name="watchman", daemon=True).start()


def _look(line: Line, stages: Sequence[str]) -> None:
    while not line.stop.wait(LOOK_S):
        for stage in stages:
            bell = line.bells[stage]
            if time.monotonic() - bell.heard > SILENCE_S and not bell.running.locked():
                threading.Thread(target=TASKS[stage].apply, name=f"{stage}-unheard", daemon=True).start()
