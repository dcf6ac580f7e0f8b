"""A title with its hanja read (對北 as 대북), and with those that stand for a word written out (美 as 미국). Pure.

One character stands for a word where it stands alone, runs on with others that do (韓美), follows a verb (訪美), or
stands right before Hangul; not in a word that is itself written in hanja (野球, 靑少年), behind a number (15日), at the
end of a Hangul word (건강美), or as 中 behind what is under way (조사 中).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from importlib.resources import files

from sokbo.fold import CLOSE, HYPHEN, SPACE, Folded
from sokbo.press.sheet import Days, Fault, dated, lines

LEADS = frozenset("한방대주반친미중일북남여범전당군검")
"""One-syllable Hangul that runs on with such a character as hanja would: 방美, 한日, 검警."""
_PARTICLES = frozenset("이가은는을를의도와과에로만서")
_SINGLE = 1


@dataclass(frozen=True, slots=True)
class Meaning:
    """A word that a character stands for, and when."""

    word: str
    days: Days


@dataclass(slots=True)
class Hanja:
    """The table: readings, meanings, and the words in which a character keeps its own sense."""

    readings: dict[str, str] = field(default_factory=dict)
    meanings: dict[str, list[Meaning]] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)
    """By character, the words in which it means something else."""
    before: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By character, the only Hangul words that it runs on into."""
    under_way: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By character, the Hangul words behind which it says that they are under way."""
    leads: set[str] = field(default_factory=set)
    tails: set[str] = field(default_factory=set)
    faults: tuple[Fault, ...] = ()
    second: dict[str, str] = field(default_factory=dict)
    """How characters are read at the beginning of a word, where that differs: 女 in 女배우, but 녀 in 母女."""

    table: dict[int, str] = field(default_factory=dict)
    """The readings as `str.translate` takes them."""
    pattern: re.Pattern[str] = field(default_factory=lambda: re.compile(r"(?!)"))
    """Any of the characters."""
    beside: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    """The words by the character and one neighbour of it, as hanja and as read, with the character's place."""

    def read(self, text: str, gaps: str) -> str:
        """A text with each of its hanja as it is read; as long as it was."""
        spoken = text.translate(self.table)
        for i in (i for i, c in enumerate(text) if c in self.second) if not self.second.keys().isdisjoint(text) else ():
            if i == 0 or gaps[i] != CLOSE or text[i - 1] not in self.readings:
                spoken = spoken[:i] + self.second[text[i]] + spoken[i + 1 :]
        return spoken

    def has(self, key: str) -> bool:
        """Whether a match key has hanja in it that are in the table."""
        return self.pattern.search(key) is not None


# --- reading a title --------------------------------------------------------------------------------------------------


def variants(table: Hanja, title: Folded, on: date | None = None) -> tuple[Folded, ...]:
    """A title read aloud, and one for each way to write out what its hanja stand for; none where it has no hanja."""
    if not table.has(title.key):
        return ()
    key = table.read(title.key, title.gaps)
    spoken = replace(title, key=key, shown=key if title.shown == title.key else table.read(title.shown, title.gaps))
    places = {i: words for i in _standing(table, title) if (words := _words(table, title.key[i], on))}
    most = max((len(words) for words in places.values()), default=0)
    return (spoken, *(_written_out(spoken, places, way) for way in range(most)))


def _words(table: Hanja, c: str, on: date | None) -> list[str]:
    return [m.word for m in table.meanings[c] if m.days.holds(on)]


def _standing(table: Hanja, title: Folded) -> Iterator[int]:
    """Where a character stands for a word."""
    if table.meanings.keys().isdisjoint(title.key):
        return
    for i, c in enumerate(title.key):
        if c in table.meanings and _stands(table, title, i):
            yield i


def _stands(table: Hanja, title: Folded, i: int) -> bool:
    key = title.key
    before = key[i - 1] if i and title.gaps[i] == CLOSE and key[i - 1].isalnum() else ""
    behind = key[i + 1] if i + 1 < len(key) and title.gaps[i + 1] == CLOSE and key[i + 1].isalnum() else ""
    if before and not (before in table.meanings or before in table.leads or _leads(title, i)):
        return False
    if behind and behind in table.readings and not (behind in table.meanings or behind in table.tails):
        return False
    if _in_a_word(table, title, i):
        return False
    if behind and _is_hangul(behind) and not _runs_on(table, title, i):
        return False
    return before != "" or behind != "" or not _goes_on(table, title, i)


def _leads(title: Folded, i: int) -> bool:
    """Whether one Hangul syllable stands before, that a word begins with: 방美, not 자연美."""
    return title.key[i - 1] in LEADS and (i == 1 or title.gaps[i - 1] != CLOSE or not title.key[i - 2].isalnum())


def _in_a_word(table: Hanja, title: Folded, i: int) -> bool:
    """Whether the character belongs to a word written in hanja, wholly or in part."""
    c, before, behind = title.key[i], title.key[i - 1 : i], title.key[i + 1 : i + 2]
    found = (*table.beside.get(c + behind, ()), *table.beside.get(before + c, ()))
    return any(at <= i and _is_written(table, title, i - at, word) for at, word in found)


def _is_written(table: Hanja, title: Folded, start: int, word: str) -> bool:
    end = start + len(word)
    if end > len(title.key):
        return False
    spoken_of = title.key[start] in table.before  # a person's name, which may stand before a title: 李 총재
    if not spoken_of and SPACE in title.gaps[start + 1 : end]:
        return False
    hangul = 0
    for c, asked in zip(title.key[start:end], word, strict=True):
        if c == asked:
            continue
        if _is_hangul(asked) or c not in (table.readings.get(asked), table.second.get(asked)):
            return False
        hangul += 1
    if hangul == 0 or hangul > _SINGLE:
        return True
    alone = end == len(title.key) or title.gaps[end] != CLOSE or not _is_hangul(title.key[end])
    if title.key[end - 1] in _PARTICLES and word[-1] not in title.key[start:end]:
        return False  # 中도 is 中 and a particle
    return alone or title.key[end] in _PARTICLES


def _runs_on(table: Hanja, title: Folded, i: int) -> bool:
    """Whether a character that stands for a person goes on as it may: 李대통령, not 李총재."""
    only = table.before.get(title.key[i])
    if only is None:
        return True
    rest = title.key[i + 1 : i + 6]
    return rest.startswith(only) or (
        rest[0] in _PARTICLES and (len(rest) == 1 or title.gaps[i + 2] != CLOSE or not rest[1].isalnum())
    )


def _goes_on(table: Hanja, title: Folded, i: int) -> bool:
    """Whether a lone character says that something is under way: 조사 中, 재판 中 쓰러진."""
    words = table.under_way.get(title.key[i])
    if words is None or i == 0 or not _is_hangul(title.key[i - 1]):
        return False
    if not any(c.isalnum() for c in title.key[i + 1 :]):
        return True
    first = i - 1
    while first > 0 and title.gaps[first] == CLOSE:
        first -= 1
    return title.key[first:i].endswith(words)


def _is_hangul(c: str) -> bool:
    return "가" <= c <= "힣"


def _written_out(spoken: Folded, places: dict[int, list[str]], way: int) -> Folded:
    """The title with words in the places of their characters; each begins and ends where its character does."""
    keys, shown, gaps = [], [], []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for i, words in [*places.items(), (len(spoken.key), [""])]:
        keys.append(spoken.key[at:i])
        shown.append(spoken.shown[at:i])
        gaps.append(_softened(spoken, at, i))
        starts += spoken.starts[at:i]
        ends += spoken.ends[at:i]
        word = words[min(way, len(words) - 1)]
        keys.append(word)
        shown.append(word)
        if word:
            gaps.append(_softened(spoken, i, i + 1) + CLOSE * (len(word) - 1))
            starts += [spoken.starts[i]] * len(word)
            ends += [spoken.ends[i]] * len(word)
        at = i + 1
    return Folded(spoken.title, "".join(keys), "".join(shown), "".join(gaps), starts, ends)


def _softened(spoken: Folded, at: int, end: int) -> str:
    """The gaps of a stretch, which may begin a word although nothing stands before it."""
    gaps = spoken.gaps[at:end]
    soft = 0 < at < end and gaps[0] == CLOSE and spoken.key[at].isalnum()
    return HYPHEN + gaps[1:] if soft else gaps


# --- the table --------------------------------------------------------------------------------------------------------


def load(text: str, base: Hanja | None = None) -> Hanja:
    """The table of a text, beside another; a broken line is told and passed over."""
    table = Hanja()
    if base:
        table = replace(
            base,
            readings=dict(base.readings),
            meanings={c: list(m) for c, m in base.meanings.items()},
            words={c: list(w) for c, w in base.words.items()},
            before=dict(base.before),
            under_way=dict(base.under_way),
            second=dict(base.second),
            leads=set(base.leads),
            tails=set(base.tails),
            faults=(),
        )
    faults: list[Fault] = []
    for number, line in lines(text):
        try:
            _take(table, line)
        except ValueError as error:
            faults.append(Fault(number, str(error)))
    table.faults = tuple(faults)
    for c in table.meanings:
        table.readings.setdefault(c, c)
    table.beside = _beside(table)
    table.pattern = re.compile(f"[{''.join(map(re.escape, table.readings))}]" if table.readings else r"(?!)")
    table.table = {ord(c): reading for c, reading in table.readings.items()}
    return table


def _beside(table: Hanja) -> dict[str, list[tuple[int, str]]]:
    found: dict[str, list[tuple[int, str]]] = {}
    for c, words in table.words.items():
        for word in words:
            for at in (n for n, other in enumerate(word) if other == c and len(word) > 1):
                beside = word[at + 1] if at + 1 < len(word) else word[at - 1]
                for as_written in {beside, table.readings.get(beside, beside), table.second.get(beside, beside)}:
                    pair = c + as_written if at + 1 < len(word) else as_written + c
                    found.setdefault(pair, []).append((at, word))
    return found


def _take(table: Hanja, line: str) -> None:
    """Take in one line; raises ValueError where it says nothing that can be read."""
    if line[0] in "<>":
        (table.leads if line[0] == "<" else table.tails).update(c for c in line[1:] if not c.isspace())
        return
    character, sign, rest = line[0], line[1:].lstrip()[:1], line[1:].lstrip()[1:].strip()
    if sign not in set(":=!+-") or not rest:
        raise ValueError("write 美 = 미국, 美 ! 美術, 李 + 대통령, 中 - 조사, 가: 家可, < 訪 or > 軍")
    if sign == ":":
        if not _is_hangul(character):
            raise ValueError(f"{character} is no Hangul syllable to read hanja by")
        for c in rest.replace(" ", ""):
            if table.readings.setdefault(c, character) != character:
                table.second[c] = character
    elif _is_hangul(character) or not character.isalpha():
        raise ValueError(f"{character} is no hanja")
    elif sign == "=":
        word, days = dated(rest)
        table.meanings.setdefault(character, []).append(Meaning(word, days))
    elif sign == "!":
        table.words.setdefault(character, []).extend(rest.split())
    else:
        said = table.before if sign == "+" else table.under_way
        said[character] = (*said.get(character, ()), *rest.split())


@lru_cache(maxsize=1)
def shipped() -> Hanja:
    """The table that comes with the product."""
    return load(files("sokbo.press").joinpath("hanja.txt").read_text("utf-8"))
