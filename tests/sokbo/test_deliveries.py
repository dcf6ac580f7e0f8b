"""The queue of each channel, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from parts.outbox import Outbox, outbox

from sokbo.database import Database
from sokbo.model import DeliveryState
from sokbo.queries import deliveries, sending
from sokbo.queries.sending import Claimed, Outcome
from sokbo.secrets import Vault

HOOK, MAIL = "https://example.org/", "mailto:kim@example.org"


@pytest.fixture
def box(database: Database, vault: Vault) -> Outbox:
    return outbox(database, vault)


def claim(box: Outbox, who: str = "a", limit: int = 10, ms: int = 15_000, busy: tuple[int, ...] = ()) -> list[Claimed]:
    with box.database.write() as connection:
        return sending.claim_due(connection, who, ("hook",), limit, ms, busy)


def ids(claimed: list[Claimed]) -> list[int]:
    return [one.delivery.id for one in claimed]


def next_due_ms(box: Outbox, busy: tuple[int, ...] = ()) -> int | None:
    with box.database.read() as connection:
        return sending.next_due_ms(connection, ("hook",), busy)


def record(box: Outbox, claimed: Claimed, state: DeliveryState, wait_s: float | None = None) -> None:
    of = claimed.delivery
    done = Outcome(of.id, of.fence, state, of.attempts, datetime.now(UTC), 5, 204, "204 No Content", wait_s)
    with box.database.write() as connection:
        sending.record(connection, [done])


def test_a_claim_takes_the_first_of_each_channel(box: Outbox) -> None:
    first, second = box.channel(HOOK), box.channel(HOOK)
    of_first, of_second = box.put(first, "하나", "둘"), box.put(second, "하나", "둘")
    assert ids(claim(box)) == [of_first[0], of_second[0]]
    assert ids(claim(box)) == []


def test_the_next_of_a_channel_comes_when_the_one_before_is_done(box: Outbox) -> None:
    one, two = box.put(box.channel(HOOK), "하나", "둘")
    [claimed] = claim(box)
    assert next_due_ms(box) != 0
    record(box, claimed, DeliveryState.SENT)
    assert next_due_ms(box) == 0
    assert ids(claim(box)) == [two]
    assert box.states([one, two]) == ["sent", "sending"]


def test_one_that_waits_lets_those_behind_it_pass_and_comes_in_its_time(box: Outbox) -> None:
    one, two = box.put(box.channel(HOOK), "하나", "둘")
    [claimed] = claim(box)
    record(box, claimed, DeliveryState.RETRYING, wait_s=100)
    [passed] = claim(box)
    assert passed.delivery.id == two
    record(box, passed, DeliveryState.SENT)
    assert claim(box) == []
    assert 90_000 < (next_due_ms(box) or 0) <= 100_000
    box.set(one, next_attempt=datetime.now(UTC) - timedelta(seconds=1))
    assert ids(claim(box)) == [one]


def test_other_kinds_and_busy_channels_are_left_alone(box: Outbox) -> None:
    busy = box.channel(HOOK)
    box.put(busy, "하나")
    box.put(box.channel(MAIL), "하나")
    assert claim(box, busy=(busy,)) == []
    assert next_due_ms(box, busy=(busy,)) is None
    assert next_due_ms(box) == 0


def test_the_longest_due_come_first_where_there_is_not_room_for_all(box: Outbox) -> None:
    late, later = box.channel(HOOK), box.channel(HOOK)
    [second] = box.put(later, "하나")
    [first] = box.put(late, "하나", next_attempt=datetime.now(UTC) - timedelta(minutes=1))
    assert ids(claim(box, limit=1)) == [first]
    assert ids(claim(box, limit=1)) == [second]


def test_a_claim_that_ran_out_goes_to_the_next_and_the_late_one_changes_nothing(box: Outbox) -> None:
    [delivery] = box.put(box.channel(HOOK), "하나")
    [late] = claim(box, "a", ms=-1)
    [mine] = claim(box, "b")
    assert mine.delivery.key == late.delivery.key
    assert mine.delivery.fence > late.delivery.fence
    record(box, late, DeliveryState.DEAD)
    assert box.states([delivery]) == ["sending"]
    record(box, mine, DeliveryState.SENT)
    assert box.states([delivery]) == ["sent"]


def test_what_was_never_tried_waits_for_no_clock(box: Outbox) -> None:
    [delivery] = box.put(box.channel(HOOK), "하나")
    box.set(delivery, next_attempt=datetime.now(UTC) + timedelta(hours=1))  # the desk's clock was ahead
    assert next_due_ms(box) == 0
    assert ids(claim(box)) == [delivery]


@pytest.mark.parametrize("column", ["next_attempt", "lease_until"])
def test_a_time_that_a_jumping_clock_put_far_off_counts_as_now(box: Outbox, column: str) -> None:
    [delivery] = box.put(box.channel(HOOK), "하나")
    box.set(delivery, **{column: datetime.now(UTC) + timedelta(days=400)})
    assert next_due_ms(box) == 0
    assert ids(claim(box)) == [delivery]


def test_nothing_waits_where_all_is_done(box: Outbox) -> None:
    box.put(box.channel(HOOK), "하나", state="sent")
    assert next_due_ms(box) is None
    assert claim(box) == []


def test_only_a_finished_one_is_sent_again(box: Outbox) -> None:
    finished, waiting = box.put(box.channel(HOOK), "하나", "둘")
    box.set(finished, state="dead", attempts=12)
    with box.database.write() as connection:
        assert deliveries.resend(connection, finished)
        assert not deliveries.resend(connection, waiting)
    assert (box.row(finished).state, box.row(finished).attempts) == ("pending", 0)
