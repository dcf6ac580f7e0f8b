"""How late headlines are: measured from rows, said where a person looks, and what an interval makes inevitable."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from parts import feeds, http
from parts.feeds import Item
from parts.line import Desk
from sqlalchemy import select, update

from sokbo.model import Precision
from sokbo.queries import lags
from sokbo.queries.lags import Arrived, Told
from sokbo.tables import deliveries
from worker import lag
from worker.lag import Lag

AT = datetime(2026, 11, 27, 12, 34, 56, tzinfo=UTC)
SPANS = st.lists(st.floats(-100, 1e6).map(lambda s: timedelta(seconds=s)), min_size=1, max_size=60)


def came(late_s: float, precision: Precision = Precision.SECOND, seen: datetime = AT) -> Arrived:
    return Arrived(seen - timedelta(seconds=late_s), precision, seen)


def test_half_and_nine_in_ten() -> None:
    measured = lag.passage([came(s) for s in range(1, 101)], [Told(AT, AT + timedelta(seconds=0.4))])
    assert measured.seen == Lag(100, 50, 90)
    assert measured.sent == Lag(1, 0.4, 0.4)


def test_without_rows_nothing_is_said() -> None:
    assert lag.passage([], []) == lag.Passage(None, None)


def test_an_outlet_whose_clock_is_fast_is_prompt_not_early() -> None:
    assert lag.passage([came(-30)], []).seen == Lag(1, 0, 0)


def test_dates_to_the_minute_are_told_apart() -> None:
    coarse = lag.passage([came(40, Precision.MINUTE), came(50, Precision.MINUTE), came(1)], []).seen
    assert coarse is not None
    assert coarse.to_the_minute


def test_a_look_every_minute_makes_half_a_minute_inevitable() -> None:
    least = lag.inevitable(60)
    assert (least.half_s, least.most_s) == (30, 54)


@settings(deadline=None)
@given(SPANS)
def test_no_fewer_than_so_many_came_within(spans: list[timedelta]) -> None:
    measured = lag.measure(spans)
    assert measured is not None
    waits = [max(0.0, span.total_seconds()) for span in spans]
    assert 0 <= measured.half_s <= measured.most_s <= max(waits)
    assert sum(wait <= measured.half_s for wait in waits) * 2 >= len(waits)
    assert sum(wait <= measured.most_s for wait in waits) * 10 >= len(waits) * 9


def test_by_hour_each_headline_counts_where_it_was_seen() -> None:
    before = AT - timedelta(hours=2)
    hours = lag.by_hour([came(5), came(9, seen=before), came(1, seen=AT - timedelta(hours=30))], [], 3, AT)
    assert [start.hour for start, _ in hours] == [10, 11, 12]
    assert [passage.seen and passage.seen.half_s for _, passage in hours] == [9, None, 5]


def feed(*late: tuple[int, str, float]) -> http.Page:
    now = datetime.now(UTC)
    return feeds.rss([Item(n, title, format_datetime(now - timedelta(seconds=s))) for n, title, s in late])


def test_what_was_watched_is_measured_from_publication_to_the_message(
    desk: Desk, publisher: http.Server, receiver: http.Server
) -> None:
    receiver.pages["/hook"] = http.Page(status=204)
    desk.add_hook("desk", receiver.url("/hook"))
    desk.add_watch("지진", "지진", to="desk")
    publisher.pages["/rss"] = feed((1, "가온시 예산안 통과", 500))
    number = desk.add_source(publisher.url("/rss"))
    publisher.pages["/rss"] = feed(
        (3, "가온시 앞바다서 지진", 20), (2, "주말 전국에 비", 40), (1, "가온시 예산안 통과", 500)
    )
    desk.poll()
    desk.drain()
    desk.deliver()
    since = datetime.now(UTC) - timedelta(hours=1)
    seen = lag.passage(desk.read(lags.arrived, since, 99, number), desk.read(lags.told, since, 99, number))
    assert seen.seen is not None
    assert seen.sent is not None
    assert (seen.seen.count, seen.sent.count) == (2, 1)
    assert 20 <= seen.seen.half_s <= seen.seen.most_s
    assert 40 <= seen.seen.most_s < 500
    assert 0 <= seen.sent.half_s < 500
    everything = lag.passage(desk.read(lags.arrived, since, 99), desk.read(lags.told, since, 99))
    assert everything == seen
    assert not desk.read(lags.arrived, since, 99, number + 1)
    (quake,) = [h for h in desk.history(number) if "지진" in h.title]
    (rain,) = [h for h in desk.history(number) if "비" in h.title]
    assert desk.read(lags.first_told, quake.id) >= quake.seen
    assert desk.read(lags.first_told, rain.id) is None


def test_what_was_held_back_on_purpose_is_not_late(desk: Desk, publisher: http.Server, receiver: http.Server) -> None:
    receiver.pages["/hook"] = http.Page(status=204)
    desk.add_hook("desk", receiver.url("/hook"))
    desk.add_watch("지진", "지진", to="desk")
    publisher.pages["/rss"] = feed((1, "가온시 예산안 통과", 500))
    desk.add_source(publisher.url("/rss"))
    publisher.pages["/rss"] = feed((2, "가온시 앞바다서 지진", 20), (1, "가온시 예산안 통과", 500))
    desk.poll()
    desk.drain()
    desk.deliver()
    since = datetime.now(UTC) - timedelta(hours=1)
    assert len(desk.read(lags.told, since, 99)) == 1
    said = desk.read(
        lambda connection: connection.scalar(select(deliveries.c.message).where(deliveries.c.attempts > 0))
    )
    held = {**said, "held": {"until": since.isoformat(), "late": False}}
    desk.write(lambda connection: connection.execute(update(deliveries).values(message=held)))
    assert desk.read(lags.told, since, 99) == []
