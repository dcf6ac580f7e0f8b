"""Lists of sources as other readers write them, as nobody should, and as ours."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from feeds import opml
from feeds.characters import legal
from feeds.opml import OpmlError, Outline


def _list(body: str, before: str = "") -> bytes:
    return f'<?xml version="1.0"?>{before}<opml version="2.0"><head/><body>{body}</body></opml>'.encode()


def test_sources_come_with_their_titles_pages_and_folders() -> None:
    document = _list(
        """
        <outline text="신문">
          <outline text="경제">
            <outline type="rss" text="가나일보" title="가나일보 경제" xmlUrl="https://gana.example/eco.xml"
                     htmlUrl="https://gana.example/"/>
          </outline>
        </outline>
        <outline type="rss" text="The Example" xmlUrl="https://example.org/feed"/>
        """
    )
    assert opml.read(document) == [
        Outline("https://gana.example/eco.xml", "가나일보 경제", "https://gana.example/", "신문/경제"),
        Outline("https://example.org/feed", "The Example"),
    ]


@pytest.mark.parametrize(
    "written",
    [
        '<outline xmlUrl="https://a.example/?x=1&y=2" text="A & B"/>',  # as people type it
        '<outline XMLURL=" https://a.example/?x=1&amp;y=2 " TEXT="A &amp; B"/>',  # other capitals, loose spaces
        '<OUTLINE xmlUrl="https://a.example/?x=1&amp;y=2" text="A &#38; B"/>',
    ],
)
def test_lists_made_by_hand_are_read(written: str) -> None:
    assert opml.read(b"\n " + _list(written)) == [Outline("https://a.example/?x=1&y=2", "A & B")]


def test_lists_in_other_encodings_are_read() -> None:
    body = '<opml><body><outline xmlUrl="http://a.example" text="연합"/></body></opml>'
    for encoding in ("euc-kr", "utf-16"):
        document = f'<?xml version="1.0" encoding="{encoding}"?>{body}'.encode(encoding)
        assert opml.read(document) == [Outline("http://a.example", "연합")]


def test_a_source_named_twice_counts_once() -> None:
    twice = '<outline xmlUrl="http://a.example" text="one"/><outline xmlUrl="http://a.example" text="two"/>'
    assert opml.read(_list(twice)) == [Outline("http://a.example", "one")]


def test_a_source_without_a_name_is_called_by_its_address() -> None:
    assert opml.read(_list('<outline xmlUrl="http://a.example"/>')) == [Outline("http://a.example", "http://a.example")]


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (b"", "no XML"),
        (b"hello", "no XML"),
        (b"\x00" * 64, "no XML"),
        (_list('<outline xmlUrl="http://a.example"/>')[:-20], "no XML"),
        (b"<html><body/></html>", "begins with <html>"),
        (b"<opml>" + b" " * opml.LARGEST + b"</opml>", "larger than 8 MB"),
        (b"<opml>" + b"<outline text='x'>" * 100_000, "no XML"),
    ],
)
def test_what_is_no_opml_is_refused_in_one_line(document: bytes, said: str) -> None:
    with pytest.raises(OpmlError, match=said) as refusal:
        opml.read(document)
    assert "\n" not in str(refusal.value)


def _bomb() -> str:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE opml [<!ENTITY e0 "{"ha" * 50}">{levels}]>'


@pytest.mark.parametrize("inside", ['<outline xmlUrl="http://a" text="&e11;"/>', "<outline>&e11;</outline>"])
def test_a_bomb_of_entities_does_not_go_off(inside: str) -> None:
    with pytest.raises(OpmlError):
        opml.read(_list(inside, _bomb()))


def test_no_entity_opens_a_file(tmp_path: object) -> None:
    secret = f"{tmp_path}/secret"
    with open(secret, "w") as file:
        file.write("the secret")
    entity = f'<!DOCTYPE opml [<!ENTITY e SYSTEM "file://{secret}">]>'
    with pytest.raises(OpmlError):
        opml.read(_list('<outline xmlUrl="http://a" text="&e;"/>', entity))
    assert opml.read(_list('<outline xmlUrl="http://a" text="a">&e;</outline>', entity)) == [Outline("http://a", "a")]


def test_long_names_of_folders_are_not_repeated_whole_for_every_source() -> None:
    folder = f'<outline text="{"x" * 100_000}">'
    sources = "".join(f'<outline xmlUrl="http://a/{n}"/>' for n in range(5_000))
    found = opml.read(_list(folder * 30 + sources + "</outline>" * 30))
    assert max(len(outline.category or "") for outline in found) <= 500
    assert len(found) == 5_000


@given(st.binary(max_size=300) | st.text(max_size=100).map(lambda text: _list(text, text[:20]) if text else b"<opml>"))
@example(b'<?xml version="1.0" encoding="x-unheard-of"?><opml/>')
@example(b'<?xml version="1.0" encoding="utf-7"?><opml/>')
@example(b"<!--x--><opml><?pi?><!--c--></opml>")
@settings(deadline=None)
def test_any_bytes_are_read_or_refused(document: bytes) -> None:
    with suppress(OpmlError):
        opml.read(document)


def _plain(text: str) -> str:
    return legal(text).strip()


TEXT = st.text(st.characters(codec="utf-8"), max_size=40).map(_plain)
NAME = TEXT.filter(bool)
LISTS = st.lists(
    st.builds(Outline, NAME, NAME, TEXT.map(lambda t: t or None), st.none() | NAME),
    unique_by=lambda o: o.url,
    max_size=6,
)


@settings(deadline=None)
@given(LISTS, st.text(max_size=20))
def test_what_is_written_is_read_back(outlines: list[Outline], title: str) -> None:
    document = opml.write(outlines, title)
    assert opml.read(document) == outlines
    assert opml.write(outlines, title) == document


def test_what_is_written_is_opml_2_0() -> None:
    document = etree.fromstring(opml.write([Outline("http://a.example/f", "A"), Outline("http://b/", "B")], "내 출처"))
    assert (document.tag, document.get("version"), document.findtext("head/title")) == ("opml", "2.0", "내 출처")
    assert dict(document.find("body/outline").attrib) == {
        "type": "rss",
        "text": "A",
        "title": "A",
        "xmlUrl": "http://a.example/f",
    }


def test_neighbours_of_one_category_share_a_folder() -> None:
    outlines = [Outline(f"http://{n}/", str(n), category="경제" if n < 2 else None) for n in range(3)]
    body = etree.fromstring(opml.write(outlines, "t")).find("body")
    assert body is not None
    assert [(e.get("text"), len(e)) for e in body] == [("경제", 2), ("2", 0)]
