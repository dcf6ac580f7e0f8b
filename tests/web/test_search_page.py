"""A search at Naver on the pages: previewed, added, shown with the interval that the day allows, in both tongues."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from parts import naver
from parts.naver import Naver
from parts.newsroom import empty_site
from parts.site import Site

from web.faults import told
from worker.naver.refusal import USED_UP


@pytest.fixture
def search() -> Iterator[Naver]:
    with naver.search() as running:
        running.write("금리 동결", "https://www.yna.co.kr/view/1")
        yield running


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path, search: Naver) -> Iterator[Site]:
    with empty_site(sqlite_url, tmp_path, **search.settings()) as running:
        yield running


def test_a_search_is_looked_at_and_added(site: Site) -> None:
    visitor = site.visitor()
    assert "네이버: 금리: 1 headline found" in visitor.post("/sources/look", url="naver:금리").text
    assert visitor.post("/sources/add", url="naver:금리", name="금리").to == "/sources"
    page = visitor.get("/sources/1").text
    assert "2 of today's 25,000 calls are used, by 1 search; this one is asked every 10 s" in page
    metrics = visitor.get("/metrics").html
    assert 'sokbo_search_calls{are="used"} 2.0' in metrics
    assert 'sokbo_search_calls{are="left"} 24998.0' in metrics
    visitor.language = "ko"
    assert "오늘 25,000번 가운데 2번을 썼습니다. 검색어 1개, 이 검색어는 10초마다." in visitor.get("/sources/1").text


@pytest.mark.parametrize("error", [(401, "024"), (403, "028"), (429, "010"), (429, "012"), (400, "SE01"), (400, "SE06"),
                                   (404, "SE05"), (500, "SE99"), (418, "X")])  # fmt: skip
def test_an_error_is_said_in_korean_too(site: Site, search: Naver, error: tuple[int, str]) -> None:
    search.errors, visitor = [error], site.visitor()
    visitor.language = "ko"
    (line,) = re.findall(r'role="alert">(.*?)</p>', visitor.post("/sources/look", url="naver:금리").html)
    assert re.search("[가-힣]", line), line


@pytest.mark.parametrize("said", ["naver:", "naver:" + "가" * 201])
def test_what_is_no_search_is_said_in_korean_too(site: Site, said: str) -> None:
    visitor = site.visitor()
    visitor.language = "ko"
    (line,) = re.findall(r'role="alert">(.*?)</p>', visitor.post("/sources/look", url=said).html)
    assert re.search("[가-힣]", line), line


def test_without_calls_or_a_key_it_is_said_in_korean_too() -> None:
    assert "자정" in told("ko", f"Naver is not asked: {USED_UP}")
