from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from worker.group import WINDOW, Clues, Stories

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

Come = tuple[int | None, int | None, int]
"""A headline's address, its title, and how many hours after the one before it came."""
keys = st.none() | st.integers(0, 6)
streams = st.lists(st.tuples(keys, keys, st.integers(0, 40)), max_size=40)


def all_clues(stream: list[Come]) -> list[Clues]:
    found, at = [], NOON
    for url, title, hours in stream:
        at += hours * HOUR
        found.append(Clues("", at, url, title))
    return found


def place(known: Stories, stream: list[Come], first: int = 0) -> list[int]:
    """The stories of the headlines from `first` on, each named by its first headline's number from 1."""
    found = []
    for number, clues in list(enumerate(all_clues(stream), 1))[first:]:
        story = known.place(clues) or number
        known.remember(number, story, clues)
        found.append(story)
    return found


def grouped(stream: list[Come]) -> list[int]:
    return place(Stories(), stream)


def titled(title: int, hours: int = 0) -> Clues:
    return Clues("", NOON + hours * HOUR, None, title)


def test_the_same_address_or_the_same_title_is_the_same_story() -> None:
    assert grouped([(1, 10, 0), (1, 11, 1), (2, 11, 1), (2, 12, 1), (3, 13, 1)]) == [1, 1, 1, 1, 5]


def test_the_address_says_more_than_the_title() -> None:
    assert grouped([(1, 10, 0), (2, 20, 0), (2, 10, 0)]) == [1, 2, 2]


def test_what_has_no_key_belongs_to_nothing() -> None:
    assert grouped([(None, None, 0), (None, None, 0), (None, 10, 0), (5, None, 0)]) == [1, 2, 3, 4]


def test_an_address_is_known_for_72_hours_after_its_last_headline_and_a_title_alone_for_18() -> None:
    assert grouped([(1, None, 0), (1, None, 72), (1, None, 72), (1, None, 73)]) == [1, 1, 1, 4]
    assert grouped([(None, 1, 0), (None, 1, 18), (None, 1, 18), (None, 1, 19)]) == [1, 1, 1, 4]


def test_looking_changes_nothing_until_it_is_remembered() -> None:
    known = Stories()
    assert known.place(titled(2)) is None
    assert known.place(titled(2)) is None
    known.remember(7, 7, titled(2))
    assert known.place(titled(2)) == 7


def test_those_behind_a_headline_that_a_person_split_off_follow_it() -> None:
    known = Stories()
    known.remember(1, 1, titled(1))
    known.remember(2, 1, titled(2))
    known.move(2, 2)
    assert (known.place(titled(1)), known.place(titled(2))) == (1, 2)


def test_a_joined_story_takes_in_what_comes_and_keeps_its_own_root_for_the_day_it_is_parted() -> None:
    known = Stories()
    for number in (1, 2, 3):
        known.remember(number, number, titled(number))
    known.join(2, into=1)
    known.join(3, into=2)
    assert [known.place(titled(number)) for number in (1, 2, 3)] == [1, 1, 1]
    known.part(2)
    assert [known.place(titled(number)) for number in (1, 2, 3)] == [1, 2, 2]


def test_stories_joined_in_a_ring_end_somewhere() -> None:
    known = Stories()
    known.remember(1, 1, titled(1))
    known.join(1, into=2)
    known.join(2, into=1)
    assert known.place(titled(1)) in (1, 2)


@settings(deadline=None)  # the first look reads the tables
@given(streams, streams)
def test_later_headlines_change_no_earlier_story(stream: list[Come], more: list[Come]) -> None:
    assert grouped(stream + more)[: len(stream)] == grouped(stream)


@settings(deadline=None)
@given(streams, st.integers(0, 40))
def test_a_desk_that_loads_the_window_goes_on_as_the_one_before_it(stream: list[Come], cut: int) -> None:
    stories, clues = grouped(stream), all_clues(stream)
    known = Stories()
    for number, (come, story) in list(enumerate(zip(clues, stories, strict=True), 1))[:cut]:
        if clues[min(cut, len(clues)) - 1].at - come.at <= WINDOW:
            known.remember(number, story, come)
    assert place(known, stream, cut) == stories[cut:]


def test_what_left_the_window_leaves_the_memory() -> None:
    known = Stories()
    for hour in range(1000):
        known.remember(hour, hour, titled(hour, hour))
    assert len(known) <= 74


def test_however_many_of_a_series_there_are_none_is_another() -> None:
    known, stories = Stories(), set[int]()
    for number in range(150):
        clues = Clues(f"[속보] 가온시 사건 {number}호 접수", NOON + timedelta(seconds=number))
        story = known.place(clues) or number + 1
        known.remember(number + 1, story, clues)
        stories.add(story)
    assert len(stories) == 150
