"""The publisher's name behind a title (`… - 조선일보`), told from mere punctuation. Pure.

By the entry's own `<source>`, by the titles around it, or by its look: outlets are called alike all over the world.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from sokbo.model import Entry

FEWEST = 4
"""Entries that must end alike before an ending counts as a name."""
SHARE = 0.9

_MAYBE = re.compile(r"[-|–—:ㅣ<«]\s")
_SUFFIX = re.compile(r"(?P<title>.*\S)(?P<mark>\s+(?:-|\||–|—|::|ㅣ|<|«)\s+|\s*:\s+)(?P<name>\S.{0,28}\S|\S)")
_SURE_MARKS = {"-", "|", "–", "—", "::", "ㅣ"}
_LOOK = re.compile(
    r"[가-힣A-Za-z0-9]{1,10}(?:일보|신문|매일|경제|통신|방송|뉴스|타임스|타임즈|저널|데일리|헤럴드|투데이|미디어|닷컴|일간|주간|뉴시스)"
    r"|(?:[A-Z][\w.'&-]* ){0,4}(?:News|Times|Herald|Post|Tribune|Journal|Gazette|Daily|Guardian|Chronicle|Telegraph)"
    r"|(?:[a-z0-9-]+\.){1,3}(?:com|net|org|news|kr|jp|cn|io|example)"
)
"""What outlets are called: one word of Korean, capitals of English, or a host's name."""


def without(entries: Sequence[Entry], feed_title: str, others: int = 0) -> tuple[Entry, ...]:
    """The entries, a publisher's suffix moved from the title to the outlet.

    It is one where it equals the entry's `<source>`, where nearly every entry ends alike, or where it looks like one.
    `others` is how many more entries there are, which end otherwise: one that ends with the common name is not to be
    passed over unread (fingerprint 0), or the next ones would stand without their neighbours.
    """
    found = [_SUFFIX.fullmatch(entry.title) if _MAYBE.search(entry.title) else None for entry in entries]
    names = Counter(m["name"] for m in found if m)
    common = _common(names, len(entries) + others, feed_title)
    if not names:
        return tuple(entries)
    return tuple(
        _apart(entry, m, common) if m and (m["name"] in {entry.outlet, common} or _looks(m)) else entry
        for entry, m in zip(entries, found, strict=True)
    )


def _looks(found: re.Match[str]) -> bool:
    """Whether a name behind a dash or a bar is an outlet's by its look alone."""
    return found["mark"].strip() in _SURE_MARKS and _LOOK.fullmatch(found["name"]) is not None


def _apart(entry: Entry, found: re.Match[str], common: str | None) -> Entry:
    name = found["name"]
    print_ = 0 if name == common and name != entry.outlet and not _looks(found) else entry.fingerprint
    return replace(entry, title=found["title"], outlet=entry.outlet or name, fingerprint=print_)


def _common(names: Counter[str], entries: int, feed_title: str) -> str | None:
    """The name behind nearly every title; behind few entries only where the feed itself is called so."""
    if not names:
        return None
    name, times = names.most_common(1)[0]
    if times < SHARE * entries:
        return None
    return name if times >= FEWEST or (times > 1 and name in feed_title) else None
