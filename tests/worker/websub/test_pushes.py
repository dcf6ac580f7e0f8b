"""Steps and pushes where several workers work, on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from parts import feeds, http
from parts.feeds import Item
from parts.line import Desk
from sqlalchemy import update

from sokbo.model import Standing
from sokbo.queries import claims, pushes, sources, subscriptions, visits
from sokbo.queries.pushes import Push
from sokbo.tables import sources as table
from sokbo.tables import subscriptions as table_of_steps
from worker.websub import credit, push, subscribe, trust

OLD, NEW, NEWER = (
    Item(1, "나루은행 새 행장 선임"),
    Item(2, "가온시 앞바다서 지진"),
    Item(2, "가온시 앞바다서 지진(종합)"),
)
HUB = "http://127.0.0.1:9/hub"


@pytest.fixture
def source(desk: Desk, publisher: http.Server) -> int:
    """A source that is subscribed."""
    publisher.pages["/rss"] = feeds.rss([OLD])
    number = desk.add_source(publisher.url("/rss"))
    desk.line.settings = replace(desk.line.settings, base_url="https://desk.example.org")
    desk.write(subscriptions.name, number, HUB, publisher.url("/rss"))
    subscribe.arrange(desk.line)
    desk.write(subscriptions.confirm, number, 1000.0, 0.8)
    return number


def keep(desk: Desk, source: int, *items: Item) -> Push:
    page = feeds.rss(items)
    desk.write(pushes.keep, source, page.body, page.content_type)
    newest: Push = desk.read(pushes.oldest, 99)[-1]
    return newest


def titles(desk: Desk, source: int) -> list[str]:
    return [h.title for h in desk.history(source)]


def test_a_due_step_is_one_workers(desk: Desk, source: int) -> None:
    assert desk.write(subscriptions.claim_due, 9, 60.0) == []
    desk.write(subscriptions.leave, source)
    (claimed,) = desk.write(subscriptions.claim_due, 9, 60.0)
    assert (claimed.subscription.tries, claimed.subscription.standing) == (1, Standing.LEAVING)
    assert desk.write(subscriptions.claim_due, 9, 60.0) == []
    assert not desk.read(subscriptions.any_due)


def test_a_clock_that_jumped_stops_no_renewal(desk: Desk, source: int) -> None:
    assert not desk.read(subscriptions.any_due)
    desk.write(lambda connection: connection.execute(update(table_of_steps).values(next_step=2**46)))
    assert desk.write(subscriptions.claim_due, 9, 60.0)


def test_a_hub_that_asks_back_before_it_answers_has_the_last_word(desk: Desk, source: int) -> None:
    desk.write(subscriptions.leave, source)
    (claimed,) = desk.write(subscriptions.claim_due, 9, 60.0)
    desk.write(subscriptions.confirm, source, 1000.0, 0.8)
    assert not desk.write(subscriptions.stepped, claimed.subscription, Standing.DEAD, 9.0, "too late")
    assert desk.read(subscriptions.of_source, source).standing is Standing.ACTIVE


def test_pushes_of_a_source_are_read_in_the_order_they_came_whoever_reads_them(desk: Desk, source: int) -> None:
    first, second = keep(desk, source, NEW, OLD), keep(desk, source, NEWER, OLD)
    assert not desk.write(pushes.take, second)
    assert push.read_all(desk.line) == 2
    assert titles(desk, source) == [OLD.title, NEWER.title]
    assert not desk.write(pushes.take, first)


def test_a_push_is_taken_by_one_worker(desk: Desk, source: int) -> None:
    kept = keep(desk, source, NEW)
    assert desk.write(pushes.take, kept)
    assert not desk.write(pushes.take, kept)
    assert push.read_all(desk.line) == 0
    assert titles(desk, source) == [OLD.title]


def test_a_push_for_a_source_that_rests_is_dropped(desk: Desk, source: int) -> None:
    keep(desk, source, NEW)
    desk.write(sources.pause, source)
    assert push.read_all(desk.line) == 1
    assert titles(desk, source) == [OLD.title]


def test_a_push_of_a_source_that_is_erased_goes_with_it(desk: Desk, source: int) -> None:
    keep(desk, source, NEW)
    desk.write(lambda connection: connection.execute(table.delete()))
    assert push.read_all(desk.line) == 0
    assert desk.read(subscriptions.of_source, source) is None


def test_a_poll_under_way_is_made_up_for_later_and_one_that_is_due_stays_due(desk: Desk, source: int) -> None:
    desk.write(lambda connection: connection.execute(update(table).values(interval_s=500.0, due=1)))
    desk.write(visits.take_over, source)
    assert desk.read(claims.next_due_ms) == 0
    desk.write(claims.claim, source, "a poll", 10_000)
    taken = desk.write(visits.take_over, source)
    assert 400_000 < desk.read(claims.next_due_ms) <= 500_000
    assert desk.write(sources.still_ours, {source: taken.source.fence}) == {source}


def test_trust_is_earned_by_pushes_and_lost_with_the_lease(desk: Desk, source: int) -> None:
    at = desk.read(sources.one, source).due
    desk.write(credit.by_push, source, trust.ENOUGH, at)
    assert desk.read(sources.one, source).pushed
    desk.write(subscriptions.deny, source, 60.0, "no")
    assert not desk.read(sources.one, source).pushed
    desk.write(credit.by_push, source, trust.ENOUGH, at)
    assert not desk.read(sources.one, source).pushed
