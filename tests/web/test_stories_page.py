"""What is hot, one story with its course, and what people do to it by hand."""

from __future__ import annotations

import pytest
from parts.papers import Paper
from parts.site import Site, Visitor

from sokbo.queries import people, watches

QUAKE = "가온시 앞바다서 규모 5.1 지진"
STRIKE = "나루 버스 파업 이틀째"


@pytest.fixture
def papers(site: Site) -> list[Paper]:
    site.desk.add_watch("지진", "지진", updates=True)
    found = [Paper(site.desk, name) for name in ("ilbo", "times", "post")]
    found[0].prints(STRIKE, QUAKE)
    site.desk.drain()
    for paper in found[1:]:
        paper.prints(QUAKE)
        site.desk.drain()
    return found


def place(paper: Paper, title: str) -> int:
    found = paper.story(title)
    assert found
    return found


def test_the_hottest_story_comes_first_with_who_had_it(site: Site, papers: list[Paper]) -> None:
    page = site.visitor().get("/stories")
    assert page.html.index(QUAKE) < page.html.index(STRIKE)
    assert "ilbo first, by 0 min" in page.text
    assert "3 outlets, 3 headlines" in page.text
    assert page.html.count("<circle") == 3


def test_there_is_nothing_hot_at_first(site: Site) -> None:
    assert "Nothing came in the last 24 hours." in site.visitor().get("/stories").text


def test_a_story_says_what_was_told_of_it_and_what_not(site: Site, papers: list[Paper]) -> None:
    page = site.visitor().get(f"/stories/{place(papers[0], QUAKE)}")
    assert "지진: alert" in page.text
    assert "지진: update (doubled)" in page.text
    assert "지진: 1 not sent (same story)" in page.text


def test_an_alert_says_by_what_rule_it_came_and_how_the_story_stood(site: Site, papers: list[Paper]) -> None:
    for path in ("/inbox", f"/stories/{place(papers[0], QUAKE)}"):
        page = site.visitor().get(path)
        assert f'<a href="/headlines/{place(papers[0], QUAKE)}">tipped by this</a>' in page.html
        assert "Rule, version 1: 지진" in page.text
        assert f"ilbo: {QUAKE}" in page.text


def test_what_was_not_sent_is_listed_with_the_reason(site: Site, papers: list[Paper]) -> None:
    assert "지진: 1 not sent (same story)" in site.visitor().get("/deliveries/unsent").text
    assert "Everything that matched was told." in site.visitor("bora").get("/deliveries/unsent").text


def test_a_story_shows_how_its_titles_changed(site: Site, papers: list[Paper]) -> None:
    papers[0].revises(QUAKE, f"{QUAKE}, 여진")
    site.desk.drain()
    assert "<ins>, 여진</ins>" in site.visitor().get(f"/stories/{place(papers[1], QUAKE)}").html


def test_stories_are_joined_split_and_undone_by_form(site: Site, papers: list[Paper]) -> None:
    visitor = site.visitor()
    quake, strike = place(papers[0], QUAKE), place(papers[0], STRIKE)
    joined = visitor.post(f"/stories/{strike}/do", do="join", into=f"http://desk.example/stories/{quake}")
    assert joined.to == f"/stories/{quake}"
    assert visitor.get(f"/stories/{strike}").to == f"/stories/{quake}"
    page = visitor.get(f"/stories/{quake}")
    assert "They are one story now." in page.text
    assert place(papers[0], STRIKE) == quake
    visitor.post(f"/stories/{quake}/do", do="undo", edit=1)
    assert place(papers[0], STRIKE) == strike
    (times,) = site.desk.history(papers[1].id)
    off = visitor.post(f"/stories/{quake}/do", do="split", headline=times.id)
    assert off.to == f"/stories/{place(papers[1], QUAKE)}" != f"/stories/{quake}"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"do": "join", "into": "x"}, "There is no such story: 0"),
        ({"do": "split", "headline": "999"}, "There is no such headline: 999"),
        ({"do": "undo", "edit": "7"}, "There is nothing to undo."),
    ],
)
def test_what_cannot_be_done_says_so(site: Site, papers: list[Paper], form: dict[str, str], said: str) -> None:
    visitor = site.visitor()
    answer = visitor.post(f"/stories/{place(papers[0], QUAKE)}/do", **form)
    assert said in visitor.get(answer.to).text


def test_a_story_can_be_muted_by_each_for_themselves(site: Site, papers: list[Paper]) -> None:
    path = f"/stories/{place(papers[0], QUAKE)}"
    visitor = site.visitor()
    visitor.post(f"{path}/do", do="mute")
    assert "Unmute this story" in visitor.get(path).text
    assert "Unmute this story" not in site.visitor("bora").get(path).text


def test_a_viewer_reads_and_mutes_but_mends_nothing(site: Site, papers: list[Paper]) -> None:
    site.desk.write(people.ensure, "guest", "viewer")
    viewer, path = site.visitor("guest"), f"/stories/{place(papers[0], QUAKE)}"
    assert "Join" not in viewer.get(path).text
    assert viewer.post(f"{path}/do", do="split", headline=place(papers[0], QUAKE)).status == 404
    assert viewer.post(f"{path}/do", do="mute").status == 303


def watch_form(visitor: Visitor, path: str = "/watches", **fields: object) -> int:
    return visitor.post(path, name="지진", rule="지진", **fields).status


def test_a_watch_form_says_when_to_hear_and_nothing_is_lost_on_a_bad_input(site: Site) -> None:
    visitor = site.visitor()
    assert watch_form(visitor, outlets=3, quiet="밤", follow="가온일보, 나루신문") == 422
    page = visitor.post("/watches", name="지진", rule="지진", outlets=3, quiet="밤", follow="가온일보")
    assert "밤: these hours can't be read." in page.text
    assert 'value="가온일보"' in page.html
    assert watch_form(visitor, outlets=3, quiet="22:00-07:00, 주말", follow="가온일보, 나루신문", updates=1) == 303
    (watch,) = site.desk.read(watches.of_person, site.desk.line.vault, site.desk.person)
    assert (watch.timing.outlets, watch.timing.follow, watch.timing.updates) == (3, ("가온일보", "나루신문"), True)
    assert watch_form(visitor, f"/watches/{watch.id}", minutes="x") == 422
    assert watch_form(visitor, f"/watches/{watch.id}") == 303
    (watch,) = site.desk.read(watches.of_person, site.desk.line.vault, site.desk.person)
    assert watch.timing == type(watch.timing)()
