"""What a source asks of its readers, and where it says that it is going, in words for a person. Pure."""

from __future__ import annotations

from itertools import groupby

from sokbo.model import Source
from sokbo.queries.rests import Rest
from worker.aftermath import CONFIRMATIONS
from worker.find.pace import spoken

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def words(source: Source, rest: Rest | None = None) -> list[str]:
    """A line for each wish, the first of the `rest` that its host asked for; none where it has none.

    Which of them count beside the operator's: docs/fetching.md.
    """
    said = [f"{rest.why}; asked again in {spoken(rest.left_s)}"] if rest else []
    if source.asks_s:
        said.append(f"asks for {spoken(source.asks_s)} between two visits")
    if hours := _hours(source.skips & 0xFFFFFF):
        said.append(f"asks for no visits at {hours} h UTC")
    if days := [name for day, name in enumerate(DAYS) if source.skips >> 24 & 1 << day]:
        said.append(f"asks for no visits on {', '.join(days)}")
    if source.moving_to:
        said.append(f"says that it moves to {source.moving_to} ({source.moving} of {CONFIRMATIONS} times in a row)")
    return said


def _hours(bits: int) -> str:
    """The hours that are set, those in a row as a span: `0-5, 23`."""
    hours = [hour for hour in range(24) if bits >> hour & 1]
    runs = [[hour for _, hour in run] for _, run in groupby(enumerate(hours), lambda pair: pair[1] - pair[0])]
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
