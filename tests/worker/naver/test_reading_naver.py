"""What an answer of the search is read as, whole or not; and whose an address is."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sokbo.model import Document, Kind, Precision
from worker.naver import query
from worker.naver.refusal import refused
from worker.read import Unreadable, outlets, read

AT = datetime(2026, 11, 27, 3, tzinfo=UTC)
URL = "https://openapi.naver.com/v1/search/news.json?query=%EA%B8%88%EB%A6%AC&display=100&start=1&sort=date"
ITEM = {
    "title": "&quot;<b>금리</b> 인하&quot; &amp; 환율…&lt;종합&gt;",
    "originallink": "https://www.hankyung.com/article/2026112712345",
    "link": "https://n.news.naver.com/mnews/article/015/0005060001?sid=101",
    "description": "한은이 <b>금리</b>를",
    "pubDate": "Fri, 27 Nov 2026 11:59:00 +0900",
}


def document(*items: Any, url: str = URL, **more: Any) -> Document:
    said = {"lastBuildDate": "Fri, 27 Nov 2026 12:00:03 +0900", "total": 9000, "start": 1, "display": len(items)}
    body = json.dumps({**said, "items": items, **more}, ensure_ascii=False, indent=4).encode()
    return read(body, url=url, content_type="application/json", at=AT, zone=ZoneInfo("UTC"))


def test_a_result_has_its_outlets_own_address_name_and_minute() -> None:
    found = document(ITEM)
    (entry,) = found.entries
    assert found.kind is Kind.SEARCH
    assert found.title == "네이버: 금리"
    assert entry.title == '"금리 인하" & 환율…<종합>'
    assert (entry.url, entry.outlet, entry.guid) == (ITEM["originallink"], "한국경제", None)
    assert (entry.published, entry.precision) == (datetime(2026, 11, 27, 2, 59, tzinfo=UTC), Precision.MINUTE)


def test_naver_stands_in_where_there_is_no_address_of_the_outlet() -> None:
    (entry,) = document(ITEM | {"originallink": ""}).entries
    assert entry.url == ITEM["link"]


def test_the_next_page_is_told_down_to_the_thousandth_result() -> None:
    assert document(ITEM, ITEM).older == URL.replace("start=1", "start=3")
    assert document(ITEM, url=URL.replace("start=1", "start=1000")).older is None
    assert document(ITEM, total=1).older is None
    assert document(total=0).older is None


def test_no_result_is_a_document_without_entries() -> None:
    assert document(total=0).entries == ()


@pytest.mark.parametrize("cut", [20, 100, 300, -5])
def test_a_cut_answer_is_none_and_the_next_one_counts(cut: int) -> None:
    body = json.dumps({"lastBuildDate": "x", "total": 1, "start": 1, "display": 1, "items": [ITEM]}).encode()
    with pytest.raises(Unreadable):
        read(body[:cut], url=URL, content_type=None, at=AT, zone=ZoneInfo("UTC"))


PLAIN = st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=20)
JSON = PLAIN | st.lists(PLAIN, max_size=2) | st.dictionaries(st.sampled_from([*ITEM, "x"]), PLAIN, max_size=6)


@settings(deadline=None)
@given(st.lists(JSON, max_size=5), JSON, st.sampled_from(["total", "start", "display", "lastBuildDate"]))
def test_whatever_stands_in_an_answer_nothing_breaks(items: list[Any], value: Any, name: str) -> None:
    try:
        found = document(*items, **({name: value}))
    except Unreadable:
        return
    assert all(entry.title for entry in found.entries)


@pytest.mark.parametrize(
    ("status", "body", "wait_s"),
    [(429, b'{"errorCode":"010"}', 3_600), (429, b'{"errorCode":"012"}', 5), (429, b"", 5), (429, b"<html>", 5)],
)
def test_only_naver_itself_says_that_the_day_is_over(status: int, body: bytes, wait_s: float) -> None:
    assert refused(status, body, AT)[1] == wait_s
    before_midnight = datetime(2026, 11, 27, 14, 59, tzinfo=UTC)
    assert refused(status, body, before_midnight)[1] == min(wait_s, 60)


@settings(deadline=None)
@given(st.integers(100, 599), st.binary(max_size=50) | JSON.map(lambda v: json.dumps({"errorCode": v}).encode()))
def test_whatever_an_error_says_it_is_one_line_and_a_wait(status: int, body: bytes) -> None:
    said, wait_s = refused(status, body, AT)
    assert said.isprintable()
    assert 1 <= wait_s <= 86_400


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.yna.co.kr/view/1", "연합뉴스"),
        ("http://biz.chosun.com/x", "조선비즈"),
        ("https://news.sbs.co.kr/n", "SBS"),
        ("https://sub.deep.khan.co.kr/n", "경향신문"),
        ("https://notkhan.co.kr/n", "notkhan.co.kr"),
        ("https://m.newpaper.kr:8080/n", "newpaper.kr"),
        ("https://co.kr/n", "co.kr"),
    ],
)
def test_an_outlet_is_known_by_its_domain(url: str, name: str) -> None:
    assert outlets.named(url) == name


def test_a_search_is_written_in_one_way() -> None:
    assert (
        query.address("NAVER://삼성전자   반도체 ") == query.address("naver:삼성전자 반도체") == "naver:삼성전자 반도체"
    )
    asked = query.request("https://api.example", ("id", "secret"), "Tester", "naver:A&B #1?", 101)
    assert asked.url == "https://api.example/v1/search/news.json?query=A%26B+%231%3F&display=100&start=101&sort=date"
    assert asked.max_redirects == 0


@pytest.mark.parametrize(
    ("base", "url", "header"),
    [
        ("https://openapi.naver.com", "https://openapi.naver.com/v1/search/news.json", "X-Naver-Client-Id"),
        ("https://openapi.naver.com/v1/search/news.json", "https://openapi.naver.com/v1/search/news.json",
         "X-Naver-Client-Id"),
        ("https://naverapihub.apigw.ntruss.com", "https://naverapihub.apigw.ntruss.com/search/v1/news",
         "X-NCP-APIGW-API-KEY-ID"),
        ("http://127.0.0.1:9/search/v1/news", "http://127.0.0.1:9/search/v1/news", "X-NCP-APIGW-API-KEY-ID"),
    ],
)  # fmt: skip
def test_either_api_is_asked_at_its_path_with_its_headers(base: str, url: str, header: str) -> None:
    asked = query.request(base, ("id", "secret"), "Tester", "naver:금리")
    assert (asked.url.partition("?")[0], asked.headers[header]) == (url, "id")


@pytest.mark.parametrize(
    ("status", "code", "says"),
    [(401, "200", "does not know the key"), (401, "210", "may not search"), (404, "300", "SOKBO_NAVER_URL"),
     (429, "400", "used up"), (429, 410, "slow down"), (429, "420", "slow down"), (503, "500", "trouble of its own")],
)  # fmt: skip
def test_errors_of_the_api_hub_mean_the_same(status: int, code: str | int, says: str) -> None:
    said, _ = refused(status, json.dumps({"error": {"errorCode": code, "message": "m"}}).encode(), AT)
    assert says in said


def test_an_answer_is_known_whatever_the_order_of_its_parts() -> None:
    said = {"total": 1, "display": 1, "start": 1, "lastBuildDate": "Fri, 27 Nov 2026 12:00:03 +0900", "items": [ITEM]}
    found = read(json.dumps(said).encode(), url=URL, content_type=None, at=AT, zone=ZoneInfo("UTC"))
    assert (found.kind, len(found.entries)) == (Kind.SEARCH, 1)
