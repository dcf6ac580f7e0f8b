"""What a document changes: new, retitled, moved, held, late; and that a late poll changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from sokbo.database import Database
from sokbo.model import Document, Entry, Kind, Precision, Source
from sokbo.queries import claims, headlines, sources
from sokbo.queries.headlines import Known
from sokbo.queries.sources import Polled
from sokbo.tables import headlines as table
from worker.ingest import Reading, ingest, is_news, keyed, sift
from worker.sift import WHOLE_PAGE

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)


def entry(n: int, title: str = "", **values: object) -> Entry:
    return Entry(title or f"headline {n}", url=f"https://news.example/{n}", guid=f"g{n}", **values)  # type: ignore[arg-type]


def document(*entries: Entry) -> Document:
    return Document(Kind.FEED, "utf-8", "f", entries)


@pytest.fixture
def source(database: Database) -> Source:
    with database.write() as connection:
        number = sources.add(
            connection,
            url="https://news.example/rss",
            url_key=1,
            sealed_url=None,
            name="news",
            outlet="Gaon Daily",
            every_s=1.0,
            interval_s=1.0,
            private=False,
        )
        assert number
        claimed = claims.claim(connection, number, "me", 10_000)
    assert claimed
    return claimed.source


def poll(database: Database, source: Source, *entries: Entry, fence: int | None = None) -> Source:
    """One poll written, and the source claimed for the next."""
    polled = Polled(
        source.id, source.fence if fence is None else fence, 1.0, ok=True, changed=True, etag="e", body_hash=1
    )
    with database.write() as connection:
        ingest(connection, [Reading(source, polled, document(*entries))], AT)
        again = claims.claim(connection, source.id, "me", 10_000)
        found = again.source if again else sources.one(connection, source.id)
    assert found
    return found


def titles(database: Database) -> dict[str, bool]:
    with database.read() as connection:
        return {h.title: h.news for h in headlines.of_source(connection, 1)}


def test_the_first_read_is_history_and_what_follows_is_news(database: Database, source: Source) -> None:
    source = poll(database, source, entry(1))
    poll(database, source, entry(2), entry(1))
    assert titles(database) == {"headline 1": False, "headline 2": True}


def test_headlines_go_in_as_they_came_oldest_first(database: Database, source: Source) -> None:
    poll(database, source, entry(3), entry(2), entry(1))
    assert list(titles(database)) == ["headline 1", "headline 2", "headline 3"]


def test_a_new_title_keeps_the_headline_and_the_old_title(database: Database, source: Source) -> None:
    source = poll(database, source, entry(1, "fire in Gaon"))
    poll(database, source, entry(1, "fire in Gaon, two hurt"))
    with database.read() as connection:
        (kept,) = headlines.of_source(connection, source.id)
        (old,) = headlines.revisions_of(connection, kept.id)
    assert (kept.title, old.title) == ("fire in Gaon, two hurt", "fire in Gaon")


def test_a_poll_that_lost_its_claim_writes_nothing(database: Database, source: Source) -> None:
    poll(database, source, entry(1, "late"), fence=source.fence - 1)
    assert titles(database) == {}


def test_the_same_poll_written_twice_is_written_once(database: Database, source: Source) -> None:
    again = poll(database, source, entry(1))
    poll(database, again, entry(1))
    with database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(table)) == 1


def test_a_page_that_is_all_new_is_held_and_taken_when_seen_again(database: Database, source: Source) -> None:
    source = poll(database, source, *(entry(n) for n in range(WHOLE_PAGE)))
    fresh = [entry(n) for n in range(100, 100 + WHOLE_PAGE)]
    source = poll(database, source, *fresh)
    assert source.held
    assert source.etag is None, "or the next poll would be told that nothing changed"
    assert len(titles(database)) == WHOLE_PAGE
    source = poll(database, source, *fresh)
    assert source.held is None
    assert sum(titles(database).values()) == WHOLE_PAGE


def test_a_page_whose_addresses_all_changed_brings_no_news(database: Database, source: Source) -> None:
    source = poll(database, source, *(entry(n) for n in range(WHOLE_PAGE)))
    moved = [Entry(f"headline {n}", url=f"https://new.example/{n}", guid=f"x{n}") for n in range(WHOLE_PAGE)]
    source = poll(database, source, *moved)
    assert not any(titles(database).values())
    poll(database, source, entry(500), *(moved[:-1]))
    assert titles(database)["headline 500"]
    assert len(titles(database)) == WHOLE_PAGE + 1


def test_an_entry_whose_guid_changes_is_known_by_its_address() -> None:
    (item,) = keyed(1, [Entry("t", url="https://n.example/1", guid="second")])
    known = Known(7, 1, 0, item.url_key, "t")
    assert not sift(READ, [item], {}, {item.url_key or 0: known}, []).new


def test_entries_that_share_one_address_stay_apart() -> None:
    items = keyed(1, [Entry(f"t{n}", url="https://n.example/", guid=f"g{n}") for n in range(3)])
    known = Known(7, 1, 0, items[0].url_key, "t9")
    assert len(sift(READ, items, {}, {items[0].url_key or 0: known}, []).new) == 3


def test_a_title_identifies_only_where_there_is_neither_guid_nor_address() -> None:
    weather = [Entry("오늘의 날씨", url=f"https://n.example/{n}") for n in range(2)]
    assert len(keyed(1, weather)) == 2
    assert len(keyed(1, [Entry("오늘의 날씨"), Entry("오늘의 날씨")])) == 1


READ = Source(
    1, "u", "n", "o", Kind.FEED, "active", False, None, 60, AT, True, None, None, None, None, None, None, 0, None, 1  # type: ignore[arg-type]
)  # fmt: skip


@pytest.mark.parametrize(
    ("published", "precision", "news"),
    [
        (None, Precision.NONE, True),
        (AT - timedelta(hours=23), Precision.MINUTE, True),
        (AT - timedelta(hours=25), Precision.MINUTE, False),
        (AT - timedelta(hours=40), Precision.DAY, True),
        (AT - timedelta(hours=49), Precision.DAY, False),
    ],
)
def test_what_is_older_than_a_day_comes_late(published: datetime | None, precision: Precision, news: bool) -> None:
    assert is_news(READ, entry(1, published=published, precision=precision), AT) is news


entries = st.lists(
    st.builds(
        Entry,
        title=st.sampled_from("abc"),
        url=st.none() | st.sampled_from([f"https://n.example/{n}" for n in range(4)]),
        guid=st.none() | st.sampled_from("xyz"),
    ),
    max_size=8,
)


@given(entries)
def test_every_entry_is_new_known_or_the_same_as_another_and_identities_are_unique(found: list[Entry]) -> None:
    items = keyed(1, found)
    sifted = sift(READ, items, {}, {}, [])
    assert len({item.ident for item in items}) == len(items)
    assert list(sifted.new) == items
    again = {item.ident: Known(n, 1, item.ident, item.url_key, item.entry.title) for n, item in enumerate(items)}
    assert not sift(READ, items, again, {}, []).new
