"""What titles and words are compared by: case, width, accents, quotes, dots, dashes and spacing folded away. Pure.

A folded title is never shown; it remembers where each of its characters stands in the title as given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import overload

from sokbo.text import labels, without_labels

CLOSE, HYPHEN, SPACE = "+", "-", "_"
"""What stands before a character, the wider the greater: nothing, a hyphen or middle dot, white space or the start."""

_UNDRAWN = "\0"
_SAME = {
    **dict.fromkeys("‘’‚‛`´ʼ′＇", "'"),
    **dict.fromkeys("“”„‟″«»＂", '"'),
    **dict.fromkeys("‐‑‒–−", "-"),
    **dict.fromkeys("·ㆍ‧•∙⋅・･", "·"),
    **dict.fromkeys("—―", "—"),
    **dict.fromkeys("\u3164\uffa0\u2800", " "),  # drawn as a space: Hangul fillers, the empty Braille cell
    **dict.fromkeys("\u034f\u115f\u1160\ufe0e\ufe0f", _UNDRAWN),  # never drawn
    **dict(zip("øØłŁđĐı", "oOlLdDi", strict=True)),  # letters whose marks are part of them
    **dict(zip("æÆœŒßẞ", ("ae", "AE", "oe", "OE", "ss", "SS"), strict=True)),
}
_UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs"}
_JOINING = "\uff9e\uff9f"  # half-width voicing marks of kana

_BETWEEN = re.compile(
    r"(?=[ ·,.\0-])(?:"  # most characters are none of it, and are passed over at once
    r"(?: |·|(?<=[^\W_])-|-(?!\d))+"  # a hyphen before a number and after none is a minus
    r"|(?<=\d),(?=\d{3}(?!\d))"  # 1,380
    r"|(?<![A-Za-z0-9][A-Za-z])(?<=[A-Za-z])\.(?=[A-Za-z](?![A-Za-z0-9]))"  # U.S, J.D. Vance
    r"|(?<=\.[A-Za-z])\."
    r"|\0)"
)
"""What is left out of a key: spacing, points and commas that say nothing, and what is not seen."""
_SAYS_NOTHING = re.compile(r"[-·\0]|(?<=[A-Za-z])\.[A-Za-z]|\.[A-Za-z]\.|(?<=\d),\d")
"""Where there may be anything else to leave out than spaces."""
_MOST_KEPT = 65_536
_MARK = re.compile(r"((?<=\d)[.:/~](?=\d)|[% -])|[\W_]")
"""Punctuation: first what tells two titles apart (3.5 from 35, 9% from 9)."""
_RUN = re.compile(f"(?:{_BETWEEN.pattern})+")
_NUMBERS = re.compile(r"\d\W+\d")


@dataclass(frozen=True, slots=True)
class Folded:
    """A title and its match key; `shown`, `gaps`, `starts` and `ends` say more of each character of the key."""

    title: str
    key: str
    shown: str
    """The key's characters before their case was folded."""
    gaps: str
    """What stands before each of them: `CLOSE`, `HYPHEN` or `SPACE`."""
    starts: Sequence[int]
    ends: Sequence[int]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where `key[start:end]` stands in the title as given, in code points."""
        return self.starts[start], self.ends[end - 1]


def fold(title: str) -> Folded:
    """A title's match key, which has no white space, hyphens or middle dots left in it."""
    shown, starts, ends = _spell(title)
    if _SAYS_NOTHING.search(shown) is None:
        return _without_spaces(title, shown, starts, ends)
    words: list[str] = []
    gaps: list[str] = []
    first: list[int] = []
    last: list[int] = []
    begin, gap = 0, SPACE
    for start, end, width in _between(shown):
        if start > begin:
            words.append(shown[begin:start])
            gaps.append(gap + CLOSE * (start - begin - 1))
            first += starts[begin:start]
            last += ends[begin:start]
            gap = CLOSE
        gap = max(gap, width)
        begin = end
    cased = "".join(words)
    return Folded(title, _lower(cased), cased, "".join(gaps), first, last)


def _without_spaces(title: str, shown: str, starts: Sequence[int], ends: Sequence[int]) -> Folded:
    """The same for a title that has nothing but spaces to leave out, as most have."""
    words = shown.split(" ")
    cased = "".join(words)
    gaps = "".join([SPACE + CLOSE * (len(word) - 1) for word in words if word])
    if len(words) > 1:
        starts, ends = _Kept(shown, starts), _Kept(shown, ends)
    return Folded(title, _lower(cased), cased, gaps, starts, ends)


class _Kept(Sequence[int]):
    """The places of what is no space, reckoned when one is asked for: most titles match nothing."""

    def __init__(self, shown: str, places: Sequence[int]) -> None:
        self._shown = shown
        self._places = places

    @cached_property
    def _kept(self) -> list[int]:
        return [place for c, place in zip(self._shown, self._places, strict=True) if c != " "]

    def __len__(self) -> int:
        return len(self._kept)

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[int]: ...
    def __getitem__(self, at: int | slice) -> int | Sequence[int]:
        return self._kept[at]


def _between(shown: str) -> Iterator[tuple[int, int, str]]:
    """What is left out, and the end: from where to where, and how wide a gap it leaves."""
    for found in _BETWEEN.finditer(shown):
        left_out = found[0]
        gap = SPACE if " " in left_out else CLOSE if left_out in ".,\0" else HYPHEN
        yield found.start(), found.end(), gap
    yield len(shown), len(shown), CLOSE


def _lower(text: str) -> str:
    """Case folded, except where that takes more characters than it had."""
    folded = text.casefold()
    return folded if len(folded) == len(text) else "".join([c if len(c.casefold()) > 1 else c.casefold() for c in text])


def _spell(title: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """The characters as compared, case kept, and from where to where each stands in the title."""
    parts = [_PLAIN[c] for c in title]
    begins: Sequence[int] = range(len(title))
    if "" in parts:
        begins = [i for i, part in enumerate(parts) if part or i == 0]
        parts = [_plain(title[start:end]) for start, end in pairwise([*begins, len(title)])]
    shown = "".join(parts)
    stops = range(1, len(title) + 1) if len(begins) == len(title) else [*begins[1:], len(title)]
    if len(shown) == len(parts):
        return shown, begins, stops
    starts = [start for start, part in zip(begins, parts, strict=True) for _ in part]
    return shown, starts, [end for end, part in zip(stops, parts, strict=True) for _ in part]


def _joins(c: str) -> bool:
    """Whether a code point belongs to the character before it: an accent, a vowel or a final of decomposed Hangul."""
    return unicodedata.category(c)[0] == "M" or "\u1160" <= c <= "\u11ff" or c in _JOINING


@lru_cache(maxsize=16_384)
def _plain(character: str) -> str:
    """A character, its marks and all, as it is compared: at least one, NUL for what is not seen."""
    if character in _SAME:
        return _SAME[character]
    text = unicodedata.normalize("NFKC", character)
    bare = unicodedata.normalize("NFKD", character)
    if len(bare) > 1 and bare[0].isascii() and all(unicodedata.combining(c) for c in bare[1:]):
        text = bare[0]
    return "".join(map(_drawn, text))


def _drawn(c: str) -> str:
    if c.isspace():
        return " "
    return _UNDRAWN if unicodedata.category(c) in _UNSEEN else _SAME.get(c, c)


class _Plain(dict[str, str]):
    """`_plain` by character, filled as characters are met; empty for what joins the one before it."""

    def __missing__(self, c: str) -> str:
        plain = "" if _joins(c) else _plain(c)
        if len(self) < _MOST_KEPT:
            self[c] = plain
        return plain


_PLAIN = _Plain()


def title_key(title: str) -> str:
    """What headlines of one story share: the title without labels, spacing and punctuation.

    Digits and signs (↑, -3%) stay; a title of nothing but labels and punctuation has an empty key.
    """
    title = unicodedata.normalize("NFC", title)
    bare = without_labels(title)
    if bare == title and labels(title):
        return ""
    shown, _, _ = _spell(bare)
    key = _MARK.sub(_telling, _lower(_RUN.sub(_apart if _NUMBERS.search(shown) else "", shown)))
    return key if any(c.isalnum() for c in key) else ""


def _apart(left_out: re.Match[str]) -> str:
    """What a key has in place of what it leaves out: nothing, but between numbers that would become one."""
    text, (start, end) = left_out.string, left_out.span()
    numbers = text[max(0, start - 1) : start].isdigit() and text[end : end + 1].isdigit()
    return " " if numbers and left_out[0].strip(".,\0") else ""


def _telling(mark: re.Match[str]) -> str:
    """What a mark leaves of itself in a title's key: nothing, unless it tells or is a sign."""
    return mark[1] or (mark[0] if unicodedata.category(mark[0]).startswith("S") else "")
