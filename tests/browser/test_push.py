"""A browser that allows notices, and one that is pushed to: the form, the service worker, the notice."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from parts.browser_keys import subscription
from parts.browsing import come_in
from parts.envelopes import envelope
from parts.newsroom import Newsroom
from playwright.sync_api import expect

from notify.channels import push

if TYPE_CHECKING:
    from conftest import Sit

pytestmark = pytest.mark.browser

# Chromium's own push service is out of reach here: what it would answer is put in its place.
SUBSCRIBED = """
PushManager.prototype.subscribe = async (options) => {
  window.asked = options;
  return { toJSON: () => (%s) };
};
"""


def test_this_browser_is_added_once_its_person_allows_notices(newsroom: Newsroom, sit: Sit) -> None:
    page = sit(newsroom.site.address)
    page.context.grant_permissions(["notifications"], origin=newsroom.site.address)
    address, _ = subscription("https://push.example/1")
    page.add_init_script(SUBSCRIBED % address.removeprefix("push:"))
    come_in(page, newsroom.site)
    page.goto("/channels?pick=push")
    page.get_by_label("Name").fill("laptop")
    page.get_by_role("button", name="Add a channel").click()
    expect(page.locator(".things")).to_contain_text("push:push.example")


def test_one_that_does_not_is_told_where_to_allow_them(newsroom: Newsroom, sit: Sit) -> None:
    page = sit(newsroom.site.address, language="ko-KR")
    page.add_init_script("Notification.requestPermission = async () => 'denied';")
    come_in(page, newsroom.site)
    page.goto("/channels?pick=push")
    page.get_by_label("이름").fill("laptop")
    page.get_by_role("button", name="채널 더하기").click()
    expect(page.get_by_role("alert")).to_contain_text("알림을 허용하세요")


def test_what_is_pushed_is_shown_and_a_newer_one_takes_its_place(newsroom: Newsroom, sit: Sit) -> None:
    page = sit(newsroom.site.address)
    page.context.grant_permissions(["notifications"], origin=newsroom.site.address)
    come_in(page, newsroom.site)
    devtools = page.context.new_cdp_session(page)
    registered: list[str] = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: registered.extend(r["registrationId"] for r in event["registrations"]),
    )
    devtools.send("ServiceWorker.enable")
    page.evaluate("navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready)")
    note = push.note(envelope("push:")).decode()
    for title in ("첫 소식", "다음 소식"):
        devtools.send(
            "ServiceWorker.deliverPushMessage",
            {
                "origin": newsroom.site.address,
                "registrationId": registered[0],
                "data": json.dumps(json.loads(note) | {"title": title}),
            },
        )
    page.wait_for_function(
        "async () => (await (await navigator.serviceWorker.ready).getNotifications())[0]?.title === '다음 소식'"
    )
    shown = page.evaluate(
        "navigator.serviceWorker.ready.then((r) => r.getNotifications()).then((all) => all.map((n) => [n.tag, n.data]))"
    )
    assert shown == [["story-7", "https://example.org/n/9"]]
