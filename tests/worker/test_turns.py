"""Workers ask a host together no more than one of them may: by Redis, and each for itself where that is away."""

from __future__ import annotations

import time

import pytest
from parts.sockets import free_port

from sokbo.bus import Bus, client
from worker.turns import Turns

URL = "https://news.example/rss"


@pytest.fixture
def bus(redis_server: str) -> Bus:
    with client(redis_server) as emptied:
        emptied.flushall()
    return Bus(redis_server)


def worker(bus: Bus, name: str = "one", at_once: int = 2, space_s: float = 0.0) -> Turns[int]:
    return Turns(bus, lambda host: host == "127.0.0.1", name, at_once, space_s)


def test_all_workers_together_ask_a_host_no_more_at_once_than_one_may(bus: Bus) -> None:
    one, other = worker(bus), worker(bus, "other")
    assert one.take([(URL, 1)]) == [1]
    assert other.take([(URL, 2), (URL, 3)]) == [2]
    assert one.take([(URL, 4), ("https://else.example/", 5)]) == [5]
    one.leave([URL])
    time.sleep(other.wait_s())
    assert other.again() == [3]


def test_a_turn_of_a_worker_that_died_ends_by_itself(bus: Bus) -> None:
    assert bus.take_turns([("news.example", "dead")], 1, 0, 50) == [0]
    assert bus.take_turns([("news.example", "alive")], 1, 0, 50) == [100]
    time.sleep(0.06)
    assert bus.take_turns([("news.example", "alive")], 1, 0, 50) == [0]


def test_questions_of_all_workers_are_spaced_out(bus: Bus) -> None:
    one, other = worker(bus, at_once=9, space_s=0.2), worker(bus, "other", at_once=9, space_s=0.2)
    assert one.take([(URL, 1)]) == [1]
    assert other.take([(URL, 2)]) == []
    assert 0 < other.wait_s() <= 0.2
    time.sleep(other.wait_s())
    assert other.again() == [2]


def test_a_worker_that_stops_gives_its_turns_back(bus: Bus) -> None:
    one = worker(bus)
    assert one.take([(URL, 1), (URL, 2), (URL, 3)]) == [1, 2]
    one.close()
    assert one.wait_s() == float("inf")
    assert worker(bus, "other").take([(URL, 4), (URL, 5)]) == [4, 5]


def test_the_operators_own_hosts_are_exempt(bus: Bus) -> None:
    one = worker(bus, at_once=1, space_s=60)
    many = [(f"http://127.0.0.1:8000/{n}", n) for n in range(500)]
    assert one.take(many) == list(range(500))
    one.leave([url for url, _ in many])


@pytest.mark.parametrize("there", [False, True], ids=["no Redis", "a dead one"])
def test_without_redis_each_worker_keeps_its_own_spacing(there: bool) -> None:
    alone = worker(Bus(f"redis://127.0.0.1:{free_port()}/0" if there else None), space_s=0.05)
    assert alone.take([(URL, 1), (URL, 2), ("https://else.example/", 3)]) == [1, 3]
    time.sleep(alone.wait_s())
    assert alone.again() == [2]
    alone.leave([URL])


def test_redis_that_lost_its_memory_only_forgets_who_is_asking(bus: Bus, redis_server: str) -> None:
    one = worker(bus, at_once=1)
    assert one.take([(URL, 1)]) == [1]
    with client(redis_server) as emptied:
        emptied.flushall()
        emptied.script_flush()
    assert worker(bus, "other", at_once=1).take([(URL, 2)]) == [2]
    one.leave([URL])


def test_keys_end_with_their_turns(bus: Bus, redis_server: str) -> None:
    worker(bus, space_s=1).take([(URL, 1)])
    with client(redis_server) as looking:
        ends = [looking.pttl(key) for key in looking.scan_iter("sokbo:*")]
    assert len(ends) == 2
    assert all(0 < end <= 60_000 for end in ends)
