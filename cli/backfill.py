"""`sokbo source backfill`: a source's older pages, taken in as history."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time
from threading import Event, current_thread, main_thread
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from cli.opened import Opened, opened
from cli.output import FAILED, USAGE, print_json, stop
from cli.whose import as_json

if TYPE_CHECKING:
    from worker.backfill import Turned

USUAL = 10
MOST = 10_000


@dataclass(slots=True)
class Course:
    """How it went."""

    pages: list[Turned] = field(default_factory=list)
    ending: str = ""
    complete: bool = True

    @property
    def new(self) -> int:
        """Headlines that came in."""
        return sum(page.new for page in self.pages)


@click.command()
@click.argument("number", type=int)
@click.option("--pages", type=click.IntRange(1, MOST), help=f"How many older pages at most; {USUAL} without --until.")
@click.option("--until", metavar="DATE", help="As far back as this day, such as 2025-06-01.")
@as_json
def backfill(number: int, pages: int | None, until: str | None, json_: bool) -> None:
    """Take in a source's older pages: history, which alerts nobody; twice adds nothing."""
    day = _day(until) if until else None
    most = pages or (MOST if day else USUAL)
    with opened() as desk:
        course = _run(desk, number, most, _midnight(day, desk.zone), bar=not json_)
    if json_:
        print_json(
            {"source": number, "new": course.new, "complete": course.complete, "ending": course.ending,
             "pages": [asdict(page) for page in course.pages]}
        )  # fmt: skip
    elif course.complete:
        click.echo(f"{_told(course)}: {course.ending}.")
    if not course.complete:
        stop(f"{_told(course)}; then: {course.ending}", FAILED)


def _told(course: Course) -> str:
    pages = "1 older page" if len(course.pages) == 1 else f"{len(course.pages)} older pages"
    return f"{course.new} headlines kept as history from {pages}"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        stop(f"--until {text!r} is no date: write it like 2025-06-01", USAGE)


def _midnight(day: date | None, zone: ZoneInfo) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), zone)


def _run(desk: Opened, number: int, most: int, until: datetime | None, *, bar: bool) -> Course:
    from sokbo.bus import Bus
    from worker.backfill import BackfillError, turn_over
    from worker.line import Line

    line = Line(desk.settings, desk.database, desk.vault, desk.guard, Bus(desk.settings.redis_url), desk.wake)
    course = Course()
    with _by_hand() as stopped, _progress(most, desk.zone, bar=bar) as show:

        def tell(page: Turned) -> None:
            course.pages.append(page)
            show(page)

        try:
            course.ending = turn_over(line, number, most, until, tell)
        except BackfillError as error:
            course.ending, course.complete = "stopped by hand" if stopped.is_set() else str(error), False
        except KeyboardInterrupt:
            course.ending, course.complete = "stopped by hand", False
    return course


@contextmanager
def _by_hand() -> Iterator[Event]:
    """Set by Ctrl-C, which a callback of the way out may swallow on its own."""
    stopped = Event()

    def stop_here(*_: object) -> None:
        stopped.set()
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, stop_here) if current_thread() is main_thread() else None
    try:
        yield stopped
    finally:
        if before is not None:
            signal.signal(signal.SIGINT, before)


@contextmanager
def _progress(most: int, zone: ZoneInfo, *, bar: bool) -> Iterator[Callable[[Turned], None]]:
    """A bar on a terminal, a line for each page in a pipe, nothing for a program."""
    if not bar:
        yield lambda _: None
    elif sys.stdout.isatty():
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns: tuple[Any, ...] = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
        with Progress(*columns, transient=True) as progress:
            task = progress.add_task("the first page", total=most if most < MOST else None)
            yield lambda page: progress.update(task, advance=1, description=_line(page, zone))
    else:
        yield lambda page: click.echo(_line(page, zone))


def _line(page: Turned, zone: ZoneInfo) -> str:
    back = f", back to {page.oldest.astimezone(zone):%Y-%m-%d}" if page.oldest else ""
    return f"page {page.number}: {page.new} new of {page.entries}{back}"
