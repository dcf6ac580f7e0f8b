"""Hooks of team messengers, against a receiver that asks for what each documents."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from parts.envelopes import envelope, told
from parts.http import Page, Server
from parts.outbox import HERE

from notify import message
from notify.channels import BY_HTTP, SendError, Sent, parse_address
from notify.channels.incoming import Incoming
from sokbo import network
from sokbo.exchange import Response

NAMES = ("jandi", "dooray", "kakaowork", "teams")
LINE = "[속보] 한빛전자 공장 멈춰"
URL = "https://example.org/n/9"


def post(name: str, receiver: Server, **more: Any) -> tuple[Sent, dict[str, Any], dict[str, str]]:
    """Send one message by the channel; its yes, the body and the headers that came."""
    kind, address = parse_address(f"{name}:{receiver.url('/hook/s3cret')}")
    now = datetime.now(UTC)
    answer = network.get(BY_HTTP[kind].request(envelope(address, **more), now), HERE)
    said = BY_HTTP[kind].answer(answer, now)
    [asked] = receiver.asked
    return said, json.loads(asked.body), asked.headers


@pytest.fixture
def room(receiver: Server) -> Server:
    receiver.pages["/hook/s3cret"] = Page(b"ok")
    return receiver


def test_jandi_gets_a_link_and_a_coloured_part(room: Server) -> None:
    said, body, headers = post("jandi", room)
    assert said == Sent("200 OK ok", 200)
    assert headers["accept"] == "application/vnd.tosslab.jandi-v2+json"
    assert body["body"] == f"[{LINE}]({URL})"
    [part] = body["connectInfo"]
    assert part["title"] == "한빛일보 · 2025년 9월 22일 09:14 · 외 1곳"
    assert part["description"] == "공장: 공장"


def test_dooray_gets_a_text_and_an_attachment(room: Server) -> None:
    _, body, _ = post("dooray", room)
    assert (body["botName"], body["text"]) == ("Sokbo", LINE)
    [below] = body["attachments"]
    assert (below["title"], below["titleLink"]) == (LINE, URL)


def test_kakaowork_gets_text_that_it_can_take(room: Server) -> None:
    _, body, _ = post("kakaowork", room, of=told("가" * 900))
    assert set(body) == {"text"}
    assert len(body["text"]) == 500


def test_teams_gets_a_card_with_a_button(room: Server) -> None:
    _, body, _ = post("teams", room)
    [attachment] = body["attachments"]
    card = attachment["content"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert card["body"][0]["text"] == LINE
    assert card["actions"] == [{"type": "Action.OpenUrl", "title": "원문 열기", "url": URL}]


@pytest.mark.parametrize("name", NAMES)
def test_each_takes_a_digest_and_a_headline_without_an_address(name: str, room: Server) -> None:
    digest = message.digest([told("하나"), told("둘", story=8)])
    _, body, _ = post(name, room, of=digest, kind="digest")
    assert "2. 둘" in json.dumps(body, ensure_ascii=False)
    room.asked.clear()
    _, body, _ = post(name, room, of=message.sample("ko", datetime.now(UTC)), kind="test")
    assert "None" not in json.dumps(body, ensure_ascii=False)


@pytest.mark.parametrize("name", NAMES)
def test_an_address_that_no_browser_opens_is_no_link(name: str) -> None:
    channel = BY_HTTP[name]
    assert isinstance(channel, Incoming)
    of = message.read(message.data(told()) | {"headline": message.data(told())["headline"] | {"url": "javascript:1"}})
    body = json.dumps(channel.body(envelope(f"{name}:https://example.org/", of=of)))
    assert "](javascript" not in body
    assert '"url": "javascript' not in body
    assert '"titleLink": "javascript' not in body


@pytest.mark.parametrize(
    ("status", "gone"), [(401, True), (403, True), (404, True), (410, True), (400, False), (429, False), (500, False)]
)
def test_a_hook_that_was_taken_back_ends_the_channel(status: int, gone: bool) -> None:
    answer = Response(status, "https://example.org/", {}, b"no", 0.1, None, "127.0.0.1")
    with pytest.raises(SendError) as error:
        BY_HTTP["jandi"].answer(answer, datetime.now(UTC))
    assert error.value.gone is gone
