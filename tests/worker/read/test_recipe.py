"""Recipes: derived of what was found, used on later polls, found anew where a page changes its shape."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokbo.model import Document
from worker.read import Kept, read
from worker.read.board import markup
from worker.read.board.recipe import Recipe, RecipeError, of_dict
from worker.read.board.recipe.apply import apply
from worker.read.board.recipe.shape import changes
from worker.read.page import Page

SEOUL = ZoneInfo("Asia/Seoul")
AT = datetime(2025, 6, 26, 15, tzinfo=SEOUL)
URL = "https://b.example/bbs"
BOARDS = sorted((Path(__file__).parents[2] / "corpus" / "boards").glob("*.json"))


def table(*numbers: int, notice: bool = True) -> str:
    """A board in a table, with a pinned notice."""
    pinned = "<tr class=pin><td>공지<td><a href='/v?no=1'>게시판 이용 안내 말씀</a><td>운영자<td>2024.01.01</tr>"
    rows = "".join(
        f"<tr><td>{n}<td class=t><a href='/v?no={n}'>가온시 소식 제{n}호가 나왔습니다</a> <b>[{n % 9}]</b>"
        f"<td class=who>김누리<td class=d>2025.06.{n % 26 + 1:02}</tr>"
        for n in numbers
    )
    head = "<tr><th>번호<th>제목<th>글쓴이<th>날짜</tr>"
    return f"<!doctype html><title>게시판</title><table class=list>{head}{pinned if notice else ''}{rows}</table>"


def cards(*numbers: int) -> str:
    """The same posts after a redesign."""
    rows = "".join(
        f"<li class=card><a class=go href='/v?no={n}'><strong>가온시 소식 제{n}호가 나왔습니다</strong></a>"
        f"<p><span class=by>김누리</span> <time>2025.06.{n % 26 + 1:02}</time></p></li>"
        for n in numbers
    )
    return f"<!doctype html><title>게시판</title><main><ul class=cards>{rows}</ul></main>"


def seen(text: str, kept: Kept | None = None) -> Document:
    """A poll of the board."""
    return read(text.encode(), url=URL, content_type="text/html; charset=utf-8", at=AT, zone=SEOUL, kept=kept)


def rows(document: Document) -> list[tuple[str, str | None, str | None, str]]:
    return [
        (e.title, e.url, e.author, f"{e.published.astimezone(SEOUL):%m-%d}" if e.published else "")
        for e in document.entries
    ]


def first(text: str) -> tuple[Document, Kept]:
    """The first poll, and what it leaves."""
    document = seen(text, Kept())
    assert document.recipe
    return document, Kept(document.recipe)


def test_what_is_found_is_told_in_paths_that_a_person_can_read() -> None:
    told = first(table(30, 29, 28, 27))[1].told or {}
    assert {name: told[name] for name in ("rows", "title", "address", "author", "date")} == {
        "rows": "table.list > tbody > tr",
        "title": "td.t > a",
        "address": "td.t > a",
        "author": "td.who",
        "date": "td.d",
    }


def test_nobody_is_told_of_a_recipe_who_keeps_none() -> None:
    assert seen(table(3, 2, 1)).recipe is None


@pytest.mark.parametrize("page", [table, cards])
def test_a_later_poll_reads_by_the_recipe_what_would_be_found(page: Any) -> None:
    kept = first(page(30, 29, 28, 27))[1]
    later = page(33, 32, 31, 30, 29)
    by_recipe = seen(later, kept)
    assert (by_recipe.recipe, by_recipe.warnings, by_recipe.reshaped) == (None, (), False)
    assert rows(by_recipe) == rows(seen(later))
    assert by_recipe.entries[1:] == seen(later).entries[1:]  # their fingerprints too


def test_most_of_the_corpus_has_a_recipe_that_reads_the_same() -> None:
    derived = listings = 0
    for gold in BOARDS:
        told = json.loads(gold.read_text("utf-8"))
        body, at = gold.with_suffix(".html").read_bytes(), datetime.fromisoformat(told["fetched_at"])
        asked = {"url": told["url"], "content_type": told.get("content_type"), "at": at, "zone": SEOUL}
        found = read(body, **asked, kept=Kept())
        listings += bool(found.entries)
        if found.recipe:
            derived += 1
            again = read(body, **asked, kept=Kept(json.loads(json.dumps(found.recipe))))
            assert (again.entries, again.recipe, again.reshaped) == (found.entries, None, False), gold.stem
    assert derived >= 0.75 * listings


def test_a_changed_shape_is_found_anew_and_told() -> None:
    kept = first(table(30, 29, 28, 27))[1]
    anew = seen(cards(31, 30, 29, 28), kept)
    assert anew.reshaped
    assert rows(anew) == rows(seen(cards(31, 30, 29, 28)))
    (warning,) = anew.warnings
    assert "rows: table.list > tbody > tr → li.card; title: td.t > a → " in warning
    assert "author: td.who → " in warning
    assert anew.recipe
    assert not seen(cards(32, 31, 30), Kept(anew.recipe)).warnings


def test_a_board_that_grew_short_has_changed_no_shape() -> None:
    kept = first(table(*range(60, 30, -1)))[1]
    short = seen(table(61, 60, notice=False), kept)
    assert (short.reshaped, short.warnings) == (False, ())
    assert [row[0] for row in rows(short)] == ["가온시 소식 제61호가 나왔습니다", "가온시 소식 제60호가 나왔습니다"]


@pytest.mark.parametrize(
    "text",
    [
        "<!doctype html><title>로그인</title><form><input name=id><input name=pw type=password></form>",
        "<!doctype html><title>게시판</title><table class=list><tr><td>등록된 글이 없습니다.</td></tr></table>",
    ],
)
def test_a_poll_that_finds_nothing_keeps_the_recipe_and_says_why(text: str) -> None:
    kept = first(table(30, 29, 28, 27))[1]
    nothing = seen(text, kept)
    assert (nothing.entries, nothing.recipe, len(nothing.warnings)) == ((), None, 1)


def test_what_a_person_wrote_is_never_replaced_by_itself() -> None:
    mine = Kept({"rows": "table.list > tbody > tr", "title": "td.t > a", "address": "td.t > a", "edited": True})
    document = seen(table(30, 29, 28), mine)
    assert [row[2:] for row in rows(document)] == [(None, "")] * 3
    assert document.recipe
    assert document.recipe["seen"]["rows"] == 5  # the heading and the notice are rows too
    strayed = seen(cards(31, 30, 29), Kept(document.recipe))
    assert (strayed.entries, strayed.recipe) == ((), None)
    assert strayed.warnings[0].startswith("the recipe that was written for it finds nothing here")


def test_what_changed_is_told_in_words() -> None:
    before = of_dict({"rows": "ul > li", "title": "a", "without": ["li.ad"]})
    assert changes(before, replace(before, rows="ol > li")) == "rows: ul > li → ol > li"
    assert changes(before, before) == ""
    after = of_dict({"rows": "ul > li", "title": "a", "date": "time @datetime"})
    assert changes(before, after) == "date: none → time @datetime; without: li.ad → none"
    assert "found at each poll" in changes(before, None)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ([], "one JSON object"),
        ({"rows": "tr"}, "'title' is missing"),
        ({"rows": "> tr", "title": "a"}, "begins at the page"),
        ({"rows": "tr", "title": "a[", "date": "b"}, "no step of a path"),
        ({"rows": "tr", "title": "a", "colour": "b"}, "'colour' is no part"),
        ({"rows": "tr", "title": "a", "address": {"from": "a", "template": "/v"}}, "no {1} in it"),
        ({"rows": "tr", "title": "a", "address": "a @on click"}, "no attribute"),
        ({"rows": "tr", "title": "a", "without": "tr.notice"}, "'without' is a list"),
    ],
)
def test_what_is_wrong_with_a_written_recipe_is_one_line(told: Any, says: str) -> None:
    with pytest.raises(RecipeError, match=says.replace("{", r"\{").replace("[", r"\[")) as wrong:
        of_dict(told)
    assert "\n" not in str(wrong.value)


PATHS = st.text("abtr.>+#@[]=\"':() -ntd1", max_size=20)


PARTS = st.sampled_from(["rows", "title", "address", "date", "without", "edited"])


@given(st.dictionaries(PARTS, PATHS | st.lists(PATHS)))
def test_any_written_recipe_is_read_or_refused(told: dict[str, Any]) -> None:
    try:
        recipe: Recipe = of_dict(told)
    except RecipeError:
        return
    assert of_dict(recipe.as_dict()) == recipe
    page = Page(table(3, 2, 1), b"", "utf-8", URL, AT, SEOUL)
    apply(recipe, markup.parse(page.text), URL, page.when)
