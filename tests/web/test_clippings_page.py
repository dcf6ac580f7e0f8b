"""The clipping as a PR desk makes it: gathered by section, picked and put in order, sent by mail and hook, kept."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from parts import feeds
from parts.newsroom import Newsroom
from parts.site import Visitor
from sqlalchemy import update

from notify import clip
from sokbo.clipping_tables import clipping_plans
from sokbo.installation import zone
from sokbo.queries import channels, clippings, deliveries
from worker import caretaker


@pytest.fixture
def visitor(newsroom: Newsroom) -> Visitor:
    """Someone with two watches, whose board brought three stories."""
    newsroom.site.desk.add_watch("trains", "열차")
    newsroom.publish(feeds.Item(5, "가온역 열차 멈춰"), feeds.Item(6, "해루시 지진 대피 훈련"))
    return newsroom.site.visitor()


def add_plan(newsroom: Newsroom, visitor: Visitor, **fields: Any) -> int:
    """A plan that goes to the hook and was made a week ago; its number."""
    site = newsroom.site
    ops = next(c for c in site.desk.read(channels.of_person, site.desk.line.vault, site.desk.person) if c.name == "ops")
    form = {"name": "아침", "sections": "자사: quakes\n업계: trains, quakes", "opens": "18:00", "closes": "07:00"}
    form |= {"by_itself": "on", "to": str(ops.id)} | fields
    assert visitor.post("/clippings", **form).status == 303
    with site.desk.line.database.write() as connection:
        made = datetime.now(UTC) - timedelta(days=7)
        connection.execute(update(clipping_plans).values(created=made))
    return max(p.id for p in site.desk.read(clippings.plans))


def test_a_plan_shows_what_its_watches_caught_each_story_once(newsroom: Newsroom, visitor: Visitor) -> None:
    plan = add_plan(newsroom, visitor)
    page = visitor.get(f"/clippings/{plan}")
    assert page.status == 200
    assert page.text.count("해루시 지진 대피 훈련") == 1
    assert page.html.index("자사 (2)") < page.html.index("해루시 지진") < page.html.index("업계 (1)")
    assert page.html.index("업계 (1)") < page.html.index("가온역 열차 멈춰")
    rows = list(csv.reader(io.StringIO(visitor.get(f"/clippings/{plan}/csv").html.removeprefix("\ufeff"))))
    assert [row[0] for row in rows] == ["섹션", "자사", "자사", "업계"]


def test_it_is_picked_put_in_order_and_sent_as_chosen(newsroom: Newsroom, visitor: Visitor) -> None:
    plan = add_plan(newsroom, visitor)
    page = visitor.get(f"/clippings/{plan}")
    first, second, third = re.findall(r'name="keep-(\d+)"', page.html)
    here = re.search(r'action="(/clippings/[^"]+)"', page.html)
    assert here
    chosen = {f"keep-{second}": "on", f"place-{second}": "1", f"place-{first}": "2", f"keep-{third}": "on"}
    visitor.post(here[1], do="send", **chosen)
    newsroom.site.desk.deliver()
    body = json.loads(newsroom.receiver.asked[-1].body)
    assert body["type"] == "clipping"
    told = [[s["story"]["id"] for s in section["stories"]] for section in body["data"]["collected"]["sections"]]
    assert told == [[int(second)], [int(third)]]
    kept = visitor.get(here[1])
    assert 'name="keep-' not in kept.html
    visitor.post(here[1], do="send")
    newsroom.site.desk.deliver()
    assert [json.loads(a.body)["type"] for a in newsroom.receiver.asked].count("clipping") == 1


def test_it_goes_by_itself_once_when_its_window_has_closed(newsroom: Newsroom, visitor: Visitor) -> None:
    add_plan(newsroom, visitor)
    line = newsroom.site.desk.line
    assert caretaker.clip_out(line, datetime.now(UTC)) == 1
    assert caretaker.clip_out(line, datetime.now(UTC)) == 0
    newsroom.site.desk.deliver()
    [body] = [b for a in newsroom.receiver.asked if (b := json.loads(a.body))["type"] == "clipping"]
    assert "0건" in body["data"]["headline"]["title"] or "0 stories" in body["data"]["headline"]["title"]
    assert re.search(r"1/1", body["data"]["collected"]["note"])


def test_one_that_was_missed_is_sent_once_and_says_that_it_is_late(newsroom: Newsroom, visitor: Visitor) -> None:
    plan = add_plan(newsroom, visitor)
    line = newsroom.site.desk.line
    caretaker.clip_out(line, datetime.now(UTC) + timedelta(days=9, hours=3))
    sent = [d for d in newsroom.site.desk.read(deliveries.newest, limit=9) if d.step.startswith("clipping")]
    assert len(sent) == 1
    [clipping] = newsroom.site.desk.read(clippings.newest, plan, 9)
    assert clipping.content is not None
    assert re.search("late|늦게", clipping.content["collected"]["note"])


def test_one_that_waits_for_a_person_waits(newsroom: Newsroom, visitor: Visitor) -> None:
    plan = add_plan(newsroom, visitor, by_itself="")
    line = newsroom.site.desk.line
    assert caretaker.clip_out(line, datetime.now(UTC)) == 0
    [begun] = newsroom.site.desk.read(clippings.newest, plan, 9)
    assert begun.sent is None
    with line.database.read() as connection:
        assert clip.due(connection, zone(line.settings, line.database), datetime.now(UTC)) == []


def test_a_plan_made_today_owes_nothing_for_this_morning(newsroom: Newsroom, visitor: Visitor) -> None:
    add_plan(newsroom, visitor)
    with newsroom.site.desk.line.database.write() as connection:
        connection.execute(update(clipping_plans).values(created=datetime.now(UTC) + timedelta(days=7)))
    assert caretaker.clip_out(newsroom.site.desk.line, datetime.now(UTC)) == 0


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"opens": "25:00"}, "is no time of the day"),
        ({"sections": "자사: nobody"}, "no watch named nobody"),
        ({"sections": "quakes"}, "one a line"),
        ({"sections": "자사:"}, "one a line"),
    ],
)
def test_what_cant_be_is_told_and_nothing_is_lost(
    newsroom: Newsroom, visitor: Visitor, fields: dict[str, str], said: str
) -> None:
    form = {"name": "아침", "sections": "자사: quakes", "opens": "18:00", "closes": "07:00"} | fields
    answer = visitor.post("/clippings", **form)
    assert (answer.status, said in answer.text, form["sections"] in answer.html) == (422, True, True)


def test_nobody_reads_anothers(newsroom: Newsroom, visitor: Visitor) -> None:
    plan = add_plan(newsroom, visitor)
    other = newsroom.site.visitor("bora")
    assert other.get(f"/clippings/{plan}").status == 404
    assert other.get(f"/clippings/{plan}/csv").status == 404
    assert other.post(f"/clippings/{plan}", do="remove").status == 404
    assert visitor.get(f"/clippings/{plan}?closed=12345").status == 404
    assert visitor.get(f"/clippings/{plan}?closed=99999999999999999999").status == 404
    visitor.post(f"/clippings/{plan}", do="remove")
    assert visitor.get(f"/clippings/{plan}").status == 404
