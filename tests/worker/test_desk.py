"""The desk: one story and one alert for one event, whoever is at the desk and however its work is cut into batches."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from parts.line import Desk
from parts.papers import Paper
from sqlalchemy import Connection, delete, select, update

from sokbo.lease import Lease
from sokbo.model import Alert, Precision
from sokbo.queries import alerts, deliveries, stories, watches
from sokbo.queries.headlines import Pending
from sokbo.tables import desk_log, headlines, leases
from worker import desk as worker_desk
from worker.desk import LeaseLost, MemoryStale
from worker.memory import Memory

QUAKE = "가온시 앞바다서 규모 5.1 지진"
STRIKE = "나루 버스 파업 이틀째"


@pytest.fixture
def ilbo(desk: Desk) -> Paper:
    return Paper(desk, "ilbo")


@pytest.fixture
def times(desk: Desk) -> Paper:
    return Paper(desk, "times")


def told(desk: Desk) -> list[Alert]:
    found: list[Alert] = desk.read(alerts.newest, limit=99)
    return found


def log(desk: Desk) -> list[tuple[int, str]]:
    with desk.line.database.read() as connection:
        rows = connection.execute(select(desk_log.c.seq, desk_log.c.kind).order_by(desk_log.c.seq))
        return [(row.seq, row.kind) for row in rows]


def sit_down(desk: Desk, memory: Memory, who: str) -> Lease:
    """Be the desk, whoever was it before: as if that one's lease had run out."""
    with desk.line.database.write() as connection:
        connection.execute(update(leases).values(until=0))
    taken = worker_desk.take_over(desk.line.database, memory, who)
    assert taken
    return taken


def drain(desk: Desk, memory: Memory, mine: Lease) -> int:
    return worker_desk.drain(desk.line.database, memory, mine, desk.line.vault, datetime.now(UTC)).headlines


def test_two_outlets_with_one_title_are_one_story_and_one_alert(desk: Desk, ilbo: Paper, times: Paper) -> None:
    desk.add_watch("지진", "지진")
    ilbo.prints(QUAKE)
    desk.drain()
    times.prints(f"[속보] {QUAKE}")
    desk.drain()
    (alert,) = told(desk)
    story = desk.read(stories.some, [alert.story])[alert.story]
    assert (story.size, story.outlets) == (2, ("ilbo", "times"))
    assert ilbo.story(QUAKE) == times.story(f"[속보] {QUAKE}") == alert.story


def test_two_outlets_at_one_address_are_one_story(desk: Desk, ilbo: Paper, times: Paper) -> None:
    ilbo.prints(QUAKE, url="https://wire.example/7?utm_source=ilbo")
    times.prints("규모 5.1", url="https://wire.example/7")
    desk.drain()
    assert ilbo.story(QUAKE) == times.story("규모 5.1")


def test_two_watches_that_share_a_channel_make_one_message_that_names_both(desk: Desk, ilbo: Paper) -> None:
    desk.add_hook("hook", "http://127.0.0.1:9/")
    wanted = [desk.add_watch("지진", "지진", to="hook"), desk.add_watch("가온", "가온시", to="hook")]
    ilbo.prints(QUAKE)
    desk.drain()
    (delivery,) = desk.read(deliveries.newest, limit=9)
    named = desk.read(deliveries.alerts_of, [delivery.id])[delivery.id]
    assert [desk.read(alerts.one, number).watch for number in named] == wanted


def test_a_later_watch_hears_of_the_story_but_its_channel_is_told_no_second_time(
    desk: Desk, ilbo: Paper, times: Paper
) -> None:
    desk.add_hook("hook", "http://127.0.0.1:9/")
    first = desk.add_watch("지진", "지진", to="hook")
    ilbo.prints(QUAKE)
    desk.drain()
    later = desk.add_watch("가온", "가온시", to="hook")
    times.prints(QUAKE)
    desk.drain()
    assert [alert.watch for alert in told(desk)] == [later, first]
    assert len(desk.read(deliveries.newest, limit=9)) == 1


def test_a_new_watch_begins_with_the_next_headline(desk: Desk, ilbo: Paper) -> None:
    ilbo.prints(QUAKE)
    desk.drain()
    desk.add_watch("모두", "지진 | 파업")
    assert desk.drain() == 0
    ilbo.prints(STRIKE)
    desk.drain()
    assert [alert.story for alert in told(desk)] == [ilbo.story(STRIKE)]


def test_a_watch_that_is_paused_or_removed_hears_nothing_and_another_rule_counts_at_once(
    desk: Desk, ilbo: Paper
) -> None:
    paused, removed, changed = (desk.add_watch(name, "지진") for name in ("하나", "둘", "셋"))
    desk.drain()
    desk.write(watches.change, paused, active=False)
    desk.write(watches.remove, removed)
    desk.write(watches.change, changed, rule="파업")
    ilbo.prints(STRIKE, QUAKE)
    desk.drain()
    assert [(alert.watch, alert.story) for alert in told(desk)] == [(changed, ilbo.story(STRIKE))]


def test_what_is_late_is_kept_and_placed_but_alerts_nobody(desk: Desk, ilbo: Paper) -> None:
    desk.add_watch("지진", "지진")
    ilbo.prints(QUAKE, published=datetime.now(UTC) - timedelta(hours=25), precision=Precision.SECOND)
    assert desk.drain() == 1
    assert ilbo.story(QUAKE) is not None
    assert told(desk) == []


def test_a_revision_keeps_its_story_and_alerts_a_watch_that_it_newly_satisfies_once(desk: Desk, ilbo: Paper) -> None:
    first, second = desk.add_watch("지진", "지진"), desk.add_watch("여진", "여진")
    ilbo.prints(QUAKE)
    desk.drain()
    story = ilbo.story(QUAKE)
    ilbo.revises(QUAKE, f"{QUAKE}, 여진 잇따라")
    desk.drain()
    ilbo.revises(f"{QUAKE}, 여진 잇따라", f"{QUAKE}, 여진 세 차례")
    desk.drain()
    assert [(alert.watch, alert.story) for alert in told(desk)] == [(second, story), (first, story)]
    assert [kind for _, kind in log(desk)] == ["headline", "revision", "revision"]


def test_a_title_that_is_revised_while_the_desk_reads_the_old_one_comes_up_again(
    desk: Desk, ilbo: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.add_watch("여진", "여진")
    ilbo.prints(QUAKE)
    revision = Thread(target=ilbo.revises, args=(QUAKE, f"{QUAKE}, 여진"))
    read = worker_desk.headlines.pending

    def read_and_be_overtaken(connection: Connection, limit: int) -> list[Pending]:
        found = read(connection, limit)
        if not revision.ident:
            revision.start()
            revision.join(0.3)
        return found

    monkeypatch.setattr(worker_desk.headlines, "pending", read_and_be_overtaken)
    desk.drain()
    revision.join()
    desk.drain()
    assert len(told(desk)) == 1


def test_the_log_has_no_gap_and_keeps_the_order_in_which_the_headlines_came(
    desk: Desk, ilbo: Paper, times: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_desk, "BATCH", 2)
    ilbo.prints("셋", "둘", "하나")
    times.prints("다섯", "넷")
    desk.drain()
    with desk.line.database.read() as connection:
        rows = connection.execute(select(headlines.c.title, headlines.c.seq).order_by(headlines.c.seq)).all()
    assert rows == [("하나", 1), ("둘", 2), ("셋", 3), ("넷", 4), ("다섯", 5)]
    assert log(desk) == [(seq, "headline") for seq in range(1, 6)]


def test_a_desk_that_slept_past_its_lease_writes_nothing_and_the_standby_goes_on(
    desk: Desk, ilbo: Paper, times: Paper
) -> None:
    desk.add_watch("지진", "지진")
    asleep, standby = Memory(), Memory()
    mine = sit_down(desk, asleep, "asleep")
    ilbo.prints(QUAKE)
    drain(desk, asleep, mine)
    times.prints(QUAKE)
    theirs = sit_down(desk, standby, "standby")
    with pytest.raises(LeaseLost):
        drain(desk, asleep, mine)
    assert times.story(QUAKE) is None
    assert log(desk) == [(1, "headline")]
    assert drain(desk, standby, theirs) == 1
    assert times.story(QUAKE) == ilbo.story(QUAKE)
    assert len(told(desk)) == 1


def test_while_one_is_at_the_desk_another_stands_by(desk: Desk) -> None:
    sit_down(desk, Memory(), "one")
    assert worker_desk.take_over(desk.line.database, Memory(), "other") is None


def test_whoever_takes_over_knows_a_story_by_every_title_that_it_was_told_under(
    desk: Desk, ilbo: Paper, times: Paper
) -> None:
    """A desk that read the headlines' present titles instead would put these two into other stories."""
    ilbo.prints(QUAKE)
    desk.drain()
    ilbo.revises(QUAKE, STRIKE)
    desk.drain()
    standby = Memory()
    theirs = sit_down(desk, standby, "standby")
    times.prints(STRIKE, QUAKE)
    drain(desk, standby, theirs)
    assert times.story(QUAKE) == times.story(STRIKE) == ilbo.story(STRIKE)


def test_what_a_failed_transaction_did_is_undone_and_done_again(
    desk: Desk, ilbo: Paper, times: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.add_watch("지진", "지진")
    ilbo.prints(QUAKE)
    times.prints(QUAKE)
    memory = Memory()
    mine = sit_down(desk, memory, "one")
    with monkeypatch.context() as patch:
        patch.setattr(alerts, "add", _fail)
        with pytest.raises(OSError, match="the disk is full"):
            drain(desk, memory, mine)
    assert (log(desk), told(desk), ilbo.story(QUAKE)) == ([], [], None)
    memory = Memory()
    drain(desk, memory, sit_down(desk, memory, "one"))
    assert ilbo.story(QUAKE) == times.story(QUAKE)
    assert len(told(desk)) == 1


def _fail(*_: object) -> None:
    raise OSError("the disk is full")


def test_a_story_that_was_erased_is_begun_anew(desk: Desk, ilbo: Paper, times: Paper) -> None:
    memory = Memory()
    mine = sit_down(desk, memory, "one")
    ilbo.prints(STRIKE, QUAKE)
    drain(desk, memory, mine)
    with desk.line.database.write() as connection:
        connection.execute(delete(headlines).where(headlines.c.title == QUAKE))
    times.prints(QUAKE)
    with pytest.raises(MemoryStale):
        drain(desk, memory, mine)
    memory = Memory()
    assert drain(desk, memory, sit_down(desk, memory, "one")) == 1
    assert times.story(QUAKE) is not None
    assert [seq for seq, _ in log(desk)][-1] == 3


def test_the_number_of_an_erased_headline_is_never_given_again(desk: Desk, ilbo: Paper) -> None:
    """Feeds and hooks name headlines by it, and readers remember what they have read."""
    ilbo.prints(QUAKE)
    desk.drain()
    erased = ilbo.story(QUAKE)
    desk.write(lambda connection: connection.execute(delete(headlines)))
    ilbo.prints(STRIKE)
    desk.drain()
    assert ilbo.story(STRIKE) != erased
