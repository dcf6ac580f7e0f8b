"""Messages for the tests of the channels."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from notify.channels import Envelope
from notify.message import Told, ToldAlert, ToldHeadline, ToldStory, ToldWatch
from sokbo.model import Why

AT = datetime(2025, 9, 22, 0, 14, 5, tzinfo=UTC)
KEY = "7f4df6a5-7c0b-4c52-9b0e-3d1c0e2a5a10"


def told(title: str = "[속보] 한빛전자 공장 멈춰", watch: str = "공장", story: int = 7) -> Told:
    """One alert about one headline."""
    start = title.find("공장")
    why = (Why("공장", "공장", start, start + 2, "exact"),) if start >= 0 else ()
    return Told(
        ToldStory(story, 2, ("한빛일보", "Harbor Times")),
        ToldHeadline(9, title, "https://example.org/n/9", "한빛일보", AT, AT, ("속보",)),
        (ToldAlert(3, ToldWatch(1, watch, "공장"), why),),
    )


def envelope(address: str, secret: str | None = None, of: Told | None = None, **more: Any) -> Envelope:
    """The message, addressed."""
    made = Envelope(
        key=KEY,
        kind="alert.created",
        created=AT,
        told=of or told(),
        address=address,
        secret=secret,
        language="ko",
        zone=ZoneInfo("Asia/Seoul"),
        installation="0d5e",
    )
    return replace(made, **more)
