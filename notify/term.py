"""One term and one title: where the term stands, and by which path. Pure.

Each place in the match key where a form of the term stands is judged by its edges, by what divides its characters and
by its capitals. Another way to say the same (a reading, an alias) is one more form; another judge of what may touch a
word (an analyser) stands beside the particles.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from notify import english, particles
from notify.boundary import Kind, begins, ends, hangul_before, hangul_behind, kind, stands_free
from notify.rule import Term
from sokbo.fold import CLOSE, SPACE, Folded, fold
from sokbo.model import Why
from sokbo.text import labels

ACRONYM = 3
"""Letters up to which capitals must be capitals in the title too: US is not us, but NATO is also written Nato."""
PIECE = 2
"""Syllables that must stand on each side of a space in what the term writes as one word: 국민 연금, not 금융 위."""
LONG, VERY_LONG = 3, 4
"""Syllables of a word that is part of a longer one by no accident: 반도체 behind two others (시스템반도체, but not
카리나 in 오카리나), 압수수색 anywhere."""
_OPENING = frozenset("[(<【〈《［（＜〔")


@dataclass(frozen=True, slots=True)
class Sought:
    """What a term looks for: its key, and every form of it with the name of its path."""

    term: Term
    folded: Folded
    forms: tuple[tuple[str, str], ...]
    words: tuple[tuple[int, int], ...]
    """Where its runs of two and more letters are: their capitals count, and the last is inflected."""

    @property
    def stem(self) -> str:
        """What all forms begin with."""
        first, last = min(self.forms)[0], max(self.forms)[0]
        differs = (i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b)
        return first[: next(differs, len(first))]


@lru_cache(maxsize=65_536)
def sought(term: Term) -> Sought:
    """What a term looks for."""
    folded = fold(term.text)
    words = _words(folded)
    forms = [(folded.key, "exact")]
    if words and words[-1][1] == len(folded.key) and not term.exact:
        start = words[-1][0]
        stem, word = folded.key[:start], folded.key[start:]
        forms.append((stem + english.plural(word), "plural"))
        if folded.shown[start:] == word:  # a capital says name, and names are not inflected
            forms += [(stem + form, "inflection") for form in english.inflected(word)]
    return Sought(term, folded, tuple(forms), words)


def _words(folded: Folded) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    start = 0
    for i in range(len(folded.key) + 1):
        goes_on = i < len(folded.key) and kind(folded.key[i]) == Kind.LETTER
        if not goes_on or folded.gaps[i] != CLOSE:
            if i - start > 1:
                found.append((start, i))
            start = i if goes_on else i + 1
    return tuple(found)


def look(term: Sought, title: Folded) -> Why | None:
    """The first place where a term stands in a title; None where it does not."""
    for form, path in term.forms:
        start = title.key.find(form)
        while start >= 0:
            how = _judge(term, title, start, start + len(form), path)
            if how:
                return _why(term, title, start, start + len(form), how)
            start = title.key.find(form, start + 1)
    return None


def _why(term: Sought, title: Folded, start: int, end: int, how: str) -> Why:
    first, last = title.place(start, end)
    text = title.title[first:last]
    if first > 0 and title.title[first - 1] in _OPENING and text in labels(title.title):
        how = "label"
    return Why(term.term.text, text, first, last, how)


def _judge(term: Sought, title: Folded, start: int, end: int, path: str) -> str | None:
    """By which path `key[start:end]` is the term; None where it has only the term's letters."""
    if term.term.exact:
        return path if _is_as_written(term.folded, title, start, end) else None
    before, behind = _begins_by(title, start, end), _ends_by(title, start, end)
    if before is None or behind is None:
        return None
    if not (_is_divided_alike(term.folded, title, start, end) and _has_capitals(term, title, start, end)):
        return None
    if path == "exact" and _divisions(title.gaps[start:end]) != _divisions(term.folded.gaps):
        return behind or before or "spacing"
    return behind or before or path


def _begins_by(title: Folded, start: int, end: int) -> str | None:
    """How a word begins at `start`: empty where nothing stands before it; None where it can't."""
    if begins(title, start):
        return ""
    before = hangul_before(title, start, PIECE) if kind(title.key[start]) == Kind.HANGUL else ""
    return "compound" if before and end - start >= (LONG if len(before) >= PIECE else VERY_LONG) else None


def _ends_by(title: Folded, start: int, end: int) -> str | None:
    """How a word ends at `end`: empty where nothing follows; None where it can't."""
    if not ends(title, start, end):
        return None
    behind = hangul_behind(title, end, particles.LONGEST + 1) if kind(title.key[end - 1]) == Kind.HANGUL else ""
    if not behind:
        return ""
    return particles.tail(title.key[end - 1], behind) or ("compound" if end - start >= VERY_LONG else None)


def _is_as_written(asked: Folded, title: Folded, start: int, end: int) -> bool:
    alike = title.shown[start:end] == asked.shown and title.gaps[start + 1 : end] == asked.gaps[1:]
    return alike and stands_free(title, start, end)


def _divisions(gaps: str) -> list[int]:
    return [i for i, gap in enumerate(gaps) if i > 0 and gap != CLOSE]


def _is_divided_alike(asked: Folded, title: Folded, start: int, end: int) -> bool:
    """Whether the title's words are divided as the term's may be."""
    here = title.gaps[start:end]
    wanted = asked.gaps + CLOSE * (len(here) - len(asked.gaps))
    if here[1:] == wanted[1:]:
        return True
    spaces = [0, *[i for i, gap in enumerate(here) if i > 0 and gap == SPACE], len(here)]
    for i in range(1, len(here)):
        before, behind = kind(title.key[start + i - 1]), kind(title.key[start + i])
        if before == behind == Kind.DIGIT and (here[i] == CLOSE) != (wanted[i] == CLOSE):
            return False
        if here[i] != CLOSE and i >= len(asked.key):
            return False
        if here[i] == SPACE and wanted[i] == CLOSE and before == behind:
            at = spaces.index(i)
            narrow = min(i - spaces[at - 1], spaces[at + 1] - i) < PIECE
            if before != Kind.HANGUL or narrow:
                return False
    return True


def _has_capitals(term: Sought, title: Folded, start: int, end: int) -> bool:
    """Whether the title has the capitals that the term asks for: a short acronym all of its own, a name any."""
    for first, last in term.words:
        asked, found = term.folded.shown[first:last], title.shown[start + first : start + last]
        if asked.isupper() and len(asked) <= ACRONYM:
            if found != asked:
                return False
        elif asked != asked.lower() and found == found.lower():
            return False
    ending = title.shown[start + len(term.folded.key) : end]
    return not (ending.isupper() and term.folded.shown[-1].isupper())  # EVs, but not KBS for KB
