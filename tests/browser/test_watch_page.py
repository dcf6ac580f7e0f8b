"""A watch is written with the keyboard alone: what it would have caught is seen while one types, in both languages."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from parts.site import Site
from playwright.sync_api import Page, expect
from sqlalchemy import insert

from sokbo.queries import bigrams, sources, watches
from sokbo.tables import headlines

if TYPE_CHECKING:
    from conftest import Sit

pytestmark = pytest.mark.browser

SINGER = ["지수, 블랙핑크 새 앨범 예고", "블랙핑크 지수 솔로 앨범 발매", "블랙핑크 지수, 솔로 무대 공개"]
INDEX = ["코스피 지수 3% 급락…증시 패닉", "증시 지수 반등, 코스피 2500 회복", "코스피 지수 급락에 증시 불안"]
OTHERS = [
    "가온시 예산안 통과",
    "나루은행 새 행장 선임",
    "Rates cut again",
    "Fed weighs a rate cut",
    "Rate cut bets rise",
]


def keep(site: Site, titles: list[str], days: float = 6.0) -> None:
    """A week of headlines, the last title the newest."""
    database, begin = site.desk.line.database, datetime.now(UTC) - timedelta(days=days)
    with database.write() as connection:
        of = sources.add(connection, url="http://h/f", url_key=1, sealed_url=None, name="f", outlet="가온일보",
                         every_s=None, interval_s=60, private=False)  # fmt: skip
        rows = [
            {"id": n, "source_id": of, "ident": n, "title": title, "outlet": "가온일보", "labels": [], "seq": n,
             "precision": "none", "seen": begin + timedelta(days=days) * (n / len(titles)), "private": False,
             "news": True, "pending": False}
            for n, title in enumerate(titles, 1)
        ]  # fmt: skip
        for at in range(0, len(rows), 2_000):
            connection.execute(insert(headlines), rows[at : at + 2_000])
        bigrams.put(connection, [bigrams.Titled(row["id"], row["title"], row["seen"]) for row in rows])


def open_watches(page: Page, site: Site) -> None:
    page.goto(site.link())
    expect(page.get_by_role("button")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(site.address + "/")
    page.goto("/watches")


def press_until(page: Page, key: str, focused: str) -> None:
    """Press a key until what has the focus says this."""
    for _ in range(80):
        if page.evaluate("document.activeElement.dataset.rule ?? document.activeElement.name ?? ''") == focused:
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} never comes to {focused!r}")


@pytest.mark.parametrize(
    ("language", "rule", "first", "more", "second", "picked"),
    [
        ("ko-KR", "지수", "지난 7일 11건 가운데 6건", " -앨범", "지난 7일 11건 가운데 4건", "지수 -앨범 -코스피"),
        ("en-US", "rate cut", "3 of 11 in the last 7 days", " -bets", "2 of 11 in the last 7 days", "rate cut"),
    ],
)
def test_a_watch_is_written_by_keyboard_alone(
    site: Site, sit: Sit, language: str, rule: str, first: str, more: str, second: str, picked: str
) -> None:
    keep(site, [*SINGER, *INDEX, *OTHERS])
    page = sit(site.address, language=language)
    open_watches(page, site)
    press_until(page, "Tab", "rule")
    page.keyboard.type(rule)
    expect(page.locator("[data-told]")).to_have_text(first)
    expect(page.locator("#told")).to_have_text(first)
    page.keyboard.type(more)
    expect(page.locator("[data-told]")).to_have_text(second)
    assert page.locator(".caught mark").first.get_attribute("title")
    assert page.locator(".spark rect").count() == 8
    press_until(page, "Tab", picked)
    page.keyboard.press("Enter")
    field = page.locator("input[name=rule]")
    expect(field).to_have_value(picked)
    expect(field).to_be_focused()
    page.keyboard.press("Control+z")
    expect(field).to_have_value(rule + more)
    page.keyboard.press("Enter")
    expect(page.locator(".things .name")).to_have_text(rule + more)
    kept = site.desk.read(watches.of_person, site.desk.line.vault, site.desk.person)
    assert [w.rule for w in kept] == [rule + more]


def test_two_bearers_of_a_name_are_told_apart_and_one_is_chosen(site: Site, sit: Sit) -> None:
    keep(site, [*SINGER, *INDEX, *OTHERS])
    page = sit(site.address, language="ko-KR")
    open_watches(page, site)
    page.locator("input[name=rule]").fill("지수")
    expect(page.get_by_role("heading", name="여러 뜻으로 쓰입니다")).to_be_visible()
    page.get_by_role("link", name="이것만").first.click()
    expect(page.locator("[data-told]")).to_have_text("지난 7일 11건 가운데 3건")
    expect(page.get_by_role("heading", name="여러 뜻으로 쓰입니다")).to_have_count(0)


def test_an_edited_rule_is_held_against_the_one_that_is_saved(site: Site, sit: Sit) -> None:
    keep(site, [*SINGER, *INDEX, *OTHERS])
    site.desk.add_watch("지수", "지수 -앨범")
    page = sit(site.address)
    open_watches(page, site)
    page.goto("/watches/1")
    expect(page.locator("[data-told]")).to_have_text("4 of 11 in the last 7 days")
    page.locator("input[name=rule]").fill("지수 -코스피")
    expect(page.locator("[data-change=added]")).to_have_text("Would also catch 2")
    expect(page.locator("[data-change=lost]")).to_have_text("Would no longer catch 3")
    page.keyboard.press("Enter")
    page.wait_for_url(site.address + "/watches")
    page.goto("/watches/1")
    page.get_by_text("2 versions of this rule").click()
    page.get_by_role("link", name="take this one").click()
    expect(page.locator("input[name=rule]")).to_have_value("지수 -앨범")


def test_a_weeks_headlines_are_seen_while_one_types(site: Site, sit: Sit) -> None:
    """How long that takes is printed, not judged: `pytest -s`; bench/backtest.py takes half a million."""
    keep(site, [f"{title} {n % 977}번째" for n in range(20_000) for title in (OTHERS[n % 5],)])
    page = sit(site.address, language="ko-KR")
    open_watches(page, site)
    for rule, told in (("행장", "4,000건"), ("예산안 3번째", "4건")):
        begun = time.monotonic()
        page.locator("[data-told]").evaluate_all("found => found.forEach(line => line.remove())")
        page.locator("input[name=rule]").fill(rule)
        expect(page.locator("[data-told]")).to_contain_text(told)
        took = time.monotonic() - begun
        print(f"\n{rule!r} in 20,000 headlines: {took:.2f} s from the last key")  # noqa: T201
