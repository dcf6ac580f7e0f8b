"""What a source is asked with beyond its address: kept whole, shown masked, refused where it can't be used."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokbo import options
from sokbo.options import NONE, Options, OptionsError

WORDS = st.text(max_size=12)


@given(
    st.builds(
        Options,
        st.lists(st.tuples(WORDS, WORDS), max_size=3).map(tuple),
        WORDS,
        WORDS,
        WORDS,
        WORDS,
        st.booleans(),
        st.booleans(),
    )
)
def test_what_is_packed_comes_back_the_same(given_: Options) -> None:
    assert options.unpack(options.pack(given_)) == given_


def test_what_a_later_version_kept_is_passed_over() -> None:
    assert options.unpack('{"cookie": "a=1", "colour": "blue"}') == Options(cookie="a=1")


def test_nothing_special_needs_no_route() -> None:
    assert NONE.route() is None
    assert Options(agent="Reader", ignore_robots=True).route() is None


def test_cookies_login_and_headers_are_headers_for_the_one_host() -> None:
    route = Options((("X-Key", "k"),), "a=1", "me:secret").route()
    assert route is not None
    assert dict(route.headers) == {"X-Key": "k", "Cookie": "a=1", "Authorization": "Basic bWU6c2VjcmV0"}


def test_nothing_secret_is_shown() -> None:
    set_ = Options((("X-Key", "hidden"),), "sid=hidden; b=hidden", "me:hidden", "http://u:hidden@proxy:3128", "Reader")
    shown = set_.shown()
    assert "hidden" not in str(shown)
    assert shown["cookie"] == "sid=***; b=***"
    assert (shown["auth"], shown["proxy"]) == ("me:***", "http://u:***@proxy:3128")
    assert "legacy_tls" not in shown


@pytest.mark.parametrize("text", ["no colon", "a b: c", ": c", "X: a\r\nY: b", "Host: other.example", "TE: trailers"])
def test_what_is_no_header_of_ours_is_refused(text: str) -> None:
    with pytest.raises(OptionsError):
        options.header(text)


@pytest.mark.parametrize(
    "text", ["proxy:3128", "ftp://proxy:21", "http://", "http://proxy:99999", "http://p/path", "http://a b"]
)
def test_what_is_no_proxy_is_refused(text: str) -> None:
    with pytest.raises(OptionsError):
        options.proxy(text)


def test_a_socks_proxy_looks_names_up_itself() -> None:
    assert options.proxy("socks5://127.0.0.1:1080") == "socks5h://127.0.0.1:1080"


def test_a_faulty_login_is_not_repeated_in_the_message() -> None:
    with pytest.raises(OptionsError) as caught:
        options.header("hunter2")
    assert "no header" in str(caught.value)
    with pytest.raises(OptionsError):
        options.login("nobody")
