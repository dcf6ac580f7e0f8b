"""Dates that can't be meant are set aside: when a headline was first seen counts then. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sokbo import embargo
from sokbo.model import Document, Entry, Precision

OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Before it are the zero dates of databases (0001-01-01, 1970-01-01), not news."""
AHEAD = timedelta(days=2)
"""Zones and careless clocks put a date that far ahead; beyond, it is no date, or an embargo's end."""
_SHOWN = 3


def is_likely(moment: datetime, at: datetime, title: str = "") -> bool:
    """Whether an entry seen at `at` may be of that moment; a title kept back, of its embargo's end."""
    if OLDEST <= moment <= at + AHEAD:
        return True
    ends = embargo.until(title, at) if moment > at else None
    return ends is not None and moment <= ends


def without_unlikely(document: Document, at: datetime, zone: ZoneInfo) -> Document:
    """The document without the dates that can't be, and a warning that names them as of `zone`."""
    wrong = [e for e in document.entries if e.published and not is_likely(e.published, at, e.title)]
    if not wrong:
        return document
    entries = tuple(_undated(e) if e in wrong else e for e in document.entries)
    return replace(document, entries=entries, warnings=(*document.warnings, _said(wrong, zone)))


def _undated(entry: Entry) -> Entry:
    return replace(entry, published=None, precision=Precision.NONE)


def _said(wrong: Sequence[Entry], zone: ZoneInfo) -> str:
    days = dict.fromkeys(e.published.astimezone(zone).strftime("%Y-%m-%d") for e in wrong if e.published)
    shown = ", ".join(list(days)[:_SHOWN]) + (", …" if len(days) > _SHOWN else "")
    headlines = "1 headline has a date" if len(wrong) == 1 else f"{len(wrong)} headlines have dates"
    return f"{headlines} that can't be ({shown}): when it was first seen counts"
