"""Channels and the ledger of what went to them."""

from __future__ import annotations

import pytest
from parts import http
from parts.newsroom import Newsroom
from parts.site import Site

from sokbo.model import Channel
from sokbo.queries import channels, deliveries


def _mine(site: Site) -> dict[str, Channel]:
    found = site.desk.read(channels.of_person, site.desk.line.vault, site.desk.person)
    return {c.name: c for c in found if c.kind != "inbox"}


def test_a_hook_is_added_and_its_secret_shown_once(site: Site) -> None:
    visitor = site.visitor()
    answer = visitor.post("/channels", name="ops", address="https://ops.example/hook/s3cret-path")
    assert "whsec_" in answer.html
    later = visitor.get("/channels").html
    assert ("whsec_" in later, "s3cret-path" in later, "https://ops.example/" in later) == (False, False, True)


@pytest.mark.parametrize("address", ["", "nonsense", "ftp://x.example", "mailto:", "https://"])
def test_what_is_no_address_of_a_channel_is_told_and_kept(site: Site, address: str) -> None:
    answer = site.visitor().post("/channels", name="ops", address=address)
    assert (answer.status, 'role="alert"' in answer.html, f'value="{address}"' in answer.html) == (422, True, True)
    assert not _mine(site)


def test_two_channels_of_one_person_have_two_names(newsroom: Newsroom) -> None:
    answer = newsroom.site.visitor().post("/channels", name="ops", address="https://other.example/")
    assert (answer.status, "There is a channel of that name." in answer.text) == (422, True)
    assert newsroom.site.visitor("bora").post("/channels", name="ops", address="https://other.example/").status == 200


@pytest.mark.parametrize(
    ("page", "told"), [(http.Page(b"thanks"), "200"), (http.Page(b"who are you", status=403), "403")]
)
def test_a_test_shows_what_the_channel_really_answered(newsroom: Newsroom, page: http.Page, told: str) -> None:
    newsroom.receiver.pages["/hook"], visitor = page, newsroom.site.visitor()
    visitor.post(f"/channels/{_mine(newsroom.site)['ops'].id}", do="test")
    said = visitor.get("/channels").text
    assert ("ops: It answered:" in said, told in said, page.body.decode() in said) == (True, True, True)
    assert len(newsroom.receiver.asked) == 2


def test_a_removed_channel_is_sent_nothing(newsroom: Newsroom) -> None:
    newsroom.site.visitor().post(f"/channels/{_mine(newsroom.site)['ops'].id}", do="remove")
    assert not _mine(newsroom.site)


def test_a_paused_channel_says_why_and_is_resumed(newsroom: Newsroom) -> None:
    site, visitor = newsroom.site, newsroom.site.visitor()
    hook = _mine(site)["ops"].id
    site.desk.write(channels.pause, hook, "410 Gone")
    assert "Paused: 410 Gone" in visitor.get("/channels").text
    visitor.post(f"/channels/{hook}", do="resume")
    assert "Paused" not in visitor.get("/channels").text


def test_the_ledger_shows_each_attempt_and_sends_again(newsroom: Newsroom) -> None:
    site, visitor = newsroom.site, newsroom.site.visitor()
    page = visitor.get("/deliveries").text
    assert [part in page for part in ("ops", "sent", "규모 5.1 지진", "Attempts (1)", "thanks")] == [True] * 5
    assert visitor.post("/deliveries/1/resend").to == "/deliveries"
    site.desk.deliver()
    first, second = newsroom.receiver.asked
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    (delivery,) = site.desk.read(deliveries.newest, limit=9)
    assert delivery.state == "sent"
