"""One headline, from the board it stands on to the people who wanted it: the whole line on one screen."""

from __future__ import annotations

from pathlib import Path

import orjson
from parts import feeds, http
from parts.line import Desk, open_desk
from standardwebhooks import Webhook

from feeds.choose import asked, choose
from feeds.render import render
from sokbo.queries import alerts, deliveries, headlines, stories

OLD = [feeds.Item(3, "가온시 예산안 통과"), feeds.Item(2, "나루은행 새 행장 선임"), feeds.Item(1, "주말 전국에 비")]
NEW = feeds.Item(4, "[속보] 가온시 앞바다서 규모 5.1 지진")


def test_one_headline(database_url: str, tmp_path: Path, publisher: http.Server, receiver: http.Server) -> None:
    desk = open_desk(database_url, tmp_path)
    receiver.pages["/hook"] = http.Page(status=204)
    publisher.pages["/board"] = feeds.board(OLD)
    secret = desk.add_hook("desk", receiver.url("/hook"))
    desk.add_watch("지진", "지진 -훈련", to="desk")

    # A person adds the board: what is there now is history.
    source = desk.add_source(publisher.url("/board"))
    desk.drain()
    assert [h.title for h in desk.history(source)] == [old.title for old in reversed(OLD)]
    assert not desk.read(alerts.newest, limit=9)

    # The board shows one more. It is claimed, fetched, read and ingested,
    publisher.pages["/board"] = feeds.board([NEW, *OLD])
    desk.poll()
    (kept,) = [h for h in desk.history(source) if h.title == NEW.title]
    assert (kept.labels, kept.precision, kept.news, kept.story) == (("속보",), "day", True, None)

    # the desk groups it, matches it and alerts,
    desk.drain()
    (alert,) = desk.read(alerts.newest, limit=9)
    assert [w.text for w in alert.why] == ["지진"]
    assert desk.read(stories.some, [alert.story])[alert.story].size == 1

    # the hook is told, once, and can verify it,
    desk.deliver()
    (told,) = receiver.asked
    Webhook(secret).verify(told.body, told.headers)
    body = orjson.loads(told.body)
    assert (body["type"], body["data"]["headline"]["title"]) == ("alert.created", NEW.title)
    (delivery,) = desk.read(deliveries.newest, limit=9)
    assert (delivery.state, delivery.attempts, delivery.key) == ("sent", 1, told.headers["webhook-id"])

    # and anyone reads it.
    page = desk.read(choose, desk.installation, asked("all", insider=False))
    atom = render(page, "atom", "https://news.example").decode()
    assert atom.index(NEW.title) < atom.index(OLD[0].title)

    # A second look at the same board says nothing new.
    desk.poll()
    desk.drain()
    desk.deliver()
    assert len(receiver.asked) == 1
    assert len(desk.read(headlines.newest, limit=9)) == len(OLD) + 1
    desk.close()


def test_nothing_of_a_headline_is_told_before_its_poll_is_committed(desk: Desk, publisher: http.Server) -> None:
    publisher.pages["/board"] = feeds.board(OLD)
    source = desk.add_source(publisher.url("/board"))
    desk.drain()
    publisher.pages["/board"] = http.Page(b"<html>", status=503)
    desk.poll()
    assert desk.drain() == 0
    assert len(desk.history(source)) == len(OLD)
