"""Starter packs on their page: what is ticked is read and added."""

from __future__ import annotations

import re

import pytest
from parts import http, paper_site
from parts.site import Site

from sokbo.queries import sources
from worker import packs
from worker.packs import Packed


def test_the_korean_pack_is_shown_by_outlet_with_a_beginning_ticked(site: Site) -> None:
    visitor = site.visitor()
    page = visitor.get("/sources/packs/korea")
    assert page.status == 200
    assert "연합뉴스" in page.text
    assert len(re.findall(r'name="url" value="[^"]+" checked', page.html)) == len(
        packs.first_of_each(packs.pack("korea"))
    )
    assert "/sources/packs/korea" in visitor.get("/sources").html
    assert visitor.get("/sources/packs/mars").status == 404


def test_what_is_ticked_is_added_and_what_is_dead_is_told(
    site: Site, publisher: http.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper_site.open_paper(publisher)
    alive, dead = publisher.url("/rss/politics.xml"), publisher.url("/gone.xml")
    of = (Packed("가온일보", "속보", alive, ""), Packed("옛신문", "전체", dead, ""))
    monkeypatch.setattr(packs, "pack", lambda name: of)
    visitor = site.visitor()
    told = visitor.post("/sources/packs/korea", url=[alive, dead, "http://127.0.0.1/not/in/the/pack"])
    assert "1 added, 1 not added." in told.text
    assert f"{dead} answers 404" in told.text
    assert [(s.name, s.outlet, s.every_s) for s in site.desk.read(sources.every)] == [
        ("가온일보 속보", "가온일보", 20.0)
    ]
    assert f'value="{alive}" disabled' in visitor.get("/sources/packs/korea").html


def test_nothing_ticked_is_told(site: Site) -> None:
    answer = site.visitor().post("/sources/packs/english")
    assert (answer.status, "Pick at least one." in answer.text) == (422, True)
