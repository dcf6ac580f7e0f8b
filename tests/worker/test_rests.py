"""A host that asks to be left alone is left alone by every source beside the one that was refused, in every worker."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from parts import feeds, http
from parts.feeds import Item
from parts.http import Page
from parts.line import Desk
from sqlalchemy import update

from sokbo.database import Database, now_ms
from sokbo.model import Source
from sokbo.queries import claims, rests, sources
from sokbo.queries.rests import LONGEST_S, Rest
from sokbo.tables import sources as table
from worker import poll
from worker.rests import Rests, asked_for, place

DAY = 86_400.0
OLD, NEW = Item(1, "나루은행 새 행장 선임"), Item(2, "가온시 앞바다서 지진")


@pytest.mark.parametrize(
    ("url", "there"),
    [
        ("https://n.example/rss/politics.xml", ("n.example", "/rss/")),
        ("https://u:p@N.example:8443/rss/all?x=/y", ("n.example:8443", "/rss/")),
        ("https://n.example", ("n.example", "/")),
        ("https://n.example/index.php?mid=news", ("n.example", "/")),
    ],
)
def test_a_rest_holds_for_the_folder_of_the_page(url: str, there: tuple[str, str]) -> None:
    assert place(url) == there


@pytest.mark.parametrize(
    ("status", "retry_after_s", "failures", "left_s"),
    [(429, 30, 0, 30), (429, None, 0, 60), (429, None, 3, 480), (429, 1e9, 0, DAY), (429, 0, 0, 1), (503, 90, 0, 90)],
)
def test_a_rest_is_as_long_as_the_host_says_within_a_day(
    status: int, retry_after_s: float | None, failures: int, left_s: float
) -> None:
    rest = asked_for("https://n.example/rss", status, retry_after_s, failures)
    assert rest is not None
    assert rest.left_s == left_s


@pytest.mark.parametrize(("status", "retry_after_s"), [(503, None), (500, 60), (403, 60), (None, None)])
def test_other_faults_concern_one_page_alone(status: int | None, retry_after_s: float | None) -> None:
    assert asked_for("https://n.example/rss", status, retry_after_s, 0) is None


def test_of_two_rests_the_longer_counts_and_what_is_over_goes(database: Database) -> None:
    with database.write() as connection:
        rests.begin(connection, [Rest("n.example", "/rss/", 100, "first"), Rest("n.example", "/", 0, "over")])
        rests.begin(connection, [Rest("n.example", "/rss/", 50, "second"), Rest("m.example", "/", 1e9, "long")])
        found = {rest.host: rest for rest in rests.current(connection)}
    assert set(found) == {"n.example", "m.example"}
    assert (found["n.example"].why, 90 < found["n.example"].left_s <= 100) == ("first", True)
    assert found["m.example"].left_s <= LONGEST_S


def test_a_process_learns_of_rests_that_another_began(database: Database) -> None:
    known = Rests()
    known.look(database)
    assert not known.any
    with database.write() as connection:
        rests.begin(connection, [Rest("n.example", "/rss/", 100, "why"), Rest("n.example", "/rss/a/", 200, "longer")])
    known.forget()
    known.look(database)
    assert known.of("https://n.example/other") is None
    assert known.of("https://m.example/rss/x") is None
    assert (known.of("https://n.example/rss/x") or (0, ""))[1] == "why"
    assert (known.of("https://n.example/rss/a/x") or (0, ""))[1] == "longer"


def due(desk: Desk, number: int) -> None:
    """This one alone."""
    with desk.line.database.write() as connection:
        connection.execute(update(table).values(due=now_ms() + 60_000, interval_s=60, lease_until=None))
        connection.execute(update(table).where(table.c.id == number).values(due=now_ms()))


def rested(desk: Desk, number: int) -> Source:
    """The source once a loop has met it, which asks nobody for it."""
    due(desk, number)

    def put_off() -> bool:
        return desk.read(sources.one, number).interval_s > 500

    poll.until(desk.line, put_off)
    found: Source = desk.read(sources.one, number)
    return found


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_all_beside_a_refused_page_wait_and_the_rest_of_the_host_goes_on(
    desk: Desk, publisher: http.Server, form: str
) -> None:
    paths = ["/rss/a", "/rss/b", "/else"]
    publisher.pages |= {path: feeds.rss([OLD]) for path in paths}
    refused, beside, elsewhere = [desk.add_source(publisher.url(path)) for path in paths]
    until = datetime.now(UTC) + timedelta(seconds=600)
    said = "600" if form == "seconds" else format_datetime(until, usegmt=True)
    publisher.pages["/rss/a"] = Page(status=429, headers={"Retry-After": said})
    due(desk, refused)
    poll.until(desk.line, lambda: desk.read(sources.one, refused).failures == 1)
    assert desk.read(sources.one, refused).interval_s > 500
    publisher.asked.clear()
    publisher.pages["/rss/b"] = publisher.pages["/else"] = feeds.rss([NEW, OLD])
    waits = rested(desk, beside)
    assert (waits.failures, waits.interval_s > 500) == (0, True)
    assert "less often" in (waits.last_error or "")
    assert publisher.asked == []
    due(desk, elsewhere)
    poll.until(desk.line, lambda: len(desk.history(elsewhere)) == 2)
    assert len(desk.history(beside)) == 1


def test_a_claim_that_is_put_off_without_a_reason_keeps_the_one_that_it_had(desk: Desk, publisher: http.Server) -> None:
    publisher.pages["/rss"] = feeds.rss([OLD])
    number = desk.add_source(publisher.url("/rss"))
    for why, shown in (("closed for now", "closed for now"), (None, "closed for now")):
        claimed = desk.write(claims.claim, number, "me", 10_000)
        desk.write(sources.put_off, [(claimed.source, 60.0, why)])
        found = desk.read(sources.one, number)
        assert (found.last_error, found.interval_s, found.failures) == (shown, 60.0, 0)
    stale = claimed.source
    desk.write(claims.claim, number, "another", 10_000)
    desk.write(sources.put_off, [(stale, 900.0, "late")])
    assert desk.read(sources.one, number).interval_s == 60.0
