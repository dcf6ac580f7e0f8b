"""Month first or day first: what the page's other dates tell."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokbo.model import Document
from worker.read.order import month_first

SEOUL = ZoneInfo("Asia/Seoul")
Reading = Callable[..., Document]


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        (["06/07/2025", "06/26/2025"], True),
        (["06/07/2025", "26/06/2025"], False),
        (["06-07-2025", "26-06-2025"], False),
        (["06/07/2025", "05/04/2025"], None),
        (["06/26/2025", "26/06/2025"], None),
        (["25.06.26", "25.06.13"], None),
        (["06/26/25"], True),
        (["2025/06/26", "1/2/3", "12:30", "99/99/2025"], None),
        ([], None),
    ],
)
def test_dates_that_can_be_read_in_one_way_only_tell(dates: list[str], told: bool | None) -> None:
    assert month_first("\n".join(dates)) is told


@given(st.text(alphabet="0123456789/.- >\n<"))
def test_any_text_is_taken(text: str) -> None:
    assert month_first(text) in {True, False, None}


def feed(*dates: str) -> str:
    items = "".join(
        f"<item><title>나루은행 {n}호</title><link>https://news.example/{n}</link><pubDate>{date}</pubDate></item>"
        for n, date in enumerate(dates)
    )
    return f"<rss version='2.0'><channel><title>n</title>{items}</channel></rss>"


def days(reading: Reading, *dates: str) -> list[str]:
    entries = reading(feed(*dates)).entries
    return [f"{entry.published.astimezone(SEOUL):%Y-%m-%d}" if entry.published else "" for entry in entries]


def test_a_feed_is_read_in_the_one_order_that_fits_it_all(reading: Reading) -> None:
    assert days(reading, "05/06/2025", "06/25/2025") == ["2025-05-06", "2025-06-25"]
    assert days(reading, "05/06/2025", "25/06/2025") == ["2025-06-05", "2025-06-25"]


def test_a_board_of_days_without_years_is_read_in_one_order(reading: Reading) -> None:
    rows = "".join(
        f"<tr><td>{n}</td><td><a href='/{n}'>나루은행 새 소식 {n}호</a></td><td>{date}</td></tr>"
        for n, date in enumerate(("05/06", "25/05", "14/05", "13/05"))
    )
    page = reading(f"<html><body><table>{rows}</table></body></html>")
    assert [f"{e.published.astimezone(SEOUL):%m-%d}" for e in page.entries if e.published][:2] == ["06-05", "05-25"]
