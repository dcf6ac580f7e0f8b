"""What a document is, whatever it is called."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest

from sokbo.model import Document, Kind
from worker.read import MOST_BYTES, Unreadable
from worker.read.page import MOST_ENTRIES

Reading = Callable[..., Document]
FEED = "<rss><channel><title>예시</title><item><title>물길</title></item></channel></rss>"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (FEED, Kind.FEED),
        (f'<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?><!-- c -->{FEED}', Kind.FEED),
        (f"<!DOCTYPE rss>{FEED}", Kind.FEED),
        ("<rdf:RDF xmlns='http://purl.org/rss/1.0/'/>", Kind.FEED),
        ("<item><title>물길</title></item>", Kind.FEED),
        ("<urlset/>", Kind.SITEMAP),
        ('\n {"items": []}', Kind.JSONFEED),
        ("<!DOCTYPE html><title>x</title>", Kind.BOARD),
        ('<?xml version="1.0"?><!DOCTYPE html PUBLIC "a" "b"><html><pre>&lt;rss&gt;</pre></html>', Kind.BOARD),
        ("<ul><li><a href='/1'>물길</a></ul>", Kind.BOARD),
    ],
)
def test_a_document_is_what_its_first_known_element_says(reading: Reading, text: str, kind: Kind) -> None:
    assert reading(text, content_type="application/octet-stream").kind == kind


@pytest.mark.parametrize("junk", ["Warning: no such table\n", "<br /><b>Notice</b>: undefined index<br />\n"])
def test_what_a_server_printed_before_the_xml_is_left_out_with_a_warning(reading: Reading, junk: str) -> None:
    document = reading(f'{junk}<?xml version="1.0"?>{FEED}')
    assert [e.title for e in document.entries] == ["물길"]
    assert document.warnings[0].startswith("text before the document was left out: ")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n\0", "empty"),
        (b"soon", "no markup"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "no markup"),
        (b"<?xml version='1.0'?><note><title>x</title></note>", "<note>"),
        (b"<opml><head/><body/></opml>", "sokbo opml import"),
        (b"\x1f\x8b\x08garbage", "gzip"),
    ],
)
def test_what_is_no_document_is_refused_in_one_line(reading: Reading, body: bytes, says: str) -> None:
    with pytest.raises(Unreadable) as refused:
        reading(body)
    assert says in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_what_is_packed_is_unpacked_within_bounds(reading: Reading) -> None:
    assert [e.title for e in reading(gzip.compress(FEED.encode())).entries] == ["물길"]
    endless = reading(gzip.compress(FEED.encode() + b" " * MOST_BYTES, compresslevel=1))
    assert [e.title for e in endless.entries] == ["물길"]
    assert endless.warnings == ("only the first 8 MB were read",)


def test_a_feed_of_countless_entries_is_cut_with_a_warning(reading: Reading) -> None:
    document = reading("<rss><channel>" + "<item><title>x</title></item>" * (MOST_ENTRIES + 5) + "</channel></rss>")
    assert len(document.entries) == MOST_ENTRIES
    assert document.warnings == (f"only the first {MOST_ENTRIES} entries were read",)
