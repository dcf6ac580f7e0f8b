"""Entries that are known are passed over unread, and nothing comes out otherwise than if all had been read."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from parts import feeds
from parts.feeds import Item

from sokbo.model import Document
from worker import known
from worker.read import read
from worker.sift import clash, keyed, remembered

AT = datetime(2026, 6, 26, 3, 0, tzinfo=UTC)
SEOUL = ZoneInfo("Asia/Seoul")


def document(body: bytes, unread: known.Known | None = None) -> Document:
    return read(body, url="https://news.example/rss", content_type=None, at=AT, zone=SEOUL, known=unread or {})


def after(body: bytes) -> dict[int, int]:
    """What is known unread once this has been read."""
    return known.unpack(remembered({}, keyed(1, document(body).entries)))


def test_only_what_is_new_or_changed_is_read() -> None:
    before = feeds.rss([Item(n, f"소식 {n}호") for n in (3, 2, 1)]).body
    later = feeds.rss([Item(4, "소식 4호"), Item(3, "소식 3호"), Item(2, "고친 소식 2호")]).body
    read_now = document(later, after(before))
    assert [entry.title for entry in read_now.entries] == ["소식 4호", "고친 소식 2호"]
    assert len(read_now.known) == 1


def test_a_feed_whose_entries_are_all_known_has_none_to_read_and_nothing_to_warn_of() -> None:
    body = feeds.rss([Item(n, f"소식 {n}호") for n in (2, 1)]).body
    assert (document(body, after(body)).entries, document(body, after(body)).warnings) == ((), ())


def test_an_entry_is_known_again_wherever_it_stands() -> None:
    first = feeds.rss([Item(2, "둘"), Item(1, "하나")]).body
    last = feeds.rss([Item(3, "셋"), Item(2, "둘")]).body
    assert [entry.title for entry in document(last, after(first)).entries] == ["셋"]


def test_titles_that_need_their_neighbours_are_read_each_time() -> None:
    body = feeds.rss([Item(n, f"소식 {n}호 - 가온 한마당") for n in range(6)]).body
    assert after(body) == {}
    assert document(body).entries[0].outlet == "가온 한마당"


def guids(*pairs: tuple[str, str]) -> bytes:
    items = "".join(f"<item><title>{link}</title><guid>{guid}</guid><link>{link}</link></item>" for guid, link in pairs)
    return f"<rss><channel><title>t</title>{items}</channel></rss>".encode()


def test_a_guid_at_several_addresses_identifies_none_of_them() -> None:
    items = keyed(1, document(guids(("0", "https://a.example/1"), ("0", "https://a.example/2"))).entries)
    assert len({item.ident for item in items}) == 2
    assert remembered({}, items) is None


def test_a_guid_that_comes_again_at_another_address_is_seen_though_the_first_is_unread() -> None:
    before = guids(("7", "https://a.example/1"))
    unread = after(before)
    later = document(guids(("7", "https://a.example/2"), ("7", "https://a.example/1")), unread)
    assert clash(1, later.entries, {unread[print_] for print_ in later.known})


def test_a_broken_feed_is_read_whole() -> None:
    body = feeds.rss([Item(n, f"소식 {n}호") for n in (2, 1)]).body
    broken = body.replace("소식 2호".encode(), "A&B 소식 2호".encode())
    assert len(document(broken, after(body)).entries) == 2


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 2)), max_size=8, unique_by=lambda pair: pair[0]))
def test_known_or_not_what_is_new_comes_out_the_same(shown: list[tuple[int, int]]) -> None:
    unread = after(feeds.rss([Item(n, f"소식 {n}호 0판") for n in range(6)]).body)
    body = feeds.rss([Item(n, f"소식 {n}호 {edition}판") for n, edition in shown]).body
    whole, part = document(body), document(body, unread)
    assert [e for e in whole.entries if e.fingerprint not in unread] == list(part.entries)
    assert len(whole.entries) == len(part.entries) + len(part.known)


@given(st.dictionaries(st.integers(-(2**63), 2**63 - 1), st.integers(-(2**63), 2**63 - 1), min_size=1))
def test_what_is_kept_comes_back(some: dict[int, int]) -> None:
    assert known.unpack(known.pack(some)) == some


def test_what_was_not_kept_by_us_is_nothing() -> None:
    assert known.unpack(b"short") == known.unpack(None) == {}
