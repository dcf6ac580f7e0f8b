"""How far back: `7d`, `12h`, `30m`, a date, or a moment."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from cli.output import USAGE, stop

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def since(text: str, now: datetime) -> datetime:
    """The moment that a span counts back to; ends the command where it is none."""
    if span := re.fullmatch(r"(\d{1,6})([mhdw])", text.strip()):
        return now - timedelta(**{_UNITS[span[2]]: int(span[1])})
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        stop(f"--since {text!r} is no time: use 7d, 12h, 30m or 2026-01-31", USAGE)
    return moment.astimezone(UTC)


def interval(text: str) -> float:
    """Seconds of `1s`, `60s`, `5m`, `1h`; ends the command where it is none or under a second."""
    span = re.fullmatch(r"(\d{1,6}(?:\.\d+)?)(s|m|h|d)?", text.strip())
    seconds = float(span[1]) * {"s": 1, "m": 60, "h": 3600, "d": 86400, None: 1}[span[2]] if span else 0
    if not 1 <= seconds <= 86400:
        stop(f"--every {text!r} is no interval: use 1s to 1d, such as 60s or 5m", USAGE)
    return seconds
