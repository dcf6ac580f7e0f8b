"""From any page of a site to what can be followed there, on a real publisher."""

from __future__ import annotations

from datetime import UTC, datetime
from ipaddress import ip_network
from zoneinfo import ZoneInfo

import pytest
from parts import http, paper_site
from parts.http import Page
from parts.paper_site import SECTIONS, article, feed, html, link, listing, stories

from sokbo.guard import Guard
from sokbo.options import NONE, Options
from worker import first_read
from worker.find import search
from worker.find.candidates import Found
from worker.find.judge import zone_of
from worker.find.search import Search

HERE = Guard((ip_network("127.0.0.0/8"),))
SEOUL = ZoneInfo("Asia/Seoul")
FRONT = listing(stories("front", 12))


def found(url: str, options: Options = NONE) -> Found:
    """What the address leads to."""
    at = datetime.now(UTC)
    seen = first_read.visit(url, HERE, SEOUL, at, options)
    return Search(HERE, "Sokbo", at, zone_of(None, SEOUL), options).of(url, seen.answer, seen.document)


def ways(of: Found) -> list[tuple[str, str]]:
    """By which way each candidate was come by, and its path."""
    return [(c.way.value, "/" + c.url.split("/", 3)[3]) for c in of.candidates]


def reasons(of: Found) -> dict[str, str]:
    """Why each path was left out."""
    return {"/" + left.url.split("/", 3)[3]: left.reason for left in of.left_out}


@pytest.fixture
def paper(publisher: http.Server) -> http.Server:
    """A newspaper with three sections."""
    paper_site.open_paper(publisher)
    return publisher


def test_a_front_page_leads_to_its_sections_as_one_pick_and_to_itself(paper: http.Server) -> None:
    sections, page = found(paper.url("/")).picks
    assert (sections.title, [c.title for c in sections.candidates]) == ("가온일보", ["정치", "경제", "스포츠"])
    assert (page.candidates[0].way, len(page.candidates[0].document.entries)) == ("page", 12)


def test_an_article_leads_to_the_feeds_of_its_site(paper: http.Server) -> None:
    of = found(paper.url("/articles/105"))
    assert [len(pick.candidates) for pick in of.picks] == [3]
    assert "an article" in reasons(of)["/articles/105"]


def test_a_feed_leads_to_itself_and_asks_for_nothing_more(paper: http.Server) -> None:
    of = found(paper.url("/rss/politics.xml"))
    assert (ways(of), len(paper.asked)) == ([("itself", "/rss/politics.xml")], 1)


def test_a_candidate_tells_how_often_it_would_be_visited(publisher: http.Server) -> None:
    publisher.pages["/quick"] = feed("quick", stories("front"), publisher.url(""))
    slow = feed("slow", stories("front"), publisher.url("")).body.replace(b"2026", b"2019").replace(b"2025", b"2019")
    publisher.pages["/slow"] = Page(slow, "application/rss+xml")
    (quick,), (old,) = found(publisher.url("/quick")).candidates, found(publisher.url("/slow")).candidates
    assert quick.interval_s < 120 < 3000 < old.interval_s


def test_a_link_header_names_a_feed(publisher: http.Server) -> None:
    said = {"Link": '</news.xml>; rel="alternate"; type="application/rss+xml"; title="News"'}
    publisher.pages["/"] = Page(html(FRONT).body, "text/html", headers=said)
    publisher.pages["/news.xml"] = feed("가온", stories("politics"), publisher.url(""))
    assert ways(found(publisher.url("/")))[0] == ("header", "/news.xml")


def test_a_page_of_feeds_that_is_linked_to_is_looked_through(publisher: http.Server) -> None:
    publisher.pages["/"] = html(FRONT + "<footer><a href='/rss/'>RSS 서비스</a></footer>")
    rows = [f"<tr><td>{word}</td><td><a href='/xml/{s}.rss'>RSS</a></td></tr>" for s, word in SECTIONS.items()]
    publisher.pages["/rss/"] = html(f"<table>{''.join(rows)}</table>")
    for section in SECTIONS:
        publisher.pages[f"/xml/{section}.rss"] = feed("가온일보", stories(section), publisher.url(""))
    assert [c.title for c in found(publisher.url("/")).picks[0].candidates] == ["정치", "경제", "스포츠"]


def test_a_news_sitemap_of_robots_txt_is_found_through_its_index(publisher: http.Server) -> None:
    publisher.pages["/"] = html("<p>가온일보에 오신 것을 환영합니다</p>")
    publisher.pages["/robots.txt"] = Page(f"User-agent: *\nSitemap: {publisher.url('/sitemap.xml')}\n".encode())
    locs = "".join(
        f"<sitemap><loc>{publisher.url(path)}</loc></sitemap>" for path in ("/pages.xml", "/news-sitemap.xml")
    )
    publisher.pages["/sitemap.xml"] = Page(f"<sitemapindex>{locs}</sitemapindex>".encode(), "text/xml")
    rows = "".join(
        f"<url><loc>{publisher.url(s.path)}</loc><news:news><news:title>{s.title}</news:title></news:news></url>"
        for s in stories("front")
    )
    xml = f"<urlset xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>{rows}</urlset>"
    publisher.pages["/news-sitemap.xml"] = Page(xml.encode(), "text/xml")
    assert ways(found(publisher.url("/"))) == [("robots", "/news-sitemap.xml")]


def test_where_nothing_says_so_feeds_are_looked_for_in_well_known_places(publisher: http.Server) -> None:
    publisher.pages["/blog"] = html("<p>hello</p>")
    publisher.pages["/feed"] = feed("A blog", stories("front"), publisher.url(""))
    of = found(publisher.url("/blog"))
    assert ways(of) == [("known", "/feed")]
    assert list(reasons(of)) == ["/blog"]  # wrong guesses are not spoken of


def test_an_article_without_a_word_of_feeds_leads_to_its_front_page(publisher: http.Server) -> None:
    publisher.pages["/"] = html(FRONT)
    publisher.pages["/articles/405"] = article(stories("front")[3])
    assert ways(found(publisher.url("/articles/405"))) == [("page", "/")]


def test_what_is_no_source_is_left_out_with_the_reason(publisher: http.Server) -> None:
    paths = {
        "/gone.xml": "",
        "/page.xml": "",
        "/empty.xml": "",
        "/comments/feed/": "가온 » 댓글 피드",
        "/broken.xml": "",
    }
    publisher.pages["/"] = html(FRONT, "".join(link(path, title) for path, title in paths.items()))
    publisher.pages["/page.xml"] = html("<p>아무것도 없습니다</p>")
    publisher.pages["/empty.xml"] = feed("empty", [], publisher.url(""))
    publisher.pages["/broken.xml"] = Page(b"\x89PNG", "application/rss+xml")
    of = found(publisher.url("/"))
    said = reasons(of)
    assert ways(of) == [("page", "/")]
    assert "404" in said["/gone.xml"]
    assert said["/page.xml"] == "a web page, not a feed"
    assert "no entries" in said["/empty.xml"]
    assert "comments" in said["/comments/feed/"]
    assert "neither a feed" in said["/broken.xml"]


def test_one_list_in_two_formats_is_one_candidate(publisher: http.Server) -> None:
    publisher.pages["/"] = html("<p>hello</p>", link("/rss.xml") + link("/again.xml"))
    for path in ("/rss.xml", "/again.xml"):
        publisher.pages[path] = feed("A blog", stories("front"), publisher.url(""))
    of = found(publisher.url("/"))
    assert ways(of) == [("head", "/rss.xml")]
    assert reasons(of)["/again.xml"] == f"the same headlines as {publisher.url('/rss.xml')}"


def test_a_page_that_shows_what_its_feed_has_is_the_feed(publisher: http.Server) -> None:
    publisher.pages["/"] = html(FRONT, link("/rss.xml"))
    publisher.pages["/rss.xml"] = feed("가온", stories("front", 9), publisher.url("") + "/index.php?from=rss&to=")
    assert ways(found(publisher.url("/"))) == [("head", "/rss.xml")]


def test_robots_txt_keeps_the_page_from_us_and_not_its_feeds(paper: http.Server) -> None:
    paper.pages["/robots.txt"] = Page(b"User-agent: *\nDisallow: /\n")
    of = found(paper.url("/"))
    assert [len(pick.candidates) for pick in of.picks] == [3]
    assert "keeps it from us" in reasons(of)["/"]
    assert of.refusal
    assert len(found(paper.url("/"), Options(ignore_robots=True)).picks) == 2


def test_a_person_s_cookie_goes_to_the_page_s_own_host_alone(publisher: http.Server, receiver: http.Server) -> None:
    publisher.pages["/"] = html(FRONT, link(receiver.url("/elsewhere.xml")) + link("/here.xml"))
    publisher.pages["/here.xml"] = feed("here", stories("politics"), publisher.url(""))
    receiver.pages["/elsewhere.xml"] = feed("elsewhere", stories("economy"), publisher.url(""))
    found(publisher.url("/"), Options(cookie="a=s3cret"))
    assert {a.path: a.headers.get("cookie") for a in publisher.asked if a.path == "/here.xml"} == {
        "/here.xml": "a=s3cret"
    }
    assert [a.headers.get("cookie") for a in receiver.asked] == [None]


def test_a_site_that_answers_nothing_more_ends_the_search(
    publisher: http.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "ALL_S", 0.0)
    publisher.pages["/"] = html(FRONT, link("/rss.xml"))
    of = found(publisher.url("/"))
    assert ways(of) == [("page", "/")]
    assert "no time left" in reasons(of)["/rss.xml"]


def test_a_hub_is_told_of(publisher: http.Server) -> None:
    hub = "<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='hub' href='https://hub.example/'/>"
    publisher.pages["/rss.xml"] = feed("가온", stories("front"), publisher.url(""), hub)
    assert [c.document.hub for c in found(publisher.url("/rss.xml")).candidates] == ["https://hub.example/"]
