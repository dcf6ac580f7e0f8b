"""Our reader beside `feedparser`, on every document of its public test suite: who says what of each entry.

`python -m bench.agreement FOLDER` prints the table of `docs/feeds-agreement.md`; FOLDER is the suite's `tests`.
"""

from __future__ import annotations

import io
import re
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import feedparser

from sokbo.address import join
from sokbo.model import Entry
from sokbo.text import clean
from worker.read import Unreadable, read

WELL, ILL = ("wellformed",), ("illformed", "encoding", "entities")
FIELDS = ("title", "link", "date", "id")
AT = datetime(2025, 6, 26, 6, 0, tzinfo=UTC)
PLACE = "http://feeds.example/news/feed.xml"
_HEADER = re.compile(rb"^Header:\s+([^:]+):(.+)$", re.MULTILINE)
_ENTRY = re.compile(rb"(<(?:(\w+):)?(?:item|entry)(?:\s[^<>]*[^/<>])?>)")
_DATES = ("published_parsed", "created_parsed", "updated_parsed")


@dataclass(frozen=True, slots=True)
class Case:
    """A document of the suite, with what the server said of it."""

    name: str
    body: bytes
    url: str
    content_type: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one entry of which the two say different things."""

    case: str
    field: str
    ours: str
    theirs: str


def cases(folder: Path, kinds: tuple[str, ...]) -> Iterator[Case]:
    """Every document of these folders of the suite."""
    for path in sorted(path for kind in kinds for path in (folder / kind).rglob("*.xml")):
        body = path.read_bytes()
        said = {name.decode().strip().lower(): value.decode().strip() for name, value in _HEADER.findall(body)}
        url = join(PLACE, said.get("content-location", "")) or PLACE
        yield Case(path.relative_to(folder).as_posix(), body, url, said.get("content-type", "application/xml"))


def compare(case: Case) -> tuple[Counter[str], list[Difference]]:
    """How many values of each field were compared, and those that differ.

    Most cases test one field and have no other. Entries without a title or a text are no headlines, so that such cases
    are given to both with a title put in.
    """
    body = case.body
    theirs = _theirs(case, body)
    if any(not entry.get("title") for entry in theirs):
        body = _ENTRY.sub(_titled, body)
        theirs = _theirs(case, body)
    ours = _ours(case, body)
    compared: Counter[str] = Counter()
    differences = []
    for at, entry in enumerate(entry for entry in theirs if clean(entry.get("title", ""))):
        told = _told(entry, case.url)
        said = _said(ours[at], case.url) if at < len(ours) else dict.fromkeys(FIELDS, "(no entry)")
        compared["entries"] += 1
        for field in FIELDS:
            if told[field] or said[field]:
                compared[field] += 1
            if told[field] != said[field]:
                differences.append(Difference(case.name, field, said[field], told[field]))
    return compared, differences


def _titled(start: re.Match[bytes]) -> bytes:
    prefix = start[2] + b":" if start[2] else b""
    return start[1] + b"<%stitle>A title put in</%stitle>" % (prefix, prefix)


def _theirs(case: Case, body: bytes) -> list[Any]:
    headers = {"content-type": case.content_type, "content-location": case.url}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(feedparser.parse(io.BytesIO(body), response_headers=headers).entries)


def _ours(case: Case, body: bytes) -> tuple[Entry, ...]:
    try:
        return read(body, url=case.url, content_type=case.content_type, at=AT, zone=ZoneInfo("UTC")).entries
    except Unreadable:
        return ()


def _said(entry: Entry, url: str) -> dict[str, str]:
    date = entry.published.isoformat() if entry.published else ""
    return {"title": entry.title, "link": entry.url or "", "date": date, "id": _id(entry.guid, url)}


def _told(entry: Any, url: str) -> dict[str, str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed = next((entry.get(name) for name in _DATES if entry.get(name)), None)
        date = datetime(*parsed[:6], tzinfo=UTC).isoformat() if parsed else ""
        link = join(url, entry.get("link", "")) or ""
        return {"title": clean(entry.get("title", "")), "link": link, "date": date, "id": _id(entry.get("id"), url)}


def _id(said: str | None, url: str) -> str:
    """As theirs makes them absolute and ours leaves them as they are written, both are made so."""
    return join(url, said or "") or said or ""


@dataclass(frozen=True, slots=True)
class Share:
    """Of one field: entries, those where the two agree, and the same of those where either says anything."""

    entries: int
    agreed: int
    said: int
    said_alike: int


def table(folder: Path, kinds: tuple[str, ...]) -> tuple[dict[str, Share], list[Difference]]:
    """How often the two agree on each field, and where they differ."""
    compared: Counter[str] = Counter()
    differences: list[Difference] = []
    for case in cases(folder, kinds):
        counted, differing = compare(case)
        compared += counted
        differences += differing
    wrong = Counter(difference.field for difference in differences)
    entries = compared["entries"]
    shares = {f: Share(entries, entries - wrong[f], compared[f], compared[f] - wrong[f]) for f in FIELDS}
    return shares, differences


def _cells(of: int, agreed: int) -> str:
    return f"| {of:,} | {agreed:,} | {agreed / of:.1%}" if of else "| 0 | 0 | –"


def main() -> None:
    """Print the table, and with `-v` every difference."""
    folder = Path(sys.argv[1])
    print(f"feedparser {feedparser.__version__}\n")
    print("| documents | field | entries | agreed | share | of those with a value | agreed | share |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, kinds in (("well-formed", WELL), ("ill-formed", ILL)):
        shares, differences = table(folder, kinds)
        for field, s in shares.items():
            print(f"| {name} | {field} {_cells(s.entries, s.agreed)} {_cells(s.said, s.said_alike)} |")
        for d in differences if "-v" in sys.argv else ():
            print(f"{d.case} {d.field}\n    ours   {d.ours[:150]!r}\n    theirs {d.theirs[:150]!r}")


if __name__ == "__main__":
    main()
