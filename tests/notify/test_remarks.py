"""What a message says of why it comes again, and of having been held."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from notify.message import Told, ToldHeadline, ToldHeld, ToldStory, ToldUpdate, data, read
from notify.wording import html, remarks, text

SEOUL = ZoneInfo("Asia/Seoul")
NOON = datetime(2026, 11, 27, 3, tzinfo=UTC)


def told(*reasons: str, before: str | None = None, held: ToldHeld | None = None) -> Told:
    headline = ToldHeadline(1, "가온 지진", None, "가온일보", NOON, NOON, ())
    return Told(ToldStory(1, 6, ("가온일보", "나루")), headline, (), None, ToldUpdate(reasons, before, ()), held)


@pytest.mark.parametrize(
    ("reason", "korean", "english"),
    [
        ("doubled", "보도가 6건으로 늘었습니다.", "It has grown to 6 headlines."),
        ("outlet", "가온일보도 보도했습니다.", "가온일보 carries it too."),
        ("retitled", "제목이 바뀌었습니다. 이전: 가온 <흔들>", "The title changed. Before: 가온 <흔들>"),
        ("withdrawn", "원문이 사라졌습니다.", "It was withdrawn by its source."),
    ],
)
def test_an_update_says_why_it_comes(reason: str, korean: str, english: str) -> None:
    update = told(reason, before="가온 <흔들>")
    assert (remarks(update, "ko", SEOUL), remarks(update, "en", SEOUL)) == ([korean], [english])


def test_what_was_held_says_until_when_and_what_is_late_says_so() -> None:
    held, late = (told(held=ToldHeld(NOON, late=late)) for late in (False, True))
    assert remarks(held, "ko", SEOUL) == ["11-27 12:00까지 두었던 알림입니다."]
    assert remarks(late, "en", SEOUL) == ["This is late: it was due at 11-27 12:00."]


def test_a_reason_of_a_later_version_is_passed_over() -> None:
    assert remarks(told("multiplied"), "ko", SEOUL) == []


def test_what_a_source_wrote_is_no_markup() -> None:
    update = told("retitled", before="가온 <흔들>")
    assert "가온 &lt;흔들&gt;" in html(update, "ko", SEOUL)
    assert "가온 <흔들>" in text(update, "ko", SEOUL)


def test_a_row_keeps_all_of_it() -> None:
    update = told("doubled", "retitled", before="가온", held=ToldHeld(NOON, late=True))
    assert read(data(update)) == update
