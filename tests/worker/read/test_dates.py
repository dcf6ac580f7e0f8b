"""A date as outlets write it, to a moment with its precision."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokbo.model import Precision
from worker.read.dates import parse

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2025, 6, 26, 15, 0, tzinfo=SEOUL)


def said(text: str) -> tuple[str, str] | None:
    """The moment in Seoul and its precision."""
    found = parse(text, NOW, SEOUL)
    return found and (found.at.astimezone(SEOUL).isoformat()[:19], str(found.precision))


@pytest.mark.parametrize(
    ("text", "moment", "precision"),
    [
        ("Thu, 26 Jun 2025 14:03:05 +0900", "2025-06-26T14:03:05", "second"),
        ("Thu, 26 Jun 2025 05:03:05 GMT", "2025-06-26T14:03:05", "second"),
        ("26 Jun 2025 14:03 KST", "2025-06-26T14:03:00", "minute"),
        ("Thu, 26 Jun 25 14:03:05 GMT+9", "2025-06-26T14:03:05", "second"),
        ("Thu, 26 Jun 2025", "2025-06-26T00:00:00", "day"),
        ("Thu Jun 26 14:03:05 KST 2025", "2025-06-26T14:03:05", "second"),
        ("목, 26 6월 2025 14:03:05 +0900", "2025-06-26T14:03:05", "second"),
        ("2025-06-26T05:03:05Z", "2025-06-26T14:03:05", "second"),
        ("2025-06-26T14:03:05.123+09:00", "2025-06-26T14:03:05", "second"),
        ("2025-06-26T14:03", "2025-06-26T14:03:00", "minute"),
        ("2025-06-26 14:03", "2025-06-26T14:03:00", "minute"),
        ("2025-06-26", "2025-06-26T00:00:00", "day"),
        ("2025.06.26", "2025-06-26T00:00:00", "day"),
        ("2025. 6. 26.", "2025-06-26T00:00:00", "day"),
        ("2025/06/26", "2025-06-26T00:00:00", "day"),
        ("2025.09.22 00:00", "2025-09-22T00:00:00", "minute"),
        ("2025.06.26(목) 14:03", "2025-06-26T14:03:00", "minute"),
        ("2025년 6월 26일", "2025-06-26T00:00:00", "day"),
        ("2025년 6월 26일 오후 3:05", "2025-06-26T15:05:00", "minute"),
        ("2025년 06월 26일 목요일 오전 12시 5분", "2025-06-26T00:05:00", "minute"),
        ("2025. 6. 26. 오후 12:30:09", "2025-06-26T12:30:09", "second"),
        ("20250626140305", "2025-06-26T14:03:05", "second"),
        ("25.06.26", "2025-06-26T00:00:00", "day"),
        ("06-26", "2025-06-26T00:00:00", "day"),
        ("12.31 09:00", "2024-12-31T09:00:00", "minute"),
        ("6월 26일 14:03", "2025-06-26T14:03:00", "minute"),
        ("14:05", "2025-06-26T14:05:00", "minute"),
        ("23:05", "2025-06-25T23:05:00", "minute"),
        ("오후 2:05", "2025-06-26T14:05:00", "minute"),
        ("3분 전", "2025-06-26T14:57:00", "minute"),
        ("2시간전", "2025-06-26T13:00:00", "minute"),
        ("2일 전", "2025-06-24T00:00:00", "day"),
        ("어제 14:05", "2025-06-25T14:05:00", "minute"),
        ("방금 전", "2025-06-26T15:00:00", "minute"),
        ("June 26, 2025 at 2:03 pm", "2025-06-26T14:03:00", "minute"),
        ("06/26/2025", "2025-06-26T00:00:00", "day"),
        ("26.06.2025", "2025-06-26T00:00:00", "day"),
        ("an hour ago", "2025-06-26T14:00:00", "minute"),
        ("2025-06-26 24:00", "2025-06-27T00:00:00", "minute"),
        ("２０２５．０６．２６", "2025-06-26T00:00:00", "day"),
    ],
)
def test_dates_are_read_with_the_precision_they_were_given_in(text: str, moment: str, precision: str) -> None:
    assert said(text) == (moment, precision)


@pytest.mark.parametrize(
    "text",
    [
        "Thu, 31 Jun 2025 14:03:00 +0900",
        "2025-02-29",
        "2025.13.01",
        "0000-00-00 00:00:00",
        "1970-01-01T00:00:00Z",
        "9999-12-31T23:59:59-12:00",
        "25:61",
        "랭크뉴스",
        "62%",
        "1.5배",
        "",
    ],
)
def test_what_is_no_date_or_can_not_be_one_is_none(text: str) -> None:
    assert said(text) is None


def test_moments_are_in_utc_and_dates_without_a_zone_are_the_given_one_s() -> None:
    new_york = ZoneInfo("America/New_York")
    found = parse("2025-06-26 14:03", NOW, new_york)
    assert found is not None
    assert (found.at.tzinfo, found.at.hour, found.precision) == (UTC, 18, Precision.MINUTE)


def test_what_stands_beside_a_date_is_given_back() -> None:
    found = parse("랭크뉴스 | 2025.06.26 14:03", NOW, SEOUL)
    assert found is not None
    assert found.rest == "랭크뉴스 | "


@given(st.text() | st.text(alphabet="0123456789.-/: 년월일시분전어제오후TZ+JunagoPM,"))
def test_no_text_makes_reading_a_date_raise(text: str) -> None:
    found = parse(text, NOW, SEOUL)
    assert found is None or found.at.tzinfo is UTC


@given(st.integers(631_152_000, 2_840_140_800))
def test_every_moment_comes_back_from_the_feeds_own_formats(seconds: int) -> None:
    here = datetime.fromtimestamp(seconds, SEOUL)
    for text in (here.isoformat(), here.strftime("%a, %d %b %Y %H:%M:%S %z"), here.strftime("%Y.%m.%d %H:%M:%S")):
        found = parse(text, NOW, SEOUL)
        assert found is not None
        assert found.at == here
