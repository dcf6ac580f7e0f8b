"""Starter packs: what is in them, and how a person picks."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from sokbo.address import canonical
from worker import packs
from worker.packs import PackError, first_of_each, outlets, pack, picked


@pytest.mark.parametrize("name", packs.NAMES)
def test_each_address_is_one_and_has_an_outlet_and_a_section(name: str) -> None:
    of = pack(name)
    assert len({canonical(one.url) for one in of}) == len({one.name for one in of}) == len(of) >= 30
    assert {urlsplit(one.url).scheme for one in of} <= {"http", "https"}
    assert all(one.outlet and one.section and urlsplit(one.url).hostname for one in of)


def test_korean_outlets_that_were_listed_last_stand_first() -> None:
    years = [max(one.listed for one in sections) for sections in outlets(pack("korea")).values()]
    assert years == sorted(years, reverse=True)
    for sections in outlets(pack("korea")).values():
        listed = [one.listed for one in sections]
        assert listed == sorted(listed, reverse=True)


def test_flashes_are_visited_often_and_subjects_seldom() -> None:
    every = {one.name: one.every_s for one in pack("korea")}
    assert every["뉴시스 속보"] == 20
    assert every["연합뉴스 최신"] == 120
    assert every["JTBC 정치"] == 300
    assert {15 <= s <= 30 or 120 <= s <= 300 for name in packs.NAMES for s in [one.every_s for one in pack(name)]} == {
        True
    }


def test_to_begin_with_there_is_everything_of_each_outlet_that_is_listed_now() -> None:
    start = first_of_each(pack("korea"))
    assert {"연합뉴스 최신", "뉴시스 속보", "조선일보 전체기사"} <= {one.name for one in start}
    assert {one.listed for one in start} == {"2026"}
    assert len({one.outlet for one in start}) == len(start) > 15


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("뉴시스/속보", ["뉴시스 속보"]),
        ("속보", ["전자신문 속보", "뉴시스 속보"]),
        ("SBS, 속보,sbs/최신", ["SBS 최신", "SBS 주요뉴스", "전자신문 속보", "뉴시스 속보"]),
        ("8", ["헤럴드경제 전체"]),
    ],
)
def test_outlets_and_sections_are_picked_by_name(said: str, names: list[str]) -> None:
    assert [one.name for one in picked(pack("korea"), said)] == names


def test_all_is_all_and_start_is_the_beginning() -> None:
    of = pack("english")
    assert picked(of, "all") == list(of)
    assert picked(of, "start") == first_of_each(of)
    assert picked(of, "") == []


def test_what_is_in_no_pack_is_told() -> None:
    with pytest.raises(PackError, match="no outlet and no section"):
        picked(pack("korea"), "속보,없는신문")
    with pytest.raises(PackError, match="korea and english"):
        pack("mars")
