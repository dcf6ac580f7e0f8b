"""What nearly all titles of a board begin or end with that belongs to none: counts, bullets, ranks, a "new". Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from worker.read.board import words
from worker.read.board.entries import HABIT
from worker.read.board.fields import Found

_MANY = 0.6
_COUNT = re.compile(r"\s*(?:[\[(（【]\s*\+?\d{1,4}\s*[\])）】]|\+\d{1,4})$")
_BULLET = re.compile(r"^[·•‣∙▪◦ㆍ■□◆◇▶▷►●○※＊*-]+\s*(?=\S)")
_RANK = re.compile(r"^(\d{1,3})\s*[.:)]\s+(?=\S)")
_ANSWER = re.compile(r"^[└┗ㄴ↳➥⤷⌞]+\s*(?:\[?(?:re|답변|답글)\]?\s*[:：]?\s*)*(?=\S)", re.IGNORECASE)


def without(rows: Sequence[Found]) -> list[Found]:
    """The rows, their titles without what is only the board's habit."""
    told = titles([row.title for row in rows])
    return [row if row.title == title else replace(row, title=title) for row, title in zip(rows, told, strict=True)]


def titles(said: Sequence[str]) -> list[str]:
    """A board's titles without what is only its habit."""
    told = [_rest(title, _ANSWER) for title in said]
    told = _cut(told, words.NEW, HABIT)
    told = _cut(told, _COUNT, _MANY)
    told = _cut(told, _BULLET, _MANY)
    return _cut(told, _RANK, _MANY) if _are_ranked(told) else told


def _cut(said: list[str], pattern: re.Pattern[str], share: float) -> list[str]:
    """Titles without what matches, where it does in so many."""
    times = sum(1 for title in said if pattern.search(title))
    if times < 2 or times < len(said) * share:
        return said
    return [_rest(title, pattern) for title in said]


def _are_ranked(said: Sequence[str]) -> bool:
    """Whether the titles begin with 1, 2, 3 in order."""
    ranks = [int(found[1]) for title in said if (found := _RANK.match(title))]
    return len(ranks) >= 3 and ranks == list(range(ranks[0], ranks[0] + len(ranks)))


def _rest(title: str, pattern: re.Pattern[str]) -> str:
    """The title without what matches, unless that is all."""
    rest = pattern.sub("", title).strip()
    return rest if words.says(rest) else title
