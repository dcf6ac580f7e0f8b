"""Broken XML, read as far as it is whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import etree

from sokbo.model import Document
from worker.read.lenient import MOST_DEPTH, tree, without_doctype

Reading = Callable[..., Document]


def titles(text: str) -> list[str]:
    return ["".join(e.itertext()).strip() for e in tree(text).iter("title")]


@pytest.mark.parametrize(
    "text",
    [
        "<rss><item><title>물 & 불</title></item><item><title>길</title></item></rss>",
        "<rss><item><title>물 &amp; 불</item><item><title>길",
        "<rss><item><title>물 & 불<link>/1</link></item><item><title>길</b></title></channel></rss>",
        "<rss><item><item><title><![CDATA[물 & 불]]></title><item><title><![CDATA[길</title></item><x>",
        "<RSS><ITEM><TITLE>물 &#38; 불</TITLE></ITEM><!-- <item> --><ITEM><TITLE>길</TITLE>",
        "<rss a=1 b><item c='<'><title d>물 & 불</title></item></item><item><title>길</title></rss>",
    ],
)
def test_entries_are_found_whatever_was_forgotten(text: str) -> None:
    assert titles(text) == ["물 & 불", "길"]


def test_prefixes_keep_their_meaning() -> None:
    root = tree('<rss xmlns:d="http://purl.org/dc/elements/1.1/"><item><d:date>x</d:date><dc:creator>y</dc:creator>')
    assert [e.tag for e in root.iter("{http://purl.org/dc/elements/1.1/}*")] == [
        "{http://purl.org/dc/elements/1.1/}date",
        "{http://purl.org/dc/elements/1.1/}creator",
    ]


def test_a_tree_is_never_deeper_than_any_feed_needs() -> None:
    root = tree("<rss><channel><item>" + "<div>" * 10_000 + "물" + "</div>" * 10_000 + "<title>길</title>")
    depth = max(sum(1 for _ in element.iterancestors()) for element in root.iter())
    assert depth <= MOST_DEPTH
    assert titles("<rss>" + "<q>" * 10_000 + "<item><title>길</title>") == ["길"]


def test_only_short_plain_entities_are_put_in() -> None:
    text, entities = without_doctype(
        '<!DOCTYPE rss [<!ENTITY a "가"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/hostname">'
        f'<!ENTITY d "{"나" * 500}">]><rss/>',
        0,
    )
    assert text == "<rss/>"
    assert entities == {"a": "가", "b": "", "c": "", "d": ""}


def test_a_broken_feed_is_read_with_a_warning(reading: Reading) -> None:
    document = reading("<rss><channel><title>예시</title><item><title>물 & 불</title><link>/1?a=1&b=2</link></item>")
    assert [(e.title, e.url) for e in document.entries] == [("물 & 불", "https://news.example/1?a=1&b=2")]
    assert document.warnings[0].startswith("broken XML, read leniently: ")
    assert "\n" not in document.warnings[0]


def test_what_was_built_can_be_written_as_xml() -> None:
    root = tree('<rss><item><title>물\x00\x0b &#12; &#xFFFF;</title><link href="a\x01&#12;b"/></item>')
    assert etree.fromstring(etree.tostring(root)) is not None
