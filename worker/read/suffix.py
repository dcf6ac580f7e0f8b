"""The publisher's name behind a title (`… - 조선일보`), told from mere punctuation by the titles around it. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from sokbo.model import Entry

FEWEST = 4
"""Entries that must end alike before an ending counts as a name."""
SHARE = 0.9

_MAYBE = re.compile(r"\s(?:-|\||–|—|::|ㅣ|<|«)\s")
_SUFFIX = re.compile(r"(?P<title>.*\S)\s+(?:-|\||–|—|::|ㅣ|<|«)\s+(?P<name>\S.{0,28}\S|\S)")


def without(entries: Sequence[Entry], feed_title: str, others: int = 0) -> tuple[Entry, ...]:
    """The entries, a publisher's suffix moved from the title to the outlet.

    It is one where it equals the entry's `<source>`, or where nearly every entry ends alike. `others` is how many more
    entries there are, which end otherwise: one that ends with the common name is not to be passed over unread
    (fingerprint 0), or the next ones would stand without their neighbours.
    """
    found = [_SUFFIX.fullmatch(entry.title) if _MAYBE.search(entry.title) else None for entry in entries]
    names = Counter(m["name"] for m in found if m)
    common = _common(names, len(entries) + others, feed_title)
    if not names:
        return tuple(entries)
    return tuple(
        _apart(entry, m, common) if m and m["name"] in {entry.outlet, common} else entry
        for entry, m in zip(entries, found, strict=True)
    )


def _apart(entry: Entry, found: re.Match[str], common: str | None) -> Entry:
    name = found["name"]
    print_ = 0 if name == common else entry.fingerprint
    return replace(entry, title=found["title"], outlet=entry.outlet or name, fingerprint=print_)


def _common(names: Counter[str], entries: int, feed_title: str) -> str | None:
    """The name behind nearly every title; behind few entries only where the feed itself is called so."""
    if not names:
        return None
    name, times = names.most_common(1)[0]
    if times < SHARE * entries:
        return None
    return name if times >= FEWEST or (times > 1 and name in feed_title) else None
