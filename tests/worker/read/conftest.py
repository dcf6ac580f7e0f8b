"""Reading as a poll does it, on one afternoon in Seoul."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from sokbo.model import Document
from worker.read import read

SEOUL = ZoneInfo("Asia/Seoul")
Reading = Callable[..., Document]


@pytest.fixture
def reading() -> Reading:
    """Reads a text or bytes, found at `url`."""

    def of(body: str | bytes, url: str = "https://news.example/rss", content_type: str | None = None) -> Document:
        data = body.encode() if isinstance(body, str) else body
        return read(data, url=url, content_type=content_type, at=datetime(2025, 6, 26, 15, tzinfo=SEOUL), zone=SEOUL)

    return of
