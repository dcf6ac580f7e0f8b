"""Dates that can't be meant are set aside, and the source's log says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sokbo.model import Document, Precision

Reading = Callable[..., Document]


def feed(*items: tuple[str, str]) -> str:
    """A feed read on the afternoon of 26 June 2025."""
    entries = "".join(
        f"<item><title>{title}</title><link>https://news.example/{n}</link>{date}</item>"
        for n, (title, date) in enumerate(items)
    )
    return (
        f"<rss version='2.0' xmlns:a='http://www.w3.org/2005/Atom'><channel><title>n</title>{entries}</channel></rss>"
    )


def dated(date: str) -> str:
    return f"<pubDate>{date}</pubDate>"


@pytest.mark.parametrize(
    "date",
    [
        "1970-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "Thu, 01 Jan 1970 09:00:00 +0900",
        "1989-12-31T23:59:59Z",
        "2025-06-29",
        "Tue, 19 Jan 2038 03:14:07 GMT",
        "4000000000",
    ],
)
def test_a_date_that_can_not_be_is_set_aside_and_named(reading: Reading, date: str) -> None:
    document = reading(
        feed(("나루은행 새 행장 선임", dated(date)), ("오늘의 날씨", dated("2025-06-26T14:03:05+09:00")))
    )
    assert [entry.precision for entry in document.entries] == [Precision.NONE, Precision.SECOND]
    assert document.entries[0].published is None
    assert "1 headline has a date that can't be" in document.warnings[0]


def test_many_are_one_warning(reading: Reading) -> None:
    document = reading(feed(*((f"소식 {year}", dated(f"{year}-01-01")) for year in range(1970, 1976))))
    assert document.warnings == (
        "6 headlines have dates that can't be (1970-01-01, 1971-01-01, 1972-01-01, …): when it was first seen counts",
    )


def test_a_clock_or_zone_that_is_wrong_by_a_day_is_borne(reading: Reading) -> None:
    document = reading(feed(("나루은행 새 행장 선임", dated("2025-06-27T20:00:00+09:00"))))
    assert document.entries[0].published is not None
    assert document.warnings == ()


def test_an_embargo_may_end_later(reading: Reading) -> None:
    given_out = dated("2025-06-30T06:00:00+09:00")
    document = reading(feed(("[엠바고 6/30 06:00] 나루은행 새 행장 선임", given_out), ("오늘의 날씨", given_out)))
    assert [entry.published is None for entry in document.entries] == [False, True]


def test_another_date_of_the_entry_that_can_be_stands_in(reading: Reading) -> None:
    both = dated("1970-01-01T00:00:00Z") + "<a:updated>2025-06-26T14:03:05+09:00</a:updated>"
    document = reading(feed(("나루은행 새 행장 선임", both)))
    assert document.entries[0].precision is Precision.SECOND
    assert document.warnings == ()
