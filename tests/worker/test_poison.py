"""One document that can't be read, kept or matched harms nothing else."""

from __future__ import annotations

from datetime import datetime

import pytest
from parts import feeds, http
from parts.line import Desk
from sqlalchemy.exc import DataError

from notify.index import RuleIndex
from sokbo.queries import alerts, sources
from worker import ingest as ingesting
from worker import poll, reading

GOOD, BAD = feeds.Item(2, "지진 소식"), feeds.Item(3, "지진 poison")


def two_sources(desk: Desk, publisher: http.Server) -> None:
    desk.add_watch("지진", "지진")
    for path in ("/good", "/bad"):
        publisher.pages[path] = feeds.rss([feeds.Item(1, "처음")], base=publisher.url(path))
        desk.add_source(publisher.url(path))
    desk.drain()
    publisher.pages["/good"] = feeds.rss([GOOD], base=publisher.url("/good"))
    publisher.pages["/bad"] = feeds.rss([BAD], base=publisher.url("/bad"))


def errors(desk: Desk) -> list[str | None]:
    return [s.last_error for s in desk.read(sources.every)]


def test_a_reader_that_fails_harms_its_own_source_alone(
    desk: Desk, publisher: http.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_sources(desk, publisher)
    real = reading.read

    def read(body: bytes, **values: object) -> object:
        if b"poison" in body:
            raise RecursionError
        return real(body, **values)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "read", read)
    desk.poll()
    assert desk.drain() == 1
    good, bad = errors(desk)
    assert good is None
    assert bad is not None
    assert "RecursionError" in bad


def test_what_cannot_be_kept_fails_alone(desk: Desk, publisher: http.Server, monkeypatch: pytest.MonkeyPatch) -> None:
    two_sources(desk, publisher)
    real = ingesting.ingest

    def ingest(connection: object, readings: list[ingesting.Reading], at: datetime) -> object:
        if any(e.title == BAD.title for r in readings if r.document for e in r.document.entries):
            raise DataError("", None, ValueError("poison"))
        return real(connection, readings, at)  # type: ignore[arg-type]

    monkeypatch.setattr(poll, "ingest", ingest)
    desk.poll()
    assert desk.drain() == 1
    assert [bool(e) for e in errors(desk)] == [False, True]


def test_a_title_that_a_rule_chokes_on_holds_nothing_up(
    desk: Desk, publisher: http.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_sources(desk, publisher)
    real = RuleIndex.matches

    def matches(self: RuleIndex, title: str, facts: object) -> object:
        if title == BAD.title:
            raise IndexError
        return real(self, title)

    monkeypatch.setattr(RuleIndex, "matches", matches)
    desk.poll()
    assert desk.drain() == 2
    assert len(desk.read(alerts.newest, limit=9)) == 1
