"""How long a feed asks to be left alone between two visits: RSS's `<ttl>`, the syndication module's period. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from worker.read.tree import Element, local, text_of

_PERIODS = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_NAMES = {"ttl", "updateperiod", "updatefrequency"}
_MOST_DIGITS = 7


def wait_s(head: Sequence[Element]) -> int | None:
    """Seconds, of `<ttl>` (minutes) or `sy:updatePeriod` over `sy:updateFrequency`; None where it asks nothing."""
    said = {name: text_of(part).strip() for part in head if (name := local(part)) in _NAMES}
    if minutes := _number(said.get("ttl", "")):
        return minutes * 60
    period = _PERIODS.get(said.get("updateperiod", "").lower())
    return period and period // (_number(said.get("updatefrequency", "")) or 1)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else 0
