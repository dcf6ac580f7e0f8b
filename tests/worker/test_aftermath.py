"""A source that says that it has moved for good is believed when it has said so three times in a row."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from parts import feeds, http
from parts.feeds import Item
from parts.http import Page
from parts.line import Desk

from sokbo.model import Kind, Source, SourceState
from sokbo.queries import sources
from sokbo.queries.sources import Polled
from worker.aftermath import Move, move

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
STAYS = Source(
    1, "https://n.example/", "n", "o", Kind.FEED, SourceState.ACTIVE, False, 10.0, 10.0, AT, True, None,
    None, None, 7, AT, AT, 0, None, 3
)  # fmt: skip
WELL = Polled(1, 3, 10.0, ok=True, changed=False)
FAILED = replace(WELL, ok=False, error="n.example answers 500")
OLD, NEW = Item(1, "나루은행 새 행장 선임"), Item(2, "가온시 앞바다서 지진")


def test_what_stays_where_it_is_costs_nothing() -> None:
    assert move(STAYS, WELL) is None


def test_it_is_counted_in_a_row() -> None:
    said = replace(WELL, moved_to="https://m.example/")
    assert move(STAYS, said) == Move("https://m.example/", 1)
    second = move(replace(STAYS, moving_to="https://m.example/", moving=2), said)
    assert second == Move("https://m.example/", 3)
    assert second.confirmed
    assert move(replace(STAYS, moving_to="https://l.example/", moving=2), said) == Move("https://m.example/", 1)


def test_an_answer_from_the_old_address_ends_the_count_and_a_failure_does_not() -> None:
    moving = replace(STAYS, moving_to="https://m.example/", moving=2)
    assert move(moving, WELL) == Move(None, 0)
    assert move(moving, FAILED) is None


def test_a_source_moves_after_three_confirmations_and_its_log_says_so(desk: Desk, publisher: http.Server) -> None:
    publisher.pages |= {"/old": feeds.rss([OLD]), "/new": feeds.rss([NEW, OLD])}
    number = desk.add_source(publisher.url("/old"))
    publisher.pages["/old"] = Page(status=308, headers={"Location": "/new"})
    addresses = []
    for _ in range(4):
        desk.poll()
        addresses.append(desk.read(sources.one, number).url)
    assert addresses == [publisher.url("/old")] * 2 + [publisher.url("/new")] * 2
    assert [h.title for h in desk.history(number)] == [OLD.title, NEW.title]
    assert "moved for good" in desk.read(sources.fetch_log, number)[0]["note"]
    assert desk.read(sources.one, number).moving == 0


def test_a_slip_of_a_publisher_moves_nothing(desk: Desk, publisher: http.Server) -> None:
    publisher.pages |= {"/old": feeds.rss([OLD]), "/new": feeds.rss([OLD])}
    number = desk.add_source(publisher.url("/old"))
    there, gone = publisher.pages["/old"], Page(status=301, headers={"Location": "/new"})
    for page in (gone, gone, there, gone, gone):
        publisher.pages["/old"] = page
        desk.poll()
    found = desk.read(sources.one, number)
    assert (found.url, found.moving) == (publisher.url("/old"), 2)


def test_an_address_that_another_source_has_is_not_taken(desk: Desk, publisher: http.Server) -> None:
    publisher.pages |= {"/old": feeds.rss([OLD]), "/new": feeds.rss([OLD])}
    number = desk.add_source(publisher.url("/old"))
    desk.add_source(publisher.url("/new"))
    publisher.pages["/old"] = Page(status=301, headers={"Location": "/new"})
    for _ in range(4):
        desk.poll()
    assert desk.read(sources.one, number).url == publisher.url("/old")
