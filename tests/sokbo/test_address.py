"""Addresses made absolute, lasting and comparable."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokbo.address import canonical, join, lasting

BOARD = "https://board.example/index.php"


@pytest.mark.parametrize(
    ("url", "same_as"),
    [
        ("HTTP://WWW.Example.COM:80/A?b=1#top", "http://www.example.com/A?b=1"),
        ("https://example.com:443", "https://example.com/"),
        ("https://example.com:8443/x", "https://example.com:8443/x"),
        (f"{BOARD}?mid=news&page=2&document_srl=77&listStyle=viewer", f"{BOARD}?mid=news&document_srl=77"),
        (f"{BOARD}?wr_id=9&utm_source=a&fbclid=b&gclid=c", f"{BOARD}?wr_id=9"),
        ("https://example.com/n/5?page=3", "https://example.com/n/5"),
        (f"{BOARD}?wr_id=9&PHPSESSID=0a1b2c3d4e5f60718293", f"{BOARD}?wr_id=9"),
        ("https://example.com/t;jsessionid=1A2B?t=5", "https://example.com/t?t=5"),
        (
            "https://f.example/viewtopic.php?t=5&sid=4be0a1c77d5f49d2b1a0c3e8f6d7a901",
            "https://f.example/viewtopic.php?t=5",
        ),
    ],
)
def test_what_says_nothing_about_the_post_is_left_out(url: str, same_as: str) -> None:
    assert canonical(url) == same_as
    assert canonical(same_as) == same_as


@pytest.mark.parametrize(
    "url",
    [
        "https://n.example/list?sid=101&aid=5",  # a section's number, not a session
        "https://example.com/view.php?page=12",  # the page is the post
        "https://www.example.com/a",
    ],
)
def test_what_may_identify_a_post_stays(url: str) -> None:
    assert canonical(url) == url


@given(st.text())
def test_no_text_makes_a_canonical_address_raise_or_waver(url: str) -> None:
    once = canonical(url)
    assert canonical(once) == once


def test_an_address_is_kept_without_the_session_it_was_found_in() -> None:
    kept = lasting(f"{BOARD}?wr_id=9&page=2&PHPSESSID=0a1b2c3d4e5f60718293#c")
    assert kept == f"{BOARD}?wr_id=9&page=2#c"
    assert lasting("http://[::1") == "http://[::1"


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://other.example/a?b=1", "https://other.example/a?b=1"),
        ("/a", "https://base.example/a"),
        ("b.html", "https://base.example/dir/b.html"),
        ("../c?x=1&amp;y=2", "https://base.example/c?x=1&y=2"),
        ("?no=3", "https://base.example/dir/list?no=3"),
        ("//cdn.example/d", "https://cdn.example/d"),
        (" https://o.example/e\n f ", "https://o.example/e%20f"),
        ("/기사?제목=물", "https://base.example/%EA%B8%B0%EC%82%AC?%EC%A0%9C%EB%AA%A9=%EB%AC%BC"),
        ("https://물길.example/", "https://xn--wk0bv0w.example/"),
        ("javascript:view(3)", None),
        ("mailto:a@b.example", None),
        ("https://", None),
        ("http://host:99999/", None),
        ("http://[::1", None),
        ("", None),
    ],
)
def test_a_link_becomes_an_absolute_address_or_none(link: str, address: str | None) -> None:
    assert join("https://base.example/dir/list?page=1", link) == address


@given(st.text(), st.text() | st.text(alphabet="htps:/[]@.?#%\\&;가 \n"))
def test_joining_never_raises_and_never_leaves_the_web(base: str, link: str) -> None:
    address = join(base, link)
    assert address is None or (urlsplit(address).scheme in {"http", "https"} and address.isascii())
