"""Channels and the ledger of what went to them."""

from __future__ import annotations

import json
import re

import pytest
from parts import http
from parts.browser_keys import subscription
from parts.newsroom import Newsroom
from parts.site import Site
from sqlalchemy import update

from notify import unsubscribe
from notify.channels import vapid
from sokbo.model import Channel
from sokbo.queries import channels, deliveries
from sokbo.tables import deliveries as rows
from web.picker import CHOICES


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


def test_every_choice_says_how_to_get_its_address(site: Site) -> None:
    visitor = site.visitor()
    for one in CHOICES:
        assert (
            f'href="/channels?pick={one.key}#add" aria-current="true">{one.name}<'
            in visitor.get(f"/channels?pick={one.key}").html
        )
    kakao = visitor.get("/channels?pick=kakaotalk").html
    assert "Telegram or Web Push" in kakao
    assert 'name="address"' not in kakao


def test_a_browser_adds_itself_with_the_key_of_this_installation(site: Site) -> None:
    visitor = site.visitor()
    page = visitor.get("/channels?pick=push").html
    key = re.search(r'data-key="([^"]+)"', page)
    assert key
    assert key[1] in visitor.get("/channels?pick=push").html
    address, _ = subscription("https://push.example/1")
    assert visitor.post("/channels", name="laptop", pick="push", address=address).status == 200
    kept = json.loads(_mine(site)["laptop"].secret or "")
    assert vapid.public(kept["key"]) == key[1]
    assert "push.example" in visitor.get("/channels").text
    assert visitor.get("/worker.js").status == 200


def test_a_hook_has_a_body_of_its_own(newsroom: Newsroom) -> None:
    site, visitor = newsroom.site, newsroom.site.visitor()
    hook = _mine(site)["ops"].id
    visitor.post(f"/channels/{hook}", do="template", template='{"text": "{{title}}"}')
    visitor.post(f"/channels/{hook}", do="test")
    assert list(json.loads(newsroom.receiver.asked[-1].body)) == ["text"]
    visitor.post(f"/channels/{hook}", do="template", template='{"text": {{titel}}}')
    assert "knows no {{titel}}" in visitor.get("/channels").text
    visitor.post(f"/channels/{hook}", do="template", template="")
    assert _mine(site)["ops"].template is None


def test_a_secret_is_changed_with_both_valid_until_the_old_one_is_dropped(newsroom: Newsroom) -> None:
    site, visitor = newsroom.site, newsroom.site.visitor()
    channel = _mine(site)["ops"]
    shown = visitor.post(f"/channels/{channel.id}", do="rotate").html
    both = (_mine(site)["ops"].secret or "").split()
    assert both[1] == channel.secret
    assert both[0] in shown
    visitor.post(f"/channels/{channel.id}", do="settle")
    assert _mine(site)["ops"].secret == both[0]


def test_naver_works_takes_its_secret_beside_the_address(site: Site) -> None:
    visitor = site.visitor()
    answer = visitor.post("/channels", name="works", pick="naverworks", address="naverworks://1/users/kim", secret="{}")
    assert (answer.status, "lacks client_id" in answer.text) == (422, True)


def test_a_removed_channel_is_sent_nothing(newsroom: Newsroom) -> None:
    newsroom.site.visitor().post(f"/channels/{_mine(newsroom.site)['ops'].id}", do="remove")
    assert not _mine(newsroom.site)


def test_a_paused_channel_says_why_and_is_resumed(newsroom: Newsroom) -> None:
    site, visitor = newsroom.site, newsroom.site.visitor()
    hook = _mine(site)["ops"].id
    site.desk.write(channels.pause, hook, "410 Gone")
    assert "Paused: 410 Gone" in visitor.get("/channels").text
    assert "Paused: 410 Gone" in visitor.get("/inbox").text
    visitor.post(f"/channels/{hook}", do="resume")
    assert "Paused" not in visitor.get("/channels").text


def test_one_click_in_a_mail_stops_its_channel_without_a_login(site: Site) -> None:
    visitor = site.visitor()
    visitor.post("/channels", name="mail", address="mailto:kim@example.org")
    channel = _mine(site)["mail"].id
    stranger = site.stranger()
    path = f"/unsubscribe/{unsubscribe.token(site.desk.line.vault, channel)}"
    assert "Stop them" in stranger.get(path).text
    assert _mine(site)["mail"].paused is None
    assert stranger.post(path, **{"List-Unsubscribe": "One-Click"}).status == 200
    assert _mine(site)["mail"].paused == "its reader unsubscribed"
    assert stranger.post(f"/unsubscribe/{channel}.0123").status == 404
    assert stranger.get("/unsubscribe/nonsense").status == 404


def test_the_ledger_is_filtered_and_all_that_was_given_up_goes_out_again(newsroom: Newsroom) -> None:
    site, visitor = newsroom.site, newsroom.site.visitor()
    with site.desk.line.database.write() as connection:
        connection.execute(update(rows).values(state="dead"))
    assert "규모 5.1 지진" in visitor.get("/deliveries?state=dead").text
    assert "규모 5.1 지진" not in visitor.get("/deliveries?state=sent").text
    assert "규모 5.1 지진" not in visitor.get("/deliveries?channel=999").text
    other = site.visitor("bora")
    other.post("/deliveries/dead/resend")
    assert [d.state for d in site.desk.read(deliveries.newest, limit=9)] == ["dead"]
    visitor.post("/deliveries/dead/resend")
    assert [d.state for d in site.desk.read(deliveries.newest, limit=9)] == ["pending"]


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
