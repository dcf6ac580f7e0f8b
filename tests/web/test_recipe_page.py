"""A board's recipe on its page: shown, tried, kept, found anew."""

from __future__ import annotations

import html
import json
import re

import pytest
from parts import http
from parts.redesign import board
from parts.site import Answer, Site

from sokbo.queries import recipes

MINE = json.dumps({"rows": "table.list > tbody > tr", "title": "td.t > a", "address": "td.t > a"})


@pytest.fixture
def source(site: Site, publisher: http.Server) -> int:
    publisher.pages["/b"] = board(5, 4, 3, 2, 1)
    return site.desk.add_source(publisher.url("/b"))


def written(page: Answer) -> str:
    (text,) = re.findall(r"<textarea[^>]*>(.*?)</textarea>", page.html, re.DOTALL)
    return html.unescape(text)


def test_a_board_shows_how_it_is_read(site: Site, source: int) -> None:
    visitor = site.visitor()
    assert f"/sources/{source}/recipe" in visitor.get(f"/sources/{source}").html
    page = visitor.get(f"/sources/{source}/recipe")
    assert json.loads(written(page))["rows"] == "table.list > tbody > tr"
    assert "found by itself" in page.text
    assert visitor.get("/sources/99/recipe").status == 404


def test_a_change_is_tried_before_it_is_kept(site: Site, source: int) -> None:
    visitor, path = site.visitor(), f"/sources/{source}/recipe"
    tried = visitor.post(path, recipe=MINE, do="try")
    assert ("5 headlines found" in tried.text, "소식 제5호" in tried.text, written(tried)) == (True, True, MINE)
    assert "edited" not in site.desk.read(recipes.of, source)
    assert visitor.post(path, recipe=MINE, do="keep").to == f"/sources/{source}"
    assert site.desk.read(recipes.of, source)["edited"] is True
    assert visitor.post(path, recipe="", do="anew").to == f"/sources/{source}"
    assert site.desk.read(recipes.of, source) is None


@pytest.mark.parametrize(
    ("text", "says"), [("{", "JSON이 아닙니다"), (MINE.replace("table.list", "dl"), "아무것도 찾지 못합니다")]
)
def test_what_is_wrong_is_told_and_stays_in_the_field(site: Site, source: int, text: str, says: str) -> None:
    visitor = site.visitor()
    visitor.language = "ko"
    answer = visitor.post(f"/sources/{source}/recipe", recipe=text, do="keep")
    assert (answer.status, says in answer.text, written(answer)) == (422, True, text)
    assert "edited" not in site.desk.read(recipes.of, source)
