"""What titles and words are compared by: case, width, accents, quotes, dots, dashes and spacing folded away. Pure.

A folded title is never shown; it remembers where each of its characters stands in the title as given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from sokbo.text import labels, without_labels

CLOSE, HYPHEN, SPACE = "+", "-", "_"
"""What stands before a character, the wider the greater: nothing, a hyphen or middle dot, white space (or the start)."""

_SAME = {
    **dict.fromkeys("‘’‚‛`´ʼ′＇", "'"),
    **dict.fromkeys("“”„‟″«»＂", '"'),
    **dict.fromkeys("‐‑‒–−", "-"),
    **dict.fromkeys("·ㆍ‧•∙⋅・･", "·"),
    **dict.fromkeys("—―", "—"),
    **dict.fromkeys("\u3164\uffa0\u2800", " "),  # drawn as a space: Hangul fillers, the empty Braille cell
    **dict.fromkeys("\u034f\u115f\u1160\ufe0e\ufe0f", ""),  # never drawn
    **{"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE"},
    **{"ß": "ss", "ẞ": "SS"},
}
_UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs"}
_JOINING = "\uff9e\uff9f"  # half-width voicing marks of kana

_BETWEEN = re.compile(
    r"(?: |·|(?<=[^\W_])-|-(?!\d))+"  # a hyphen before a number and after none is a minus
    r"|(?<=\d),(?=\d{3}(?!\d))"  # 1,380
    r"|(?<![A-Za-z0-9][A-Za-z])(?<=[A-Za-z])\.(?=[A-Za-z](?![A-Za-z0-9]))"  # U.S, J.D. Vance
    r"|(?<=\.[A-Za-z])\."
)
"""What is left out of a key: spacing, and points and commas that say nothing."""
_TOLD = re.compile(r"(?<=\d)[.:/~](?=\d)|%")
"""Punctuation that tells two titles apart: 3.5 from 35, 9% from 9."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A title and its match key; `shown`, `gaps`, `starts` and `ends` say more of each character of the key."""

    title: str
    key: str
    shown: str
    """The key's characters before their case was folded."""
    gaps: str
    """What stands before each of them: `CLOSE`, `HYPHEN` or `SPACE`."""
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where `key[start:end]` stands in the title as given, in code points."""
        return self.starts[start], self.ends[end - 1]


def fold(title: str) -> Folded:
    """A title's match key, which has no white space, hyphens or middle dots left in it."""
    shown, starts, ends = _spell(title)
    kept: list[int] = []
    gaps: list[str] = []
    begin, gap = 0, SPACE
    for start, end, width in _between(shown):
        if start > begin:
            kept.extend(range(begin, start))
            gaps.append(gap + CLOSE * (start - begin - 1))
            gap = CLOSE
        gap = max(gap, width)
        begin = end
    cased = "".join([shown[i] for i in kept])
    return Folded(title, _lower(cased), cased, "".join(gaps), tuple([starts[i] for i in kept]), tuple([ends[i] for i in kept]))


def _between(shown: str) -> Iterator[tuple[int, int, str]]:
    """What is left out, and the end: from where to where, and how wide a gap it leaves."""
    for found in _BETWEEN.finditer(shown):
        gap = CLOSE if found[0] in ".," else SPACE if " " in found[0] else HYPHEN
        yield found.start(), found.end(), gap
    yield len(shown), len(shown), CLOSE


def _lower(text: str) -> str:
    """Case folded, except where that takes more characters than it had."""
    folded = text.casefold()
    return folded if len(folded) == len(text) else "".join([c if len(c.casefold()) > 1 else c.casefold() for c in text])


def _spell(title: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """The characters as compared, case kept, and from where to where each stands in the title."""
    characters = _characters(title)
    plain = [_plain(c) for c in characters]
    if len(plain) == len(title) and all(len(p) == 1 for p in plain):
        return "".join(plain), range(len(title)), range(1, len(title) + 1)
    starts: list[int] = []
    ends: list[int] = []
    end = 0
    for character, as_compared in zip(characters, plain, strict=True):
        start, end = end, end + len(character)
        starts += [start] * len(as_compared)
        ends += [end] * len(as_compared)
    return "".join(plain), starts, ends


def _characters(title: str) -> Sequence[str]:
    """The title cut into what a reader counts as characters: letters with their marks, whole syllables."""
    if unicodedata.is_normalized("NFKC", title):
        return title
    begins = [i for i, c in enumerate(title) if i == 0 or not _joins(c)]
    return [title[i:j] for i, j in pairwise([*begins, len(title)])]


def _joins(c: str) -> bool:
    """Whether a code point belongs to the character before it: an accent, a vowel or a final of decomposed Hangul."""
    return unicodedata.combining(c) != 0 or "\u1160" <= c <= "\u11ff" or c in _JOINING


@lru_cache(maxsize=16_384)
def _plain(character: str) -> str:
    """A character, its marks and all, as it is compared; empty where nothing is seen of it."""
    if character in _SAME:
        return _SAME[character]
    text = unicodedata.normalize("NFKC", character)
    bare = unicodedata.normalize("NFKD", character)
    if len(bare) > 1 and bare[0].isascii() and all(unicodedata.combining(c) for c in bare[1:]):
        text = bare[0]
    return "".join(" " if c.isspace() else _SAME.get(c, c) for c in text if _is_seen(c))


def _is_seen(c: str) -> bool:
    return c.isspace() or unicodedata.category(c) not in _UNSEEN


def title_key(title: str) -> str:
    """What headlines of one story share: the title without labels, spacing and punctuation.

    Digits and signs (↑, -3%) stay; a title of nothing but labels and punctuation has an empty key.
    """
    title = unicodedata.normalize("NFC", title)
    bare = without_labels(title)
    if bare == title and labels(title):
        return ""
    folded = fold(bare)
    told = {m.start() for m in _TOLD.finditer(folded.key)}
    parts: list[str] = []
    for i, c in enumerate(folded.key):
        if folded.gaps[i] != CLOSE and c.isdigit() and folded.key[i - 1 : i].isdigit():
            parts.append(" ")
        if c.isalnum() or i in told or c in "-+" or unicodedata.category(c).startswith("S"):
            parts.append(c)
    key = "".join(parts)
    return key if any(c.isalnum() for c in key) else ""
