"""What a message says, to machines and to people."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notify import message, wording
from notify.message import Told
from sokbo.model import Why

SEOUL = ZoneInfo("Asia/Seoul")
AT = datetime(2025, 9, 22, 0, 14, 5, tzinfo=UTC)

ROW = {
    "story": {"id": 7, "size": 5, "outlets": ["한빛일보", "누리경제", "Harbor Times"]},
    "headline": {
        "id": 9,
        "title": "[속보] 한빛전자, 반도체 공장 멈춰",
        "url": "https://example.org/n/9?a=1&b=2",
        "outlet": "한빛일보",
        "published": "2025-09-22T09:14:00+09:00",
        "seen": "2025-09-22T00:14:05+00:00",
        "labels": ["속보"],
        "author": None,
    },
    "alerts": [
        {
            "id": 3,
            "watch": {"id": 1, "name": "공장", "rule": "반도체 공장"},
            "why": [
                {"term": "반도체", "text": "반도체", "start": 11, "end": 14, "how": "exact"},
                {"term": "공장", "text": "공장", "start": 15, "end": 17, "how": "exact"},
            ],
        },
        {
            "id": 4,
            "watch": {"id": 2, "name": "한빛", "rule": "한빛전자"},
            "why": [{"term": "한빛전자", "text": "한빛전자", "start": 5, "end": 9, "how": "exact"}],
        },
    ],
}


def told(**headline: object) -> Told:
    return message.read(ROW | {"headline": ROW["headline"] | headline})


# --- to machines ------------------------------------------------------------------------------------------------------


def test_a_row_comes_back_as_it_was_kept() -> None:
    assert message.data(message.read(ROW)) == ROW


def test_a_hooks_body_is_the_row_within_its_type_version_and_time() -> None:
    body = message.body("alert.created", AT, message.read(ROW))
    assert json.loads(body) == {
        "type": "alert.created",
        "version": 1,
        "timestamp": "2025-09-22T00:14:05+00:00",
        "data": ROW,
    }
    assert list(json.loads(body)) == ["type", "version", "timestamp", "data"]
    assert "한빛전자".encode() in body


@given(st.permutations(list(ROW["headline"])))
def test_a_body_is_the_same_bytes_whatever_order_the_database_keeps(keys: list[str]) -> None:
    shuffled = ROW | {"headline": {key: ROW["headline"][key] for key in keys}}
    assert message.body("test", AT, message.read(shuffled)) == message.body("test", AT, message.read(ROW))


def test_a_headline_without_time_or_address_has_null() -> None:
    headline = json.loads(message.body("alert.updated", AT, told(url=None, published=None)))["data"]["headline"]
    assert headline["url"] is None
    assert headline["published"] is None


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_test_has_the_shape_of_an_alert(language: str) -> None:
    sample = message.sample(language, AT)
    assert message.read(json.loads(message.body("test", AT, sample))["data"]) == sample


# --- to people --------------------------------------------------------------------------------------------------------


def test_a_person_reads_the_headline_first_then_outlet_time_address_and_why() -> None:
    assert wording.text(told(), "ko", SEOUL) == (
        "[속보] 한빛전자, 반도체 공장 멈춰\n"
        "한빛일보 · 2025년 9월 22일 09:14 · 외 2곳\n"
        "https://example.org/n/9?a=1&b=2\n"
        "\n"
        "공장: 반도체, 공장\n"
        "한빛: 한빛전자\n"
    )


def test_in_english_and_in_the_readers_own_zone() -> None:
    byline = wording.text(told(), "en", ZoneInfo("America/New_York")).splitlines()[1]
    assert byline == "한빛일보 · 21 Sep 2025 20:14 · +2 outlets"


def test_a_date_that_came_without_a_time_is_shown_without_one() -> None:
    byline = wording.text(told(published="2025-06-26T00:00:00+09:00"), "ko", SEOUL).splitlines()[1]
    assert byline == "한빛일보 · 2025년 6월 26일 · 외 2곳"


def test_a_headline_that_names_no_time_shows_when_it_was_seen() -> None:
    assert "2025년 9월 22일 09:14" in wording.text(told(published=None), "ko", SEOUL)


@pytest.mark.parametrize(
    ("kind", "language", "subject"),
    [
        ("alert.created", "ko", "[속보] 한빛전자, 반도체 공장 멈춰"),
        ("alert.updated", "ko", "이어서: [속보] 한빛전자, 반도체 공장 멈춰"),
        ("alert.updated", "en", "Update: [속보] 한빛전자, 반도체 공장 멈춰"),
        ("test", "ko", "[속보] 한빛전자, 반도체 공장 멈춰"),
        ("test", "en", "[속보] 한빛전자, 반도체 공장 멈춰"),
    ],
)
def test_the_subject_is_the_headline(kind: str, language: str, subject: str) -> None:
    assert wording.subject(kind, told(), language) == subject


@given(st.text(st.characters(), max_size=400))
def test_no_title_begins_a_second_line_of_the_subject(title: str) -> None:
    subject = wording.subject("alert.created", told(title=title), "en")
    assert len(subject) <= 200
    assert subject.isprintable()


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str | None] = []
        self.marked: list[str] = []
        self.said = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        if self.tags[-1] == "mark":
            self.marked.append(data)
        self.said += data

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(f"/{tag}")


def page(of: Told) -> Page:
    parsed = Page()
    parsed.feed(wording.html(of, "ko", SEOUL))
    return parsed


def test_the_page_says_the_same_and_marks_the_words_that_were_found() -> None:
    parsed = page(told())
    assert parsed.said.startswith("[속보] 한빛전자, 반도체 공장 멈춰한빛일보 · 2025년 9월 22일 09:14")
    assert parsed.links == ["https://example.org/n/9?a=1&b=2"]
    assert parsed.marked == ["한빛전자", "반도체", "공장"]


def test_a_hostile_title_stays_text_and_a_hostile_address_is_no_link() -> None:
    title = '<script>alert("x")</script>'
    parsed = page(told(title=title, url="javascript:alert(1)"))
    assert "script" not in parsed.tags
    assert title in parsed.said
    assert parsed.links == []


def test_words_found_in_another_headline_of_the_story_are_not_marked_in_this_one() -> None:
    assert page(told(title="전혀 다른 제목이지만 길이는 충분한 것")).marked == []


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=8))
def test_marking_never_changes_what_the_title_says(spans: list[tuple[int, int]]) -> None:
    title = "a<b>&c 반도체 공장"
    why = tuple(Why("t", title[start:end], start, end, "exact") for start, end in spans)
    watch = message.ToldWatch(1, "w", "r")
    of = Told(told().story, told(title=title, url=None).headline, (message.ToldAlert(1, watch, why),))
    assert page(of).said.startswith(title + "한빛일보")
