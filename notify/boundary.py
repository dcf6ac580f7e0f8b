"""Where a word may begin and end, by the characters at its edges. Pure; what Hangul may follow is for `particles`."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from sokbo.fold import CLOSE, Folded


class Kind(StrEnum):
    """What sort of character one is."""

    HANGUL = "hangul"
    LETTER = "letter"
    DIGIT = "digit"
    UNSPACED = "unspaced"
    """Of a script that puts no spaces between words: every place in it may be an edge."""
    MARK = "mark"


_UNSPACED = (
    ("\u0e00", "\u0eff"),  # Thai, Lao
    ("\u1000", "\u109f"),  # Burmese
    ("\u1780", "\u17ff"),  # Khmer
    ("\u2e80", "\u2fdf"),  # radicals
    ("\u3005", "\u30ff"),  # kana
    ("\u3400", "\u9fff"),  # hanja
    ("\uf900", "\ufaff"),
    ("\U00020000", "\U0003ffff"),
)
_DECIMAL = ".,"
_SERIES = 3
"""Letters that a name has when a number may follow as its generation: HBM4, but CO2 is not CO."""


@lru_cache(maxsize=4096)
def kind(c: str) -> Kind:
    """What sort of character this is."""
    if "가" <= c <= "힣" or "\u1100" <= c <= "\u11ff":
        return Kind.HANGUL
    if c.isdecimal():
        return Kind.DIGIT
    if any(first <= c <= last for first, last in _UNSPACED):
        return Kind.UNSPACED
    return Kind.LETTER if c.isalnum() else Kind.MARK


def stands_free(title: Folded, start: int, end: int) -> bool:
    """Whether nothing but spacing and punctuation touches `key[start:end]`, of whatever script."""
    free_before = start == 0 or title.gaps[start] != CLOSE or kind(title.key[start - 1]) == Kind.MARK
    free_behind = end == len(title.key) or title.gaps[end] != CLOSE or kind(title.key[end]) == Kind.MARK
    return free_before and free_behind and begins(title, start) and ends(title, start, end)


def begins(title: Folded, start: int) -> bool:
    """Whether a word may begin at this place of the key: KT not within SKT, 62% not within 162%, 현대 within HD현대."""
    if start == 0 or title.gaps[start] != CLOSE:
        return True
    before, first = kind(title.key[start - 1]), kind(title.key[start])
    match first:
        case Kind.HANGUL:
            return before not in {Kind.HANGUL, Kind.DIGIT}
        case Kind.LETTER:
            return before not in {Kind.LETTER, Kind.DIGIT}
        case Kind.DIGIT:
            decimal = title.key[start - 1] in _DECIMAL and start > 1 and kind(title.key[start - 2]) == Kind.DIGIT
            return before not in {Kind.LETTER, Kind.DIGIT} and not decimal
        case _:
            return True


def ends(title: Folded, start: int, end: int) -> bool:
    """Whether a word from `start` may end before `end`: 5G not within 5GW, F16 within F16V, AI within AI반도체.

    Hangul behind Hangul is left to the particles: here it may end.
    """
    if end == len(title.key) or title.gaps[end] != CLOSE:
        return True
    behind = kind(title.key[end])
    match kind(title.key[end - 1]):
        case Kind.LETTER:
            return behind != Kind.LETTER and (behind != Kind.DIGIT or _letters(title.key[start:end]) >= _SERIES)
        case Kind.DIGIT if behind == Kind.LETTER:
            return _letters(title.key[start:end].rstrip("0123456789")) > 0 and _is_lone(title, end)
        case Kind.DIGIT:
            decimal = title.key[end] in _DECIMAL and kind(title.key[end + 1 : end + 2] or " ") == Kind.DIGIT
            return behind != Kind.DIGIT and not decimal
        case _:
            return True


def _letters(text: str) -> int:
    """How many letters a text ends in."""
    count = 0
    for c in reversed(text):
        if kind(c) != Kind.LETTER:
            break
        count += 1
    return count


def _is_lone(title: Folded, at: int) -> bool:
    """Whether the letter at `at` is the last of its run: the V of F-16V."""
    behind = at + 1
    return (
        behind == len(title.key)
        or title.gaps[behind] != CLOSE
        or kind(title.key[behind]) not in {Kind.LETTER, Kind.DIGIT}
    )


def hangul_before(title: Folded, start: int, most: int) -> str:
    """The Hangul that runs on before `key[start:]`, up to so many syllables; empty where a word may begin there."""
    first = start
    while 0 < first > start - most and title.gaps[first] == CLOSE and kind(title.key[first - 1]) == Kind.HANGUL:
        first -= 1
    return title.key[first:start]


def hangul_behind(title: Folded, end: int, most: int) -> str:
    """The Hangul that runs on behind `key[:end]`, up to so many syllables; empty where the word ends there."""
    last, stop = end, min(end + most, len(title.key))
    while last < stop and title.gaps[last] == CLOSE and kind(title.key[last]) == Kind.HANGUL:
        last += 1
    return title.key[end:last]
