"""A site's page on the sources page: what it leads to is shown, picked and added."""

from __future__ import annotations

import re

import pytest
from parts import feeds, http, paper_site
from parts.feeds import Item
from parts.paper_site import article, link, stories
from parts.site import Answer, Site

from sokbo.queries import sources


@pytest.fixture
def paper(publisher: http.Server) -> http.Server:
    paper_site.open_paper(publisher)
    return publisher


def fields(page: Answer) -> dict[str, str]:
    """The hidden fields of the form that adds."""
    form = page.html.partition('action="/sources/add"')[2]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]+)"', form))


def names(site: Site) -> list[tuple[str, str, float | None]]:
    return [(s.name, s.outlet, s.every_s) for s in site.desk.read(sources.every)]


def test_every_candidate_is_shown_with_its_first_headlines(site: Site, paper: http.Server) -> None:
    page = site.visitor().post("/sources/look", url=paper.url("/"))
    assert (page.status, "4 sources to choose from" in page.text) == (200, True)
    for said in (
        "가온일보 all 3 sections",
        "정치 소식 8번째",
        "오늘 소식 12번째",
        "the page's own listing",
        "about every 60 s",
    ):
        assert said in page.text
    assert names(site) == []


@pytest.mark.parametrize(
    ("pick", "added"),
    [
        (["1.2"], ["가온일보 경제"]),
        (["1"], ["가온일보 정치", "가온일보 경제", "가온일보 스포츠"]),
        (["1.3", "2"], ["가온일보 스포츠", "가온일보"]),
    ],
)
def test_what_is_picked_is_added(site: Site, paper: http.Server, pick: list[str], added: list[str]) -> None:
    visitor = site.visitor()
    page = visitor.post("/sources/look", url=paper.url("/"))
    assert visitor.post("/sources/add", **fields(page), pick=pick, every="30").to == "/sources"
    assert names(site) == [(name, "가온일보", 30.0) for name in added]


def test_nothing_picked_is_told_and_nothing_is_lost(site: Site, paper: http.Server) -> None:
    visitor = site.visitor()
    page = visitor.post("/sources/look", url=paper.url("/"))
    again = visitor.post("/sources/add", **fields(page), every="30")
    assert (again.status, "Pick at least one." in again.text, 'value="30"' in again.html) == (422, True, True)
    assert fields(again) == fields(page)


def test_what_could_not_be_added_is_told_and_the_rest_is_there(site: Site, paper: http.Server) -> None:
    visitor = site.visitor()
    page = visitor.post("/sources/look", url=paper.url("/"))
    del paper.pages["/rss/economy.xml"]
    answer = visitor.post("/sources/add", **fields(page), pick=["1"])
    assert "2 added, 1 not added." in answer.text
    assert f"{paper.url('/rss/economy.xml')} answers 404" in answer.text
    assert [name for name, _, _ in names(site)] == ["가온일보 정치", "가온일보 스포츠"]


def test_the_only_feed_of_an_article_s_site_is_shown_as_one(site: Site, publisher: http.Server) -> None:
    publisher.pages["/story"] = article(stories("politics")[0], link("/rss"))
    publisher.pages["/rss"] = feeds.rss([Item(1, "물길 열렸다")])
    page = site.visitor().post("/sources/look", url=publisher.url("/story"))
    assert fields(page)["url"] == publisher.url("/rss")
    assert "가온일보: 1 headline found" in page.text


def test_what_was_left_out_is_told_in_the_reader_s_language(site: Site, paper: http.Server) -> None:
    del paper.pages["/rss/economy.xml"]
    visitor = site.visitor()
    visitor.language = "ko"
    page = visitor.post("/sources/look", url=paper.url("/articles/105"))
    assert "소스가 아닌 것 (2)" in page.text
    assert "기사 한 편입니다" in page.text
    assert f"{paper.url('/rss/economy.xml')}: 404. 그런 쪽이 없습니다." in page.text


def test_a_page_that_refuses_us_leads_to_the_feeds_of_its_site(site: Site, publisher: http.Server) -> None:
    publisher.pages["/"] = http.Page(status=403)
    publisher.pages["/feed"] = feeds.rss([Item(1, "물길 열렸다")])
    visitor = site.visitor()
    page = visitor.post("/sources/look", url=publisher.url("/"))
    assert ("1 source to choose" in page.text, "answers 403" in page.text) == (True, True)
    assert visitor.post("/sources/add", **fields(page), pick=["1"]).to == "/sources"
    assert [name for name, _, _ in names(site)] == ["가온일보"]
