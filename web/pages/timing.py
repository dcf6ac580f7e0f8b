"""When a watch wants to hear, as its form says it."""

from __future__ import annotations

import re

from notify import timing
from sokbo.model import Timing
from web.asked import Asked

_TIMES = re.compile(r"'(.*)'")


def read(asked: Asked) -> tuple[Timing, str]:
    """What the form says, as it was typed, and what is wrong with it; an empty line where nothing is."""
    draft = Timing(
        outlets=_number(asked.field("outlets"), 1),
        minutes=_number(asked.field("minutes"), 60),
        updates=bool(asked.field("updates")),
        follow=tuple(name for name in map(str.strip, asked.field("follow").split(",")) if name),
        digest=asked.field("digest")[:200],
        quiet=asked.field("quiet")[:200],
        urgent=bool(asked.field("urgent")),
        retitles=bool(asked.field("retitles")),
        withdrawals=bool(asked.field("withdrawals")),
    )
    try:
        timing.check(draft)
    except timing.TimingError as error:
        named = _TIMES.search(str(error))
        return draft, asked.say("timing_bad", text=named[1]) if named else asked.say("outlets_bad")
    return draft, ""


def _number(text: str, plain: int) -> int:
    if not text:
        return plain
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
