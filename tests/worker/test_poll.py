"""The poll on real parts: what one source does wrong stays its own, and what is claimed is fetched once."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from parts import feeds, http
from parts.feeds import Item
from parts.line import Desk, open_desk
from parts.tree import until
from sqlalchemy import func, select, update

from sokbo import secrets
from sokbo.model import Kind, Source, SourceState
from sokbo.queries import claims, sources
from sokbo.tables import sources as table
from worker import poll, reading

OLD, NEW = Item(1, "나루은행 새 행장 선임"), Item(2, "가온시 앞바다서 지진")
BOARD = [Item(n, f"가온시 소식 {n}번째 이야기") for n in range(12, 0, -1)]


def source(desk: Desk, number: int) -> Source:
    found: Source = desk.read(sources.one, number)
    return found


def titles(desk: Desk, number: int) -> list[str]:
    return [h.title for h in desk.history(number)]


def polls(desk: Desk) -> int:
    total: int = desk.read(lambda connection: connection.scalar(select(func.sum(table.c.polls))))
    return total


def make_due(desk: Desk) -> None:
    """Everything, a moment ago."""
    desk.write(lambda connection: connection.execute(update(table).values(due=table.c.created, lease_until=None)))


@contextmanager
def polling(desk: Desk) -> Iterator[None]:
    """A poll loop that runs beside the test."""
    over = threading.Event()
    loop = threading.Thread(target=poll.until, args=(desk.line, over.is_set))
    loop.start()
    try:
        yield
    finally:
        over.set()
        desk.line.bells["poll"].ring()
        loop.join()


def hangs(publisher: http.Server, path: str, over: threading.Event) -> threading.Event:
    """From now on this path gives no answer until it is `over`; the event that is set when somebody asks."""
    asked = threading.Event()
    publisher.answer = lambda a: (
        _hang(publisher.pages[a.path], asked, over) if a.path == path else publisher.pages[a.path]
    )
    return asked


def _hang(page: http.Page, asked: threading.Event, over: threading.Event) -> http.Page:
    asked.set()
    over.wait(30)
    return page


@pytest.fixture
def over() -> Iterator[threading.Event]:
    """Set at the end, so that no server waits for a client that is gone."""
    event = threading.Event()
    yield event
    event.set()


def test_a_source_that_has_not_changed_stays_as_it_is(desk: Desk, publisher: http.Server) -> None:
    publisher.pages["/rss"] = replace(feeds.rss([OLD]), headers={"ETag": '"one"'})
    number = desk.add_source(publisher.url("/rss"))
    publisher.answer = lambda asked: (
        http.Page(status=304) if asked.headers.get("if-none-match") == '"one"' else http.Page(status=500)
    )
    before, written = source(desk, number), len(desk.read(sources.fetch_log, number))
    desk.poll()
    after = source(desk, number)
    assert (after.etag, after.failures, after.last_error, after.last_new) == ('"one"', 0, None, before.last_new)
    assert after.last_polled is not None
    assert titles(desk, number) == [OLD.title]
    assert len(desk.read(sources.fetch_log, number)) == written


def test_the_same_bytes_without_a_304_are_no_change_either(desk: Desk, publisher: http.Server) -> None:
    publisher.pages["/rss"] = feeds.rss([OLD])
    number = desk.add_source(publisher.url("/rss"))
    desk.poll()
    body_hash = source(desk, number).body_hash
    assert body_hash is not None
    desk.poll()
    assert (source(desk, number).body_hash, titles(desk, number)) == (body_hash, [OLD.title])


def test_while_one_source_hangs_the_others_are_written(
    desk: Desk, publisher: http.Server, over: threading.Event
) -> None:
    paths = ["/slow", "/one", "/two", "/three"]
    publisher.pages |= {path: feeds.rss([OLD]) for path in paths}
    slow, *others = [desk.add_source(publisher.url(path)) for path in paths]
    asked = hangs(publisher, "/slow", over)
    publisher.pages |= {path: feeds.rss([NEW, OLD]) for path in paths}
    make_due(desk)
    with polling(desk):
        until(lambda: all(NEW.title in titles(desk, number) for number in others))
        until(asked.is_set)
        assert titles(desk, slow) == [OLD.title]
        over.set()
        until(lambda: NEW.title in titles(desk, slow))


def test_a_loop_that_is_told_to_stop_gives_back_what_it_has_not_finished(
    desk: Desk, publisher: http.Server, over: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poll, "PATIENCE_S", 0.2)
    publisher.pages["/rss"] = feeds.rss([OLD])
    number = desk.add_source(publisher.url("/rss"))
    asked = hangs(publisher, "/rss", over)
    make_due(desk)
    with polling(desk):
        until(asked.is_set)
        assert desk.write(claims.claim, number, "another", 1_000) is None
        desk.line.stop.set()
    assert desk.read(claims.next_due_ms) == 0
    assert desk.write(claims.claim, number, "another", 1_000) is not None


def test_a_loop_that_is_told_to_stop_claims_nothing_more(desk: Desk, publisher: http.Server) -> None:
    publisher.pages["/rss"] = feeds.rss([OLD])
    desk.add_source(publisher.url("/rss"))
    make_due(desk)
    desk.line.stop.set()
    poll.run(desk.line)
    assert len(publisher.asked) == 1


def test_an_address_sealed_with_another_key_fails_with_its_reason_and_the_others_go_on(
    desk: Desk, publisher: http.Server
) -> None:
    publisher.pages |= {path: feeds.rss([OLD]) for path in ("/open", "/sealed")}
    readable, sealed = desk.add_source(publisher.url("/open")), desk.add_source(publisher.url("/sealed?key=abc"))
    desk.line.vault = secrets.vault("another key")
    publisher.pages["/open"] = feeds.rss([NEW, OLD])
    desk.poll()
    failed = source(desk, sealed)
    assert failed.failures == 1
    assert "sealed with another key" in (failed.last_error or "")
    assert titles(desk, readable) == [OLD.title, NEW.title]


def test_a_permanent_redirect_moves_the_address_and_a_temporary_one_does_not(
    desk: Desk, publisher: http.Server
) -> None:
    publisher.pages |= {path: feeds.rss([OLD]) for path in ("/old", "/here", "/new")}
    moved, stays = desk.add_source(publisher.url("/old")), desk.add_source(publisher.url("/here"))
    publisher.pages["/old"] = http.Page(status=301, headers={"Location": "/new"})
    publisher.pages["/here"] = http.Page(status=302, headers={"Location": "/new"})
    publisher.pages["/new"] = feeds.rss([NEW, OLD])
    for _ in range(3):
        desk.poll()
    assert source(desk, moved).url == publisher.url("/new")
    assert source(desk, stays).url == publisher.url("/here")
    assert titles(desk, moved) == titles(desk, stays) == [OLD.title, NEW.title]


def test_failures_back_off_and_end_with_the_first_answer(desk: Desk, publisher: http.Server) -> None:
    publisher.pages["/rss"] = feeds.rss([OLD])
    number = desk.add_source(publisher.url("/rss"))
    publisher.pages["/rss"] = http.Page(status=500)
    waits = []
    for _ in range(3):
        desk.poll()
        waits.append(source(desk, number).interval_s)
    assert (source(desk, number).failures, waits) == (3, sorted(waits))
    assert waits[2] > 2 * waits[0]
    assert "answers 500" in (source(desk, number).last_error or "")
    publisher.pages["/rss"] = feeds.rss([NEW, OLD])
    desk.poll()
    well = source(desk, number)
    assert (well.failures, well.last_error, well.interval_s) == (0, None, 1)
    assert titles(desk, number) == [OLD.title, NEW.title]


def test_a_source_that_says_it_is_gone_is_polled_no_more(desk: Desk, publisher: http.Server) -> None:
    publisher.pages["/rss"] = feeds.rss([OLD])
    number = desk.add_source(publisher.url("/rss"))
    publisher.pages["/rss"] = http.Page(status=410)
    desk.poll()
    assert source(desk, number).state is SourceState.GONE
    assert desk.read(claims.next_due_ms) is None


@pytest.mark.parametrize("what", [sources.pause, sources.remove])
def test_a_poll_that_fails_does_not_undo_what_a_person_did_meanwhile(
    desk: Desk, publisher: http.Server, over: threading.Event, what: Callable[..., bool]
) -> None:
    publisher.pages["/rss"] = feeds.rss([OLD])
    number = desk.add_source(publisher.url("/rss"))
    asked = hangs(publisher, "/rss", over)
    publisher.pages["/rss"] = http.Page(status=500)
    make_due(desk)
    with polling(desk):
        until(asked.is_set)
        desk.write(what, number)
        chosen = source(desk, number).state
        over.set()
        until(lambda: source(desk, number).failures)
    assert source(desk, number).state is chosen


SORRY = "<!doctype html><title>점검</title><body><h1>점검 중입니다</h1><p>곧 다시 엽니다.</p></body>"


@pytest.mark.parametrize("page", [feeds.board(BOARD), feeds.rss(BOARD)], ids=["board", "feed"])
def test_a_source_that_turns_into_a_page_of_excuses_fails_and_says_so(
    desk: Desk, publisher: http.Server, page: http.Page
) -> None:
    publisher.pages["/news"] = page
    number = desk.add_source(publisher.url("/news"))
    publisher.pages["/news"] = http.Page(SORRY.encode(), "text/html; charset=utf-8")
    desk.poll()
    failed = source(desk, number)
    assert (failed.failures, failed.last_error is not None) == (1, True)
    assert len(titles(desk, number)) == len(BOARD)
    publisher.pages["/news"] = page
    desk.poll()
    assert source(desk, number).last_error is None


def test_a_feed_whose_address_shows_a_page_of_links_takes_none_of_them_for_headlines(
    desk: Desk, publisher: http.Server
) -> None:
    publisher.pages["/news"] = feeds.rss([OLD])
    number = desk.add_source(publisher.url("/news"))
    publisher.pages["/news"] = feeds.board(BOARD)
    desk.poll()
    desk.poll()
    assert titles(desk, number) == [OLD.title]
    assert source(desk, number).failures == 2


def test_a_person_may_have_the_page_taken_for_what_it_is(desk: Desk, publisher: http.Server) -> None:
    publisher.pages["/news"] = feeds.rss([OLD])
    number = desk.add_source(publisher.url("/news"))
    publisher.pages["/news"] = feeds.board([NEW, OLD])
    desk.poll()
    desk.write(sources.resume, number)
    desk.poll()
    assert NEW.title in titles(desk, number)
    assert source(desk, number).kind is Kind.BOARD


def test_a_document_that_breaks_the_reader_harms_only_its_source(
    desk: Desk, publisher: http.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.pages |= {path: feeds.rss([OLD]) for path in ("/good", "/bad")}
    good, bad = desk.add_source(publisher.url("/good")), desk.add_source(publisher.url("/bad"))
    publisher.pages |= {path: feeds.rss([NEW, OLD]) for path in ("/good", "/bad")}
    sound = reading.read

    def breaks(body: bytes, *, url: str, **more: object) -> object:
        if url.endswith("/bad"):
            raise RecursionError("a bug that nobody knows of yet")
        return sound(body, url=url, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "read", breaks)
    desk.poll()
    assert titles(desk, good) == [OLD.title, NEW.title]
    assert "RecursionError" in (source(desk, bad).last_error or "")


def test_two_loops_never_ask_twice_for_what_was_due_once(
    desk: Desk, database_url: str, tmp_path: Path, publisher: http.Server
) -> None:
    paths = [f"/{n}" for n in range(20)]
    publisher.pages |= {path: feeds.rss([OLD]) for path in paths}
    for path in paths:
        desk.add_source(publisher.url(path))
    desk.write(lambda connection: connection.execute(update(table).values(every_s=3600)))
    publisher.asked.clear()
    make_due(desk)
    with closing(open_desk(database_url, tmp_path)) as other, polling(desk), polling(other):
        until(lambda: polls(desk) >= 2 * len(paths))
    assert Counter(asked.path for asked in publisher.asked) == dict.fromkeys(paths, 1)


def test_entries_that_share_a_minute_or_a_second_are_all_kept(desk: Desk, publisher: http.Server) -> None:
    at, before = "Mon, 23 Nov 2026 09:00:00 +0900", "Mon, 23 Nov 2026 08:00:00 +0900"
    first, *later = [Item(n, f"가온시 소식 {n}번째 이야기", at) for n in range(4)]
    publisher.pages["/rss"] = feeds.rss([first])
    number = desk.add_source(publisher.url("/rss"))
    publisher.pages["/rss"] = feeds.rss([*later[:2], first])
    desk.poll()
    publisher.pages["/rss"] = feeds.rss([*later, first, Item(9, "뒤늦게 실린 이야기", before)])
    desk.poll()
    assert len(titles(desk, number)) == 5


def test_those_that_hang_do_not_keep_the_last_free_slots_from_the_others(
    database_url: str, tmp_path: Path, publisher: http.Server, over: threading.Event
) -> None:
    desk = open_desk(database_url, tmp_path, SOKBO_POLL_SLOTS="8")
    paths = [f"/{n}" for n in range(8)]
    publisher.pages |= {path: feeds.rss([OLD]) for path in paths}
    well, *_ = [desk.add_source(publisher.url(path)) for path in paths]
    publisher.answer = lambda asked: (
        publisher.pages["/0"] if asked.path == "/0" else _hang(publisher.pages[asked.path], threading.Event(), over)
    )
    publisher.pages["/0"] = feeds.rss([NEW, OLD])
    publisher.asked.clear()
    make_due(desk)
    with closing(desk), polling(desk):
        until(lambda: NEW.title in titles(desk, well) and {one.path for one in publisher.asked} == set(paths))
        asked = len(publisher.asked)
        desk.write(sources.make_due, well)
        until(lambda: len(publisher.asked) > asked)
        assert publisher.asked[-1].path == "/0"
        over.set()
