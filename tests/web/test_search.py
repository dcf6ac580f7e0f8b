"""Searching by rule: on the board, and as a feed for people of the desk and their programs."""

from __future__ import annotations

import re
import time
from urllib.parse import quote, urlencode

import orjson
import pytest
from parts import feeds
from parts.newsroom import Newsroom
from parts.site import Site, Visitor

from sokbo.queries import tokens


def token_of(site: Site, name: str = "admin", *, may_write: bool = False) -> str:
    """A fresh token of a person."""
    page = site.visitor(name).post("/tokens", name="reader", may="write" if may_write else "")
    (token,) = re.findall(r"<code>([\w-]{32})</code>", page.html)
    return str(token)


def titles(visitor: Visitor, **query: str) -> list[str]:
    found = visitor.get(f"/feeds/search.json?{urlencode(query, quote_via=quote)}")
    assert found.status == 200
    return [item["title"] for item in orjson.loads(found.body)["items"]]


def test_the_board_is_searched_by_rule(newsroom: Newsroom) -> None:
    visitor = newsroom.site.visitor()
    found = visitor.get(f"/?q={quote('가온시 -예산안')}")
    assert "규모 5.1 지진" in found.text
    assert "예산안 통과" not in found.text
    assert "<mark>가온시</mark>" in found.html
    assert "^" in visitor.get("/?q=((").text


def test_a_new_title_is_found_and_the_old_one_no_more(newsroom: Newsroom) -> None:
    newsroom.publish(feeds.Item(5, "나루강 다리 개통"))
    newsroom.publish(feeds.Item(5, "나루강 다리 개통 연기"))
    visitor = newsroom.site.visitor()
    assert "연기" in visitor.get("/?q=연기").text
    newsroom.publish(feeds.Item(5, "나루강 대교 개통"))
    assert "대교" in visitor.get("/?q=대교").text
    assert "대교" not in visitor.get("/?q=다리").text


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_a_search_is_a_feed_for_a_token(newsroom: Newsroom, form: str) -> None:
    stranger, token = newsroom.site.stranger(), token_of(newsroom.site)
    assert stranger.get(f"/feeds/search.{form}?q=지진").status == 401
    assert stranger.get(f"/feeds/search.{form}?q=지진&token=wrong").status == 401
    found = stranger.get(f"/feeds/search.{form}?q=지진&token={token}")
    assert (found.status, "규모 5.1 지진" in found.html) == (200, True)
    assert found.headers["cache-control"] == "private, no-cache"
    again = stranger.ask(
        "GET", f"/feeds/search.{form}?q=지진&token={token}", **{"If-None-Match": found.headers["etag"]}
    )
    assert again.status == 304
    bearer = stranger.ask("GET", f"/feeds/search.{form}?q=지진", Authorization=f"Bearer {token}")
    assert "규모 5.1 지진" in bearer.html


def test_a_search_feed_follows_what_comes_and_names_its_own_address(newsroom: Newsroom) -> None:
    visitor = newsroom.site.visitor()
    assert titles(visitor, q="다리 | 지진") == ["[속보] 가온시 앞바다서 규모 5.1 지진"]
    newsroom.publish(feeds.Item(5, "새 다리 개통"))
    time.sleep(0.1)  # a feed may be 50 ms old
    assert titles(visitor, q="다리 | 지진") == ["새 다리 개통", "[속보] 가온시 앞바다서 규모 5.1 지진"]
    own = orjson.loads(visitor.get("/feeds/search.json?q=다리%20|%20지진").body)["feed_url"]
    assert own.endswith("/feeds/search.json?q=%EB%8B%A4%EB%A6%AC+%7C+%EC%A7%80%EC%A7%84")


def test_a_rule_that_cannot_be_read_is_pointed_at(newsroom: Newsroom) -> None:
    answer = newsroom.site.visitor().get("/feeds/search.rss?q=((")
    assert (answer.status, "^" in answer.html) == (400, True)
    assert newsroom.site.visitor().get("/feeds/search.txt?q=x").status == 404
    assert newsroom.site.visitor().post("/feeds/search.rss").status == 405


def test_a_token_is_shown_once_used_and_taken_back(newsroom: Newsroom) -> None:
    site = newsroom.site
    token = token_of(site)
    owner, stranger = site.visitor(), site.stranger()
    assert token not in owner.get("/tokens").html
    assert titles(stranger, q="지진", token=token)
    (kept,) = site.desk.read(tokens.of_person, site.desk.person)
    assert (kept.name, kept.may_write, kept.used is not None) == ("reader", False, True)
    assert site.visitor("bora").post(f"/tokens/{kept.id}").status == 404
    assert owner.post(f"/tokens/{kept.id}").status == 303
    assert stranger.get(f"/feeds/search.json?q=지진&token={token}").status == 401
