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


def said(text: str) -> str | None:
    """The moment in Seoul."""
    found = parse(text, NOW, SEOUL)
    return found and found.at.astimezone(SEOUL).isoformat()[:19]


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


def test_moments_keep_the_offset_they_were_told_in_and_dates_without_a_zone_are_the_given_one_s() -> None:
    new_york = ZoneInfo("America/New_York")
    found = parse("2025-06-26 14:03", NOW, new_york)
    assert found is not None
    assert (found.at.isoformat(), found.precision) == ("2025-06-26T14:03:00-04:00", Precision.MINUTE)
    found = parse("2025-06-26 14:03 KST", NOW, new_york)
    assert found is not None
    assert found.at.isoformat() == "2025-06-26T14:03:00+09:00"


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
    assert found.at.astimezone(UTC).hour == hour


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
    assert found is None or found.at.astimezone(UTC)


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
