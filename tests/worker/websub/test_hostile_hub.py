"""Hubs that lie, dawdle, move house and attack: none gets more than a hub is for."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import urllib.parse
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from parts import feeds
from parts import http as web
from parts.feeds import Item
from parts.hub import Hub
from parts.scene import NEW, OLD, Scene, scene_of

from sokbo.model import Standing
from sokbo.queries import sources
from worker.read import read
from worker.websub import trust


@pytest.fixture
def scene(sqlite_url: str, tmp_path: Path, publisher: web.Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    with scene_of(sqlite_url, tmp_path, publisher, monkeypatch) as made:
        yield made


def call(
    scene: Scene, query: dict[str, str], method: str = "GET", body: bytes = b"", **headers: str
) -> tuple[int, bytes, str]:
    """What the callback answers to a question or a push; status, body, content type."""
    (one,) = scene.hub.subscribers.values()
    parts = urllib.parse.urlsplit(one.callback)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, f"{parts.path}?{urllib.parse.urlencode(query)}", body or None, named)
    answer = connection.getresponse()
    found = answer.status, answer.read(), answer.headers.get("content-type", "")
    connection.close()
    return found


def signed(scene: Scene, body: bytes, method: str = "sha256") -> str:
    (one,) = scene.hub.subscribers.values()
    return f"{method}={hmac.new(one.secret.encode(), body, getattr(hashlib, method)).hexdigest()}"


# --- leases -----------------------------------------------------------------------------------------------------------


def test_a_hub_that_grants_a_second_is_not_asked_every_second(scene: Scene) -> None:
    scene.hub.lease_s = 1
    scene.subscribes()
    assert scene.there.next_step - datetime.now(UTC) > timedelta(seconds=30)
    assert len(scene.hub.asked) == 1


@pytest.mark.parametrize("lease", ["", "0", "-5", "1e9", "∞", "99999999999", "1.5", "864000 "])
def test_whatever_a_hub_says_of_its_lease_it_is_bounded(scene: Scene, lease: str) -> None:
    scene.subscribes()
    query = {"hub.mode": "subscribe", "hub.topic": scene.topic, "hub.challenge": "c", "hub.lease_seconds": lease}
    assert call(scene, query)[:2] == (200, b"c")
    assert scene.there.expires is not None
    assert timedelta(0) < scene.there.expires - datetime.now(UTC) <= timedelta(days=31)
    assert scene.there.next_step < scene.there.expires


# --- verification of intent -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        {"hub.mode": "subscribe", "hub.challenge": "c"},
        {"hub.mode": "subscribe", "hub.topic": "https://other.example/rss", "hub.challenge": "c"},
        {"hub.mode": "unsubscribe", "hub.topic": "TOPIC", "hub.challenge": "c"},
        {"hub.mode": "subscribe", "hub.topic": "TOPIC"},
        {"hub.mode": "subscribe", "hub.topic": "TOPIC/", "hub.challenge": "c"},
        {"hub.mode": "SUBSCRIBE", "hub.topic": "TOPIC", "hub.challenge": "c"},
        {"hub.mode": "publish", "hub.topic": "TOPIC", "hub.challenge": "c"},
        {},
    ],
)
def test_what_was_not_asked_for_is_not_confirmed(scene: Scene, query: dict[str, str]) -> None:
    scene.subscribes()
    before = scene.there
    said = {name: value.replace("TOPIC", scene.topic) for name, value in query.items()}
    status, body, _ = call(scene, said)
    assert (status, body == b"c") == (404, False)
    assert scene.there == before


def test_a_challenge_is_echoed_as_plain_text_and_nothing_else(scene: Scene) -> None:
    scene.subscribes()
    attack = "<script>alert(1)</script>\r\nSet-Cookie: a=b"
    query = {"hub.mode": "subscribe", "hub.topic": scene.topic, "hub.challenge": attack}
    status, body, kind = call(scene, query)
    assert (status, body.decode(), kind.partition(";")[0]) == (200, attack, "text/plain")


def test_a_hub_that_asks_back_twice_is_answered_twice(scene: Scene) -> None:
    scene.subscribes()
    assert scene.hub.verify(scene.hub.asked[0], "second")
    assert scene.stands(Standing.ACTIVE)


# --- pushes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_signature_is_read_in_any_case_and_is_of_this_body_alone(scene: Scene, method: str) -> None:
    scene.subscribes()
    body, other = scene.feed(NEW).body, scene.feed(OLD[0]).body
    assert call(scene, {}, "POST", body, X_Hub_Signature=signed(scene, other, method))[0] == 202
    assert call(scene, {}, "POST", body, X_Hub_Signature=signed(scene, body, method)[:-2])[0] == 202
    assert scene.waiting == 0
    assert call(scene, {}, "POST", body, X_Hub_Signature=signed(scene, body, method).upper())[0] == 202
    assert scene.waiting == 1


def test_the_signature_of_one_subscription_is_none_of_another(scene: Scene, publisher: web.Server) -> None:
    scene.subscribes()
    (mine,) = list(scene.hub.subscribers.values())
    body = scene.feed(NEW).body
    publisher.pages["/other"] = web.Page(scene.feed(*OLD).body.replace(b"/rss", b"/other"), "application/rss+xml")
    other = scene.desk.add_source(publisher.url("/other"))
    scene.hears(lambda: len(scene.hub.subscribers) == 2)
    (theirs,) = [one for one in scene.hub.subscribers.values() if one.callback != mine.callback]
    forged = replace(mine, secret=theirs.secret)
    assert scene.hub._post(forged, web.Page(body), None) == 202
    assert scene.waiting == 0
    assert not [h for h in scene.desk.history(other) if h.title == NEW.title]


def test_a_push_that_was_replayed_brings_nothing_new(scene: Scene) -> None:
    scene.subscribes()
    page = scene.feed(NEW)
    for _ in range(3):
        assert scene.hub.push(page) == [202]
        scene.reads()
    assert scene.titles.count(NEW.title) == 1
    assert scene.there.first_by_push == 1


def test_whoever_was_left_pushes_into_the_void(scene: Scene) -> None:
    scene.subscribes()
    left = dict(scene.hub.subscribers)
    scene.desk.write(sources.remove, scene.source)
    scene.hears(lambda: scene.subscription is None)
    scene.hub.subscribers = left
    assert scene.hub.push(scene.feed(NEW)) == [410]
    assert scene.waiting == 0


def dated(item: Item, ago: timedelta) -> Item:
    return item._replace(published=format_datetime(datetime.now(UTC) - ago))


def test_pushes_that_come_minutes_late_earn_no_trust_and_lose_it(scene: Scene) -> None:
    scene.subscribes()
    scene.pushes_win(trust.ENOUGH)
    assert scene.state.pushed
    late = dated(Item(200, "나루은행 늦은 소식"), timedelta(minutes=20))
    assert scene.hub.push(scene.prints(late, *OLD)) == [202]
    scene.reads()
    assert scene.titles[-1] == late.title
    assert not scene.state.pushed
    assert scene.there.run == 0


def test_pushes_that_come_at_once_earn_trust_by_their_dates_too(scene: Scene) -> None:
    scene.subscribes()
    for n in range(trust.ENOUGH):
        prompt = dated(Item(300 + n, f"나루은행 {n}번째 소식"), timedelta(seconds=50))
        assert scene.hub.push(scene.prints(prompt, *OLD)) == [202]
        scene.reads()
    assert scene.state.pushed


# --- where the hub is -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_hub_that_has_moved_is_followed_with_the_question(scene: Scene, status: int) -> None:
    with web.server() as door:
        moved = Hub(door)
        here = scene.hub.server

        def lead(asked: web.Asked) -> web.Page:
            if asked.method == "POST" and asked.path == "/hub":
                return web.Page(status=status, headers={"Location": moved.url})
            return web.Page(status=404)

        here.answer, door.answer = lead, moved.heed
        scene.hub = moved
        scene.subscribes()
        assert moved.confirmed == ["subscribe"]
        moved.join()


def test_a_hub_within_an_entry_is_none_of_the_feeds() -> None:
    link = "<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='hub' href='https://evil.example/'/>"
    page = feeds.rss([Item(1, "소식")])
    body = page.body.replace(b"</item>", link.encode() + b"</item>")
    atom = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title><entry><title>e</title><id>1</id>"
        "<link rel='hub' href='https://evil.example/'/></entry></feed>"
    )
    for data in (body, atom.encode()):
        found = read(data, url="https://a.example/", content_type=None, at=datetime.now(UTC), zone=ZoneInfo("UTC"))
        assert (len(found.entries), found.hub) == (1, None)
