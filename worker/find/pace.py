"""About how often a candidate would be visited, from the times that it shows. Pure."""

from __future__ import annotations

from datetime import datetime

from sokbo.model import Document
from worker.interval import next_wait_s

NEWEST = 20
"""Entries that tell the pace: what an outlet did last month is another matter."""


def interval_s(document: Document, at: datetime) -> float:
    """Seconds between visits at the pace of its newest entries, as the desk itself would find them."""
    return next_wait_s(
        every_s=None,
        silent_s=_silence_s(document, at),
        failures=0,
        chance=0.0,
        asked_s=float(document.wait_s or 0),
    )


def spoken(seconds: float) -> str:
    """An interval in words."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.0f} h"


def _silence_s(document: Document, at: datetime) -> float | None:
    """How long nothing new comes, as a rule; None where its entries tell no times."""
    times = sorted((e.published for e in document.entries if e.published and e.published <= at), reverse=True)[:NEWEST]
    if not times:
        return None
    between = (times[0] - times[-1]).total_seconds() / max(1, len(times) - 1)
    return max(between, (at - times[0]).total_seconds()) or None
