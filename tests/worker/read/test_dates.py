"""A date as outlets write it, to a moment with its precision."""

from __future__ import annotations

from datetime import UTC, date, datetime
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


FEEDS = [
    # RFC 822 and what becomes of it
    ("Thu, 26 Jun 2025 14:03:05 +0900", "2025-06-26T14:03:05", "second"),
    ("Thu, 26 Jun 2025 05:03:05 GMT", "2025-06-26T14:03:05", "second"),
    ("Mon, 26 Jun 2025 14:03:05 +0900", "2025-06-26T14:03:05", "second"),  # it was a Thursday
    ("Donnerstag, 26 Jun 2025 14:03:05 +0900", "2025-06-26T14:03:05", "second"),
    ("Thu,26 Jun 2025 14:03:05 +0900", "2025-06-26T14:03:05", "second"),
    ("Thu 26 Jun 2025 14:03:05 +0900", "2025-06-26T14:03:05", "second"),
    ("26 Jun 2025 14:03 KST", "2025-06-26T14:03:00", "minute"),
    ("Thu, 26 Jun 25 14:03:05 GMT+9", "2025-06-26T14:03:05", "second"),
    ("Thu, 26 Jun 2025 14:03:05 GMT+0900", "2025-06-26T14:03:05", "second"),
    ("Thu, 26 Jun 2025 14:03:05 GMT+09:00", "2025-06-26T14:03:05", "second"),
    ("Thu, 26 Jun 2025 14:03:05 +09:00", "2025-06-26T14:03:05", "second"),
    ("Thu, 26 Jun 2025 14:03:05 +9", "2025-06-26T14:03:05", "second"),
    ("Thu Jun 26 2025 14:03:05 GMT+0900 (Korean Standard Time)", "2025-06-26T14:03:05", "second"),
    ("Thu, 26 Jun 2025 14:03:05 +0900 (KST)", "2025-06-26T14:03:05", "second"),
    ("Thu, 26 Jun 2025 14:03:05 JST", "2025-06-26T14:03:05", "second"),
    ("Thu, 26 Jun 2025 00:03:05 EST", "2025-06-26T14:03:05", "second"),
    ("Thu, 26 Jun 2025 01:03:05 EDT", "2025-06-26T14:03:05", "second"),
    ("Thu, 26 Jun 2025 01:03:05 ET", "2025-06-26T14:03:05", "second"),
    ("Thu, 26 Jun 2025 07:03:05 CEST", "2025-06-26T14:03:05", "second"),
    ("Thu, 26 Jun 2025 05:03:05 UT", "2025-06-26T14:03:05", "second"),
    ("Thu, 26 Jun 2025 14:03:05 Asia/Seoul", "2025-06-26T14:03:05", "second"),
    ("Thu, 26 Jun 2025 02:03:05 PM +0900", "2025-06-26T14:03:05", "second"),
    ("Thu, 26 Jun 2025 14:03:05", "2025-06-26T14:03:05", "second"),
    ("Thu, 26 Jun 2025 14:03:05 XYZ", "2025-06-26T14:03:05", "second"),
    ("Thu, 26 Jun 2025 9:3:5 +0900", "2025-06-26T09:03:05", "second"),
    ("Thu, 6 Jun 2025 14:03:05 +0900", "2025-06-06T14:03:05", "second"),
    ("thu, 26 jun 2025 14:03:05 +0900", "2025-06-26T14:03:05", "second"),
    ("THU, 26 JUN 2025 14:03:05 +0900", "2025-06-26T14:03:05", "second"),
    ("Thursday, 26 June 2025 14:03:05 +0900", "2025-06-26T14:03:05", "second"),
    ("Thursday, 26-Jun-25 05:03:05 GMT", "2025-06-26T14:03:05", "second"),
    ("Fri, 26 Sept 2025 14:03:05 +0900", "2025-09-26T14:03:05", "second"),
    ("Thu, 26 Jun 2025 14.03.05 +0900", "2025-06-26T14:03:05", "second"),
    ("Thu, 26 Jun 2025 24:00:00 +0900", "2025-06-27T00:00:00", "second"),
    ("Thu, 26 Jun 2025 23:59:60 +0900", "2025-06-26T23:59:59", "second"),
    ("Thu, 26 Jun 2025", "2025-06-26T00:00:00", "day"),
    ("Thu Jun 26 14:03:05 2025", "2025-06-26T14:03:05", "second"),
    ("Thu Jun 26 14:03:05 KST 2025", "2025-06-26T14:03:05", "second"),
    ("목, 26 6월 2025 14:03:05 +0900", "2025-06-26T14:03:05", "second"),
    ("월, 22 9월 2025", "2025-09-22T00:00:00", "day"),
    ("Jeu, 26 Juin 2025 14:03:05 +0900", "2025-06-26T14:03:05", "second"),
    ("Do, 26 Dez 2024 14:03:05 +0900", "2024-12-26T14:03:05", "second"),
    ("목, 26 6 2025 14:03:05 +0900", "2025-06-26T14:03:05", "second"),
    ("26/Jun/2025:14:03:05 +0900", "2025-06-26T14:03:05", "second"),
    # RFC 3339 and what becomes of it
    ("2025-06-26T05:03:05Z", "2025-06-26T14:03:05", "second"),
    ("2025-06-26t05:03:05z", "2025-06-26T14:03:05", "second"),
    ("2025-06-26T05:03:05 Z ", "2025-06-26T14:03:05", "second"),
    ("2025-06-26T14:03:05.123+09:00", "2025-06-26T14:03:05", "second"),
    ("2025-06-26T05:03:05.123456789Z", "2025-06-26T14:03:05", "second"),
    ("2025-06-26T14:03:05+0900", "2025-06-26T14:03:05", "second"),
    ("2025-06-26T14:03:05+09", "2025-06-26T14:03:05", "second"),
    ("2025-06-26 14:03:05 +0900 KST", "2025-06-26T14:03:05", "second"),
    ("2025-06-26T14:03:05+09:00[Asia/Seoul]", "2025-06-26T14:03:05", "second"),
    ("2025-06-26 05:03:05 UTC", "2025-06-26T14:03:05", "second"),
    ("2025-06-2614:03:05", "2025-06-26T14:03:05", "second"),
    ("2025-06-26T14:03", "2025-06-26T14:03:00", "minute"),
    ("2025-06-26 14:03", "2025-06-26T14:03:00", "minute"),
    ("2025-06-26 24:00", "2025-06-27T00:00:00", "minute"),
    ("2025-6-6", "2025-06-06T00:00:00", "day"),
    ("2025-06-26", "2025-06-26T00:00:00", "day"),
    ("20250626T050305Z", "2025-06-26T14:03:05", "second"),
    ("20250626140305", "2025-06-26T14:03:05", "second"),
    ("202506261403", "2025-06-26T14:03:00", "minute"),
    ("20250626", "2025-06-26T00:00:00", "day"),
    # seconds and milliseconds since 1970
    ("1750914185", "2025-06-26T14:03:05", "second"),
    ("1750914185000", "2025-06-26T14:03:05", "second"),
    ("1750914185.25", "2025-06-26T14:03:05", "second"),
    ("/Date(1750914185000+0900)/", "2025-06-26T14:03:05", "second"),
]
KOREAN = [
    ("2025.06.26", "2025-06-26T00:00:00", "day"),
    ("2025. 6. 26.", "2025-06-26T00:00:00", "day"),
    ("2025/06/26", "2025-06-26T00:00:00", "day"),
    ("２０２５．０６．２６", "2025-06-26T00:00:00", "day"),
    ("2025.09.22 00:00", "2025-09-22T00:00:00", "minute"),
    ("2025.06.26(목) 14:03", "2025-06-26T14:03:00", "minute"),
    ("2025-06-26 (목) 14:03:05", "2025-06-26T14:03:05", "second"),
    ("2025.06.26. 오후 2:03", "2025-06-26T14:03:00", "minute"),
    ("2025. 6. 26. 오후 12:30:09", "2025-06-26T12:30:09", "second"),
    ("2025년 6월 26일", "2025-06-26T00:00:00", "day"),
    ("2025년 6월 26일 (목)", "2025-06-26T00:00:00", "day"),
    ("2025년06월26일14시03분", "2025-06-26T14:03:00", "minute"),
    ("2025.06.26.(목)", "2025-06-26T00:00:00", "day"),
    ("2025-06-26 PM 2:03", "2025-06-26T14:03:00", "minute"),
    ("2025 06 26 14:03", "2025-06-26T14:03:00", "minute"),
    ("2025년 6월 26일 오후 3:05", "2025-06-26T15:05:00", "minute"),
    ("2025년 06월 26일 목요일 오전 12시 5분", "2025-06-26T00:05:00", "minute"),
    ("2025년 6월 26일 14시 3분 5초", "2025-06-26T14:03:05", "second"),
    ("2025년 6월 26일 오후 2시 반", "2025-06-26T14:30:00", "minute"),
    ("2025년 6월 26일 밤 9시", "2025-06-26T21:00:00", "minute"),
    ("25년 6월 26일", "2025-06-26T00:00:00", "day"),
    ("25.06.26", "2025-06-26T00:00:00", "day"),
    ("25-06-26 14:03", "2025-06-26T14:03:00", "minute"),
    ("06/26", "2025-06-26T00:00:00", "day"),
    ("06-26", "2025-06-26T00:00:00", "day"),
    ("06-26 14:03", "2025-06-26T14:03:00", "minute"),
    ("06.26.", "2025-06-26T00:00:00", "day"),
    ("25. 6. 25.", "2025-06-25T00:00:00", "day"),
    ("6/25", "2025-06-25T00:00:00", "day"),
    ("6/25 14:03", "2025-06-25T14:03:00", "minute"),
    ("6/25(수)", "2025-06-25T00:00:00", "day"),
    ("25일 14:03", "2025-06-25T14:03:00", "minute"),
    ("27일 오후 2:03", "2025-05-27T14:03:00", "minute"),
    ("오후 2시", "2025-06-26T14:00:00", "minute"),
    ("12.31 09:00", "2024-12-31T09:00:00", "minute"),
    ("6월 26일", "2025-06-26T00:00:00", "day"),
    ("6월 26일 14:03", "2025-06-26T14:03:00", "minute"),
    ("14:05", "2025-06-26T14:05:00", "minute"),
    ("14:05:09", "2025-06-26T14:05:09", "second"),
    ("23:05", "2025-06-25T23:05:00", "minute"),
    ("오전 9:12", "2025-06-26T09:12:00", "minute"),
    ("오후 12:05", "2025-06-26T12:05:00", "minute"),
    ("오전 12:05", "2025-06-26T00:05:00", "minute"),
    ("오후 2시 5분", "2025-06-26T14:05:00", "minute"),
    ("30초 전", "2025-06-26T14:59:00", "minute"),
    ("3분 전", "2025-06-26T14:57:00", "minute"),
    ("2시간전", "2025-06-26T13:00:00", "minute"),
    ("1시간 20분 전", "2025-06-26T13:40:00", "minute"),
    ("한 시간 전", "2025-06-26T14:00:00", "minute"),
    ("하루 전", "2025-06-25T00:00:00", "day"),
    ("2일 전", "2025-06-24T00:00:00", "day"),
    ("1주일 전", "2025-06-19T00:00:00", "day"),
    ("2주 전", "2025-06-12T00:00:00", "day"),
    ("오늘 09:10", "2025-06-26T09:10:00", "minute"),
    ("어제", "2025-06-25T00:00:00", "day"),
    ("어제 14:05", "2025-06-25T14:05:00", "minute"),
    ("어제 오후 2:05", "2025-06-25T14:05:00", "minute"),
    ("그제", "2025-06-24T00:00:00", "day"),
    ("그저께 14:05", "2025-06-24T14:05:00", "minute"),
    ("방금", "2025-06-26T15:00:00", "minute"),
    ("방금 전", "2025-06-26T15:00:00", "minute"),
    ("입력 2025.06.26 14:03 | 수정 2025.06.26 14:30", "2025-06-26T14:03:00", "minute"),
    ("수정 2025.06.26 14:30 | 입력 2025.06.26 14:03", "2025-06-26T14:03:00", "minute"),
    ("기사입력: 2025-06-26 14:03:05", "2025-06-26T14:03:05", "second"),
    ("등록 : 2025.06.26 14:03", "2025-06-26T14:03:00", "minute"),
    ("2025.06.20 ~ 2025.06.26", "2025-06-20T00:00:00", "day"),
    ("14:03 2025.06.26", "2025-06-26T14:03:00", "minute"),
]
ENGLISH = [
    ("June 26, 2025 at 2:03 pm", "2025-06-26T14:03:00", "minute"),
    ("Jun. 26, 2025, 2:03 p.m.", "2025-06-26T14:03:00", "minute"),
    ("26th June 2025 14:03", "2025-06-26T14:03:00", "minute"),
    ("Thursday, June 26, 2025 14:03:05 KST", "2025-06-26T14:03:05", "second"),
    ("26 Jun '25", "2025-06-26T00:00:00", "day"),
    ("June 20-26, 2025", "2025-06-20T00:00:00", "day"),
    ("Posted on June 26, 2025 | Updated June 27, 2025", "2025-06-26T00:00:00", "day"),
    ("2:03 PM · Jun 26, 2025", "2025-06-26T14:03:00", "minute"),
    ("14:03, 26 June 2025", "2025-06-26T14:03:00", "minute"),
    ("Jun 26", "2025-06-26T00:00:00", "day"),
    ("26 Jun, 14:03", "2025-06-26T14:03:00", "minute"),
    ("Jul 26", "2024-07-26T00:00:00", "day"),
    ("06/26/2025", "2025-06-26T00:00:00", "day"),
    ("26/06/2025", "2025-06-26T00:00:00", "day"),
    ("26/06/25", "2025-06-26T00:00:00", "day"),
    ("06/26/25 2:03 PM", "2025-06-26T14:03:00", "minute"),
    ("26.06.2025", "2025-06-26T00:00:00", "day"),
    ("26-06-2025 14:03", "2025-06-26T14:03:00", "minute"),
    ("2:05 pm", "2025-06-26T14:05:00", "minute"),
    ("an hour ago", "2025-06-26T14:00:00", "minute"),
    ("about an hour ago", "2025-06-26T14:00:00", "minute"),
    ("half an hour ago", "2025-06-26T14:30:00", "minute"),
    ("2 hours ago", "2025-06-26T13:00:00", "minute"),
    ("2h ago", "2025-06-26T13:00:00", "minute"),
    ("5 mins ago", "2025-06-26T14:55:00", "minute"),
    ("1 hour and 5 minutes ago", "2025-06-26T13:55:00", "minute"),
    ("2 days ago", "2025-06-24T00:00:00", "day"),
    ("a week ago", "2025-06-19T00:00:00", "day"),
    ("just now", "2025-06-26T15:00:00", "minute"),
    ("yesterday at 14:03", "2025-06-25T14:03:00", "minute"),
    ("Yesterday, 2:03 PM", "2025-06-25T14:03:00", "minute"),
    ("Today 14:03", "2025-06-26T14:03:00", "minute"),
]
EASTERN = [
    ("2025年6月26日(木) 14:03", "2025-06-26T14:03:00", "minute"),
    ("2025年06月26日 14時03分", "2025-06-26T14:03:00", "minute"),
    ("2025年6月26日 午後2時3分", "2025-06-26T14:03:00", "minute"),
    ("2025/6/26(木・祝) 14:03", "2025-06-26T14:03:00", "minute"),
    ("令和7年6月26日", "2025-06-26T00:00:00", "day"),
    ("令和元年5月1日", "2019-05-01T00:00:00", "day"),
    ("平成31年4月30日", "2019-04-30T00:00:00", "day"),
    ("6月26日 14時3分", "2025-06-26T14:03:00", "minute"),
    ("6/25(水) 14:03配信", "2025-06-25T14:03:00", "minute"),
    ("2025年06月26日14:03", "2025-06-26T14:03:00", "minute"),
    ("3分前", "2025-06-26T14:57:00", "minute"),
    ("2時間前", "2025-06-26T13:00:00", "minute"),
    ("3日前", "2025-06-23T00:00:00", "day"),
    ("1週間前", "2025-06-19T00:00:00", "day"),
    ("昨日", "2025-06-25T00:00:00", "day"),
    ("一昨日 14:03", "2025-06-24T14:03:00", "minute"),
    ("たった今", "2025-06-26T15:00:00", "minute"),
    ("公開: 2025年6月26日 14:03 更新: 2025年6月26日 14:30", "2025-06-26T14:03:00", "minute"),
    ("2025年6月26日 星期四 14:03", "2025-06-26T14:03:00", "minute"),
    ("2025年6月26日 下午2:03", "2025-06-26T14:03:00", "minute"),
    ("民國114年6月26日", "2025-06-26T00:00:00", "day"),
    ("昨天 14:03", "2025-06-25T14:03:00", "minute"),
    ("前天", "2025-06-24T00:00:00", "day"),
    ("今天 09:03", "2025-06-26T09:03:00", "minute"),
    ("3 分钟前", "2025-06-26T14:57:00", "minute"),
    ("3小時前", "2025-06-26T12:00:00", "minute"),
    ("半小时前", "2025-06-26T14:30:00", "minute"),
    ("2天前", "2025-06-24T00:00:00", "day"),
    ("刚刚", "2025-06-26T15:00:00", "minute"),
    ("剛剛", "2025-06-26T15:00:00", "minute"),
]
WESTERN = [
    ("26. Juni 2025", "2025-06-26T00:00:00", "day"),
    ("Donnerstag, 26. Juni 2025, 14:03 Uhr", "2025-06-26T14:03:00", "minute"),
    ("26.06.2025 um 14.03 Uhr", "2025-06-26T14:03:00", "minute"),
    ("26. März, 14 Uhr", "2025-03-26T14:00:00", "minute"),
    ("vor 3 Minuten", "2025-06-26T14:57:00", "minute"),
    ("vor einer Stunde", "2025-06-26T14:00:00", "minute"),
    ("vor 2 Tagen", "2025-06-24T00:00:00", "day"),
    ("gestern, 14:03 Uhr", "2025-06-25T14:03:00", "minute"),
    ("Vorgestern", "2025-06-24T00:00:00", "day"),
    ("heute 09:03", "2025-06-26T09:03:00", "minute"),
    ("jeudi 26 juin 2025 à 14h03", "2025-06-26T14:03:00", "minute"),
    ("1er juillet 2024", "2024-07-01T00:00:00", "day"),
    ("26 févr. 2025", "2025-02-26T00:00:00", "day"),
    ("Publié le 26/06/2025 à 14:03", "2025-06-26T14:03:00", "minute"),
    ("il y a 3 minutes", "2025-06-26T14:57:00", "minute"),
    ("il y a une heure", "2025-06-26T14:00:00", "minute"),
    ("il y a 2 jours", "2025-06-24T00:00:00", "day"),
    ("hier à 14h03", "2025-06-25T14:03:00", "minute"),
    ("Avant-hier", "2025-06-24T00:00:00", "day"),
    ("aujourd'hui à 9h", "2025-06-26T09:00:00", "minute"),
    ("26 de junio de 2025", "2025-06-26T00:00:00", "day"),
    ("26 de junio de 2025 a las 14:03", "2025-06-26T14:03:00", "minute"),
    ("26 JUN 2025 - 14:03 CEST", "2025-06-26T21:03:00", "minute"),
    ("hace 3 minutos", "2025-06-26T14:57:00", "minute"),
    ("hace una hora", "2025-06-26T14:00:00", "minute"),
    ("hace 2 días", "2025-06-24T00:00:00", "day"),
    ("ayer, 14:03", "2025-06-25T14:03:00", "minute"),
    ("hoy 14:03", "2025-06-26T14:03:00", "minute"),
]


@pytest.mark.parametrize(("text", "moment", "precision"), [*FEEDS, *KOREAN, *ENGLISH, *EASTERN, *WESTERN])
def test_dates_are_read_with_the_precision_they_were_given_in(text: str, moment: str, precision: str) -> None:
    assert said(text) == (moment, precision)


@pytest.mark.parametrize(
    "text",
    [
        "Thu, 31 Jun 2025 14:03:00 +0900",
        "2025-02-29",
        "2025.13.01",
        "0000-00-00 00:00:00",
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


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("랭크뉴스 | 2025.06.26 14:03", "랭크뉴스 | "),
        ("2025.06.26 (홍길동)", "(홍길동)"),
        ("입력 2025.06.26 14:03 | 수정 2025.06.26 14:30", ""),
        ("Thu Jun 26, 2025", ""),
        ("Last updated: June 26, 2025", ""),
        ("어제 오후", ""),
        ("정치 | 2시간 전", "정치 | "),
    ],
)
def test_what_stands_beside_a_date_is_given_back(text: str, rest: str) -> None:
    found = parse(text, NOW, SEOUL)
    assert found is not None
    assert found.rest == rest


@pytest.mark.parametrize(
    "text", ["3-1", "1/3", "6.26", "10.1.15.4", "3:2", "2 of 12", "제12호", "A4", "Q3 2025", "1,234"]
)
def test_scores_shares_and_counts_are_no_dates(text: str) -> None:
    assert said(text) is None


@pytest.mark.parametrize(
    ("text", "zone", "hour"),
    [
        ("Thu, 26 Jun 2025 14:03:05 CST", "Asia/Shanghai", 6),
        ("Thu, 26 Jun 2025 14:03:05 CST", "America/Chicago", 20),
        ("2025-06-26 14:03", "America/New_York", 18),
        ("2025-12-26 14:03", "America/New_York", 19),
    ],
)
def test_a_zone_of_two_meanings_is_the_nearer_one_and_summer_counts(text: str, zone: str, hour: int) -> None:
    found = parse(text, NOW, ZoneInfo(zone))
    assert found is not None
    assert found.at.hour == hour


@pytest.mark.parametrize(
    ("text", "zone", "day"),
    [
        ("24.06.25", "Europe/Berlin", "2025-06-24"),
        ("25.06.26", "Europe/Berlin", "2025-06-26"),  # the 25th is yet to come
        ("26.12.25", "Asia/Seoul", "2026-12-25"),
        ("26/12/24", "Asia/Seoul", "2024-12-26"),
        ("05/06/25", "Europe/London", "2025-06-05"),
        ("05/06/2025", "Europe/London", "2025-06-05"),
        ("05/06/2025", "America/New_York", "2025-05-06"),
    ],
)
def test_numbers_alone_are_read_as_where_the_outlet_is(text: str, zone: str, day: str) -> None:
    found = parse(text, NOW, ZoneInfo(zone))
    assert found is not None
    assert f"{found.at.astimezone(ZoneInfo(zone)):%Y-%m-%d}" == day


def test_an_hour_that_a_clock_change_took_is_not_counted() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    found = parse("vor 2 Stunden", datetime(2025, 3, 30, 4, 30, tzinfo=berlin), berlin)
    assert found is not None
    assert found.at == datetime(2025, 3, 30, 0, 30, tzinfo=UTC)


LETTERS = "0123456789.-/: 년월일시분초전후어제오늘방금T Z+'JunagoPMvorheceilya年月日時前昨天午下(),~|"


@given(st.text() | st.text(alphabet=LETTERS, max_size=120))
def test_no_text_makes_reading_a_date_raise(text: str) -> None:
    found = parse(text, NOW, SEOUL)
    assert found is None or found.at.tzinfo is UTC


@pytest.mark.parametrize(
    "piece", ["1", "9 ", "1시간 ", "12:", "a ", "1.", "(월", "26 Jun", "입력 ", "vor ", "~1", "\u3000"]
)
def test_long_rows_of_a_piece_end_soon(piece: str) -> None:
    for _ in range(100):
        parse(piece * 5000, NOW, SEOUL)


HALF_DAYS = {"오전": ("오전", "오후"), "午前": ("午前", "午後"), "上午": ("上午", "下午"), "am": ("AM", "PM")}


def printed(at: datetime) -> list[str]:
    """A moment, to the minute, as outlets around the world print it."""
    y, m, d = at.year, at.month, at.day
    halves = {name: pair[at.hour >= 12] for name, pair in HALF_DAYS.items()}
    twelve = f"{at.hour % 12 or 12}:{at.minute:02}"
    clock = f"{at:%H:%M}"
    months = {language: names.split()[m - 1] for language, names in MONTHS.items()}
    return [
        f"{at:%a, %d %b %Y} {clock} +0900",
        f"{at:%A, %d %B %y} {clock} KST",
        f"{at:%Y-%m-%d}T{clock}+09:00",
        f"{at:%Y-%m-%d} {clock}",
        f"{at:%Y.%m.%d} {clock}",
        f"{at:%y.%m.%d} {clock}" if at <= NOW else f"{at:%Y/%m/%d} {clock}",
        f"{at:%Y%m%d%H%M}",
        f"{y}. {m}. {d}. {halves['오전']} {twelve}",
        f"{y}년 {m}월 {d}일 {'월화수목금토일'[at.weekday()]}요일 {halves['오전']} {twelve}",
        f"{y}년 {m}월 {d}일 {at.hour}시 {at.minute}분",
        f"{y}年{m}月{d}日({'月火水木金土日'[at.weekday()]}) {clock}",
        f"{y}年{m}月{d}日 {halves['午前']}{at.hour % 12}時{at.minute}分",
        f"{y}年{m}月{d}日 星期{'一二三四五六日'[at.weekday()]} {halves['上午']}{twelve}",
        f"{at:%B} {d}, {y} at {twelve} {halves['am']}",
        f"{clock}, {d} {at:%b} {y}",
        f"{d:02}.{m:02}.{y} um {at:%H.%M} Uhr",
        f"{d}. {months['de']} {y}, {clock} Uhr",
        f"{d} {months['fr']} {y} à {at:%H}h{at:%M}",
        f"{d} de {months['es']} de {y} a las {clock}",
        str(int(at.timestamp())),
        str(int(at.timestamp()) * 1000),
    ]


MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}


@given(st.integers(1_000_000_000 // 60 + 1, 3_000_000_000 // 60))
def test_every_minute_comes_back_from_every_form(minutes: int) -> None:
    here = datetime.fromtimestamp(minutes * 60, SEOUL)
    wrong = [text for text in printed(here) if (found := parse(text, NOW, SEOUL)) is None or found.at != here]
    assert wrong == []


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)))
def test_every_day_comes_back_from_every_form(day: date) -> None:
    forms = ["%Y-%m-%d", "%Y.%m.%d", "%Y년 %m월 %d일", "%Y年%m月%d日", "%Y%m%d", "%d.%m.%Y", "%B %d, %Y", "%d %b %Y"]
    found = [parse(day.strftime(form), NOW, SEOUL) for form in forms]
    assert [f and (f.at.astimezone(SEOUL).date(), f.precision) for f in found] == [(day, Precision.DAY)] * len(forms)


@given(st.integers(631_152_000, 2_840_140_800))
def test_every_moment_comes_back_from_the_feeds_own_formats(seconds: int) -> None:
    here = datetime.fromtimestamp(seconds, SEOUL)
    for text in (here.isoformat(), here.strftime("%a, %d %b %Y %H:%M:%S %z"), here.strftime("%Y.%m.%d %H:%M:%S")):
        found = parse(text, NOW, SEOUL)
        assert found is not None
        assert found.at == here
