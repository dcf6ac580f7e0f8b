"""One term and one title: where the term stands, and by which path. Pure.

Each place in the match key where a form of the term stands is judged by its edges, by what divides its characters and
by its capitals. In Hangul that runs on, `compound` judges. A title with hanja is looked at thrice: as printed, as read,
and with what its hanja stand for; and a name is looked for under its other names too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from notify import compound, english, particles
from notify.boundary import Kind, begins, ends, hangul_before, hangul_behind, kind, stands_free
from notify.knowledge import Knowledge
from notify.subject import Subject
from notify.tree import Term
from sokbo.fold import CLOSE, SPACE, Folded, fold
from sokbo.model import Why
from sokbo.press.sheet import ALWAYS, Days
from sokbo.press.words import Run
from sokbo.text import labels

ACRONYM = 3
"""Letters up to which capitals must be capitals in the title too: US is not us, but NATO is also written Nato."""
PIECE = 2
"""Syllables that must stand on each side of a space in what the term writes as one word: 국민 연금, not 금융 위."""
RUN = 24
"""Syllables on each side of a term that are looked at."""
_OPENING = frozenset("[(<【〈《［（＜〔")


@dataclass(frozen=True, slots=True)
class Sought:
    """What a term looks for: its key, and every form of it with the name of its path."""

    term: Term
    folded: Folded
    forms: tuple[tuple[str, str], ...]
    words: tuple[tuple[int, int], ...]
    """Where its runs of two and more letters are: their capitals count, and the last is inflected."""
    names: tuple[tuple[Sought, Days, str], ...] = ()
    """Other ways to write the same, when they are, and by which path they are found."""

    @property
    def stem(self) -> str:
        """What all forms begin with."""
        first, last = min(self.forms)[0], max(self.forms)[0]
        differs = (i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b)
        return first[: next(differs, len(first))]

    @property
    def stems(self) -> frozenset[str]:
        """Stretches of letters, one of which a title must have for the term to stand in it."""
        return frozenset([self.stem, *[name.stem for name, _, _ in self.names]])


@lru_cache(maxsize=65_536)
def sought(term: Term, knowledge: Knowledge) -> Sought:
    """What a term looks for."""
    plain = _sought(term)
    if term.exact:
        return plain
    found = [(_sought(Term(name.text)), name.days, "alias") for name in knowledge.names.others(term.text)]
    if knowledge.hanja.has(plain.folded.key):
        read = _sought(Term(knowledge.hanja.read(plain.folded.shown, plain.folded.gaps)))
        found.insert(0, (read, ALWAYS, "hanja"))
    return Sought(term, plain.folded, plain.forms, plain.words, tuple(found))


def _sought(term: Term) -> Sought:
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


def look(term: Sought, subject: Subject) -> Why | None:
    """The first place where a term stands in a title, by the plainest path; None where it does not."""
    return next(places(term, subject), None)


def places(term: Sought, subject: Subject) -> Iterator[Why]:
    """Every place where a term stands in a title, the plainest paths first."""
    yield from _in(term, subject.plain, subject.knowledge)
    for other in () if term.term.exact else subject.others:
        yield from _by_hanja(term, other, subject)
    for name, days, path in term.names:
        if days.holds(subject.facts.day):
            for title in (subject.plain, *subject.others):
                for why in _in(name, title, subject.knowledge, is_name=True):
                    yield Why(term.term.text, why.text, why.start, why.end, path)


def _by_hanja(term: Sought, read: Folded, subject: Subject) -> Iterator[Why]:
    """Where a term stands in what the title's hanja say, and not without them."""
    for why in _in(term, read, subject.knowledge):
        if subject.knowledge.hanja.has(why.text):
            yield Why(why.term, why.text, why.start, why.end, "hanja")


def _in(term: Sought, title: Folded, knowledge: Knowledge, *, is_name: bool = False) -> Iterator[Why]:
    for form, path in term.forms:
        start = title.key.find(form)
        while start >= 0:
            how = _judge(term, title, start, start + len(form), path, knowledge, is_name=is_name)
            if how:
                yield _why(term, title, start, start + len(form), how)
            start = title.key.find(form, start + 1)


def _why(term: Sought, title: Folded, start: int, end: int, how: str) -> Why:
    first, last = title.place(start, end)
    text = title.title[first:last]
    if first > 0 and title.title[first - 1] in _OPENING and text in labels(title.title):
        how = "label"
    return Why(term.term.text, text, first, last, how)


def _judge(
    term: Sought, title: Folded, start: int, end: int, path: str, knowledge: Knowledge, *, is_name: bool
) -> str | None:
    """By which path `key[start:end]` is the term; None where it has only the term's letters."""
    if term.term.exact:
        return path if _is_as_written(term.folded, title, start, end) else None
    before = hangul_before(title, start, RUN) if kind(title.key[start]) == Kind.HANGUL else ""
    if not (before or begins(title, start)) or not ends(title, start, end):
        return None
    if not (_is_divided_alike(term.folded, title, start, end) and _has_capitals(term, title, start, end)):
        return None
    behind = hangul_behind(title, end, RUN) if kind(title.key[end - 1]) == Kind.HANGUL else ""
    if before or behind:
        return _in_hangul(title, start, end, (before, behind), knowledge, is_name=is_name)
    if path == "exact" and _divisions(title.gaps[start:end]) != _divisions(term.folded.gaps):
        return "spacing"
    return path


def _in_hangul(
    title: Folded, start: int, end: int, around: tuple[str, str], knowledge: Knowledge, *, is_name: bool
) -> str | None:
    """By which path the term stands in Hangul that runs on; another name for it must stand there beyond doubt."""
    before, behind = around
    tail = particles.tail(title.key[end - 1], behind) if behind else None
    how = "compound" if before or tail is None else tail
    if is_name and end - start == 1:
        return None
    stands = compound.surely if is_name and how == "compound" else compound.stands
    return how if all(stands(run, knowledge) for run in _runs(title, start, end, before, behind)) else None


def _runs(title: Folded, start: int, end: int, before: str, behind: str) -> Iterator[Run]:
    """The Hangul that a place runs on in: in one piece, or on each side of what the term has of other scripts."""
    key = title.key[start:end]
    first = start - len(before)
    counted = first > 0 and title.gaps[first] == CLOSE and kind(title.key[first - 1]) == Kind.DIGIT
    if all(kind(c) == Kind.HANGUL for c in key):
        yield Run(before + key + behind, len(before), len(before) + len(key), counted)
        return
    if before:
        lead = hangul_behind(title, start, len(key))
        yield Run(before + lead, len(before), len(before) + len(lead), counted)
    if behind:
        trail = hangul_before(title, end, len(key))
        yield Run(trail + behind, 0, len(trail))


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
