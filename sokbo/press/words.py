"""Where Korean words that run on may be parted: simple nouns, what they take on, and what only looks so. Pure.

No analyser and no statistics: a run of Hangul is covered by as few known words as can be, once with the term asked for
as one of them and once without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from sokbo.press.sheet import Fault, lines

NOUN, AFFIX, COUNT, UNKNOWN, ENDING = 10, 12, 4, 16, 3
"""What a part of a run costs; an unknown one costs `STRANGE` more for each syllable."""
STRANGE = 9
LONGEST = 8
"""Syllables of the longest known word."""

Tail = Callable[[str, str], bool]
"""Whether a text may follow a word that ends in a syllable, as particles and endings do."""


@dataclass(slots=True)
class Words:
    """The table of Korean words."""

    nouns: set[str] = field(default_factory=set)
    wholes: dict[str, int] = field(default_factory=dict)
    """Words in which no other is found, beyond so many syllables at the beginning."""
    before: set[str] = field(default_factory=set)
    behind: set[str] = field(default_factory=set)
    count: set[str] = field(default_factory=set)
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Parting:
    """What covering a run costs, and whether nothing in it is unknown."""

    cost: int
    known: bool
    affixed: bool = False
    """Whether it ends in an affix."""
    affix: bool = False
    """Whether it has one."""


NO_PARTING = Parting(1_000_000, known=False)


@dataclass(frozen=True, slots=True)
class Run:
    """Hangul without a space in it, and where in it the term stands."""

    text: str
    start: int
    end: int
    counted: bool = False
    """Whether a number stands before it."""


def part(words: Words, run: Run, tail: Tail) -> tuple[Parting, Parting]:
    """The cheapest covering of a run with the term as one of its words, and without."""
    head = _cover(words, run, 0, run.start, tail, beside=True)
    rest = _cover(words, run, run.end, len(run.text), tail, beside=True)
    together = Parting(head.cost + NOUN + rest.cost, head.known and rest.known)
    return together, _cover(words, run, 0, len(run.text), tail, beside=False)


def _cover(words: Words, run: Run, first: int, last: int, tail: Tail, *, beside: bool) -> Parting:
    """The cheapest covering of `text[first:last]`, which may end in particles where the run does.

    `beside` the term no two affixes may follow each other: 모나리자 is not 모나 with 리 and 자.
    """
    best: list[Parting] = [NO_PARTING] * (last + 1)
    best[first] = Parting(0, known=True)
    for at in range(first, last):
        if best[at].cost >= NO_PARTING.cost:
            continue
        for end, cost, known in _parts(words, run, at, last):
            affixed = cost == AFFIX
            known = known and not (beside and affixed and best[at].affixed)
            _better(best, end, best[at], cost, known=known, affixed=affixed)
        if at > 0 and last == len(run.text) and tail(run.text[at - 1], run.text[at:last]):
            _better(best, last, best[at], ENDING, known=True)
    return best[last]


def _better(best: list[Parting], end: int, so_far: Parting, cost: int, *, known: bool, affixed: bool = False) -> None:
    new = Parting(so_far.cost + cost, so_far.known and known, affixed, so_far.affix or affixed)
    if new.cost < best[end].cost:
        best[end] = new


def _parts(words: Words, run: Run, at: int, last: int) -> Iterator[tuple[int, int, bool]]:
    """What may stand at a place: where it ends, what it costs, whether it is known."""
    text = run.text
    for end in range(at + 1, min(at + LONGEST, last) + 1):
        piece = text[at:end]
        holds = at <= run.start and run.end <= end
        if piece in words.wholes:
            if not (holds and _is_free(words, run, at, end)):
                yield end, NOUN - 1, True
        elif piece in words.nouns and not holds:
            yield end, NOUN, True
        elif at == 0 and run.counted and piece in words.count:
            yield end, COUNT, True
        elif (at > 0 and piece in words.behind) or (end < len(text) and piece in words.before):
            yield end, AFFIX, True
        if not holds:
            yield end, UNKNOWN + STRANGE * (end - at), False


def _is_free(words: Words, run: Run, at: int, end: int) -> bool:
    """Whether the term is the very word, or the part of it that may be found."""
    return at == run.start and run.end - at in {end - at, words.wholes[run.text[at:end]]}


def begins_whole(words: Words, run: Run, tail: Tail) -> bool:
    """Whether a run that begins with the term is a word that hides it, with or without an ending: 고양이가."""
    text = run.text
    return any(
        text[:end] in words.wholes
        and not _is_free(words, run, 0, end)
        and (end == len(text) or tail(text[end - 1], text[end:]))
        for end in range(run.end + 1, len(text) + 1)
    )


def hidden(words: Words, run: Run) -> bool:
    """Whether the term is within a word that hides it, whatever stands around that."""
    places = [(at, end) for at in range(run.start + 1) for end in range(max(run.end, at + 1), len(run.text) + 1)]
    return any(run.text[at:end] in words.wholes and not _is_free(words, run, at, end) for at, end in places)


def load(text: str, base: Words | None = None) -> Words:
    """The words of a text, beside those of another; a broken line is told and passed over."""
    table = Words()
    if base:
        table = Words(set(base.nouns), dict(base.wholes), set(base.before), set(base.behind), set(base.count))
    faults: list[Fault] = []
    for number, line in lines(text):
        kind, colon, rest = line.partition(":")
        try:
            _take(table, kind.strip() if colon else "", (rest if colon else line).split())
        except ValueError as error:
            faults.append(Fault(number, str(error)))
    table.faults = tuple(faults)
    return table


def _take(table: Words, kind: str, some: list[str]) -> None:
    strange = next((w for w in some if not all("가" <= c <= "힣" or c == "+" for c in w)), None)
    if strange:
        raise ValueError(f"{strange} is not written in Hangul")
    match kind:
        case "":
            table.nouns.update(some)
        case "whole":
            table.wholes.update({w.replace("+", ""): max(w.find("+"), 0) for w in some})
        case "before":
            table.before.update(some)
        case "behind":
            table.behind.update(some)
        case "count":
            table.count.update(some)
        case _:
            raise ValueError(f"{kind}: is none of whole:, before:, behind: and count:")


@lru_cache(maxsize=1)
def shipped() -> Words:
    """The table that comes with the product."""
    return load(files("sokbo.press").joinpath("words.txt").read_text("utf-8"))
