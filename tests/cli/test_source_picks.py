"""``source add`` and ``preview`` of a site's page: one source is added, of several a person picks."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import Result
from parts import feeds, http, paper_site
from parts.feeds import Item
from parts.paper_site import html, link, listing, stories

Run = Callable[..., Result]


@pytest.fixture
def paper(publisher: http.Server) -> http.Server:
    """A newspaper with three sections and a front page."""
    paper_site.open_paper(publisher)
    return publisher


def names(run: Run) -> list[str]:
    """What is on the list."""
    return [json.loads(line)["name"] for line in run("source", "list", "--json").stdout.splitlines()]


def test_of_several_sources_none_is_added_before_somebody_picks(run: Run, paper: http.Server) -> None:
    done = run("source", "add", paper.url("/"))
    assert (done.exit_code, done.stdout, names(run)) == (2, "", [])
    assert done.stderr.splitlines()[0] == "   1  가온일보: 3 sections"
    assert done.stderr.splitlines()[-1].endswith("choose with --pick 1.1 (all its sections: 1), 1.1,2 or all")


@pytest.mark.parametrize(
    ("pick", "added"),
    [
        ("1.2", ["가온일보 경제"]),
        ("1", ["가온일보 정치", "가온일보 경제", "가온일보 스포츠"]),
        ("1.3, 2,1.3", ["가온일보 스포츠", "가온일보"]),
        ("all", ["가온일보 정치", "가온일보 경제", "가온일보 스포츠", "가온일보"]),
    ],
)
def test_a_pick_names_sections_or_whole_sites(run: Run, paper: http.Server, pick: str, added: list[str]) -> None:
    done = run("source", "add", paper.url("/"), "--pick", pick, "--json")
    assert done.exit_code == 0, done.stderr
    rows = json.loads(done.stdout)
    assert [row["name"] for row in (rows if isinstance(rows, list) else [rows])] == names(run) == added


@pytest.mark.parametrize("pick", ["3", "1.9", "first", "-1"])
def test_a_pick_that_is_not_there_adds_nothing(run: Run, paper: http.Server, pick: str) -> None:
    done = run("source", "add", paper.url("/"), f"--pick={pick}")
    assert (done.exit_code, names(run)) == (2, [])
    assert done.stderr == f"sokbo: --pick '{pick}' is none of 1.1, 1.2, 1.3, 2 or all\n"


def test_programs_get_the_choice_as_json(run: Run, paper: http.Server) -> None:
    done = run("source", "add", paper.url("/"), "--json")
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    picks = json.loads(done.stdout)["picks"]
    assert [[c["pick"] for c in pick["candidates"]] for pick in picks] == [["1.1", "1.2", "1.3"], ["2"]]


def test_the_only_feed_of_an_article_s_site_is_added(run: Run, publisher: http.Server) -> None:
    story = stories("politics")[0]
    publisher.pages["/story"] = paper_site.article(story, link("/rss"))
    publisher.pages["/rss"] = feeds.rss([Item(1, "물길 열렸다")])
    done = run("source", "add", publisher.url("/story"))
    assert done.exit_code == 0, done.stderr
    assert publisher.url("/rss") in done.stdout
    assert names(run) == ["가온일보"]


def test_a_board_that_names_no_feeds_is_added_without_a_search(run: Run, publisher: http.Server) -> None:
    publisher.pages["/board"] = html(listing(stories("front", 12)))
    assert run("source", "add", publisher.url("/board")).exit_code == 0
    assert [asked.path for asked in publisher.asked] == ["/board", "/robots.txt"]


def test_where_there_is_nothing_to_follow_one_line_says_what_the_page_is(run: Run, publisher: http.Server) -> None:
    publisher.pages["/story"] = paper_site.article(stories("politics")[0])
    done = run("source", "add", publisher.url("/story"))
    assert (done.exit_code, done.stderr.count("\n"), names(run)) == (65, 1, [])
    assert "an article, not a listing" in done.stderr
    assert "no feed of it was found either" in done.stderr


def test_a_section_that_is_there_already_keeps_no_other_from_being_added(run: Run, paper: http.Server) -> None:
    run("source", "add", paper.url("/rss/economy.xml"))
    done = run("source", "add", paper.url("/"), "--pick", "1")
    assert done.exit_code == 1
    assert "is source 1 '가온일보 경제' already" in done.stderr
    assert names(run) == ["가온일보 경제", "가온일보 정치", "가온일보 스포츠"]


def test_a_preview_shows_every_candidate_with_its_first_headlines(run: Run, paper: http.Server) -> None:
    document = json.loads(run("preview", paper.url("/"), "--json").stdout)
    assert (document["kind"], len(document["headlines"])) == ("board", 12)
    (sections, page) = document["picks"]
    first = sections["candidates"][0]
    assert (first["pick"], first["title"], first["way"], first["count"]) == ("1.1", "정치", "head", 8)
    assert (len(first["headlines"]), first["interval_s"] > 0) == (3, True)
    assert page["candidates"][0]["kind"] == "board"
    assert "about every" in run("preview", paper.url("/")).stdout


def test_a_preview_of_one_address_alone_asks_for_nothing_else(run: Run, paper: http.Server) -> None:
    document = json.loads(run("preview", paper.url("/"), "--only", "--json").stdout)
    assert "picks" not in document
    assert [asked.path for asked in paper.asked] == ["/", "/robots.txt"]


def test_a_page_that_robots_txt_keeps_from_us_still_leads_to_its_feeds(run: Run, paper: http.Server) -> None:
    paper.pages["/robots.txt"] = http.Page(b"User-agent: *\nDisallow: /\n")
    document = json.loads(run("preview", paper.url("/"), "--json").stdout)
    assert (document["headlines"], len(document["picks"][0]["candidates"])) == ([], 3)
    assert "keeps it from us" in document["warnings"][0]
    assert len(json.loads(run("preview", paper.url("/"), "--ignore-robots", "--json").stdout)["headlines"]) == 12


@pytest.mark.parametrize("status", [403, 404])
def test_a_page_that_refuses_us_leads_to_the_feeds_of_its_site_which_nobody_adds_unasked(
    run: Run, publisher: http.Server, status: int
) -> None:
    publisher.pages["/"] = http.Page(status=status)
    publisher.pages["/feed"] = feeds.rss([Item(1, "물길 열렸다")])
    done = run("source", "add", publisher.url("/"))
    assert (done.exit_code, names(run)) == (2, [])
    assert f"answers {status}" in done.stderr
    assert "at a place where feeds often are" in done.stderr
    assert run("source", "add", publisher.url("/"), "--pick", "1").exit_code == 0
    assert names(run) == ["가온일보"]


def test_a_refusing_site_without_any_feed_is_one_line(run: Run, publisher: http.Server) -> None:
    publisher.pages["/"] = http.Page(status=403)
    done = run("source", "add", publisher.url("/"))
    assert (done.exit_code, done.stderr.count("\n"), "answers 403" in done.stderr) == (69, 1, True)


def test_a_host_in_trouble_is_asked_nothing_more(run: Run, publisher: http.Server) -> None:
    publisher.pages["/"] = http.Page(status=503)
    assert run("source", "add", publisher.url("/")).exit_code == 69
    assert len(publisher.asked) == 1
