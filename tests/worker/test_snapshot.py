"""A desk that begins with blocks of the log goes on as the one that wrote them, whatever people did by hand."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from parts.streams import grouped, stream

from worker.group import Clues, Stories
from worker.snapshot import Step, follow, pack, unpack

LABELLED = stream("labelled").clues
by_hand = st.tuples(st.sampled_from(["move", "join", "part"]), st.integers(1, 60), st.integers(1, 60))


def log(clues: list[Clues], edits: list[tuple[str, int, int]]) -> list[Step]:
    """The log of these headlines, one edit by hand after every fifth."""
    known, steps = Stories(), []
    left = list(edits)
    for number, c in enumerate(clues, 1):
        steps.append(Step(len(steps) + 1, "headline", number, known.place(c) or number, c))
        follow(known, steps[-1])
        if left and number % 5 == 0:
            kind, headline, story = left.pop()
            steps.append(Step(len(steps) + 1, kind, headline, story, c))
            follow(known, steps[-1])
    return steps


def told(steps: list[Step], size: int) -> Stories:
    """An index from blocks of so many entries."""
    known = Stories()
    for first in range(0, len(steps), size):
        for step, traits in unpack(pack(steps[first : first + size])):
            follow(known, step, traits)
    return known


@settings(deadline=None, max_examples=25)
@given(edits=st.lists(by_hand, max_size=12), size=st.integers(1, 40), start=st.integers(0, 200))
def test_from_blocks_as_from_titles(edits: list[tuple[str, int, int]], size: int, start: int) -> None:
    clues = LABELLED[start : start + 60]
    steps = log(clues, edits)
    live = Stories()
    for step in steps:
        follow(live, step)
    more = LABELLED[start + 60 : start + 100]
    assert grouped(more, told(steps, size), 1000) == grouped(more, live, 1000)


@settings(deadline=None, max_examples=25)
@given(late=st.integers(0, 200), cut=st.integers(0, 200))
def test_from_the_window_as_from_all_there_ever_was(late: int, cut: int) -> None:
    clues = [Clues(c.title, c.at + timedelta(hours=n), None, c.title_key) for n, c in enumerate(LABELLED[:200])]
    whole = log(clues, [])
    live, from_window = Stories(), Stories()
    for step in whole[:cut]:
        follow(live, step)
    newest = clues[cut - 1].at if cut else clues[0].at
    for step in whole[:cut]:
        if newest - step.clues.at <= timedelta(hours=72 + late):
            follow(from_window, step)
    assert grouped(clues[cut:], from_window, 1000) == grouped(clues[cut:], live, 1000)
