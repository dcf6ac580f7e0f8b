"""What a poll makes of dates: kept as exactly as they were given, set aside with a note where they can't be."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from parts import feeds, http
from parts.feeds import Item
from parts.line import Desk

from sokbo.model import Precision
from sokbo.queries import sources

SEOUL = ZoneInfo("Asia/Seoul")
OLD = Item(1, "나루은행 새 행장 선임", "2020.11.20 09:10")


def test_a_date_that_can_not_be_is_set_aside_and_the_log_says_so(desk: Desk, publisher: http.Server) -> None:
    publisher.pages["/rss"] = feeds.rss([OLD])
    number = desk.add_source(publisher.url("/rss"))
    publisher.pages["/rss"] = feeds.rss([Item(2, "가온시 앞바다서 지진", "2099-12-31"), OLD])
    desk.poll()
    kept = {h.title: h for h in desk.history(number)}
    assert kept[OLD.title].published == datetime(2020, 11, 20, 9, 10, tzinfo=SEOUL)
    assert kept[OLD.title].precision is Precision.MINUTE
    assert (kept["가온시 앞바다서 지진"].published, kept["가온시 앞바다서 지진"].precision) == (None, Precision.NONE)
    notes = [row["note"] for row in desk.read(sources.fetch_log, number)]
    assert "1 headline has a date that can't be (2099-12-31): when it was first seen counts" in notes


def test_the_note_is_written_with_what_is_new_and_not_at_each_poll(desk: Desk, publisher: http.Server) -> None:
    publisher.pages["/rss"] = page = feeds.rss([Item(2, "가온시 앞바다서 지진", "1970-01-01"), OLD])
    number = desk.add_source(publisher.url("/rss"))
    for again in (b"<!-- 1 -->", b"<!-- 2 -->"):
        publisher.pages["/rss"] = replace(page, body=page.body + again)
        desk.poll()
    assert [str(row["note"]).count("can't be") for row in desk.read(sources.fetch_log, number)] == [1]
