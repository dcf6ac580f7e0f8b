"""Which rows of a listing are no headlines: notices pinned above, advertisements, polls, what isn't like the others.

What most rows share is the board's habit and says nothing about one of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from sokbo.model import Skipped
from worker.read.board import words
from worker.read.board.fields import Found
from worker.read.board.ways import way
from worker.read.moment import Moment

_FEW = 0.3
"""Share of a listing's rows whose number has to be alike before it counts as the page's habit."""
_HABIT = 0.5
_NOTICE = "notice"
_STEPS = range(1, 4)
_FEW_NOTICES = 5
"""More than that, and nothing but notices, are a board of notices."""
_NUMBERED = 0.6
_DATED = 0.8
_MANY = 0.7
_SEPARATORS = str.maketrans("_-", "  ")


class Told(Protocol):
    """What is looked at of each row beside the others."""

    @property
    def number(self) -> str: ...

    @property
    def href(self) -> str: ...

    @property
    def moment(self) -> Moment | None: ...


def news(rows: Sequence[Found]) -> tuple[list[Found], list[Skipped]]:
    """The rows that are headlines, and the others with the reason."""
    reasons = [_reason(row) for row in rows]
    if all(reasons) and len(rows) > _FEW_NOTICES:
        reasons = [""] * len(rows)
    elif sum(map(bool, reasons)) > len(rows) * _HABIT and len(rows) > 4:
        reasons = [reason if _is_certain(row) else "" for row, reason in zip(rows, reasons, strict=True)]
    reasons = _pinned(rows, _in_order(rows, reasons))
    reasons = unnumbered(rows, reasons)
    reasons = unlike(rows, reasons)
    kept = [row for row, reason in zip(rows, reasons, strict=True) if not reason]
    return kept, [Skipped(reason, row.title) for row, reason in zip(rows, reasons, strict=True) if reason]


def _in_order(rows: Sequence[Found], reasons: Sequence[str]) -> list[str]:
    """Rows numbered in order with the next are no notices for a label: that is their kind."""
    told = []
    for at, (row, reason) in enumerate(zip(rows, reasons, strict=True)):
        after = next((r for r, why in zip(rows[at + 1 :], reasons[at + 1 :], strict=True) if not why), None)
        runs = reason == _NOTICE and after is not None and _steps(row, after) in _STEPS
        told.append("" if runs and not _is_certain(row) and not words.NOTICE_TITLE.match(row.title) else reason)
    return told


def _steps(row: Found, after: Found) -> int:
    """By how much the next row's number is lower; 0 where one has none."""
    if not _is_number(row) or not _is_number(after):
        return 0
    return int(row.number.replace(",", "")) - int(after.number.replace(",", ""))


def _pinned(rows: Sequence[Found], reasons: Sequence[str]) -> list[str]:
    """Notices stand above the others; below, a label is the kind of a post."""
    told = []
    above = True
    for row, reason in zip(rows, reasons, strict=True):
        above = above and bool(reason)
        told.append(reason if above or reason != _NOTICE or _is_certain(row) else "")
    return told


def _reason(row: Found) -> str:
    """Why a row is no headline by what itself says; "" where it is one."""
    if _names(row) & words.NOTICE_NAMES or words.NOTICE_ROW.search(row.row.names):
        return _NOTICE
    if words.NOTICE_TITLE.match(row.title):
        return _NOTICE
    if any(words.NOTICE.fullmatch(mark) for mark in _marks(row)) or any(map(words.NOTICE_FLAG.search, row.row.flags)):
        return _NOTICE
    if _names(row) & words.AD_NAMES or any(words.AD.fullmatch(mark) for mark in _marks(row)):
        return "advertisement"
    return ""


def _is_certain(row: Found) -> bool:
    """Whether a row is a notice wherever it stands, and even where most are."""
    if _names(row) & words.NOTICE_NAMES or words.NOTICE_ROW.search(row.row.names):
        return True
    return words.NOTICE.fullmatch(row.number) is not None


def _names(row: Found) -> set[str]:
    return set(row.row.names.translate(_SEPARATORS).split())


def _marks(row: Found) -> tuple[str, ...]:
    """Short texts beside the title; of a row with a number of its own they are kinds of posts."""
    return (row.number, *row.marks)


def _is_number(row: Told) -> bool:
    return words.NUMBER.fullmatch(row.number) is not None


def unnumbered(rows: Sequence[Told], reasons: Sequence[str]) -> list[str]:
    """Of numbered rows, those with a word in the number's place; those with none before the first number."""
    numbered = sum(1 for row in rows if _is_number(row))
    if numbered < 2 or numbered < len(rows) * _FEW:
        return list(reasons)
    told = list(reasons)
    above = numbered >= len(rows) * _NUMBERED
    for at, row in enumerate(rows):
        if _is_number(row):
            above = False
        elif not told[at] and any(c.isalpha() for c in row.number) and not words.REPLY.fullmatch(row.number):
            told[at] = f"marked {row.number!r} in place of a number"
        elif not told[at] and above:
            told[at] = "above the first number"
    return told


def unlike(rows: Sequence[Told], reasons: Sequence[str]) -> list[str]:
    """Where nearly all rows have a date, those without that lead elsewhere than the others."""
    news = [row for row, reason in zip(rows, reasons, strict=True) if not reason]
    if len(news) < 4 or sum(1 for row in news if row.moment) < len(news) * _DATED:
        return list(reasons)
    ways = Counter(way(row.href) for row in news if row.href)
    usual, times = ways.most_common(1)[0] if ways else ("", 0)
    told = []
    for row, reason in zip(rows, reasons, strict=True):
        strange = not row.moment and (times < len(news) * _MANY or way(row.href) != usual)
        told.append(reason or ("unlike the others" if strange else ""))
    return told
