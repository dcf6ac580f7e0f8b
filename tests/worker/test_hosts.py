from __future__ import annotations

from urllib.parse import urlsplit

from hypothesis import given
from hypothesis import strategies as st

from worker.hosts import Hosts, host_of


def nobody(_host: str) -> bool:
    return False


def test_a_host_gets_so_many_questions_at_once_and_the_rest_wait_in_order() -> None:
    hosts: Hosts[int] = Hosts(nobody, at_once=2)
    assert [hosts.enter("https://news.example/a", n) for n in range(4)] == [True, True, False, False]
    assert hosts.waiting == 2
    assert hosts.leave("https://news.example/b") == 2
    assert hosts.leave("https://news.example/b") == 3
    assert hosts.leave("https://news.example/b") is None
    assert hosts.waiting == 0


def test_one_host_does_not_hold_up_another() -> None:
    hosts: Hosts[str] = Hosts(nobody, at_once=1)
    assert hosts.enter("https://one.example/", "a")
    assert hosts.enter("https://two.example/", "b")
    assert not hosts.enter("http://ONE.example:8080/", "c")


def test_the_operators_own_hosts_are_not_slowed() -> None:
    hosts: Hosts[int] = Hosts(lambda host: host == "127.0.0.1", at_once=1)
    assert all(hosts.enter("http://127.0.0.1:8000/", n) for n in range(500))
    assert all(hosts.leave("http://127.0.0.1:8000/") is None for _ in range(500))


def test_what_names_no_host_is_counted_all_the_same() -> None:
    hosts: Hosts[int] = Hosts(nobody, at_once=1)
    assert hosts.enter("http://[::1", 1)
    assert not hosts.enter("http://[::1", 2)


@given(st.lists(st.sampled_from("abc"), max_size=60), st.integers(1, 4))
def test_everything_goes_once_and_never_too_many_together(asked: list[str], at_once: int) -> None:
    hosts: Hosts[int] = Hosts(nobody, at_once)
    under_way = [n for n, host in enumerate(asked) if hosts.enter(f"http://{host}/", n)]
    gone = []
    while under_way:
        assert max(map([asked[n] for n in under_way].count, "abc")) <= at_once
        gone.append(under_way.pop(0))
        if (after := hosts.leave(f"http://{asked[gone[-1]]}/")) is not None:
            under_way.append(after)
    assert sorted(gone) == list(range(len(asked)))
    assert hosts.waiting == 0


def test_a_full_queue_turns_the_rest_away() -> None:
    hosts: Hosts[int] = Hosts(nobody, at_once=1, queue=2)
    assert [hosts.enter("https://news.example/", n) for n in range(5)] == [True, False, False, False, False]
    assert (hosts.overflow(), hosts.overflow(), hosts.waiting) == ([3, 4], [], 2)
    assert hosts.leave("https://news.example/") == 1


@given(
    st.sampled_from(["http", "https", "HTTP"]),
    st.sampled_from(["news.example", "NEWS.example", "u:p@news.example", "[::1]", "127.0.0.1", "속보.example", "a@b"]),
    st.sampled_from(["", ":80", ":8443", ":x"]),
    st.sampled_from(["", "/", "/a@b", "?q=@x", "#f", "/:"]),
)
def test_a_host_is_what_the_whole_address_says(scheme: str, place: str, port: str, rest: str) -> None:
    url = f"{scheme}://{place}{port}{rest}"
    assert host_of(url) == (urlsplit(url).hostname or "")
