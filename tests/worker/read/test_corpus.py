"""Every page and document of the corpus, read as the files beside it say."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest

from sokbo.model import Document, Entry, Kind, Precision
from worker import outlet_zone
from worker.read import Unreadable, read

CORPUS = Path(__file__).parents[2] / "corpus"
BOARDS = sorted((CORPUS / "boards").glob("*.json"))
ODD: list[dict[str, Any]] = json.loads((CORPUS / "feeds" / "manifest.json").read_text("utf-8"))
SEOUL = ZoneInfo("Asia/Seoul")
NOT_YET: frozenset[str] = frozenset()
"""Pages that the reader doesn't read exactly so far; one that it does has to be taken out."""


def read_as_told(body: bytes, told: dict[str, Any]) -> Document:
    return read(
        body,
        url=told["url"],
        content_type=told.get("content_type"),
        at=datetime.fromisoformat(told["fetched_at"]),
        zone=outlet_zone.meant(None, told["url"], SEOUL),
    )


def moment(entry: Entry) -> str | None:
    return entry.published.astimezone(SEOUL).isoformat() if entry.published else None


def when(date: str | None) -> str:
    """The day, or the day and minute in Seoul, that a file tells; "" for none."""
    return datetime.fromisoformat(date).astimezone(SEOUL).isoformat()[:16] if date and "T" in date else date or ""


def case(gold: Path) -> Any:
    marks = [pytest.mark.xfail(strict=True)] if gold.stem in NOT_YET else []
    return pytest.param(gold, id=gold.stem, marks=marks)


@pytest.mark.parametrize("gold", [case(gold) for gold in BOARDS])
def test_a_board_is_read_exactly(gold: Path) -> None:
    told = json.loads(gold.read_text("utf-8"))
    document = read_as_told(gold.with_suffix(".html").read_bytes(), told)
    optional = {h["title"] for h in told.get("optional", ())}
    entries = [entry for entry in document.entries if entry.title not in optional]
    assert document.kind == Kind.BOARD
    assert [e.title for e in entries] == [h["title"] for h in told["headlines"]]
    assert [e.url for e in entries] == [h["url"] for h in told["headlines"]]
    assert [e.author for e in entries if e.author] == [h["author"] for h in told["headlines"] if h["author"]]
    for entry, headline in zip(entries, told["headlines"], strict=True):
        told_at = when(headline["date"])
        assert (moment(entry) or "")[: len(told_at) or None] == told_at
    assert bool(document.warnings) == (not told["headlines"])


def test_the_seed_s_rows_have_the_precision_they_were_printed_in() -> None:
    gold = CORPUS / "boards" / "01-xe-table.json"
    document = read_as_told(gold.with_suffix(".html").read_bytes(), json.loads(gold.read_text("utf-8")))
    assert len(document.entries) == 20
    assert {(e.author, moment(e), e.precision) for e in document.entries} == {
        ("랭크뉴스", "2025-06-26T00:00:00+09:00", Precision.DAY)
    }
    assert not any(e.title.endswith("new") for e in document.entries)
    assert [s.reason for s in document.skipped] == ["notice", "notice"]


@pytest.mark.parametrize(("page", "says"), [("06-empty", "empty"), ("07-login", "login"), ("08-article", "article")])
def test_a_page_without_a_listing_says_what_it_is(page: str, says: str) -> None:
    gold = CORPUS / "boards" / f"{page}.json"
    document = read_as_told(gold.with_suffix(".html").read_bytes(), json.loads(gold.read_text("utf-8")))
    assert document.entries == ()
    assert says in document.warnings[0]


@pytest.mark.parametrize("told", ODD, ids=[told["file"] for told in ODD])
def test_an_odd_document_is_read_as_far_as_it_is_whole_or_refused(told: dict[str, Any]) -> None:
    body = (CORPUS / "feeds" / told["file"]).read_bytes()
    if told["expect"] == "error":
        with pytest.raises(Unreadable) as refused:
            read_as_told(body, told)
        assert len(str(refused.value).splitlines()) == 1
        return
    document = read_as_told(body, told)
    assert len(document.entries) >= told["min_entries"]
    assert len(document.entries) == told.get("exactly", len(document.entries))
    found = {entry.title: entry for entry in document.entries}
    alternatives = told.get("alt_titles") or told["titles"]
    for at, (title, alternative) in enumerate(zip(told["titles"], alternatives, strict=True)):
        entry = found.get(title) or found[alternative]
        assert moment(entry) == told["dates"][at]
        assert told_of(entry) == {
            **told_of(entry),
            **{name: told[f"{name}s"][at] for name in TOLD if f"{name}s" in told},
        }
    assert not any(word in repr(document) for word in told.get("forbid", ()))


TOLD = ("link", "guid", "author", "outlet")


def told_of(entry: Entry) -> dict[str, str | None]:
    link = unquote(entry.url) if entry.url else None
    return {"link": link, "guid": entry.guid, "author": entry.author, "outlet": entry.outlet}
