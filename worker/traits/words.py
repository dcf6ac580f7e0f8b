"""The words of a title as grouping compares them: hanja written out, particles off, one name for one thing. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from notify.particles import tail
from sokbo.fold import CLOSE, fold
from sokbo.press import hanja, names
from sokbo.press.sheet import Days
from sokbo.text import labels, without_labels

_QUOTES = {
    **dict.fromkeys("‘’‚‛`´′＇", "'"),
    **dict.fromkeys("“”„‟″«»＂", '"'),
    "…": " ",
    "‥": " ",
    "∼": "~",
    "〜": "~",
}
_SAME_SIGN = str.maketrans(_QUOTES)
_HANJA = re.compile("[\u3400-\u9fff\uf900-\ufaff]+")
_STANDING = 3
"""Characters of a run in which each stands for a word: 韓美日."""
_POINTS = re.compile(r"\b([A-Za-z])\.\s?([A-Za-z])(?:\.|\b)")
_THE_STATES = re.compile(r"\bUS\b")
_COMMA = re.compile(r"(?<=\d),(?=\d{3})")
_ELLIPSIS = re.compile(r"\.{2,}")
_WORD = re.compile(r"[가-힣]+|[a-z](?:[a-z&.'-]*[a-z0-9])?|\d+[a-z]+\d*|[↑↓]")

_ONE_MEANING = """
화재 불 큰불 불길
사망 숨져 숨진 숨지고 사망자 숨졌다
하락 내린 내려 떨어 하락세 내림세 ↓
상승 오른 올라 올랐다 상승세 오름세 ↑
체포 검거 붙잡아
cut cuts cutting trim trims lower lowers lowered trimmed
killed dead kill kills dies die died death deaths
rise rises jump jumps surge surges climb climbs up soar soars gain gains edge
fall falls drop drops slump slumps sink sinks slide slides down fell
quake earthquake
"""
_MEANING = {word: line.split()[0] for line in _ONE_MEANING.strip().splitlines() for word in line.split()}
_SAYS_NOTHING = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "by",
        "with",
        "from",
        "and",
        "or",
        "as",
        "is",
        "are",
        "was",
        "be",
        "its",
        "it",
        "that",
        "this",
        "his",
        "her",
        "their",
        "after",
        "over",
        "amid",
        "has",
        "have",
        "had",
        "says",
        "said",
        "will",
        "would",
        "not",
        "but",
        "who",
        "what",
    ]
)
_ENGLISH_END = re.compile(r"(?:'s|s'|ies|es|s|ed|ing)$")


@dataclass(frozen=True, slots=True)
class Words:
    """A title taken apart: the text that numbers are read from, its words as they stand, and as they are compared."""

    text: str
    written: tuple[str, ...]
    meant: tuple[str, ...]


def words(title: str, on: date) -> Words:
    """The words of a clean title, its labels aside; names and hanja mean what they did on that day."""
    text = without_labels(title)
    if text == title and labels(title):
        return Words("", (), ())
    text = text.translate(_SAME_SIGN)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _write_out(text, on))
    text = _THE_STATES.sub("USA", _POINTS.sub(r"\1\2", text))
    text = _COMMA.sub("", _ELLIPSIS.sub(" ", text.lower()))
    written = _WORD.findall(text)
    meant = [_meant(word, on) for word in written]
    meant += [name for a, b in pairwise(written) if a + b in _names() and (name := _called(a + b, on))]
    return Words(text, tuple(written), tuple(dict.fromkeys(w for w in meant if w not in _SAYS_NOTHING)))


def _write_out(text: str, on: date) -> str:
    return _HANJA.sub(lambda run: _read_aloud(run[0], on), text) if _HANJA.search(text) else text


@lru_cache(maxsize=4096)
def _read_aloud(run: str, on: date) -> str:
    """A run of hanja: the words that its characters stand for, else as it is read."""
    table = hanja.shipped()
    meant = [next((m.word for m in table.meanings.get(c, ()) if m.days.holds(on)), "") for c in run]
    return f" {' '.join(meant)} " if all(meant) and len(run) <= _STANDING else table.read(run, CLOSE * len(run))


@lru_cache(maxsize=1)
def _names() -> dict[str, list[tuple[Days, str]]]:
    """What is called so, and when, by match key."""
    found: dict[str, list[tuple[Days, str]]] = {}
    for group in names.shipped().groups:
        for name in group:
            if len(name.text) > 2 or not name.text.isascii():  # us is not US
                found.setdefault(fold(name.text).key, []).append((name.days, group[0].text.lower()))
    return found


def _called(name: str, on: date) -> str | None:
    """The one thing that is called so on that day."""
    meant = {proper for days, proper in _names().get(name, ()) if days.holds(on)}
    return meant.pop() if len(meant) == 1 else None


def _meant(word: str, on: date) -> str:
    bare = _bare(word)
    return _called(word, on) or (_called(bare, on) if bare != word else None) or _MEANING.get(bare, bare)


@lru_cache(maxsize=65_536)
def _bare(word: str) -> str:
    """A word without its particles or endings; of an English one, without what inflects it."""
    if word in _MEANING:
        return _MEANING[word]
    if "가" <= word[0] <= "힣":
        ends = (end for end in range(2, len(word)) if tail(word[end - 1], word[end:]) in ("particle", "ending"))
        return word[: next(ends, len(word))]
    if len(word) <= 4 or (not word.isalpha() and "'" not in word):
        return word
    bare = _ENGLISH_END.sub("", word)
    return bare if len(bare) > 2 else word
