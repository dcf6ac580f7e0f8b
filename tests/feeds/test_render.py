"""The three forms: well-formed whatever a title holds, the same bytes every time, and what the formats ask for."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, get_args

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from feeds.characters import legal
from feeds.page import FeedPage, Form
from feeds.render import render
from sokbo.model import Headline

HERE = "https://desk.example"
GOLDEN = Path(__file__).parent / "golden"
FORMS: tuple[Form, ...] = get_args(Form)
ATOM = {"a": "http://www.w3.org/2005/Atom"}
RSS = {"dc": "http://purl.org/dc/elements/1.1/"} | ATOM

Make = Callable[..., Headline]
MakePage = Callable[..., FeedPage]


def _xml(document: bytes) -> Any:
    return etree.fromstring(document, etree.XMLParser(resolve_entities=False))


def _titles(document: bytes, form: Form) -> list[str]:
    if form == "json":
        return [item["title"] for item in orjson.loads(document)["items"]]
    found = _xml(document).findall("a:entry/a:title" if form == "atom" else "channel/item/title", ATOM)
    return [title.text for title in found]


@pytest.fixture(scope="module")
def busy(headline: Make, page: MakePage) -> FeedPage:
    """A feed with a bit of everything."""
    return page(
        headline(id=3, title='Fed cuts <b>rates</b> & "stuns" markets', outlet="The Example", author="A. Reporter"),
        headline(id=2, labels=("속보",), revised=datetime(2026, 11, 23, 2, 0, 0, 999_000, UTC)),
        headline(id=1, url=None, published=None, title="\u200fعاجل\u200f 주소 없는 소식 🗞"),
    )


@pytest.mark.parametrize("form", FORMS)
def test_bytes_are_those_kept_on_record(busy: FeedPage, form: Form) -> None:
    """A change here makes every reader fetch every feed anew: it is to be meant."""
    assert render(busy, form, HERE) == (GOLDEN / f"all.{form}").read_bytes()


@pytest.mark.parametrize("form", FORMS)
def test_bytes_do_not_depend_on_when_they_are_made(busy: FeedPage, page: MakePage, form: Form) -> None:
    first, empty = render(busy, form, HERE), render(page(), form, HERE)
    time.sleep(0.002)  # feedgen's own clock counts microseconds
    assert (render(busy, form, HERE), render(page(), form, HERE)) == (first, empty)


@pytest.mark.parametrize("form", FORMS)
def test_newest_stays_first(busy: FeedPage, form: Form) -> None:
    assert _titles(render(busy, form, HERE), form) == [item.title for item in busy.items]


# Parsers fold the line ends that a document holds as they are (XML 1.0, section 2.11); ours must come escaped.
TITLES = st.text(st.characters(exclude_categories=()), min_size=1, max_size=300)


@pytest.mark.parametrize("form", FORMS)
@settings(deadline=None)
@given(title=TITLES, label=TITLES, outlet=TITLES)
@example(title="]]>", label="<![CDATA[", outlet="</title>")
@example(title="\x00\x0b\ud800\uffff제목\r\n둘째 줄", label="\x1b", outlet="\udfff")
@example(title="가" * 300, label="&amp;", outlet="&#0;")
@example(title="\u202etxet\u202c \u200fعربي\u200f", label="שלום", outlet="﷽")
def test_any_title_makes_a_document_and_comes_back(
    headline: Make, page: MakePage, form: Form, title: str, label: str, outlet: str
) -> None:
    document = render(page(headline(title=title, labels=(label,), outlet=outlet), title=title), form, HERE)
    assert _titles(document, form) == [legal(title).strip() or "https://outlet.example/news/1"]


def test_ids_are_the_same_at_every_address_and_in_every_form(busy: FeedPage) -> None:
    def ids(base_url: str) -> tuple[list[str], list[str], list[str]]:
        atom, rss = _xml(render(busy, "atom", base_url)), _xml(render(busy, "rss", base_url))
        told = orjson.loads(render(busy, "json", base_url))["items"]
        return (
            [e.text for e in atom.findall("a:entry/a:id", ATOM)],
            [e.text for e in rss.findall("channel/item/guid")],
            [item["id"] for item in told],
        )

    atom, rss, told = ids(HERE)
    assert atom == rss == told
    assert all(id_.startswith("urn:uuid:") for id_ in atom)
    assert ids("http://127.0.0.1:8321") == (atom, rss, told)


def test_a_new_token_makes_no_new_feed(page: MakePage) -> None:
    old, new = (page(name="watch/7", path=f"/feeds/watch/{token}") for token in ("old", "new"))
    ids = [_xml(render(feed, "atom", HERE)).findtext("a:id", None, ATOM) for feed in (old, new)]
    assert ids[0] == ids[1]


def test_atom_has_what_rfc_4287_asks_for(busy: FeedPage) -> None:
    feed = _xml(render(busy, "atom", HERE))
    links = {(e.get("rel"), e.get("href"), e.get("type")) for e in feed.findall("a:link", ATOM)}
    assert links == {
        ("self", f"{HERE}/feeds/all.atom", "application/atom+xml"),
        ("alternate", f"{HERE}/", "text/html"),
    }
    assert feed.findtext("a:author/a:name", None, ATOM)
    for entry in feed.findall("a:entry", ATOM):
        published, updated = (
            datetime.fromisoformat(entry.findtext(f"a:{tag}", None, ATOM)) for tag in ("published", "updated")
        )
        assert published <= updated
        assert updated.tzinfo is not None
        assert len(entry.findall("a:id", ATOM)) == len(entry.findall("a:title", ATOM)) == 1
        assert entry.find("a:title", ATOM).get("type") is None  # text, by default
        assert entry.find("a:link", ATOM).get("rel", "alternate") == "alternate"
        assert entry.find("a:author/a:name", ATOM) is not None


def test_rss_has_what_its_specification_and_its_profile_ask_for(busy: FeedPage) -> None:
    channel = _xml(render(busy, "rss", HERE)).find("channel")
    assert all(channel.findtext(tag) for tag in ("title", "link", "description"))
    assert channel.findtext("link") == f"{HERE}/"
    own = channel.find("a:link", ATOM)
    assert (own.get("rel"), own.get("href")) == ("self", f"{HERE}/feeds/all.rss")
    assert own.get("type") == "application/rss+xml"
    for item in channel.findall("item"):
        assert item.find("guid").get("isPermaLink") == "false"
        assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo is not None
        assert item.find("author") is None  # would have to be a mail address
        assert item.findtext("dc:creator", None, RSS)


def test_json_feed_has_what_version_1_1_asks_for(busy: FeedPage) -> None:
    feed = orjson.loads(render(busy, "json", HERE))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (feed["feed_url"], feed["home_page_url"]) == (f"{HERE}/feeds/all.json", f"{HERE}/")
    for item in feed["items"]:
        assert {"id", "url", "title", "content_text", "date_published", "authors"} <= item.keys()
        assert datetime.fromisoformat(item["date_published"]).tzinfo is not None


def test_a_revised_title_moves_updated_in_every_form(busy: FeedPage) -> None:
    revised, moment = 1, datetime(2026, 11, 23, 2, tzinfo=UTC)
    atom = _xml(render(busy, "atom", HERE)).findall("a:entry", ATOM)[revised]
    rss = _xml(render(busy, "rss", HERE)).findall("channel/item")[revised]
    told = orjson.loads(render(busy, "json", HERE))["items"][revised]
    for text in (
        atom.findtext("a:updated", None, ATOM),
        rss.findtext("a:updated", None, ATOM),
        told["date_modified"],
    ):
        assert datetime.fromisoformat(text) == moment


def test_labels_are_categories_and_names_are_authors(busy: FeedPage) -> None:
    atom, rss = _xml(render(busy, "atom", HERE)), _xml(render(busy, "rss", HERE))
    told = orjson.loads(render(busy, "json", HERE))["items"]
    assert [e.get("term") for e in atom.findall("a:entry/a:category", ATOM)] == ["속보"]
    assert [e.text for e in rss.findall("channel/item/category")] == ["속보"]
    assert told[1]["tags"] == ["속보"]
    assert [e.text for e in rss.findall("channel/item[1]/dc:creator", RSS)] == ["A. Reporter", "The Example"]
    assert told[0]["authors"] == [{"name": "A. Reporter"}, {"name": "The Example"}]


def test_a_headline_without_an_address_links_to_its_page_on_the_desk(busy: FeedPage) -> None:
    atom = _xml(render(busy, "atom", HERE)).findall("a:entry/a:link", ATOM)
    rss = _xml(render(busy, "rss", HERE)).findall("channel/item/link")
    told = orjson.loads(render(busy, "json", HERE))["items"]
    assert atom[2].get("href") == rss[2].text == told[2]["url"] == f"{HERE}/headlines/1"
    assert atom[0].get("href") == "https://outlet.example/news/1"


def test_many_threads_render_the_same(busy: FeedPage) -> None:
    made: list[bytes] = []
    threads = [threading.Thread(target=lambda: made.append(render(busy, "rss", HERE))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 8
    assert set(made) == {(GOLDEN / "all.rss").read_bytes()}
