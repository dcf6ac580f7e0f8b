"""A board over its polls: its recipe is kept, found anew after a redesign, and no odd poll floods anybody."""

from __future__ import annotations

from typing import Any

from parts import http
from parts.line import Desk
from parts.redesign import another_list, board, redesigned

from sokbo.queries import recipes, sources


def note(desk: Desk, source: int) -> str:
    """The newest line of its log."""
    return str(desk.read(sources.fetch_log, source, 1)[0]["note"] or "")


def recipe(desk: Desk, source: int) -> Any:
    return desk.read(recipes.of, source)


def polls(desk: Desk, publisher: http.Server, page: http.Page) -> None:
    publisher.pages["/b"] = page
    desk.poll()
    desk.drain()


def test_the_first_read_keeps_a_recipe_and_polls_read_by_it(desk: Desk, publisher: http.Server) -> None:
    publisher.pages["/b"] = board(5, 4, 3, 2, 1)
    source = desk.add_source(publisher.url("/b"))
    kept = recipe(desk, source)
    assert (kept["rows"], kept["title"]) == ("table.list > tbody > tr", "td.t > a")
    polls(desk, publisher, board(6, 5, 4, 3, 2))
    assert recipe(desk, source) == kept
    newest = desk.history(source)[-1]
    assert (newest.title, newest.author, newest.news) == ("가온시 소식 제6호가 나왔습니다", "김누리", True)


def test_a_redesign_is_noted_with_what_changed_and_loses_nothing(desk: Desk, publisher: http.Server) -> None:
    publisher.pages["/b"] = board(5, 4, 3, 2, 1)
    source = desk.add_source(publisher.url("/b"))
    polls(desk, publisher, redesigned(6, 5, 4, 3, 2))
    assert "rows: table.list > tbody > tr → li.card" in note(desk, source)
    assert recipe(desk, source)["rows"] == "li.card"
    assert [h.title for h in desk.history(source) if h.news] == ["가온시 소식 제6호가 나왔습니다"]


def test_another_list_in_its_place_is_held_and_then_alerts_nobody(desk: Desk, publisher: http.Server) -> None:
    publisher.pages["/b"] = board(5, 4, 3, 2, 1)
    source = desk.add_source(publisher.url("/b"))
    desk.add_watch("market", "나루시장")
    polls(desk, publisher, another_list(1, 2, 3, 4, 5, 6))
    held = desk.read(sources.one, source).held
    assert held == "the page has changed its shape and all 6 entries are new: history at the next poll, alerting nobody"
    assert len(desk.history(source)) == 5
    polls(desk, publisher, another_list(1, 2, 3, 4, 5, 6))
    assert desk.read(sources.one, source).held is None
    assert len(desk.history(source)) == 11
    assert not any(h.news for h in desk.history(source))
    polls(desk, publisher, another_list(1, 2, 3, 4, 5, 6, 7))
    assert [h.title for h in desk.history(source) if h.news] == ["나루시장 오늘의 물건 7번을 소개합니다"]


def test_a_list_that_is_back_at_the_next_poll_was_never_away(desk: Desk, publisher: http.Server) -> None:
    publisher.pages["/b"] = board(5, 4, 3, 2, 1)
    source = desk.add_source(publisher.url("/b"))
    polls(desk, publisher, another_list(1, 2, 3, 4, 5, 6))
    polls(desk, publisher, board(6, 5, 4, 3, 2))
    assert [h.title for h in desk.history(source) if h.news] == ["가온시 소식 제6호가 나왔습니다"]
    assert not [h for h in desk.history(source) if "나루시장" in h.title]


def test_a_poll_that_yields_nothing_fails_and_keeps_the_recipe(desk: Desk, publisher: http.Server) -> None:
    publisher.pages["/b"] = board(5, 4, 3, 2, 1)
    source = desk.add_source(publisher.url("/b"))
    kept = recipe(desk, source)
    polls(desk, publisher, http.Page(b"<!doctype html><title>x</title><p>maintenance", "text/html"))
    assert "no listing found" in desk.read(sources.one, source).last_error
    assert recipe(desk, source) == kept
    polls(desk, publisher, board(6, 5, 4, 3, 2))
    assert desk.read(sources.one, source).last_error is None


def test_a_written_recipe_that_finds_nothing_is_a_failure_in_words(desk: Desk, publisher: http.Server) -> None:
    publisher.pages["/b"] = board(5, 4, 3, 2, 1)
    source = desk.add_source(publisher.url("/b"))
    mine = {"rows": "table.list > tbody > tr", "title": "td.t > a", "address": "td.t > a", "edited": True}
    desk.write(recipes.keep, source, mine)
    polls(desk, publisher, redesigned(6, 5, 4, 3, 2))
    assert "the recipe that was written for it finds nothing" in desk.read(sources.one, source).last_error
    desk.write(recipes.keep, source, None)
    polls(desk, publisher, redesigned(6, 5, 4, 3, 2))
    assert recipe(desk, source)["rows"] == "li.card"
