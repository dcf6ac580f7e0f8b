"""RSS and Atom to a Document."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from sokbo.model import Document, Entry, Kind, Precision

Reading = Callable[..., Document]


def rss(items: str, channel: str = "") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"
 xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>예시일보</title>{channel}{items}</channel></rss>"""


def item(title: str, more: str = "") -> str:
    return f"<item><title>{title}</title>{more}</item>"


def only(document: Document) -> Entry:
    (entry,) = document.entries
    return entry


def test_an_item_of_rss_becomes_an_entry(reading: Reading) -> None:
    document = reading(
        rss(
            item(
                "<![CDATA[[단독] 무대 교체]]>",
                "<link>https://news.example/1</link><guid>n1</guid><dc:creator>한소라 기자</dc:creator>"
                "<pubDate>Thu, 26 Jun 2025 14:03:00 +0900</pubDate>",
            )
        )
    )
    assert (document.kind, document.encoding, document.title, document.warnings) == (Kind.FEED, "utf-8", "예시일보", ())
    entry = only(document)
    assert entry == Entry(
        title="[단독] 무대 교체",
        url="https://news.example/1",
        guid="n1",
        author="한소라 기자",
        published=datetime(2025, 6, 26, 5, 3, tzinfo=UTC),
        precision=Precision.SECOND,
        fingerprint=entry.fingerprint,
    )


def test_entries_keep_the_order_of_the_document(reading: Reading) -> None:
    document = reading(rss("".join(item(f"제목 {n}") for n in range(30))))
    assert [entry.title for entry in document.entries] == [f"제목 {n}" for n in range(30)]


def test_a_fingerprint_changes_with_the_entry_s_bytes_and_with_nothing_else(reading: Reading) -> None:
    first = reading(rss(item("하나", "<link>/1</link>") + item("둘", "<link>/2</link>")))
    later = reading(rss(item("새것") + item("하나", "<link>/1</link>") + item("둘", "<link>/2</link><!-- x -->")))
    assert later.entries[1].fingerprint == first.entries[0].fingerprint
    assert later.entries[2].fingerprint != first.entries[1].fingerprint
    assert all(-(2**63) <= entry.fingerprint < 2**63 for entry in later.entries)


def test_a_name_hidden_in_cdata_does_not_shift_the_fingerprints(reading: Reading) -> None:
    hidden = item("하나", "<description><![CDATA[<item>]]></description>")
    first, later = reading(rss(hidden + item("둘"))), reading(rss(hidden + item("둘!")))
    assert first.entries[0].fingerprint == later.entries[0].fingerprint
    assert first.entries[1].fingerprint != later.entries[1].fingerprint


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("<link>/a</link>", "https://news.example/a"),
        ("<link>javascript:void(0)</link>", None),
        ('<guid isPermaLink="true">https://news.example/g</guid>', "https://news.example/g"),
        ("<guid>https://news.example/g</guid>", "https://news.example/g"),
        ('<guid isPermaLink="false">https://news.example/g</guid>', None),
        ('<atom:link rel="self" href="/s"/><link>/a</link>', "https://news.example/a"),
        ('<atom:link href="/b"/>', "https://news.example/b"),
        ("<link/>https://news.example/tail", "https://news.example/tail"),
        ("<media:link>/m</media:link>", None),
    ],
)
def test_the_address_is_the_entry_s_own_page(reading: Reading, said: str, address: str | None) -> None:
    assert only(reading(rss(item("제목", said)))).url == address


@pytest.mark.parametrize(
    ("said", "author"),
    [
        ("<author>desk@news.example (한소라)</author>", "한소라"),
        ("<author>한소라 기자 sora@news.example</author>", "한소라 기자"),
        ("<author>desk@news.example</author>", "desk@news.example"),
        ("<dc:creator>한소라</dc:creator><dc:creator>문하늬</dc:creator>", "한소라, 문하늬"),
        ("<dc:creator> </dc:creator>", None),
    ],
)
def test_the_author_is_a_name_where_there_is_one(reading: Reading, said: str, author: str | None) -> None:
    assert only(reading(rss(item("제목", said)))).author == author


def test_atom_tells_the_page_from_its_enclosures_and_published_from_updated(reading: Reading) -> None:
    document = reading(
        """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://base.example/x/"><title type="text">예시</title>
        <link rel="hub" href="https://hub.example/"/><link rel="self" href="https://news.example/atom"/>
        <entry><id>urn:1</id><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">물 <b>길</b></div></title>
        <link rel="enclosure" href="a.mp3"/><link rel="alternate" type="application/json" href="a.json"/>
        <link rel="alternate" type="text/html" href="a.html"/><author><name>한소라</name><email>x@y.example</email>
        </author>
        <published>2025-06-26T14:03:00+09:00</published><updated>2025-06-26T14:30:00+09:00</updated>
        <source><title>산들일보</title></source></entry></feed>"""
    )
    entry = only(document)
    assert (entry.title, entry.url, entry.guid) == ("물 길", "https://base.example/x/a.html", "urn:1")
    assert (entry.author, entry.outlet) == ("한소라", "산들일보")
    assert entry.published == datetime(2025, 6, 26, 5, 3, tzinfo=UTC)
    assert (document.hub, document.topic) == ("https://hub.example/", "https://news.example/atom")


def test_an_entry_without_a_title_takes_its_text_and_one_without_either_is_skipped(reading: Reading) -> None:
    described = f"<item><description>&lt;p&gt;{'한 문장이 이어진다 ' * 20}&lt;/p&gt;</description></item>"
    document = reading(rss(f"{described}<item><guid>g</guid></item>"))
    assert only(document).title.endswith("…")
    assert len(only(document).title) <= 101
    assert [(s.reason, s.text) for s in document.skipped] == [("no title", "g")]


@pytest.mark.parametrize(
    ("channel", "wait_s"),
    [
        ("<ttl>5</ttl>", 300),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 900),
        ("<sy:updatePeriod> daily </sy:updatePeriod>", 86_400),
        ("<ttl>soon</ttl>", None),
        ("<ttl>99999999999999999999</ttl>", None),
        ("<sy:updatePeriod>now</sy:updatePeriod>", None),
        ("", None),
    ],
)
def test_a_feed_says_how_long_it_wants_to_be_left_alone(reading: Reading, channel: str, wait_s: int | None) -> None:
    assert reading(rss(item("제목"), channel)).wait_s == wait_s


def test_a_publisher_behind_each_title_goes_to_the_outlet(reading: Reading) -> None:
    sources = reading(
        rss(
            item("물길 열렸다 - 산들일보", "<source>산들일보</source>")
            + item("남북 - 길을 묻다 - 바다신문", "<source>바다신문</source>")
            + item("말줄임 - 없음", "<source>누리경제</source>")
        )
    )
    assert [(e.title, e.outlet) for e in sources.entries] == [
        ("물길 열렸다", "산들일보"),
        ("남북 - 길을 묻다", "바다신문"),
        ("말줄임 - 없음", "누리경제"),
    ]


def test_an_ending_is_a_publisher_only_where_nearly_every_title_has_it(reading: Reading) -> None:
    alike = reading(rss("".join(item(f"제목 {n} | 산들일보") for n in range(5))))
    assert {(e.title, e.outlet) for e in alike.entries} == {(f"제목 {n}", "산들일보") for n in range(5)}
    mixed = reading(rss("".join(item(f"제목 {n} - {end}") for n, end in enumerate(("가", "가", "나", "다", "라")))))
    assert [e.title for e in mixed.entries] == [f"제목 {n} - {end}" for n, end in enumerate("가가나다라")]
    assert {e.outlet for e in mixed.entries} == {None}
