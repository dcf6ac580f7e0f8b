"""A source is asked as its operator said: with cookies, a login and headers, in its own zone, at its own pace."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from parts import feeds, http
from parts.feeds import Item
from parts.http import Asked, Page
from parts.line import SEOUL, Desk

from sokbo import secrets
from sokbo.options import Options, pack
from sokbo.queries import asking, sources
from worker import first_read
from worker.first_read import FirstReadError

OLD, NEW = Item(1, "나루은행 새 행장 선임"), Item(2, "가온시 앞바다서 지진", "Mon, 23 Nov 2026 09:00:00")
MEMBER = Options((("X-Key", "k"),), "sid=1", "me:secret", agent="Reader/1")


def members_only(asked: Asked) -> Page:
    """What a paper shows those who are logged in."""
    wanted = {"x-key": "k", "cookie": "sid=1", "authorization": "Basic bWU6c2VjcmV0", "user-agent": "Reader/1"}
    known = all(asked.headers.get(name) == value for name, value in wanted.items())
    return feeds.rss([NEW, OLD]) if known else Page(b"log in", status=401)


def add(desk: Desk, url: str, options: Options, zone: str | None = None) -> int:
    at = datetime.now(UTC)
    looked = first_read.look(url, desk.line.guard, SEOUL, at, options)
    return first_read.add(desk.line.database, desk.line.vault, looked, at, every_s=1, zone=zone).source


def test_it_is_added_and_polled_with_its_options(desk: Desk, publisher: http.Server) -> None:
    publisher.answer = members_only
    with pytest.raises(FirstReadError):
        desk.add_source(publisher.url("/rss"))
    number = add(desk, publisher.url("/rss"), MEMBER)
    desk.poll()
    source = desk.read(sources.one, number)
    assert (source.failures, source.private, len(desk.history(number))) == (0, True, 2)


def test_its_options_are_kept_sealed(desk: Desk, publisher: http.Server) -> None:
    publisher.answer = members_only
    number = add(desk, publisher.url("/rss"), MEMBER)
    sealed = desk.read(asking.of, number).sealed_options
    assert b"secret" not in sealed
    assert desk.line.vault.open(sealed) == pack(MEMBER)


def test_options_of_another_key_fail_with_their_reason(desk: Desk, publisher: http.Server) -> None:
    publisher.answer = members_only
    number = add(desk, publisher.url("/rss"), MEMBER)
    desk.line.vault = secrets.vault("another key")
    desk.poll()
    assert "sealed with another key" in desk.read(sources.one, number).last_error


def test_dates_without_a_zone_are_meant_in_the_sources_own(desk: Desk, publisher: http.Server) -> None:
    publisher.pages["/rss"] = feeds.rss([OLD])
    number = desk.add_source(publisher.url("/rss"), zone="America/New_York")
    publisher.pages["/rss"] = feeds.rss([NEW, OLD])
    desk.poll()
    assert desk.history(number)[-1].published == datetime(2026, 11, 23, 14, tzinfo=UTC)
