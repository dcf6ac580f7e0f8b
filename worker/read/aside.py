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
"""Zones and careless clocks put a date that far ahead; beyond, it is no date, or the end of an embargo."""
_SHOWN = 3


def latest(at: datetime) -> datetime:
    """What a date seen at `at` may be at most."""
    return (at + AHEAD).astimezone(UTC)  # in the zone of what it is compared with: that is five times as fast


def _ends_an_embargo(entry: Entry, at: datetime) -> bool:
    ends = embargo.until(entry.title, at)
    return ends is not None and entry.published is not None and at < entry.published <= ends


def without_unlikely(document: Document, at: datetime, zone: ZoneInfo) -> Document:
    """The document without the dates that can't be, and a warning that names them as of `zone`."""
    last = latest(at)
    odd = (e for e in document.entries if e.published and not OLDEST <= e.published <= last)
    wrong = [e for e in odd if not _ends_an_embargo(e, at)]
    if not wrong:
        return document
    such = set(map(id, wrong))
    entries = tuple(_undated(e) if id(e) in such else e for e in document.entries)
    return replace(document, entries=entries, warnings=(*document.warnings, _said(wrong, zone)))


def _undated(entry: Entry) -> Entry:
    return replace(entry, published=None, precision=Precision.NONE)


def _said(wrong: Sequence[Entry], zone: ZoneInfo) -> str:
    days = dict.fromkeys(e.published.astimezone(zone).strftime("%Y-%m-%d") for e in wrong if e.published)
    shown = ", ".join(list(days)[:_SHOWN]) + (", …" if len(days) > _SHOWN else "")
    headlines = "1 headline has a date" if len(wrong) == 1 else f"{len(wrong)} headlines have dates"
    return f"{headlines} that can't be ({shown}): when it was first seen counts"
