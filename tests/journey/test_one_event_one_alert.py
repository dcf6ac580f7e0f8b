"""Five outlets carry one poll result: one alert with five headlines under it, and none for the sixth."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from email.utils import format_datetime
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

import parts.line
import pytest
from parts import feeds, http
from parts.line import Desk
from parts.papers import Paper

from sokbo.queries import alerts, deliveries, headlines, meetings
from worker import poll

SEED = Path(__file__).parents[1] / "corpus/seed_headlines.jsonl"
ROWS = [json.loads(line) for line in SEED.read_text().splitlines()]
BEFORE = [{"no": n, "title": f"어제의 소식 {n}번", "author": "랭크뉴스", "date": "2025.06.25"} for n in (3, 2, 1)]
RATING = [52429, 52431, 52436, 52437, 52440]
SIXTH = "이재명 대통령 국정 지지율 62%…NBS 조사서 2주 만에 9%p 올라"
DAY = datetime(2025, 6, 26, 18, 0, tzinfo=ZoneInfo("Asia/Seoul")).astimezone(UTC)


class ThatDay(datetime):
    """A clock that stands still on the day of the board."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> ThatDay:
        return cls.fromtimestamp(DAY.timestamp(), tz)


def board(rows: Sequence[dict[str, object]]) -> http.Page:
    """The board as it was printed that day, with these rows."""
    printed = "".join(
        f"<tr><td class='no'>{r['no']}</td><td class='title'><a href='/index.php?document_srl={r['no']}'>"
        f"{escape(str(r['title']))}</a></td><td class='author'>{r['author']}</td><td class='time'>{r['date']}</td></tr>"
        for r in rows
    )
    head = "<tr><th>번호</th><th>제목</th><th>글쓴이</th><th>날짜</th></tr>"
    table = f"<h2>속보</h2><table><thead>{head}</thead><tbody>{printed}</tbody></table>"
    return http.Page(f"<!doctype html><html><body>{table}</body></html>".encode(), "text/html; charset=utf-8")


def feed(rows: Sequence[dict[str, object]]) -> http.Page:
    """The same as a feed, which may hold nothing at first."""
    day = format_datetime(DAY)
    items = [feeds.Item(int(str(r["no"])), str(r["title"]), day) for r in rows]
    return feeds.rss(items, "https://news.example/index.php?document_srl=")


@pytest.fixture(params=[(board, BEFORE), (feed, [])], ids=["board", "feed"])
def newsroom(
    request: pytest.FixtureRequest, desk: Desk, publisher: http.Server, monkeypatch: pytest.MonkeyPatch
) -> Desk:
    """A watch on the rating, a hook, and the board: nothing of that day at first, its rows in three polls."""
    printed, before = request.param
    monkeypatch.setattr(poll, "datetime", ThatDay)
    monkeypatch.setattr(parts.line, "datetime", ThatDay)
    desk.add_hook("hook", "http://127.0.0.1:9/")
    desk.add_watch("지지율", "지지율", to="hook")
    publisher.pages["/board"] = printed(before)
    desk.add_source(publisher.url("/board"))
    for shown in (7, 14, 20):
        publisher.pages["/board"] = printed([*ROWS[-shown:], *before])
        desk.poll()
        desk.drain(DAY)
    return desk


def test_five_headlines_of_one_event_are_one_alert_and_the_sixth_is_none(newsroom: Desk) -> None:
    (alert,) = newsroom.read(alerts.newest, limit=99)
    under = newsroom.read(headlines.of_story, alert.story)
    assert [int(re.split(r"\D", h.url)[-1]) for h in under] == RATING
    Paper(newsroom, "sixth").prints(SIXTH, at=DAY)
    newsroom.drain(DAY)
    assert len(newsroom.read(headlines.of_story, alert.story)) == 6
    assert [a.id for a in newsroom.read(alerts.newest, limit=99)] == [alert.id]
    assert len(newsroom.read(deliveries.newest, limit=99)) == 1
    (met,) = newsroom.read(meetings.of_story, alert.story)
    assert (met.unsent, met.reason) == (4, "same story")  # 52429 says it without the word, and 52431 told
