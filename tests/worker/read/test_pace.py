"""What a feed says of when it wants to be read."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from sokbo.model import Document
from worker.read import read

SY = "http://purl.org/rss/1.0/modules/syndication/"
URL = "https://n.example/rss"
SEOUL = ZoneInfo("Asia/Seoul")


def feed(head: str) -> Document:
    item = "<item><title>나루은행 새 행장 선임</title><link>https://n.example/1</link></item>"
    body = f"<rss version='2.0' xmlns:sy='{SY}'><channel><title>n</title>{head}{item}"
    at = datetime(2026, 11, 23, tzinfo=UTC)
    return read(f"{body}</channel></rss>".encode(), url=URL, content_type=None, at=at, zone=SEOUL)


@pytest.mark.parametrize(
    ("head", "wait_s"),
    [
        ("", None),
        ("<ttl>15</ttl>", 900),
        ("<ttl>soon</ttl>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", 3600),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 900),
    ],
)
def test_how_long_it_asks_to_be_left_alone(head: str, wait_s: int | None) -> None:
    assert feed(head).wait_s == wait_s


@pytest.mark.parametrize(
    ("head", "skips"),
    [
        ("", 0),
        ("<skipHours><hour>0</hour><hour>23</hour></skipHours>", 1 | 1 << 23),
        ("<skipHours><hour>24</hour><hour> 3 </hour><hour>x</hour></skipHours>", 1 | 1 << 3),
        ("<skipDays><day>Monday</day><day>sunday</day><day>Moonday</day></skipDays>", 1 << 24 | 1 << 30),
    ],
)
def test_when_it_asks_not_to_be_read(head: str, skips: int) -> None:
    assert feed(head).skips == skips
