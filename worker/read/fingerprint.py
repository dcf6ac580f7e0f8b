"""Has an entry changed? A 64-bit hash of its raw bytes says so without reading it. Pure.

An element reaches from its start to its own end tag, so that its neighbours' coming and going leaves its hash alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from struct import unpack

from worker.read.page import MOST_ENTRIES

_STRAY = 100
"""Names more than elements that are worth a look: of others that begin alike, or within texts."""
_AFTER_NAME = b" \t\r\n/>"
_SLASH = ord("/")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rest:
    """A document without the entries that are known."""

    data: bytes
    passed: tuple[int, ...]
    """The hashes of those that were left out."""


def of_elements(data: bytes, name: str, count: int) -> list[int] | None:
    """The hash of each of `count` elements of this name, none within another.

    None where the bytes don't show as many (a name within CDATA or a comment): then the fields have to do.
    """
    if data.count(b"<" + name.encode()) > 2 * count + _STRAY:
        return None
    spans = _spans(data, name.encode())
    return _prints(data, spans) if len(spans) == count else None


def rest(data: bytes, name: re.Pattern[bytes], known: Collection[int]) -> Rest | None:
    """The document without the known ones among the elements whose start tag matches `name` (its first group).

    None where there is nothing to leave out. Names within CDATA can mislead it: what it gives must be parsed strictly.
    """
    first = name.search(data) if known else None
    if first is None or data.count(b"<" + first[1]) > MOST_ENTRIES:
        return None
    spans = _spans(data, first[1])
    prints = _prints(data, spans)
    passed = tuple(print_ for print_ in prints if print_ in known)
    if not passed:
        return None
    kept, at = [], 0
    for (start, end), print_ in zip(spans, prints, strict=True):
        if print_ in known:
            kept.append(data[at:start])
            at = end
    return Rest(b"".join((*kept, data[at:])), passed)


def _spans(data: bytes, name: bytes) -> list[Span]:
    """From each start tag of this name to its end tag, or to the next one's start where it has none."""
    return _in_pairs(data, name) or _one_by_one(data, b"<" + name, b"</" + name)


@lru_cache(maxsize=64)
def _tags(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"<(?:%s(?=[ \t\r\n/>]|\Z)|/%s)" % (re.escape(name), re.escape(name)))


def _in_pairs(data: bytes, name: bytes) -> list[Span]:
    """The same, sooner, where each has its end tag before the next one's start, as nearly always; else none."""
    tags = [found.start() for found in _tags(name).finditer(data)]
    spans: list[Span] = []
    for start, close in zip(tags[::2], tags[1::2], strict=False):
        end = data.find(b">", close) + 1
        if data[start + 1] == _SLASH or data[close + 1] != _SLASH or not end:
            return []
        spans.append((start, end))
    return spans if len(tags) == 2 * len(spans) else []


def _one_by_one(data: bytes, opening: bytes, closing: bytes) -> list[Span]:
    spans: list[Span] = []
    start = _next(data, opening, 0)
    while start >= 0:
        after = _next(data, opening, start + len(opening))
        close = data.find(closing, start, after if after >= 0 else len(data))
        end = data.find(b">", close) + 1 if close >= 0 else 0
        spans.append((start, end or (after if after >= 0 else len(data))))
        start = after
    return spans


def _next(data: bytes, opening: bytes, at: int) -> int:
    """Where the next start tag of this very name begins, -1 where none does."""
    at = data.find(opening, at)
    while at >= 0 and data[at + len(opening) : at + len(opening) + 1] not in _AFTER_NAME:
        at = data.find(opening, at + len(opening))
    return at


def _prints(data: bytes, spans: list[Span]) -> list[int]:
    digests = [blake2b(data[start:end], digest_size=8).digest() for start, end in spans]
    return list(unpack(f">{len(spans)}q", b"".join(digests)))
