"""What the line says of a mistake, as a Korean page says it; made by real mistakes, so that no sentence goes stale."""

from __future__ import annotations

import re

import pytest
from parts import http
from parts.site import Site

from notify.channels import AddressError, parse_address
from notify.rule import RuleError, parse
from web.faults import told

HANGUL = re.compile("[가-힣]")


@pytest.mark.parametrize(
    "rule",
    [
        *("", "a)", "(a", '"a', "-a", "| a", "a -", "!!!", "\x00", "(" * 500 + "a", "a " * 5000, "a" * 20_000),
        *("outlet:", "lang:xx", "a near:3", "near:3 a", "a near:0 b", "/a", "/(/"),
    ],
)
def test_a_broken_rule(rule: str) -> None:
    with pytest.raises(RuleError) as fault:
        parse(rule)
    *_, line = told("ko", fault.value.pointed()).splitlines()
    assert HANGUL.search(line), line
    assert told("en", fault.value.pointed()) == fault.value.pointed()


def test_the_rule_above_its_caret_stays_as_it_was_typed() -> None:
    with pytest.raises(RuleError) as fault:
        parse("(apple | (pear")
    english, korean = fault.value.pointed().splitlines(), told("ko", fault.value.pointed()).splitlines()
    assert (korean[:2], len(korean)) == (english[:2], 3)


@pytest.mark.parametrize("address", ["ops@example.org", "nonsense", "ftp://x.example", "mailto:nobody"])
def test_an_address_of_no_channel(address: str) -> None:
    with pytest.raises(AddressError) as fault:
        parse_address(address)
    assert HANGUL.search(told("ko", str(fault.value))), str(fault.value)


@pytest.mark.parametrize(
    "page",
    [
        *(http.Page(status=status) for status in (401, 403, 404, 410, 418, 429, 500, 503)),
        http.Page(b"<p>hello", "text/html"),
        http.Page(b"<form><input type=password></form>", "text/html"),
        http.Page(b'<meta property="og:type" content="article"><p>hello', "text/html"),
        http.Page(b"<opml/>", "text/xml"),
        http.Page(b"<other/>", "text/xml"),
        http.Page(b"just words", "text/plain"),
        http.Page(b"", "text/xml"),
        http.Page(b"{}", "application/json"),
    ],
    ids=lambda page: f"{page.status} {page.body.decode()[:24]}",
)
def test_an_address_of_no_source(site: Site, publisher: http.Server, page: http.Page) -> None:
    publisher.pages["/x"], visitor = page, site.visitor()
    visitor.language = "ko"
    (line,) = re.findall(r'role="alert">(.*?)</p>', visitor.post("/sources/look", url=publisher.url("/x")).html)
    assert HANGUL.search(line), line


@pytest.mark.parametrize("url", ["http://", "a b", "http://10.0.0.1/", "http://127.0.0.1:1/", "http://8.8.8.8:25/"])
def test_an_address_that_leads_nowhere(site: Site, url: str) -> None:
    visitor = site.visitor()
    visitor.language = "ko"
    (line,) = re.findall(r'role="alert">(.*?)</p>', visitor.post("/sources/look", url=url).html)
    assert HANGUL.search(line), line


def test_what_is_not_known_stays_as_it_was_said() -> None:
    assert told("ko", "the moon is in the way") == "the moon is in the way"
