"""``source add --pack``: what answers is added under its outlet's name, what doesn't is told and left out."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import Result
from parts import http, paper_site

from worker import packs
from worker.packs import Packed

Run = Callable[..., Result]


@pytest.fixture
def two_papers(publisher: http.Server, monkeypatch: pytest.MonkeyPatch) -> http.Server:
    """A pack of one paper that answers, and one that is gone."""
    paper_site.open_paper(publisher)
    of = (
        Packed("가온일보", "속보", publisher.url("/rss/politics.xml"), "2026"),
        Packed("가온일보", "경제", publisher.url("/rss/economy.xml"), "2026"),
        Packed("옛신문", "전체", publisher.url("/gone.xml"), "2022"),
    )
    monkeypatch.setattr(packs, "pack", lambda name: of)
    return publisher


def listed(run: Run) -> list[tuple[str, str, float]]:
    rows = [json.loads(line) for line in run("source", "list", "--json").stdout.splitlines()]
    return [(row["name"], row["outlet"], row["every_s"]) for row in rows]


def test_without_a_pick_the_pack_is_shown_and_nothing_added(run: Run) -> None:
    shown = run("source", "add", "--pack", "korea")
    assert shown.exit_code == 0
    assert "연합뉴스" in shown.stdout
    assert "Nothing was added: add --pick with" in shown.stderr
    rows = json.loads(run("source", "add", "--pack", "korea", "--json").stdout)["sources"]
    assert {"outlet": "뉴시스", "section": "속보", "pick": "뉴시스/속보", "every_s": 20.0}.items() <= next(
        row for row in rows if row["section"] == "속보" and row["outlet"] == "뉴시스"
    ).items()
    assert listed(run) == []


def test_what_answers_is_added_and_the_rest_is_told(run: Run, two_papers: http.Server) -> None:
    done = run("source", "add", "--pack", "korea", "--pick", "all")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "3 sources: 2 added, 0 there, 1 left out."
    assert done.stderr.startswith(f"left out: 옛신문 전체: {two_papers.url('/gone.xml')} answers 404")
    assert done.stderr.count("\n") == 1
    assert listed(run) == [("가온일보 속보", "가온일보", 20.0), ("가온일보 경제", "가온일보", 300.0)]
    again = run("source", "add", "--pack", "korea", "--pick", "가온일보")
    assert (again.exit_code, again.stdout) == (0, "2 sources: 0 added, 2 there, 0 left out.\n")


def test_a_person_s_interval_stands_over_the_pack_s(run: Run, two_papers: http.Server) -> None:
    assert run("source", "add", "--pack", "korea", "--pick", "속보", "--every", "60s").exit_code == 0
    assert listed(run) == [("가온일보 속보", "가온일보", 60.0)]


def test_a_pack_of_which_nothing_answers_fails(run: Run, two_papers: http.Server) -> None:
    assert run("source", "add", "--pack", "korea", "--pick", "옛신문").exit_code == 1


@pytest.mark.parametrize("words", [(), ("https://a.example/", "--pack", "korea")])
def test_an_address_or_a_pack_is_said(run: Run, words: tuple[str, ...]) -> None:
    done = run("source", "add", *words)
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)


@pytest.mark.parametrize("words", [("mars",), ("korea", "--pick", "없는신문")])
def test_what_is_not_there_is_told_in_one_line(run: Run, words: tuple[str, ...]) -> None:
    done = run("source", "add", "--pack", *words)
    assert (done.exit_code, done.stderr.count("\n"), listed(run)) == (2, 1, [])
