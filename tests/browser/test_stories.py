"""Stories in Chromium: what is hot, and mending by hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from parts.papers import Paper
from parts.site import Site
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from conftest import Sit

pytestmark = pytest.mark.browser

QUAKE, STRIKE = "가온시 앞바다서 규모 5.1 지진", "나루 버스 파업 이틀째"


@pytest.fixture
def page(site: Site, sit: Sit) -> Page:
    """Three papers told of a quake, one of a strike; somebody looks at the stories."""
    papers = [Paper(site.desk, name) for name in ("ilbo", "times", "post")]
    for paper, titles in zip(papers, ((STRIKE, QUAKE), (QUAKE,), (QUAKE,)), strict=True):
        paper.prints(*titles)
        site.desk.drain()
    page = sit(site.address)
    page.goto(site.link())
    page.get_by_role("button", name=re.compile("Log in")).click()
    page.get_by_role("link", name="Stories", exact=True).click()
    return page


def test_a_headline_is_split_off_and_that_is_undone(page: Page) -> None:
    page.get_by_role("link", name=QUAKE).first.click()
    expect(page.locator("main .rows .row")).to_have_count(3)
    page.get_by_role("button", name="Split off").last.click()
    expect(page.get_by_text("It is a story of its own now.")).to_be_visible()
    expect(page.locator("main .rows .row")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    expect(page.locator("main .rows .row")).to_have_count(3)


def test_two_stories_are_joined_by_keyboard_and_that_is_undone(page: Page) -> None:
    page.get_by_role("link", name=STRIKE).click()
    field = page.get_by_label("Join this story into")
    field.focus()
    number = page.locator("#others option").first.get_attribute("value")
    assert number
    page.keyboard.type(number)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("They are one story now.")).to_be_visible()
    expect(page.locator("main .rows .row")).to_have_count(4)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("main .rows .row")).to_have_count(3)


def test_a_story_is_muted_and_heard_again(page: Page) -> None:
    page.get_by_role("link", name=QUAKE).first.click()
    page.get_by_role("button", name="Mute this story", exact=True).click()
    page.get_by_role("button", name="Unmute this story").click()
    expect(page.get_by_role("button", name="Mute this story", exact=True)).to_be_visible()


def test_the_course_can_be_read_without_the_picture(page: Page) -> None:
    expect(page.get_by_role("img", name="The course of 3 headlines")).to_be_visible()
    page.get_by_text("How it went").first.click()
    expect(page.get_by_role("row")).to_have_count(3)
