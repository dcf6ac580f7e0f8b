"""Answers of Naver's news search (developers.naver.com/docs/serviceapi/search/news) to a Document.

An article is known by its own address at its outlet (`originallink`); Naver's copy stands in where that is missing.
Times are minutes, whatever seconds are written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson

from sokbo.address import join
from sokbo.keys import key64
from sokbo.model import Document, Entry, Kind, Precision, Skipped
from sokbo.text import clean
from worker.naver import query
from worker.read import outlets
from worker.read.page import MOST_ENTRIES, Page, Unreadable

LOOKS_LIKE = re.compile(r'\s*\{(?=[^\[\]{}]{0,300}"lastBuildDate"\s*:)(?=[^\[\]{}]{0,300}"total"\s*:\s*\d)')
"""How an answer begins."""


@dataclass(frozen=True, slots=True)
class Results:
    """An answer, taken apart."""

    total: int
    start: int
    items: list[dict[str, Any]]


def results(body: bytes | str) -> Results | None:
    """The answer's parts; None where it is none."""
    try:
        said = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(said, dict) or not isinstance(said.get("items"), list):
        return None
    total, start = (n if isinstance(n := said.get(name), int) else 0 for name in ("total", "start"))
    return Results(total, max(1, start), [item for item in said["items"] if isinstance(item, dict)])


def read(page: Page) -> Document:
    """The results as a Document; raises `Unreadable` for an answer that is cut off."""
    said = results(page.text)
    if said is None:
        raise Unreadable("a broken answer of Naver's search")
    found = [_entry(item, page) for item in said.items[:MOST_ENTRIES]]
    return Document(
        kind=Kind.SEARCH,
        encoding=page.encoding,
        title=_title(page.url),
        entries=tuple(e for e in found if isinstance(e, Entry)),
        skipped=tuple(s for s in found if isinstance(s, Skipped)),
        older=query.further(page.url, len(said.items), said.total),
    )


def _title(url: str) -> str:
    """What a person calls these results."""
    asked = parse_qs(urlsplit(url).query).get("query", [""])[0]
    return f"네이버: {asked}" if asked else "네이버"


def address(item: dict[str, Any]) -> str | None:
    """Where a result is: at its outlet, else at Naver."""
    return join("", _string(item, "originallink")) or join("", _string(item, "link"))


def _entry(item: dict[str, Any], page: Page) -> Entry | Skipped:
    title = clean(_string(item, "title"))
    url = address(item)
    if not title:
        return Skipped("no title", url or "")
    moment = page.when(_string(item, "pubDate"))
    if moment and moment.at.second == 0 and moment.precision is Precision.SECOND:
        moment = moment._replace(precision=Precision.MINUTE)
    return Entry(
        title=title,
        url=url,
        outlet=outlets.named(url) if url else None,
        published=moment.at if moment else None,
        precision=moment.precision if moment else Precision.NONE,
        fingerprint=key64(*(_string(item, name) for name in ("originallink", "link", "title", "pubDate"))),
    )


def _string(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    return value.encode("utf-8", "ignore").decode() if isinstance(value, str) else ""
