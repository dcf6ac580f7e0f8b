"""Lines for whoever operates the product, as text or as JSON, with the ids that a headline is followed by.

`headline` is the one from poll to delivery; `source`, `story`, `delivery` and `channel` stand beside it where they are
known. No title, address or secret is among them.
"""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from typing import Any

import orjson

IDS = ("headline", "source", "story", "delivery", "channel")


def begin(level: str, form: str) -> None:
    """Write lines of this level and above to standard error; `form` is ``text`` or ``json``."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Json() if form == "json" else Text("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level.upper(), handlers=[handler])


def ids(record: logging.LogRecord) -> dict[str, Any]:
    """The ids that came with a line."""
    return {name: getattr(record, name) for name in IDS if hasattr(record, name)}


class Text(logging.Formatter):
    """A line for people, its ids behind it."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """The line."""
        return super().formatMessage(record) + "".join(f" {name}={value}" for name, value in ids(record).items())


class Json(logging.Formatter):
    """A line for machines: one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said = {
            "time": datetime.fromtimestamp(record.created, UTC),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **ids(record),
        }
        if record.exc_info:
            said["trace"] = self.formatException(record.exc_info)
        return orjson.dumps(said, default=str).decode()
