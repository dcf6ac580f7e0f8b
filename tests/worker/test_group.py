from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from worker.group import WINDOW, Stories

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

Come = tuple[int | None, int | None, int]
"""A headline's address, its title, and how many hours after the one before it came."""
keys = st.none() | st.integers(0, 6)
streams = st.lists(st.tuples(keys, keys, st.integers(0, 40)), max_size=40)


def times(stream: list[Come]) -> list[datetime]:
    return [NOON + sum(hours for _, _, hours in stream[: i + 1]) * HOUR for i in range(len(stream))]


def place(known: Stories, stream: list[Come], first: int = 0) -> list[int]:
    """The stories of the headlines from `first` on, each named by its first headline's number from 1."""
    found = []
    for number, ((url, title, _), at) in enumerate(zip(stream, times(stream), strict=True)):
        if number >= first:
            story = known.find(url_key=url, title_key=title, at=at) or number + 1
            known.remember(story, url_key=url, title_key=title, at=at)
            found.append(story)
    return found


def grouped(stream: list[Come]) -> list[int]:
    return place(Stories(), stream)


def test_the_same_address_or_the_same_title_is_the_same_story() -> None:
    assert grouped([(1, 10, 0), (1, 11, 1), (2, 11, 1), (2, 12, 1), (3, 13, 1)]) == [1, 1, 1, 1, 5]


def test_the_address_says_more_than_the_title() -> None:
    assert grouped([(1, 10, 0), (2, 20, 0), (2, 10, 0)]) == [1, 2, 2]


def test_what_has_no_key_belongs_to_nothing() -> None:
    assert grouped([(None, None, 0), (None, None, 0), (None, 10, 0), (5, None, 0)]) == [1, 2, 3, 4]


def test_a_story_waits_for_72_hours_after_its_last_headline() -> None:
    assert grouped([(None, 1, 0), (None, 1, 72), (None, 1, 72), (None, 1, 73)]) == [1, 1, 1, 4]


def test_finding_changes_nothing_until_it_is_remembered() -> None:
    known = Stories()
    assert known.find(url_key=1, title_key=2, at=NOON) is None
    assert known.find(url_key=1, title_key=2, at=NOON) is None
    known.remember(7, url_key=1, title_key=2, at=NOON)
    assert known.find(url_key=None, title_key=2, at=NOON) == 7


@given(streams, streams)
def test_later_headlines_change_no_earlier_story(stream: list[Come], more: list[Come]) -> None:
    assert grouped(stream + more)[: len(stream)] == grouped(stream)


@given(streams, st.integers(0, 40))
def test_a_desk_that_loads_the_window_goes_on_as_the_one_before_it(stream: list[Come], cut: int) -> None:
    stories, when = grouped(stream), times(stream)
    known = Stories()
    for (url, title, _), story, at in list(zip(stream, stories, when, strict=True))[:cut]:
        if when[min(cut, len(when)) - 1] - at <= WINDOW:
            known.remember(story, url_key=url, title_key=title, at=at)
    assert place(known, stream, cut) == stories[cut:]


def test_what_left_the_window_leaves_the_memory() -> None:
    known = Stories()
    for hour in range(1000):
        known.remember(hour, url_key=hour, title_key=-hour, at=NOON + hour * HOUR)
    assert len(known) <= 2 * 74
