"""Who may do a thing that only one may do at a time."""

from __future__ import annotations

from sqlalchemy import update

from sokbo import lease
from sokbo.database import Database, now_ms
from sokbo.tables import leases


def claim(database: Database, who: str, ms: int = 5_000) -> lease.Lease | None:
    with database.write() as connection:
        return lease.claim(connection, "desk", who, ms)


def hold(database: Database, mine: lease.Lease) -> bool:
    with database.write() as connection:
        return lease.hold(connection, mine, 5_000)


def test_only_one_holds_it(database: Database) -> None:
    assert claim(database, "a") is not None
    assert claim(database, "b") is None


def test_its_holder_may_claim_again_under_a_new_fence(database: Database) -> None:
    first, second = claim(database, "a"), claim(database, "a")
    assert first is not None
    assert second is not None
    assert second.fence > first.fence
    assert not hold(database, first)
    assert hold(database, second)


def test_an_expired_one_goes_to_the_next_and_the_paused_holder_writes_nothing(database: Database) -> None:
    paused = claim(database, "a", ms=-1)
    assert paused is not None
    assert claim(database, "b") is not None
    assert not hold(database, paused)


def test_one_that_a_jumping_clock_put_far_off_counts_as_expired(database: Database) -> None:
    claim(database, "a")
    with database.write() as connection:
        connection.execute(update(leases).values(until=now_ms() + 3_600_000))
    assert claim(database, "b") is not None


def test_a_released_one_is_free_at_once(database: Database) -> None:
    mine = claim(database, "a")
    assert mine is not None
    with database.write() as connection:
        lease.release(connection, mine)
    assert claim(database, "b") is not None


def test_its_position_survives_the_holder(database: Database) -> None:
    mine = claim(database, "a", ms=-1)
    assert mine is not None
    with database.write() as connection:
        lease.move(connection, mine, 41)
    heir = claim(database, "b")
    assert heir is not None
    assert heir.position == 41


def test_a_counter_counts(database: Database) -> None:
    with database.write() as connection:
        numbers = [lease.next_position(connection, "watches") for _ in range(3)]
    assert numbers == [1, 2, 3]
