"""What is too old goes, a story at a time; what a source may still list stays, or it would come again as news."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from parts import feeds, http
from parts.feeds import Item
from parts.line import Desk, open_desk
from sqlalchemy import func, select

from sokbo.queries import bigrams, headlines, retention
from sokbo.tables import alerts, attempts, deliveries, desk_log, fetches, stories
from sokbo.tables import headlines as table
from worker.retention import prune

OLD, NEW = Item(1, "나루은행 새 행장 선임"), Item(2, "가온시 앞바다서 지진")
LATER = datetime.now(UTC) + timedelta(days=500)


@pytest.fixture
def desk(database_url: str, tmp_path: Path, publisher: http.Server, receiver: http.Server) -> Iterator[Desk]:
    opened = open_desk(database_url, tmp_path)
    receiver.pages["/hook"] = http.Page(b"ok")
    opened.add_hook("ops", receiver.url("/hook"))
    opened.add_watch("quakes", "지진", to="ops")
    publisher.pages["/rss"] = feeds.rss([OLD])
    opened.add_source(publisher.url("/rss"))
    opened.drain()
    publisher.pages["/rss"] = feeds.rss([NEW, OLD])
    opened.poll()
    opened.drain()
    opened.deliver()
    yield opened
    opened.close()


def left(desk: Desk) -> dict[str, int]:
    tables = (table, stories, desk_log, alerts, deliveries, attempts, fetches)
    with desk.line.database.read() as connection:
        return {t.name: connection.scalar(select(func.count()).select_from(t)) or 0 for t in tables}


def test_what_a_source_may_still_list_stays(desk: Desk) -> None:
    prune(desk.line.database, desk.line.settings, LATER)
    after = left(desk)
    assert (after["headlines"], after["alerts"], after["deliveries"]) == (2, 1, 1)
    assert (after["attempts"], after["fetches"]) == (0, 0)


def test_what_it_lists_no_more_goes_with_all_that_hangs_on_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "LISTED", 1)  # the newest headline alone may still be listed
    assert prune(desk.line.database, desk.line.settings, datetime.now(UTC)) == 0
    (newest,) = desk.read(headlines.newest, limit=1)
    prune(desk.line.database, desk.line.settings, LATER)
    assert [h.id for h in desk.read(headlines.newest, limit=9)] == [newest.id]
    assert desk.read(bigrams.find, "행장", after=0, most=9) == []
    assert desk.read(bigrams.find, "지진", after=0, most=9) == [newest.id]


def test_a_story_goes_whole_or_not_yet(desk: Desk, publisher: http.Server, monkeypatch: pytest.MonkeyPatch) -> None:
    publisher.pages["/rss"] = feeds.rss([Item(3, NEW.title), NEW, OLD])
    desk.poll()
    desk.drain()
    monkeypatch.setattr(retention, "LISTED", 1)
    prune(desk.line.database, desk.line.settings, LATER)
    assert [h.title for h in desk.read(headlines.newest, limit=9)] == [NEW.title] * 2


def test_for_ever_is_for_ever(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(retention, "LISTED", 1)
    url = desk.line.settings.database_url
    always = {f"SOKBO_KEEP_{what}": "0" for what in ("HEADLINES", "ATTEMPTS", "FETCHES")}
    for_ever = open_desk(url, tmp_path, **always)
    assert prune(for_ever.line.database, for_ever.line.settings, LATER) == 0
    for_ever.close()
