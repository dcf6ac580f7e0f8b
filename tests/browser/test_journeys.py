"""What people do all day, in Chromium, on the pages as served."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from parts import feeds, http
from parts.browsing import come_in
from parts.newsroom import NEW, OLD, Newsroom
from parts.site import Site
from playwright.sync_api import expect

if TYPE_CHECKING:
    from conftest import Sit

pytestmark = pytest.mark.browser

PAGES = [
    "/", "/?q=none", "/stories", "/inbox", "/watches", "/watches/1", "/sources", "/sources/1", "/channels",
    "/channels?pick=naverworks", "/deliveries", "/clippings", "/settings", "/status", "/tokens", "/alerts/1/not-this",
    "/headlines/4", "/stories/4", "/nothing",
]  # fmt: skip
LONG = feeds.Item(5, "가" * 300)
UNBROKEN = feeds.Item(6, "https://example.org/" + "x" * 300)


def test_a_link_lets_one_in_once(site: Site, sit: Sit) -> None:
    link, page = site.link(), sit(site.address)
    page.goto(link)
    expect(page.get_by_role("button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("No headlines yet.")).to_be_visible()
    page.get_by_role("link", name="Settings").click()
    page.get_by_role("button", name="Log out").click()
    page.goto(link)
    expect(page.get_by_role("alert")).to_contain_text("sokbo login")


def test_a_row_waits_behind_a_quiet_line_while_one_reads(newsroom: Newsroom, sit: Sit) -> None:
    reports = [feeds.Item(n, f"Report {n} of the day") for n in range(40, 4, -1)]
    newsroom.publish(*reports)
    page = sit(newsroom.site.address)
    come_in(page, newsroom.site)
    page.mouse.wheel(0, 900)
    page.wait_for_function("scrollY > 100")
    newsroom.publish(feeds.Item(50, "새 다리 개통"), *reports)
    expect(page.locator(".waiting")).to_have_text("1 new")
    expect(page.get_by_text("새 다리 개통")).to_have_count(0)
    assert page.title() == "(1) Board · Sokbo"
    page.keyboard.press(".")
    expect(page.locator(".row").first).to_contain_text("새 다리 개통")
    expect(page.locator(".waiting")).to_be_hidden()
    assert (page.title(), page.evaluate("scrollY")) == ("Board · Sokbo", 0)


def test_at_the_top_a_row_comes_by_itself(newsroom: Newsroom, sit: Sit) -> None:
    page = sit(newsroom.site.address, language="ko-KR")
    come_in(page, newsroom.site)
    newsroom.publish(feeds.Item(5, "새 다리 개통"))
    expect(page.locator(".row").first).to_contain_text("새 다리 개통")
    expect(page.locator(".row").first.locator(".new")).to_be_visible()
    expect(page.locator(".row")).to_have_count(5)


def test_a_first_row_takes_the_place_of_the_empty_words(site: Site, sit: Sit, publisher: http.Server) -> None:
    page = sit(site.address)
    come_in(page, site)
    publisher.pages["/board"] = feeds.board([OLD[0]])
    site.desk.add_source(publisher.url("/board"))
    site.desk.drain()
    expect(page.locator(".row")).to_have_count(1)
    expect(page.get_by_text("No headlines yet.")).to_have_count(0)


@pytest.mark.parametrize("how", ["cut", "answered by somebody else"])
def test_a_lost_connection_says_so_and_catches_up_by_itself(newsroom: Newsroom, sit: Sit, how: str) -> None:
    page = sit(newsroom.site.address)
    come_in(page, newsroom.site)
    expect(page.locator(".lost")).to_be_hidden()
    page.route("**/live*", lambda route: route.abort() if how == "cut" else route.fulfill(status=404))
    page.reload()
    expect(page.locator(".lost")).to_be_visible()
    newsroom.publish(feeds.Item(5, "새 다리 개통"))
    page.unroute("**/live*")
    expect(page.locator(".row").first).to_contain_text("새 다리 개통")
    expect(page.locator(".lost")).to_be_hidden()


def test_times_go_on_while_a_page_stays_open(newsroom: Newsroom, sit: Sit) -> None:
    page = sit(newsroom.site.address, width=390)
    page.clock.install()
    come_in(page, newsroom.site)
    time, title = page.locator(".row time").first, page.locator(".row .title").first
    expect(time).to_have_text("now")
    page.clock.fast_forward("59:30")
    expect(time).to_have_text("59m ago")
    clock, words = time.bounding_box(), title.bounding_box()
    assert clock
    assert words
    assert clock["x"] + clock["width"] < words["x"]
    page.clock.fast_forward("01:00")
    expect(time).to_have_text(re.compile(r"\d\d:\d\d|\d\d\.\d\d"))


def test_the_board_is_read_by_keyboard_alone(newsroom: Newsroom, sit: Sit) -> None:
    page = sit(newsroom.site.address)
    come_in(page, newsroom.site)
    for key in "jjk":
        page.keyboard.press(key)
    expect(page.locator(".row.here")).to_contain_text(NEW.title)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(NEW.title)
    page.go_back()
    page.keyboard.press("/")
    page.keyboard.type("예산안")
    page.keyboard.press("Enter")
    expect(page.locator(".row")).to_have_count(1)


def test_a_source_is_added_through_its_preview(site: Site, sit: Sit, publisher: http.Server) -> None:
    publisher.pages["/rss"] = feeds.rss(OLD)
    page = sit(site.address)
    come_in(page, site)
    page.get_by_role("link", name="Add a source").click()
    page.get_by_label("Address").fill(publisher.url("/nothing"))
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("alert")).to_contain_text("answers 404")
    expect(page.get_by_label("Address")).to_have_value(publisher.url("/nothing"))
    page.get_by_label("Address").fill(publisher.url("/rss"))
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="가온일보: 3 headlines found")).to_be_visible()
    page.get_by_label("Name").fill("Gaon")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("status").filter(visible=True)).to_have_text("Gaon: 3 headlines kept as history.")
    expect(page.get_by_role("link", name="Gaon")).to_be_visible()


def test_a_broken_rule_is_pointed_at_and_a_good_one_kept(newsroom: Newsroom, sit: Sit) -> None:
    page = sit(newsroom.site.address)
    come_in(page, newsroom.site)
    page.goto("/watches")
    page.get_by_label("Name").fill("budget")
    page.get_by_role("textbox", name="Rule").fill("((예산안")
    expect(page.locator(".backtest .trouble")).to_contain_text("^")
    page.get_by_role("button", name="Add a watch").click()
    expect(page.get_by_role("alert")).to_contain_text("^")
    expect(page.get_by_label("Name")).to_have_value("budget")
    page.get_by_role("textbox", name="Rule").fill("예산안 | 행장")
    expect(page.locator(".backtest")).to_contain_text("2 of 4 in the last 7 days")
    expect(page.locator(".backtest mark")).to_have_text(["예산안", "행장"])
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_role("button", name="Add a watch").click()
    expect(page.get_by_role("link", name="budget")).to_be_visible()


def test_the_inbox_says_why(newsroom: Newsroom, sit: Sit) -> None:
    page = sit(newsroom.site.address, language="ko-KR")
    come_in(page, newsroom.site)
    page.get_by_role("link", name="알림함").click()
    expect(page.locator(".row mark")).to_have_text("지진")
    expect(page.locator(".row .why")).to_have_text("키워드 quakes: 지진")


def test_a_channel_is_tried(newsroom: Newsroom, sit: Sit) -> None:
    page = sit(newsroom.site.address)
    come_in(page, newsroom.site)
    page.get_by_role("link", name="Channels").click()
    newsroom.receiver.pages["/hook"] = http.Page(b"who are you", status=403)
    page.get_by_role("button", name="Test").click()
    expect(page.get_by_role("status").filter(has_text="ops")).to_contain_text("403")


@pytest.mark.parametrize("language", ["ko-KR", "en-US"])
@pytest.mark.parametrize("dark", [False, True])
def test_nothing_sticks_out_of_a_phone(newsroom: Newsroom, sit: Sit, language: str, dark: bool) -> None:
    newsroom.publish(UNBROKEN, LONG)
    page = sit(newsroom.site.address, width=390, language=language, dark=dark)
    come_in(page, newsroom.site)
    wide = {}
    for path in PAGES:
        page.goto(path)
        wide[path] = page.evaluate("document.documentElement.scrollWidth")
    assert wide == dict.fromkeys(PAGES, 390)
    page.goto("/")
    heights = page.locator(".row").evaluate_all("rows => rows.map(row => row.getBoundingClientRect().height)")
    assert min(heights) >= 44
    assert page.locator(".rail a").last.bounding_box()["x"] < 390  # type: ignore[index] # it is shown
