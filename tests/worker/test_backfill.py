"""The past of a source on a real site with pages: history that alerts nobody, politely, and once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from parts import feeds, http
from parts.feeds import Item
from parts.http import Asked, Page
from parts.line import SEOUL, Desk, open_desk

from notify.knowledge import shipped
from notify.past import search
from notify.rule import parse
from sokbo.guard import Guard
from sokbo.queries import alerts, headlines, rests, sources
from worker import backfill
from worker.backfill import BackfillError, Ending, Turned, turn_over

SIZE, LAST = 5, 4
"""Rows of a page, and how many pages there are."""
ROBOTS = Page(b"User-agent: *\nDisallow: /private\n")


def board(number: int, *, base: int = 0, linked: bool = True) -> Page:
    """A page of a board: its newest posts bear the highest numbers; a day older with each page."""
    rows = "".join(
        f"<tr><td class='no'>{n}</td>"
        f"<td class='title'><a href='/read?document_srl={n}'>가온시 소식 {n}번째 이야기</a></td>"
        f"<td class='author'>가온통신</td><td class='time'>2025.06.{20 - number:02}</td></tr>"
        for n in range(base + 100 - SIZE * (number - 1), base + 100 - SIZE * number, -1)
    )
    numbers = [f"<a href='/board?page={n}'>{n}</a>" if n != number else f"<b>{n}</b>" for n in range(1, LAST + 1)]
    paging = f"<div class='paging'>{' '.join(numbers) if linked else ''}</div>"
    head = "<tr><th>번호</th><th>제목</th><th>글쓴이</th><th>날짜</th></tr>"
    html = f"<!doctype html><html><body><table><thead>{head}</thead><tbody>{rows}</tbody></table>{paging}</body></html>"
    return Page(html.encode(), "text/html; charset=utf-8")


def site(asked: Asked) -> Page:
    path, _, query = asked.path.partition("?")
    if path == "/robots.txt":
        return ROBOTS
    return board(int(query.removeprefix("page=") or 1)) if path == "/board" else Page(status=404)


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path) -> Iterator[Desk]:
    opened = open_desk(sqlite_url, tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def source(desk: Desk, publisher: http.Server) -> int:
    """A board whose first page is read."""
    publisher.answer = site
    number = desk.add_source(publisher.url("/board"))
    desk.drain()
    publisher.asked.clear()
    return number


def turn(desk: Desk, source: int, pages: int = 10, until: datetime | None = None) -> tuple[Ending, list[Turned]]:
    turned: list[Turned] = []
    return turn_over(desk.line, source, pages, until, turned.append), turned


def test_older_pages_come_in_as_history_and_alert_nobody(desk: Desk, source: int) -> None:
    desk.add_watch("가온", "가온시")
    ending, turned = turn(desk, source)
    assert ending is Ending.LAST
    assert [(page.number, page.entries, page.new) for page in turned] == [(2, 5, 5), (3, 5, 5), (4, 5, 5)]
    found = desk.history(source)
    assert len(found) == SIZE * LAST
    assert not any(h.news for h in found)
    assert desk.drain() == 0
    assert not desk.read(alerts.newest, limit=9)


def test_either_database_keeps_the_past(database_url: str, tmp_path: Path, publisher: http.Server) -> None:
    publisher.answer = site
    with closing(open_desk(database_url, tmp_path)) as either:
        number = either.add_source(publisher.url("/board"))
        assert [page.new for page in turn(either, number)[1]] == [5, 5, 5]
        assert len(either.read(headlines.past, limit=99, since=datetime(2025, 6, 17, tzinfo=SEOUL))) == SIZE


def test_what_is_past_is_found_and_shown_as_new_nowhere(desk: Desk, source: int) -> None:
    turn(desk, source)
    assert len(desk.read(headlines.newest, limit=99)) == SIZE
    past = desk.read(headlines.past, limit=99)
    assert [h.title for h in past] == [f"가온시 소식 {n}번째 이야기" for n in range(95, 80, -1)]
    assert all(h.came == h.published for h in past)
    assert [c.headline.title for c in desk.read(search, parse("81번째"), shipped(), limit=99)] == [
        "가온시 소식 81번째 이야기"
    ]
    assert len(desk.read(headlines.past, limit=99, since=datetime(2025, 6, 17, tzinfo=SEOUL))) == SIZE


def test_twice_adds_nothing_and_stops_early(desk: Desk, source: int) -> None:
    turn(desk, source)
    ending, turned = turn(desk, source)
    assert (ending, [page.new for page in turned]) == (Ending.KNOWN, [0, 0])
    assert len(desk.history(source)) == SIZE * LAST


def test_as_many_pages_as_asked_for(desk: Desk, source: int) -> None:
    ending, turned = turn(desk, source, pages=2)
    assert (ending, len(turned)) == (Ending.PAGES, 2)


def test_a_date_leads_on_through_what_is_known(desk: Desk, source: int) -> None:
    turn(desk, source, pages=2)
    ending, turned = turn(desk, source, until=datetime(2025, 6, 1, tzinfo=SEOUL))
    assert (ending, [page.new for page in turned]) == (Ending.LAST, [0, 0, 5])


def test_no_further_back_than_a_date(desk: Desk, source: int) -> None:
    ending, turned = turn(desk, source, until=datetime(2025, 6, 18, tzinfo=SEOUL))
    assert (ending, [page.new for page in turned]) == (Ending.DATE, [5, 0])
    assert len(desk.history(source)) == SIZE * 2


def test_the_first_page_is_left_to_the_polls(desk: Desk, source: int, publisher: http.Server) -> None:
    desk.add_watch("속보", "101번째")
    publisher.answer = lambda asked: board(1, base=1) if asked.path == "/board" else site(asked)
    turn(desk, source)
    assert len(desk.history(source)) == SIZE * LAST
    desk.poll()
    newest = desk.history(source)[-1]
    assert (newest.title, newest.news) == ("가온시 소식 101번째 이야기", False)  # by its own date it is of 2025


def test_what_moves_on_to_the_next_page_meanwhile_is_still_news(
    desk: Desk, source: int, publisher: http.Server
) -> None:
    def shifted(asked: Asked) -> Page:
        return board(1, base=1, linked="page=" not in asked.path) if asked.path.startswith("/board") else site(asked)

    publisher.answer = shifted
    assert [(page.entries, page.new) for page in turn(desk, source)[1]] == [(SIZE, 0)]
    assert not [h for h in desk.history(source) if "101번째" in h.title]
    desk.poll()
    assert "101번째" in desk.history(source)[-1].title


def test_what_stands_there_under_another_title_now_keeps_the_one_it_had(
    desk: Desk, source: int, publisher: http.Server
) -> None:
    turn(desk, source, pages=1)

    def cut(asked: Asked) -> Page:
        page = site(asked)
        return Page(page.body.replace("번째 이야기".encode(), "번째…".encode()), page.content_type, page.status)

    publisher.answer = cut
    turn(desk, source, pages=1)
    assert desk.history(source)[-1].title.endswith("이야기")
    assert desk.drain() == 0


def test_a_poll_that_is_due_is_neither_put_off_nor_brought_on(desk: Desk, source: int) -> None:
    before = desk.read(sources.one, source)
    turn(desk, source)
    after = desk.read(sources.one, source)
    assert (after.due, after.last_polled, after.last_new, after.fence) == (
        before.due, before.last_polled, before.last_new, before.fence,
    )  # fmt: skip


def test_what_stopped_in_the_middle_keeps_what_is_in_and_goes_on_from_there(
    desk: Desk, source: int, publisher: http.Server
) -> None:
    def fails(asked: Asked) -> Page:
        return Page(status=500) if asked.path.endswith("page=3") else site(asked)

    publisher.answer = fails
    with pytest.raises(BackfillError, match="answers 500"):
        turn(desk, source)
    assert len(desk.history(source)) == SIZE * 2
    publisher.answer = site
    assert [page.new for page in turn(desk, source)[1]] == [0, 5, 5]


def test_a_person_who_stops_it_loses_nothing(desk: Desk, source: int) -> None:
    def enough(page: Turned) -> None:
        if page.number == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        turn_over(desk.line, source, 10, None, enough)
    assert len(desk.history(source)) == SIZE * 3


def test_pages_that_come_round_again_are_the_end(desk: Desk, source: int, publisher: http.Server) -> None:
    publisher.answer = lambda asked: board(2) if "page=" in asked.path else site(asked)
    assert turn(desk, source)[0] is Ending.ROUND


def test_a_list_without_pages_has_no_past(desk: Desk, source: int, publisher: http.Server) -> None:
    publisher.answer = lambda asked: board(1, linked=False) if asked.path == "/board" else site(asked)
    assert turn(desk, source) == (Ending.LAST, [])


def test_robots_txt_is_heeded_for_boards(desk: Desk, source: int, publisher: http.Server) -> None:
    rules = Page(b"User-agent: *\nDisallow: /*page=3\n")
    publisher.answer = lambda asked: rules if asked.path == "/robots.txt" else site(asked)
    with pytest.raises(BackfillError, match=r"robots\.txt"):
        turn(desk, source)
    assert not [asked for asked in publisher.asked if "page=3" in asked.path]


def test_a_host_that_asks_for_rest_gets_it(desk: Desk, source: int, publisher: http.Server) -> None:
    busy = Page(status=429, headers={"Retry-After": "600"})
    publisher.answer = lambda asked: busy if asked.path == "/board" else site(asked)
    with pytest.raises(BackfillError, match="429"):
        turn(desk, source)
    assert desk.read(rests.current)
    desk.line.rests.forget()
    publisher.asked.clear()
    with pytest.raises(BackfillError, match="try again in 10 minutes"):
        turn(desk, source)
    assert not publisher.asked


def test_a_page_waits_between_two_of_a_host_that_is_not_ours(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(backfill.time, "sleep", waits.append)
    desk.line.guard = Guard()
    backfill._pause(desk.line, "https://news.example:8443/board?page=2")
    assert waits == [backfill.PAUSE_S]


def test_an_archived_feed_is_followed_into_its_past(desk: Desk, publisher: http.Server) -> None:
    def feed(asked: Asked) -> Page:
        n = int(asked.path.rpartition("/")[2] or 3)
        page = feeds.rss([Item(n * 10 + i, f"나루은행 {n}권 {i}번 소식") for i in range(3, 0, -1)])
        link = f"<link xmlns='http://www.w3.org/2005/Atom' rel='prev-archive' href='/feed/{n - 1}'/>" if n > 1 else ""
        return Page(page.body.replace(b"<channel>", f"<channel>{link}".encode()), page.content_type)

    publisher.answer = feed
    number = desk.add_source(publisher.url("/feed/"))
    ending, turned = turn(desk, number)
    assert (ending, [page.new for page in turned]) == (Ending.LAST, [3, 3])


def test_an_embargo_holds_for_the_past_too(desk: Desk, source: int, publisher: http.Server) -> None:
    def embargoed(asked: Asked) -> Page:
        page = site(asked)
        return Page(
            page.body.replace("소식 95".encode(), "소식 (엠바고 12월 31일 06:00) 95".encode()), page.content_type
        )

    publisher.answer = embargoed
    turn(desk, source, pages=1)
    assert any(h.embargo and h.embargo > datetime.now(UTC) for h in desk.history(source))


def test_a_source_that_is_not_there_is_one_line(desk: Desk) -> None:
    with pytest.raises(BackfillError, match="there is no source 77"):
        turn(desk, 77)
