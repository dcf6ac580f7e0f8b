"""Many stories in one message: a digest, a summary, a clipping."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

import pytest
from parts.envelopes import AT, told

from notify import message, wording
from notify.message import Collected, Section, Told

SEOUL = ZoneInfo("Asia/Seoul")


def test_a_digest_comes_back_from_its_row_as_it_was() -> None:
    digest = message.digest([told("하나"), told("둘", story=8)], left=3, note="꺼져 있어 늦었습니다.")
    kept = json.loads(json.dumps(message.data(digest)))
    assert message.read(kept) == digest
    assert kept["headline"]["title"] == "하나"
    assert [s["story"]["id"] for s in kept["collected"]["sections"][0]["stories"]] == [7, 8]


@pytest.mark.parametrize(("language", "subject"), [("ko", "모아 보기: 하나 외 4건"), ("en", "Digest: 하나 and 4 more")])
def test_its_subject_counts_what_is_told_and_what_is_left(language: str, subject: str) -> None:
    digest = message.digest([told("하나"), told("둘")], left=3)
    assert wording.subject("digest", digest, language) == subject


def test_a_person_reads_sections_numbered_with_what_was_left_out() -> None:
    first = told("공장 멈춰")
    parts = Collected((Section("자사", (first, told("둘"))), Section("정책", ())), left=9, note="늦었습니다")
    of = Told(first.story, first.headline, (), parts)
    assert wording.text(of, "ko", SEOUL).splitlines() == [
        "늦었습니다",
        "",
        "■ 자사 (2)",
        "1. 공장 멈춰",
        "   한빛일보 · 2025년 9월 22일 09:14 · 외 1곳",
        "   https://example.org/n/9",
        "2. 둘",
        "   한빛일보 · 2025년 9월 22일 09:14 · 외 1곳",
        "   https://example.org/n/9",
        "",
        "■ 정책 (0)",
        "",
        "그 밖에 9건은 알림함에 있습니다.",
    ]
    page = wording.html(of, "ko", SEOUL)
    assert page.count("<mark") == 1
    assert page.index("자사 (2)") < page.index("둘") < page.index("정책 (0)") < page.index("그 밖에 9건")


def test_a_hostile_name_of_a_section_stays_text() -> None:
    of = Told(told().story, told().headline, (), Collected((Section("<script>\n", (told(),)),), note="<b>"))
    page = wording.html(of, "en", SEOUL)
    assert "<script>" not in page
    assert "<b>" not in page


def test_a_byline_names_the_author_once() -> None:
    headline = told().headline
    with_author = message.ToldHeadline(1, "제목", None, "한빛일보", None, AT, (), author="김기자")
    of = Told(told().story, with_author, ())
    assert "한빛일보 · 김기자 · " in wording.byline(of, "ko", SEOUL)
    assert "김기자" not in wording.byline(Told(told().story, headline, ()), "ko", SEOUL)
