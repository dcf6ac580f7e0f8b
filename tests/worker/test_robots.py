"""What robots.txt says of a page: the longest rule decides, ours before everybody's, and nothing hangs on odd ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokbo.exchange import Fault, NetworkError, Response
from worker.robots import origin, refusal, rules, told

FILE = b"User-agent: Other\nDisallow: /\n\nUser-agent: Sokbo\nDisallow: /bbs # boards\n"
SITE = "https://n.example"


def may(text: str, path: str) -> bool:
    return refusal(text, SITE + path) is None


@pytest.mark.parametrize(
    ("rule", "path", "allowed"),
    [
        ("Disallow: /bbs/", "/bbs/board.php?bo_table=news", False),
        ("Disallow: /bbs/", "/bbs", True),
        ("Disallow:", "/bbs/", True),
        ("Disallow: /", "/", False),
        ("Disallow: /*?page=", "/news?page=2", False),
        ("Disallow: /*.php$", "/list.php", False),
        ("Disallow: /*.php$", "/list.php?x", True),
        ("Disallow: /a*b*c", "/a-b-b-c-d", False),
        ("Disallow: /a*b$", "/a/b/b", False),
        ("Disallow: /$", "/", False),
        ("Disallow: /$", "/news", True),
        ("Disallow: /%EC%86%8D%EB%B3%B4", "/속보", False),
        ("Disallow: /속보", "/%ec%86%8d%eb%b3%b4/1", False),
        ("Disallow: /bbs\nAllow: /bbs/news", "/bbs/news?1", True),
        ("Allow: /bbs\nDisallow: /bbs", "/bbs/news", True),
        ("disallow : /bbs # boards", "/bbs", False),
        ("Crawl-delay: 10", "/", True),
    ],
)
def test_the_longest_rule_that_fits_decides(rule: str, path: str, allowed: bool) -> None:
    assert may(f"User-agent: *\n{rule}\n", path) is allowed


def test_a_group_that_names_us_stands_alone() -> None:
    text = "User-agent: *\nDisallow: /\n\nUser-agent: OtherBot\nUser-Agent: Sokbo\nDisallow: /private\n"
    assert may(text, "/news")
    assert not may(text, "/private")


def test_groups_that_name_us_twice_count_together() -> None:
    text = "User-agent: sokbo\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: sokbo\nDisallow: /b\n"
    assert [may(text, path) for path in ("/a", "/b", "/c")] == [False, False, True]


def test_rules_of_no_group_and_other_documents_forbid_nothing() -> None:
    assert may("Disallow: /\n", "/")
    assert may("<!doctype html><title>404</title>", "/")


def test_the_refusal_says_which_rule_and_what_to_do() -> None:
    said = refusal("User-agent: *\nDisallow: /bbs/", f"{SITE}/bbs/x") or ""
    assert "n.example" in said
    assert "Disallow: /bbs/" in said
    assert "--ignore-robots" in said


@pytest.mark.parametrize(
    ("status", "text"),
    [(200, "User-agent: *\nDisallow: /bbs"), (404, ""), (403, ""), (301, ""), (429, None), (503, None)],
)
def test_what_is_not_there_forbids_nothing_and_what_can_not_be_had_is_waited_for(status: int, text: str | None) -> None:
    assert told(Response(status, SITE, {}, FILE, 0.1, None, "192.0.2.1")) == text


def test_a_site_that_can_not_be_reached_is_waited_for() -> None:
    assert told(NetworkError("there is no host", Fault.NAME)) is None


def test_one_file_speaks_for_scheme_host_and_port() -> None:
    assert origin("HTTPS://u:p@N.example:8443/bbs?x") == "https://n.example:8443"


@given(st.text(st.sampled_from("/ab*$%2?"), max_size=30), st.text(st.sampled_from("/ab%2?="), max_size=40))
def test_no_rule_raises(rule: str, path: str) -> None:
    refusal(f"User-agent: *\nDisallow: {rule}", f"{SITE}/{path}")


def test_many_asterisks_take_no_time() -> None:
    assert may(f"User-agent: *\nDisallow: /{'a*' * 1000}b", "/" + "a" * 100_000)


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    rules(text)
