"""The shelf: one render a change, nothing old over something new, and only so much memory."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import orjson
import pytest

from feeds.page import FeedPage
from feeds.publish import TRUST_S, Shelf
from sokbo.model import Headline

HERE = "https://desk.example"


class Desk:
    """What the database would say, and a clock that a test moves."""

    def __init__(self, page: FeedPage | None) -> None:
        self.page = page
        self.now = 0.0
        self.looks = 0

    def choose(self, _: str) -> FeedPage | None:
        self.looks += 1
        return self.page

    def wait(self) -> None:
        self.now += TRUST_S * 1.01

    def shelf(self, kept: int = 10) -> Shelf[str]:
        return Shelf(self.choose, lambda: self.now, kept)


@pytest.fixture
def desk(headline: Callable[..., Headline], page: Callable[..., FeedPage]) -> Desk:
    return Desk(page(headline()))


@pytest.fixture
def changed(headline: Callable[..., Headline], page: Callable[..., FeedPage]) -> FeedPage:
    return page(headline(title="고친 제목"))


def test_a_feed_asked_for_again_at_once_costs_no_query(desk: Desk) -> None:
    shelf = desk.shelf()
    assert shelf.ready("all", "rss", HERE) is None
    first = shelf.get("all", "rss", HERE)
    assert shelf.get("all", "rss", HERE) is shelf.ready("all", "rss", HERE) is first
    assert desk.looks == 1


def test_a_feed_that_has_not_changed_keeps_its_bytes(desk: Desk) -> None:
    shelf = desk.shelf()
    first = shelf.get("all", "rss", HERE)
    desk.wait()
    again = shelf.get("all", "rss", HERE)
    assert first is not None
    assert again is not None
    assert again.body is first.body
    assert desk.looks == 2


def test_a_change_is_seen_once_the_trust_is_over_and_changes_the_tag(desk: Desk, changed: FeedPage) -> None:
    shelf = desk.shelf()
    first = shelf.get("all", "json", HERE)
    desk.page = changed
    desk.wait()
    assert shelf.ready("all", "json", HERE) is None
    second = shelf.get("all", "json", HERE)
    assert first is not None
    assert second is not None
    assert first.etag != second.etag
    assert orjson.loads(second.body)["items"][0]["title"] == "고친 제목"


def test_what_was_trusted_to_be_new_is_seen_within_a_tenth_of_a_second() -> None:
    assert TRUST_S <= 0.1


def test_a_feed_that_is_gone_is_gone(desk: Desk) -> None:
    shelf = desk.shelf()
    shelf.get("watch", "rss", HERE)
    desk.page = None
    desk.wait()
    assert shelf.get("watch", "rss", HERE) is None
    assert shelf.ready("watch", "rss", HERE) is None


def test_forms_and_addresses_are_kept_apart(desk: Desk) -> None:
    shelf = desk.shelf()
    places = (("rss", HERE), ("atom", HERE), ("json", HERE), ("rss", "http://127.0.0.1:8321"))
    made = [shelf.get("all", form, base_url) for form, base_url in places]  # type: ignore[arg-type]
    assert len({published.etag for published in made if published}) == 4


def test_two_processes_give_the_same_tag(desk: Desk) -> None:
    here, there = (desk.shelf().get("all", "atom", HERE) for _ in range(2))
    assert here is not None
    assert there is not None
    assert here.etag == there.etag


def test_addresses_made_up_by_strangers_fill_no_memory(desk: Desk) -> None:
    shelf = desk.shelf(kept=3)
    for n in range(5):
        shelf.get("all", "json", f"http://{n}.example")
    kept = [n for n in range(5) if shelf.ready("all", "json", f"http://{n}.example")]
    assert kept == [2, 3, 4]


def test_a_slow_render_never_replaces_a_newer_one(desk: Desk, changed: FeedPage) -> None:
    """The first to look is held up with the old page in its hands while the page changes."""
    looked, go_on = threading.Event(), threading.Event()
    old = desk.page

    def choose(_: str) -> FeedPage | None:
        if not looked.is_set():
            looked.set()
            go_on.wait(5)
            return old
        return desk.page

    shelf: Shelf[str] = Shelf(choose, lambda: desk.now)
    slow = threading.Thread(target=shelf.get, args=("all", "json", HERE))
    slow.start()
    assert looked.wait(5)
    desk.page = replace(changed)
    desk.wait()
    late: list[bytes] = []
    quick = threading.Thread(target=lambda: late.append(shelf.get("all", "json", HERE).body))  # type: ignore[union-attr]
    quick.start()
    go_on.set()
    for thread in (slow, quick):
        thread.join(5)
    kept = shelf.ready("all", "json", HERE)
    assert kept is not None
    assert kept.page == changed
    assert late == [kept.body]


def test_a_database_that_failed_once_is_asked_again(desk: Desk) -> None:
    answers = iter([OSError("gone away"), desk.page])

    def choose(_: str) -> FeedPage | None:
        answer = next(answers)
        if isinstance(answer, OSError):
            raise answer
        return answer

    shelf: Shelf[str] = Shelf(choose, lambda: 0.0)
    with pytest.raises(OSError, match="gone away"):
        shelf.get("all", "json", HERE)
    assert shelf.get("all", "json", HERE) is not None
