"""How late headlines are, published to seen to sent, for `source show` and `status`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from cli.opened import Opened
from sokbo.model import Source
from sokbo.queries import lags
from worker import lag
from worker.lag import DAY, ROWS, WEEK, Lag, Passage

SPANS = {"day": DAY, "week": WEEK}


def passages(desk: Opened, source: int | None = None) -> dict[str, Passage]:
    """The last day and the last week, of one source or of all."""
    now = datetime.now(UTC)
    with desk.database.read() as connection:
        return {
            name: lag.passage(
                lags.arrived(connection, now - span, ROWS, source), lags.told(connection, now - span, ROWS, source)
            )
            for name, span in SPANS.items()
        }


def as_seconds(found: dict[str, Passage], of: Source | None = None) -> dict[str, Any]:
    """In seconds; with what a source's interval makes inevitable, where polls are what brings its news."""
    row: dict[str, Any] = {name: {"seen": _row(p.seen), "sent": _row(p.sent)} for name, p in found.items()}
    if of is not None and not of.pushed:
        least = lag.inevitable(of.interval_s)
        row["inevitable"] = {"p50_s": least.half_s, "p90_s": least.most_s}
    return row


def _row(measured: Lag | None) -> dict[str, Any] | None:
    if measured is None:
        return None
    return {"count": measured.count, "p50_s": measured.half_s, "p90_s": measured.most_s}


def sentences(found: dict[str, Passage], of: Source | None = None) -> list[str]:
    """The same in words."""
    said = [sentence for name, passage in found.items() for sentence in _said(name, passage)]
    if said and of is not None and not of.pushed:
        least, every = lag.inevitable(of.interval_s), _span(of.interval_s)
        said.append(f"a look every {every} makes {_span(least.half_s)} and {_span(least.most_s)} of that inevitable")
    return said


def _said(name: str, passage: Passage) -> Iterator[str]:
    if seen := passage.seen:
        about = ", dated to the minute" if seen.to_the_minute else ""
        yield f"last {name}: seen {_within(seen)} of publication ({seen.count} headlines{about})"
    if sent := passage.sent:
        yield f"last {name}: sent {_within(sent)} of being seen ({sent.count} messages)"


def _within(lag: Lag) -> str:
    return f"half within {_span(lag.half_s)}, nine in ten within {_span(lag.most_s)}"


def _span(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.2g} s" if seconds < 9.95 else f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.0f} h"
