"""However the same headlines are cut into batches, and whoever is at the desk, the same stories and alerts come out."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from unittest.mock import patch

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from parts.line import Desk, open_desk
from parts.papers import Paper
from sqlalchemy import select, update

from sokbo.tables import alerts, headlines, leases
from worker import desk as worker_desk
from worker import memory as worker_memory
from worker.memory import Memory

WORDS = ("지진", "파업", "태풍")
TITLES = (
    "강릉 앞바다서 규모 4.5 지진…전역서 진동",
    "서울 시내버스 노조, 26일 총파업 예고",
    "제18호 태풍 '라온' 북상…한반도 영향은",
    "[속보] 강릉 해역 4.5 지진, 피해 신고 3건",
    "서울버스 노사 교섭 결렬…26일 파업 돌입",
)
PAPERS = ("ilbo", "times", "post")


class Print(NamedTuple):
    """A paper prints a title; where it had that one already, it gives its headline the new one."""

    paper: int
    title: int
    new: int


class Turn(NamedTuple):
    """A desk works once: a batch of so many headlines.

    Two have each the memory they have kept, a third begins anew each time, and any may be killed before it commits.
    """

    who: int
    batch: int
    killed: bool = False


# An example is some forty transactions: what fails is shown as it is, for making it smaller would take minutes.
quick = settings(max_examples=20, deadline=None, phases=(Phase.explicit, Phase.generate))
numbers = st.integers(0, 4)
prints = st.builds(Print, st.integers(0, 2), numbers, numbers)
turns = st.builds(Turn, st.integers(0, 2), st.integers(1, 3), st.booleans())


def title(number: int) -> str:
    return TITLES[number]


def publish(papers: list[Paper], step: Print, revise: bool) -> None:
    paper, old, new = papers[step.paper], title(step.title), title(step.new)
    if old not in paper.numbers:
        paper.prints(old)
    elif revise and new not in paper.numbers:
        paper.revises(old, new)


class Killed(Exception):
    """The process ended before it committed."""


def take_turn(desk: Desk, memories: list[Memory], turn: Turn) -> int:
    with desk.line.database.write() as connection:
        connection.execute(update(leases).values(until=0))
    line, at = desk.line, datetime.now(UTC)
    memory = memories[turn.who] if turn.who < len(memories) else Memory()
    mine = worker_desk.take_over(line.database, memory, str(turn.who))
    assert mine
    last = Killed if turn.killed else worker_desk.lease.move
    with (
        patch.object(worker_desk, "BATCH", turn.batch),
        patch.object(worker_memory, "BLOCK", 2),
        patch.object(worker_desk.lease, "move", side_effect=last),
    ):
        try:
            return worker_desk.drain(line.database, memory, mine, line.vault, at).headlines
        except Killed:
            memories[:] = [Memory() if kept is memory else kept for kept in memories]
            return 0


def outcome(template: Path, steps: Sequence[Print], plan: Sequence[Turn | None], revise: bool) -> tuple[object, object]:
    """Every headline's story and every alert, where a turn follows each step and the last desk does the rest."""
    with TemporaryDirectory() as folder:
        shutil.copy(template, Path(folder) / "sokbo.db")
        with closing(open_desk(f"sqlite:///{folder}/sokbo.db", Path(folder))) as desk:
            for word in WORDS:
                desk.add_watch(word, word)
                desk.add_watch(f"{word} breaking", word, outlets=2)
                desk.add_watch(f"{word} grows", f"{word} | 소식", updates=True, follow=("post",), retitles=True)
            papers, memories = [Paper(desk, name) for name in PAPERS], [Memory(), Memory()]
            for step, turn in zip(steps, plan, strict=False):
                publish(papers, step, revise)
                if turn:
                    take_turn(desk, memories, turn)
            while take_turn(desk, memories, Turn(0, 200)):
                pass
            return placed(desk), told(desk)


def placed(desk: Desk) -> list[tuple[object, ...]]:
    with desk.line.database.read() as connection:
        h = headlines.c
        return [tuple(row) for row in connection.execute(select(h.source_id, h.title, h.story_id).order_by(h.id))]


def told(desk: Desk) -> list[tuple[object, ...]]:
    with desk.line.database.read() as connection:
        a = alerts.c
        columns = (a.watch_id, a.story_id, a.step, a.headline_id, a.tipped_id, a.reasons, a.why)
        rows = connection.execute(select(*columns).order_by(a.watch_id, a.story_id, a.step)).all()
        assert len({tuple(row[:3]) for row in rows}) == len(rows)
        return [tuple(row) for row in rows]


@quick
@given(steps=st.lists(prints, min_size=2, max_size=12), plan=st.lists(st.none() | turns, min_size=12, max_size=12))
def test_any_cut_into_batches_and_any_hand_over_gives_the_same_stories_and_alerts(
    migrated_sqlite: Path, steps: list[Print], plan: list[Turn | None]
) -> None:
    at_once = outcome(migrated_sqlite, steps, [None] * len(steps), revise=False)
    assert outcome(migrated_sqlite, steps, plan, revise=False) == at_once


@quick
@given(steps=st.lists(prints, min_size=2, max_size=12), who=st.lists(st.integers(0, 2), min_size=12, max_size=12))
def test_with_titles_revised_a_hand_over_changes_nothing_either(
    migrated_sqlite: Path, steps: list[Print], who: list[int]
) -> None:
    alone = outcome(migrated_sqlite, steps, [Turn(0, 200)] * len(steps), revise=True)
    assert outcome(migrated_sqlite, steps, [Turn(w, 200) for w in who], revise=True) == alone
