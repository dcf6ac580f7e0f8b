"""What every reader is given, and the one way that reading fails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

MOST_ENTRIES = 10_000
"""Entries of one document that are read: what an outlet lists at once is a thousand at most."""


class Unreadable(ValueError):
    """The bytes are no document at all; the message is one line for a person."""


@dataclass(frozen=True, slots=True)
class Page:
    """A body decoded, with where and when it was found."""

    text: str
    data: bytes
    """The same in UTF-8."""
    encoding: str
    """What the body was written in."""
    url: str
    """Where links start from; empty where unknown."""
    at: datetime
    """The moment that relative dates count from."""
    zone: ZoneInfo
    """Where dates without a zone are meant."""
    passed: int = 0
    """How many entries were left out of the text, being known."""
