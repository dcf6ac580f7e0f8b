"""JSON Feeds and news sitemaps to a Document."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from sokbo.model import Document, Kind, Precision
from worker.read import Unreadable

Reading = Callable[..., Document]


def jsonfeed(*items: Any, **more: Any) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "예시", "items": items, **more})


def test_an_item_of_a_json_feed_becomes_an_entry(reading: Reading) -> None:
    document = reading(
        jsonfeed(
            {
                "id": 7,
                "url": "/7",
                "title": "[속보] 물길",
                "date_published": "2025-06-26T14:03:00+09:00",
                "authors": [{"name": "한소라"}, {"name": "문하늬"}],
            },
            hubs=[{"type": "WebSub", "url": "https://hub.example/"}],
            feed_url="https://news.example/feed.json",
        )
    )
    (entry,) = document.entries
    assert (document.kind, document.title, document.hub) == (Kind.JSONFEED, "예시", "https://hub.example/")
    assert document.topic == "https://news.example/feed.json"
    assert (entry.guid, entry.url, entry.title, entry.author) == (
        "7",
        "https://news.example/7",
        "[속보] 물길",
        "한소라, 문하늬",
    )
    assert (entry.published, entry.precision) == (datetime(2025, 6, 26, 5, 3, tzinfo=UTC), Precision.SECOND)


def test_nothing_is_taken_for_granted_about_types(reading: Reading) -> None:
    document = reading(
        jsonfeed(None, 3, [], {"title": ["x"]}, {"title": "물", "authors": {}, "url": 5, "id": {}}, title=[])
    )
    assert [(e.title, e.url, e.guid) for e in document.entries] == [("물", "https://news.example/5", None)]
    assert len(document.skipped) == 4


def test_a_json_feed_that_was_cut_off_keeps_its_whole_items(reading: Reading) -> None:
    whole = jsonfeed(*({"id": str(n), "title": f"제목 {n}"} for n in range(4)))
    document = reading(whole[:-20])
    assert [e.title for e in document.entries] == ["제목 0", "제목 1", "제목 2"]
    assert document.title == "예시"
    assert document.warnings


def test_a_broken_title_of_a_json_feed_costs_the_title_alone(reading: Reading) -> None:
    document = reading(
        '{"version": "https://jsonfeed.org/version/1.1", "title": "\\uc\\x1", "items": [{"id": "1", "title": "물길"}]}'
    )
    assert ([e.title for e in document.entries], document.title) == (["물길"], "")


@pytest.mark.parametrize("text", ["{}", "[]", '{"items": 3}', '{"a": [', "[1, 2"])
def test_other_json_is_refused_in_one_line(reading: Reading, text: str) -> None:
    with pytest.raises(Unreadable, match=r"JSON.*") as refused:
        reading(text)
    assert "\n" not in str(refused.value)


def test_what_no_database_stores_is_left_out(reading: Reading) -> None:
    document = reading('{"items": [{"id": "a\\u0000\\ud83d", "title": "물\\ud83d길"}]}')
    assert [(e.guid, e.title) for e in document.entries] == [("a", "물길")]


SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{}</urlset>"""


def test_a_news_sitemap_names_titles_outlets_and_dates(reading: Reading) -> None:
    document = reading(
        SITEMAP.format(
            "<url><loc>https://news.example/1</loc><news:news><news:publication><news:name>산들일보</news:name>"
            "</news:publication><news:publication_date>2025-06-26</news:publication_date>"
            "<news:title>물길 열렸다</news:title></news:news></url><url><loc>https://news.example/about</loc></url>"
        )
    )
    (entry,) = document.entries
    assert (document.kind, entry.title, entry.url) == (Kind.SITEMAP, "물길 열렸다", "https://news.example/1")
    assert (entry.outlet, entry.precision) == ("산들일보", Precision.DAY)
    assert [s.text for s in document.skipped] == ["https://news.example/about"]


def test_an_index_of_sitemaps_says_which_to_add_instead(reading: Reading) -> None:
    document = reading("<sitemapindex><sitemap><loc>https://news.example/n.xml</loc></sitemap></sitemapindex>")
    assert document.entries == ()
    assert "https://news.example/n.xml" in document.warnings[0]


def test_a_sitemap_without_news_has_a_warning(reading: Reading) -> None:
    document = reading(SITEMAP.format("<url><loc>https://news.example/about</loc></url>"))
    assert document.entries == ()
    assert "no titles" in document.warnings[0]
