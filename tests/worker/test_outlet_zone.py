"""Where a source's dates are meant."""

from __future__ import annotations

from zoneinfo import ZoneInfo, available_timezones

import pytest

from worker import outlet_zone
from worker.outlet_zone import meant

DESK = ZoneInfo("Europe/Vienna")


@pytest.mark.parametrize(
    ("url", "zone"),
    [
        ("https://www.yna.example.kr/rss", "Asia/Seoul"),
        ("https://www.chosun.com/rss.xml", "Asia/Seoul"),
        ("https://rss.donga.com/total.xml", "Asia/Seoul"),
        ("https://www3.nhk.example.or.jp/rss", "Asia/Tokyo"),
        ("https://news.example.com.cn/", "Asia/Shanghai"),
        ("https://news.example.co.uk/", "Europe/London"),
        ("http://news.example.de./rss", "Europe/Berlin"),
        ("https://news.example.com/", DESK.key),
        ("https://news.example.io/", DESK.key),
        ("http://127.0.0.1:8080/rss", DESK.key),
        ("http://[::1]/rss", DESK.key),
        ("http://kr/rss", DESK.key),
        ("", DESK.key),
    ],
)
def test_dates_are_meant_where_the_outlet_is_else_where_the_desk_is(url: str, zone: str) -> None:
    assert meant(None, url, DESK).key == zone


def test_what_the_operator_says_counts_first() -> None:
    assert meant("Asia/Tokyo", "https://news.example.kr/rss", DESK).key == "Asia/Tokyo"


def test_every_zone_of_the_tables_is_one() -> None:
    assert {*outlet_zone._OF_COUNTRIES.values(), *outlet_zone._OF_OUTLETS.values()} <= available_timezones()
