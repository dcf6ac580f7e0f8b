"""What is told of a source reads like any other message, on every kind of channel, in the reader's language."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import orjson
import pytest

from notify import message, wording

SINCE = datetime(2026, 11, 23, 3, tzinfo=UTC)
PAGE = "https://desk.example/sources/7"


@pytest.mark.parametrize(
    ("language", "trouble", "subject"),
    [
        ("en", "n.example answers 403", "Source 가온\n일보 is in trouble: n.example answers 403"),
        ("ko", "n.example answers 403", "소스 가온\n일보에 문제가 있습니다: n.example answers 403"),
        ("en", None, "Source 가온\n일보 is well again."),
        ("ko", None, "소스 가온\n일보이(가) 다시 잘 읽힙니다."),
    ],
)
def test_a_mail_says_which_source_what_and_since_when(language: str, trouble: str | None, subject: str) -> None:
    told = message.about_source(language, "가온\n일보", PAGE, trouble, SINCE)
    kind = "source.troubled" if trouble else "source.well"
    words = wording.words(kind, told, language, ZoneInfo("Asia/Seoul"))
    assert words.subject == subject.replace("\n", " ")
    assert PAGE in words.text
    assert "12:00" in words.text
    assert PAGE in words.html


def test_a_hook_gets_the_shape_that_it_knows() -> None:
    told = message.about_source("en", "n", PAGE, "gone", SINCE)
    body = orjson.loads(message.body("source.troubled", SINCE, told))
    assert (body["type"], body["data"]["story"]["id"], body["data"]["alerts"]) == ("source.troubled", 0, [])
    assert message.read(body["data"]) == told
