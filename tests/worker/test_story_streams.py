"""How well headlines are grouped: streams labelled by hand, one of them never tuned on (docs/stories.md)."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from parts.streams import b_cubed, blunders, grouped, stream


@pytest.mark.parametrize(
    ("name", "least"),
    [("labelled", 0.88), ("held_out", 0.90), ("tuning", 0.90)],
)
def test_stories_are_found_and_few_are_merged_wrongly(name: str, least: float) -> None:
    of = stream(name)
    got = grouped(of.clues)
    precision, recall, f1 = b_cubed(of.gold, got)
    sys.stdout.write(f"{name}: B-cubed precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}\n")
    sys.stdout.writelines(f"{line}\n" for line in blunders(of, got))
    assert precision >= 0.94
    assert f1 >= least


@pytest.mark.parametrize("a_poll", [20, 7, 1])
def test_an_aggregating_board_is_grouped_exactly_however_many_rows_come_at_once(a_poll: int) -> None:
    of = stream("board")
    polled = [replace(c, at=of.clues[n // a_poll].at) for n, c in enumerate(of.clues)]
    assert grouped(polled) == of.gold


@pytest.mark.parametrize("name", ["labelled", "held_out"])
def test_later_headlines_change_no_earlier_story(name: str) -> None:
    of = stream(name)
    half = len(of.clues) // 2
    assert grouped(of.clues[:half]) == grouped(of.clues)[:half]
