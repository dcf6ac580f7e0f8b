"""Every task, a few lines each: the table of contents at run time."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from sqlalchemy.exc import DBAPIError

from worker import deliver_task, desk_task, feeds_task, poll
from worker.app import app, task_name
from worker.line import Line
from worker.websub import task as websub_task

log = logging.getLogger("sokbo")

TROUBLED_S = 0.5
"""How long a stage rests when the database fails it, before the next wake or look."""

_line: Line | None = None


def serve(line: Line) -> None:
    """Let this process's tasks work on its line."""
    global _line
    _line = line


def run(stage: str, loop: Callable[[Line], None]) -> None:
    """Run a stage's loop, or wake the one that runs in this process already."""
    assert _line is not None, "sokbo worker gives the tasks their line"
    bell = _line.bells[stage]
    bell.heard = time.monotonic()
    bell.ring()
    if _line.stop.is_set() or not bell.running.acquire(blocking=False):
        return
    try:
        _line.turned(stage)
        loop(_line)
        _line.turned(stage)
    except DBAPIError as error:
        log.warning("%s: the database failed, going on: %s", stage, str(error.orig).splitlines()[0])
        _line.stop.wait(TROUBLED_S)
    finally:
        bell.heard = time.monotonic()
        bell.running.release()


@app.task(name=task_name("poll"))
def poll_sources() -> None:
    """1-4. Fetch what is due, read it, write what is new."""
    run("poll", poll.run)


@app.task(name=task_name("websub"))
def hear_hubs() -> None:
    """1-4. Subscribe at hubs, read what they push, write what is new."""
    run("websub", websub_task.run)


@app.task(name=task_name("desk"))
def run_desk() -> None:
    """5. Group, match and alert, if this is the one desk."""
    run("desk", desk_task.run)


@app.task(name=task_name("deliver"))
def deliver() -> None:
    """6. Send what is due."""
    run("deliver", deliver_task.run)


@app.task(name=task_name("feeds"))
def publish() -> None:
    """7. Render the feeds that changed."""
    run("feeds", feeds_task.run)


TASKS = {"poll": poll_sources, "websub": hear_hubs, "desk": run_desk, "deliver": deliver, "feeds": publish}
