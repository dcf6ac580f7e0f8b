"""Which headlines a feed holds, asked of both databases."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from feeds.choose import LENGTH, Asked, asked, choose
from feeds.page import FeedPage
from sokbo.database import Database
from sokbo.queries import headlines, people, sources, watches
from sokbo.secrets import Vault
from sokbo.tables import alerts, stories

INSTALLATION = "0d5b2c7e-55a8-4a3a-9a5e-3f1f0c6f9c11"
SEEN = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)

Write = Callable[..., None]


@pytest.fixture
def newsroom(database: Database) -> Database:
    """A public source (1) and a private one (2)."""
    with database.write() as connection:
        for n, private in ((1, False), (2, True)):
            sources.add(
                connection,
                url=f"http://source{n}.example/",
                url_key=n,
                sealed_url=None,
                name=f"Source {n}",
                outlet=f"Outlet {n}",
                every_s=None,
                interval_s=60,
                private=private,
            )
    return database


def _write(database: Database, *numbers: int, source: int = 1, placed: bool = True, **values: Any) -> None:
    """Headlines of these numbers: each is its own id, place in the log, and story."""
    usual: dict[str, Any] = {
        "source_id": source,
        "url_key": None,
        "title_key": None,
        "author": None,
        "outlet": f"Outlet {source}",
        "labels": [],
        "published": None,
        "precision": "none",
        "seen": SEEN,
        "private": source == 2,
        "news": True,
        "pending": not placed,
        "revised": None,
        "embargo": None,
    }
    rows = [
        usual
        | {"id": n, "ident": n, "url": f"http://a/{n}", "title": f"Headline {n}"}
        | ({"story_id": n, "seq": n} if placed else {})
        | values
        for n in numbers
    ]
    with database.write() as connection:
        headlines.add(connection, rows)


def _ids(page: FeedPage | None) -> list[int] | None:
    return None if page is None else [item.id for item in page.items]


def _choose(database: Database, feed: Asked | None) -> FeedPage | None:
    assert feed is not None
    with database.read() as connection:
        return choose(connection, INSTALLATION, feed)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("all", Asked("all")),
        ("source/12", Asked("source", "12", insider=True)),
        ("watch/AbC-d_0123456789abcdef", Asked("watch", "AbC-d_0123456789abcdef")),
        ("", None),
        ("All", None),
        ("source/0", None),
        ("source/-1", None),
        ("source/١", None),
        ("source/9999999999999999999999", None),
        ("source/1/..", None),
        ("watch/short", None),
        ("watch/../../etc/passwd", None),
        ("all\n", None),
    ],
)
def test_an_address_means_one_feed_or_none(name: str, meant: Asked | None) -> None:
    assert asked(name, insider=True) == meant


def test_the_feed_of_all_holds_what_is_public_and_placed_newest_first(newsroom: Database) -> None:
    _write(newsroom, 1, 2)
    _write(newsroom, 3, source=2)
    _write(newsroom, 4, placed=False)
    _write(newsroom, 5, embargo=SEEN + timedelta(days=40_000))
    _write(newsroom, 6, embargo=SEEN - timedelta(days=400))
    assert _ids(_choose(newsroom, Asked("all"))) == [6, 2, 1]


def test_a_feed_holds_the_newest_fifty(newsroom: Database) -> None:
    _write(newsroom, *range(1, 61))
    assert _ids(_choose(newsroom, Asked("all"))) == list(range(60, 60 - LENGTH, -1))


def test_a_source_has_its_own_feed(newsroom: Database) -> None:
    _write(newsroom, 1, 2)
    _write(newsroom, 3, source=2)
    page = _choose(newsroom, asked("source/1", insider=False))
    assert page is not None
    assert (_ids(page), page.title, page.path, page.private) == ([2, 1], "Source 1 · Sokbo", "/feeds/source/1", False)


def test_a_private_source_is_not_there_for_who_is_not_signed_in(newsroom: Database) -> None:
    _write(newsroom, 3, source=2)
    assert _choose(newsroom, asked("source/2", insider=False)) is None
    inside = _choose(newsroom, asked("source/2", insider=True))
    assert _ids(inside) == [3]
    assert inside is not None
    assert inside.private


def test_a_removed_source_and_an_unknown_one_have_no_feed(newsroom: Database) -> None:
    with newsroom.write() as connection:
        sources.remove(connection, 1)
    assert _choose(newsroom, asked("source/1", insider=True)) is None
    assert _choose(newsroom, asked("source/77", insider=True)) is None


def _watch(database: Database, vault: Vault, *heard: int) -> tuple[int, str]:
    """A watch with alerts of these headlines; its id and its token."""
    with database.write() as connection:
        person = people.ensure(connection).id
        watch = watches.add(connection, vault, person=person, name="금리", rule="금리", channels=[])
        for n in heard:
            when = {"first_seen": SEEN, "last_seen": SEEN}
            connection.execute(insert(stories).values(id=n, size=1, outlets=[], private=False, **when))
            connection.execute(
                insert(alerts).values(
                    watch_id=watch, story_id=n, headline_id=n, step=0, rule="금리", why=[], seq=n, created=SEEN
                )
            )
        opened = watches.one(connection, vault, watch)
    assert opened is not None
    return watch, opened.token


def test_a_watch_has_a_private_feed_of_all_it_told_of_private_sources_too(newsroom: Database, vault: Vault) -> None:
    _write(newsroom, 1, 2)
    _write(newsroom, 3, source=2)
    watch, token = _watch(newsroom, vault, 1, 3)
    page = _choose(newsroom, asked(f"watch/{token}", insider=False))
    assert page is not None
    assert (_ids(page), page.private) == ([3, 1], True)
    assert (page.name, page.path, page.home) == (f"watch/{watch}", f"/feeds/watch/{token}", f"/watches/{watch}")


def test_a_removed_watch_has_no_feed(newsroom: Database, vault: Vault) -> None:
    watch, token = _watch(newsroom, vault)
    assert _ids(_choose(newsroom, Asked("watch", token))) == []
    with newsroom.write() as connection:
        watches.remove(connection, watch)
    assert _choose(newsroom, Asked("watch", token)) is None


def test_neither_a_guess_nor_what_is_stored_opens_a_watch(newsroom: Database, vault: Vault) -> None:
    _, token = _watch(newsroom, vault)
    assert _choose(newsroom, Asked("watch", token[:-1] + ("A" if token[-1] != "A" else "B"))) is None
    assert _choose(newsroom, Asked("watch", hashlib.sha256(token.encode()).hexdigest())) is None
