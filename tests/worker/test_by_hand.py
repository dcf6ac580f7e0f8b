"""Splits, joins and their undoing: they stick, whoever is at the desk, and repeat no alert."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, NamedTuple
from unittest.mock import patch

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from parts.line import Desk, open_desk
from parts.papers import Paper
from sqlalchemy import select, update

from sokbo.queries import alerts, edits, headlines, stories
from sokbo.tables import headlines as headline_rows
from sokbo.tables import leases
from worker import by_hand
from worker import desk as worker_desk
from worker.by_hand import Refused
from worker.memory import Memory

QUAKE, STRIKE = "가온시 앞바다서 규모 5.1 지진", "나루 버스 파업 이틀째 지진"
WORDS = ("지진", "파업", "태풍")
PAPERS = ("ilbo", "times", "post")


@pytest.fixture
def papers(desk: Desk) -> list[Paper]:
    return [Paper(desk, name) for name in PAPERS]


def number(desk: Desk, paper: Paper, title: str) -> int:
    (found,) = [h for h in desk.history(paper.id) if h.title == title]
    return found.id


def carry(desk: Desk, papers: Sequence[Paper], *titles: str) -> None:
    for paper in papers:
        paper.prints(*titles)
    desk.drain()


def size(desk: Desk, story: int | None) -> tuple[int, int]:
    found = desk.read(stories.some, [story])[story]
    return found.size, len(found.outlets)


def count(desk: Desk) -> int:
    return len(desk.read(alerts.newest, limit=99))


def test_a_headline_that_is_split_off_has_a_story_of_its_own_and_those_behind_it_follow(
    desk: Desk, papers: list[Paper]
) -> None:
    carry(desk, papers[:2], QUAKE)
    off = number(desk, papers[1], QUAKE)
    by_hand.split(desk.line.database, desk.person, off)
    assert (papers[0].story(QUAKE), papers[1].story(QUAKE)) == (number(desk, papers[0], QUAKE), off)
    assert (size(desk, papers[0].story(QUAKE)), size(desk, off)) == ((1, 1), (1, 1))
    desk.line.memory = Memory()
    carry(desk, papers[2:], QUAKE)
    assert papers[2].story(QUAKE) == off


def test_where_the_first_headline_is_split_off_the_others_go_on_together(desk: Desk, papers: list[Paper]) -> None:
    carry(desk, papers, QUAKE)
    first, second = (number(desk, p, QUAKE) for p in papers[:2])
    by_hand.split(desk.line.database, desk.person, first)
    assert [p.story(QUAKE) for p in papers] == [first, second, second]


def test_joined_stories_are_one_under_both_numbers_until_that_is_undone(desk: Desk, papers: list[Paper]) -> None:
    carry(desk, papers[:1], QUAKE)
    carry(desk, papers[1:2], STRIKE)
    quake, strike = papers[0].story(QUAKE), papers[1].story(STRIKE)
    assert quake
    assert strike
    done = by_hand.join(desk.line.database, desk.person, strike, quake)
    carry(desk, papers[2:], STRIKE)
    assert papers[2].story(STRIKE) == quake == desk.read(edits.where, strike)
    assert size(desk, quake) == (3, 3)
    by_hand.undo(desk.line.database, desk.person, done.id)
    assert [papers[0].story(QUAKE), papers[1].story(STRIKE), papers[2].story(STRIKE)] == [quake, strike, quake]
    assert desk.read(edits.where, strike) == strike


def test_what_was_told_of_either_is_never_told_again(desk: Desk, papers: list[Paper]) -> None:
    desk.add_watch("지진", "지진")
    carry(desk, papers[:1], STRIKE)
    desk.add_watch("가온", "가온시")
    carry(desk, papers[1:2], QUAKE)
    assert count(desk) == 3
    quake, strike = papers[1].story(QUAKE), papers[0].story(STRIKE)
    assert quake
    assert strike
    done = by_hand.join(desk.line.database, desk.person, quake, strike)
    carry(desk, papers[2:], QUAKE)
    assert count(desk) == 3
    by_hand.undo(desk.line.database, desk.person, done.id)
    carry(desk, papers[2:], STRIKE)
    by_hand.split(desk.line.database, desk.person, number(desk, papers[0], STRIKE))
    carry(desk, papers[:1], QUAKE)
    carry(desk, papers[1:2], STRIKE)
    assert count(desk) == 3


def test_what_is_split_off_is_news_to_those_who_were_not_told_of_the_whole(desk: Desk, papers: list[Paper]) -> None:
    told, other = desk.add_watch("지진", "지진"), desk.add_watch("속보", "속보")
    carry(desk, papers[:2], QUAKE)
    by_hand.split(desk.line.database, desk.person, number(desk, papers[1], QUAKE))
    carry(desk, papers[2:], f"[속보] {QUAKE}")
    assert [(a.watch, a.headline) for a in desk.read(alerts.newest, limit=9)] == [
        (other, number(desk, papers[2], f"[속보] {QUAKE}")),
        (told, number(desk, papers[0], QUAKE)),
    ]


def test_a_split_is_undone_with_all_that_followed_it(desk: Desk, papers: list[Paper]) -> None:
    carry(desk, papers[:2], QUAKE)
    done = by_hand.split(desk.line.database, desk.person, number(desk, papers[1], QUAKE))
    carry(desk, papers[2:], QUAKE)
    by_hand.undo(desk.line.database, desk.person, done.id)
    assert {p.story(QUAKE) for p in papers} == {number(desk, papers[0], QUAKE)}
    with pytest.raises(Refused, match="nothing_to_undo"):
        by_hand.undo(desk.line.database, desk.person, done.id)


def test_a_muted_story_says_nothing_until_it_may_again(desk: Desk, papers: list[Paper]) -> None:
    desk.add_watch("지진", "지진")
    desk.add_watch("지진 커지면", "지진", updates=True)
    carry(desk, papers[:1], QUAKE)
    story = papers[0].story(QUAKE)
    assert story
    by_hand.mute(desk.line.database, desk.person, story, on=True)
    carry(desk, papers[1:2], QUAKE)
    assert count(desk) == 2
    by_hand.mute(desk.line.database, desk.person, story, on=False)
    carry(desk, papers[2:], QUAKE)
    assert count(desk) == 3


def test_what_cannot_be_done_is_refused(desk: Desk, papers: list[Paper]) -> None:
    carry(desk, papers[:1], QUAKE)
    database, person, story = desk.line.database, desk.person, papers[0].story(QUAKE)
    assert story
    with pytest.raises(Refused, match="no_headline"):
        by_hand.split(database, person, 999)
    with pytest.raises(Refused, match="alone_already"):
        by_hand.split(database, person, story)
    with pytest.raises(Refused, match="no_story"):
        by_hand.join(database, person, story, 999)
    with pytest.raises(Refused, match="one_already"):
        by_hand.join(database, person, story, story)
    with pytest.raises(Refused, match="nothing_to_undo"):
        by_hand.undo(database, person, 1)


# --- whatever is done, in whatever batches ----------------------------------------------------------------------------


class Print(NamedTuple):
    """A paper prints a title."""

    paper: int
    title: int


class Deed(NamedTuple):
    """A person does something to what is there, by its place among headlines, stories and edits."""

    kind: Literal["split", "join", "undo"]
    one: int
    other: int


steps = st.lists(
    st.builds(Print, st.integers(0, 2), st.integers(0, 4))
    | st.builds(Deed, st.sampled_from(["split", "join", "undo"]), st.integers(0, 9), st.integers(0, 9)),
    min_size=4,
    max_size=14,
)


@dataclass
class Covered:
    """How many alerts were looked at, and by watch the headlines that ever stood under one."""

    alerts: int = 0
    headlines: dict[int, set[int]] = field(default_factory=dict)


quick = settings(max_examples=25, deadline=None, phases=(Phase.explicit, Phase.generate))


def title(number: int) -> str:
    return f"{WORDS[number % 3]} 소식 {number} 지진"


def drain(desk: Desk, memory: Memory, batch: int, covered: Covered) -> None:
    with desk.line.database.write() as connection:
        connection.execute(update(leases).values(until=0))
    mine = worker_desk.take_over(desk.line.database, memory, "one")
    assert mine
    with patch.object(worker_desk, "BATCH", batch):
        at = datetime.now(UTC)
        while worker_desk.drain(desk.line.database, memory, mine, desk.line.vault, at).headlines:
            never_told_twice(desk, covered)


def never_told_twice(desk: Desk, covered: Covered) -> None:
    """No watch has two alerts of a story, or one of a story with a headline that stood under another of its alerts."""
    found = desk.read(alerts.newest, limit=999)[::-1]
    assert len({(a.watch, a.story) for a in found}) == len(found)
    for alert in found[covered.alerts :]:
        assert not {step.headline for step in alert.course} & covered.headlines.setdefault(alert.watch, set())
        covered.headlines[alert.watch] |= {alert.headline, alert.tipped}
    covered.alerts = len(found)
    for alert in found:
        there = desk.read(headlines.of_story, desk.read(edits.where, alert.story))
        covered.headlines[alert.watch] |= {h.id for h in there}


def do(desk: Desk, deed: Deed) -> None:
    with desk.line.database.read() as connection:
        rows = connection.execute(select(headline_rows.c.id, headline_rows.c.story_id).order_by(headline_rows.c.id))
        placed = [(row.id, row.story_id) for row in rows if row.story_id]
    if not placed:
        return
    database, person = desk.line.database, desk.person
    (headline, story), (_, other) = placed[deed.one % len(placed)], placed[deed.other % len(placed)]
    with suppress(Refused):
        match deed.kind:
            case "split":
                by_hand.split(database, person, headline)
            case "join":
                by_hand.join(database, person, story, other)
            case "undo":
                by_hand.undo(database, person, deed.one)


def outcome(template: Path, plan: Sequence[Print | Deed], batches: Sequence[int], hands: int) -> object:
    """Every headline's story and every alert; each desk but the first begins where the log is by then."""
    with TemporaryDirectory() as folder:
        shutil.copy(template, Path(folder) / "sokbo.db")
        with closing(open_desk(f"sqlite:///{folder}/sokbo.db", Path(folder))) as desk:
            for word in WORDS:
                desk.add_watch(word, word)
            covered = Covered()
            papers, memories = [Paper(desk, name) for name in PAPERS], [Memory() for _ in range(hands)]
            for turn, (step, batch) in enumerate(zip(plan, batches, strict=False)):
                if isinstance(step, Print):
                    papers[step.paper].prints(title(step.title), guid=f"{turn}")
                    if batch == 1:
                        continue  # it waits for what comes next
                else:
                    drain(desk, memories[0], batch, covered)
                    do(desk, step)
                drain(desk, memories[turn % hands], batch, covered)
            drain(desk, Memory(), 99, covered)
            with desk.line.database.read() as connection:
                h = headline_rows.c
                places = connection.execute(select(h.id, h.title, h.story_id).order_by(h.id)).all()
            told = [(a.watch, a.story, a.headline) for a in desk.read(alerts.newest, limit=999)]
            assert all(desk.read(headlines.of_story, story) for _, _, story in places)
            return [tuple(p) for p in places], sorted(told)


@quick
@given(plan=steps, batches=st.lists(st.integers(1, 3), min_size=14, max_size=14), hands=st.integers(1, 3))
def test_whatever_is_joined_split_and_undone_no_alert_is_repeated_and_every_desk_sees_the_same(
    migrated_sqlite: Path, plan: list[Print | Deed], batches: list[int], hands: int
) -> None:
    assert outcome(migrated_sqlite, plan, batches, hands) == outcome(migrated_sqlite, plan, [99] * 14, 1)
