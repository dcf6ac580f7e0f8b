"""What the desk tells, to whom and when: one alert a watch and story, updates where wanted, and the rest on record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from parts.line import Desk
from parts.papers import Paper
from sqlalchemy import select

from sokbo.meeting import Meeting, State, Unsent
from sokbo.model import Alert, DeliveryState
from sokbo.queries import alerts, deliveries, meetings, people, watches
from sokbo.tables import deliveries as delivery_rows

QUAKE = "가온시 앞바다서 규모 5.1 지진"
HOOK = "http://127.0.0.1:9/"
NOON = datetime(2026, 11, 27, 12, 0, tzinfo=ZoneInfo("Asia/Seoul"))
NIGHT = datetime(2026, 11, 27, 23, 0, tzinfo=ZoneInfo("Asia/Seoul"))
MORNING = datetime(2026, 11, 28, 7, 0, tzinfo=ZoneInfo("Asia/Seoul"))


@pytest.fixture
def papers(desk: Desk) -> list[Paper]:
    return [Paper(desk, name) for name in ("ilbo", "times", "post", "wire")]


def carry(desk: Desk, paper: Paper, title: str = QUAKE, at: datetime = NOON) -> None:
    """A paper prints the story; one title is one story, whatever its labels."""
    paper.prints(title, at=at.astimezone(UTC))
    desk.drain(at.astimezone(UTC))


def told(desk: Desk) -> list[Alert]:
    found: list[Alert] = desk.read(alerts.newest, limit=99)
    return found[::-1]


def sent(desk: Desk) -> list[tuple[str, str, str | None]]:
    d = delivery_rows.c
    with desk.line.database.read() as connection:
        rows = connection.execute(select(d.type, d.state, d.reason).order_by(d.id)).all()
    return [(row.type, row.state, row.reason) for row in rows]


def unsent(desk: Desk) -> list[Meeting]:
    return [met for _, met in desk.read(meetings.unsent, limit=9)]


def test_what_follows_an_alert_is_the_same_story_and_on_record(desk: Desk, papers: list[Paper]) -> None:
    desk.add_watch("지진", "지진")
    for paper in papers:
        carry(desk, paper)
    (alert,) = told(desk)
    assert (alert.kind, alert.tipped, alert.reasons) == ("created", alert.headline, ())
    assert [step.outlet for step in alert.course] == ["ilbo"]
    (met,) = unsent(desk)
    assert (met.state, met.unsent, met.reason) == (State.TOLD, 3, Unsent.SAME)


def test_a_breaking_watch_hears_when_so_many_outlets_carry_it(desk: Desk, papers: list[Paper]) -> None:
    desk.add_watch("지진", "지진", outlets=3, minutes=30)
    carry(desk, papers[0])
    carry(desk, papers[1], at=NOON + timedelta(minutes=20))
    assert told(desk) == []
    assert [(met.state, met.unsent, met.reason) for met in unsent(desk)] == [(State.BELOW, 2, Unsent.BELOW)]
    carry(desk, papers[2], at=NOON + timedelta(minutes=29))
    (alert,) = told(desk)
    assert [step.outlet for step in alert.course] == ["ilbo", "times", "post"]


def test_outlets_that_come_one_a_day_are_not_breaking(desk: Desk, papers: list[Paper]) -> None:
    desk.add_watch("지진", "지진", outlets=2, minutes=30)
    for day, paper in enumerate(papers[:3]):
        carry(desk, paper, at=NOON + timedelta(days=day))
    assert told(desk) == []


def test_a_headline_in_other_words_may_be_what_makes_it_breaking(desk: Desk, papers: list[Paper]) -> None:
    desk.add_watch("지진", "지진", outlets=2)
    papers[0].prints(QUAKE, url="https://wire.example/1")
    desk.drain()
    papers[1].prints("규모 5.1 흔들", url="https://wire.example/1")
    desk.drain()
    (alert,) = told(desk)
    assert [w.text for w in alert.why] == ["지진"]
    assert alert.headline != alert.tipped


def test_updates_come_when_it_doubles_and_on_a_roundup(desk: Desk, papers: list[Paper]) -> None:
    desk.add_watch("지진", "지진", updates=True)
    carry(desk, papers[0])
    carry(desk, papers[1], f"{QUAKE}(종합)")
    carry(desk, papers[2], f"{QUAKE}(종합)")
    carry(desk, papers[3])
    assert [(a.kind, a.reasons) for a in told(desk)] == [
        ("created", ()),
        ("updated", ("doubled", "roundup")),
        ("updated", ("doubled",)),
    ]


def test_an_update_comes_when_a_named_outlet_joins(desk: Desk, papers: list[Paper]) -> None:
    desk.add_watch("지진", "지진", follow=("Post",))
    for paper in papers[:3]:
        carry(desk, paper)
        carry(desk, paper, f"[속보] {QUAKE}")
    assert [(a.kind, a.reasons) for a in told(desk)] == [("created", ()), ("updated", ("outlet",))]


def test_an_update_comes_when_a_story_revives_or_brings_another_word(desk: Desk, papers: list[Paper]) -> None:
    desk.add_watch("지진", "지진 | 여진", updates=True)
    for number in range(4):
        carry(desk, papers[0], f"[속보] {QUAKE}" if number else QUAKE)
    papers[1].prints(QUAKE, at=NOON, url="https://wire.example/1")
    papers[2].prints("이어 여진", at=NOON + timedelta(hours=1), url="https://wire.example/1")
    desk.drain()
    carry(desk, papers[3], at=NOON + timedelta(hours=14))
    reasons = [a.reasons for a in told(desk)]
    assert ("term",) in [tuple(r for r in each if r != "doubled") for each in reasons]
    assert "revived" in reasons[-1]


def test_a_new_watch_joins_a_running_story_and_says_nothing(desk: Desk, papers: list[Paper]) -> None:
    desk.add_hook("hook", HOOK)
    carry(desk, papers[0])
    desk.add_watch("지진", "지진", to="hook")
    carry(desk, papers[1])
    (alert,) = told(desk)
    assert alert.silent
    assert sent(desk) == []
    assert [met.reason for met in unsent(desk)] == [Unsent.RUNNING]


def test_a_later_watch_is_recorded_as_told_already(desk: Desk, papers: list[Paper]) -> None:
    desk.add_hook("hook", HOOK)
    desk.add_watch("먼저", "지진", to="hook")
    desk.add_watch("나중", "지진 속보", to="hook")
    carry(desk, papers[0])
    carry(desk, papers[1], f"[속보] {QUAKE}")
    first, later = told(desk)
    (delivery,) = desk.read(deliveries.newest, limit=9)
    assert desk.read(deliveries.alerts_of, [delivery.id]) == {delivery.id: [first.id]}
    assert desk.read(deliveries.told_already, [later.id]) == {later.id: [(delivery.id, "먼저")]}


def test_what_comes_at_night_is_held_and_goes_in_the_morning_once(desk: Desk, papers: list[Paper]) -> None:
    desk.add_hook("hook", HOOK)
    desk.add_watch("지진", "지진", to="hook", quiet="22:00-07:00", updates=True)
    carry(desk, papers[0], at=NIGHT)
    carry(desk, papers[1], at=NIGHT + timedelta(hours=1))
    assert sent(desk) == [("alert.created", DeliveryState.HELD, "quiet hours")]
    assert desk.release(MORNING - timedelta(seconds=1)) == 0
    assert [desk.release(MORNING), desk.release(MORNING)] == [1, 0]
    assert sent(desk) == [("alert.created", DeliveryState.PENDING, None)]
    with desk.line.database.read() as connection:
        message = connection.scalar(select(delivery_rows.c.message))
    assert (message["story"]["size"], message["held"]["late"], len(message["alerts"])) == (2, False, 2)


def test_what_comes_at_night_at_once_is_held_in_one_message_too(desk: Desk, papers: list[Paper]) -> None:
    desk.add_hook("hook", HOOK)
    desk.add_watch("조용", "지진", to="hook", quiet="22:00-07:00", updates=True)
    desk.add_watch("더 조용", "지진", to="hook", quiet="22:00-09:00")
    for paper in papers:
        paper.prints(QUAKE, at=NIGHT)
    desk.drain(NIGHT)
    assert sent(desk) == [("alert.created", DeliveryState.HELD, "quiet hours")]
    assert desk.release(MORNING) == 1
    with desk.line.database.read() as connection:
        message = connection.scalar(select(delivery_rows.c.message))
    assert len(message["alerts"]) == len(told(desk)) == 4


def test_an_urgent_watch_breaks_quiet_hours_and_takes_those_along_that_wait(desk: Desk, papers: list[Paper]) -> None:
    desk.add_hook("hook", HOOK)
    desk.add_watch("조용", "지진", to="hook", quiet="22:00-07:00")
    desk.add_watch("급함", "지진 속보", to="hook", quiet="22:00-07:00", urgent=True)
    carry(desk, papers[0], at=NIGHT)
    carry(desk, papers[1], f"[속보] {QUAKE}", at=NIGHT)
    assert sent(desk) == [("alert.created", DeliveryState.PENDING, None)]
    (delivery,) = desk.read(deliveries.newest, limit=9)
    assert len(desk.read(deliveries.alerts_of, [delivery.id])[delivery.id]) == 2


def test_a_digest_comes_at_its_hour_with_stories_by_weight(desk: Desk, papers: list[Paper]) -> None:
    desk.add_hook("hook", HOOK)
    desk.add_watch("사건", "지진 | 파업", to="hook", digest="18:00")
    carry(desk, papers[0], "나루 버스 파업 이틀째")
    for paper in papers:
        carry(desk, paper)
    evening = NOON.replace(hour=18)
    assert sent(desk) == [("digest", DeliveryState.HELD, "digest")]
    assert [desk.release(evening), desk.release(evening)] == [1, 0]
    with desk.line.database.read() as connection:
        message = connection.scalar(select(delivery_rows.c.message))
    (section,) = message["collected"]["sections"]
    assert [s["story"]["size"] for s in section["stories"]] == [4, 1]
    assert message["collected"]["note"] == ""


def test_a_digest_that_was_missed_is_sent_once_and_says_that_it_is_late(desk: Desk, papers: list[Paper]) -> None:
    desk.add_hook("hook", HOOK)
    desk.add_watch("사건", "지진", to="hook", digest="18:00")
    carry(desk, papers[0])
    assert desk.release(NOON + timedelta(days=2)) == 1
    with desk.line.database.read() as connection:
        message = connection.scalar(select(delivery_rows.c.message))
    assert "11-27 18:00" in message["collected"]["note"]


def test_quiet_hours_are_in_the_persons_own_time_zone(desk: Desk, papers: list[Paper]) -> None:
    desk.add_hook("hook", HOOK)
    desk.add_watch("지진", "지진", to="hook", quiet="22:00-07:00")
    desk.write(people.update_settings, desk.person, timezone="America/New_York")
    carry(desk, papers[0], at=NIGHT)
    assert sent(desk) == [("alert.created", DeliveryState.PENDING, None)]


def test_a_new_title_is_told_where_it_was_asked_for(desk: Desk, papers: list[Paper]) -> None:
    asked = desk.add_watch("바뀌면", "지진", retitles=True)
    desk.add_watch("처음만", "지진")
    carry(desk, papers[0])
    papers[0].revises(QUAKE, "가온시 앞바다서 규모 5.1 흔들림")
    desk.drain()
    update = told(desk)[-1]
    assert (update.watch, update.reasons, update.before) == (asked, ("retitled",), QUAKE)
    assert len(told(desk)) == 3


def test_a_new_title_that_newly_matches_says_that_it_is_one(desk: Desk, papers: list[Paper]) -> None:
    desk.add_watch("여진", "여진")
    carry(desk, papers[0])
    papers[0].revises(QUAKE, f"{QUAKE}, 여진")
    desk.drain()
    (alert,) = told(desk)
    assert (alert.kind, alert.reasons, alert.before) == ("created", ("retitled",), QUAKE)


def test_a_watch_that_is_changed_keeps_what_it_knows(desk: Desk, papers: list[Paper]) -> None:
    watch = desk.add_watch("지진", "지진")
    carry(desk, papers[0])
    desk.write(watches.change, watch, rule="지진 | 규모")
    carry(desk, papers[1])
    assert len(told(desk)) == 1
