"""Slack-, Telegram-, Discord-, ntfy- and Matrix-like servers on loopback, through Apprise and our own way out."""

from __future__ import annotations

import json
import threading
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from parts.envelopes import envelope, told
from parts.http import Asked, Page, Server
from parts.outbox import HERE

from notify import message
from notify.channels import AddressError, Means, SendError, Sent, mask, parse_address, services
from notify.channels.services import door, threads
from notify.channels.services.schemes import ALLOWED
from notify.channels.services.threads import Thread
from sokbo import network
from sokbo.exchange import Request, Response
from sokbo.guard import Guard
from sokbo.settings import load

SETTINGS = load({"SOKBO_DATA_DIR": "/nowhere"})
MEANS = Means(SETTINGS, HERE)
TELEGRAM = "tgram://123456789:AAFxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx/987654321"
SLACK_HOOK = "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
SLACK_BOT = "slack://xoxb-1234-1234-abc124/#desk"
DISCORD = "https://discord.com/api/webhooks/4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js"


@pytest.fixture
def world(receiver: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """Every address leads to the receiver: what would go to a service on the internet arrives there, path and all."""
    real = network.get

    def there(request: Request, guard: Guard) -> Response:
        parts = urlsplit(request.url)
        moved = receiver.url(parts.path + (f"?{parts.query}" if parts.query else ""))
        return real(Request(**{f: getattr(request, f) for f in Request.__slots__} | {"url": moved}), guard)

    monkeypatch.setattr(network, "get", there)
    return receiver


def send(address: str, **more: Any) -> Sent:
    _, kept = parse_address(address)
    return services.send(envelope(kept, **more), MEANS, 5)


def refusal(address: str) -> SendError:
    with pytest.raises(SendError) as error:
        send(address)
    assert str(error.value).isprintable()
    return error.value


def body(asked: Asked) -> dict[str, Any]:
    return dict(json.loads(asked.body))


# --- what arrives -----------------------------------------------------------------------------------------------------


def test_ntfy_gets_the_message_and_an_update_takes_its_place(receiver: Server) -> None:
    receiver.pages["/"] = Page(b'{"id": "n1"}')
    address = f"ntfy://127.0.0.1:{receiver.port}/desk"
    assert send(address) == Sent('200 {"id": "n1"}', 200)
    send(address, of=told("공장 다시 돌아"), kind="alert.updated")
    first, second = (body(asked) for asked in receiver.asked)
    assert (first["topic"], first["title"]) == ("desk", "[속보] 한빛전자 공장 멈춰")
    assert "https://example.org/n/9" in first["message"]
    assert first["sequence_id"] == second["sequence_id"] == "sokbo-7"


def test_slacks_hook_gets_the_message(world: Server) -> None:
    world.answer = lambda _: Page(b"ok")
    assert send(SLACK_HOOK) == Sent("200 ok", 200)
    [asked] = world.asked
    assert asked.path == "/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
    assert "한빛전자 공장 멈춰" in json.dumps(body(asked), ensure_ascii=False)


def test_a_slack_bot_keeps_a_story_in_one_thread(world: Server) -> None:
    world.answer = lambda _: Page(b'{"ok": true, "channel": "C1", "ts": "1758500045.000100"}')
    first = send(SLACK_BOT)
    assert first.remote == "1758500045.000100"
    send(SLACK_BOT, before=first.remote, kind="alert.updated")
    posted = [body(asked) for asked in world.asked if asked.path.endswith("chat.postMessage")]
    assert "thread_ts" not in posted[0]
    assert posted[1]["thread_ts"] == first.remote


def test_telegram_answers_the_first_message(world: Server) -> None:
    world.answer = lambda _: Page(b'{"ok": true, "result": {"message_id": 42}}')
    first = send(TELEGRAM)
    assert first.remote == "42"
    send(TELEGRAM, before="42", kind="alert.updated")
    one, two = (body(asked) for asked in world.asked)
    assert "reply_parameters" not in one
    assert two["reply_parameters"] == {"message_id": 42, "allow_sending_without_reply": True}
    assert one["chat_id"] == two["chat_id"]


def test_discord_edits_the_first_message(world: Server) -> None:
    world.answer = lambda _: Page(b'{"id": "900"}')
    first = send(DISCORD)
    assert first.remote == "900"
    send(DISCORD, before="900", kind="alert.updated")
    assert [(asked.method, asked.path.partition("?")[0].split("/")[-1]) for asked in world.asked] == [
        ("POST", "JHMHI8qBe7bk2ZwO5U711o3dV_js"),
        ("PATCH", "900"),
    ]
    assert all(asked.path.endswith("?wait=true") for asked in world.asked)


def test_matrix_puts_it_below_the_first(receiver: Server) -> None:
    def answer(asked: Asked) -> Page:
        if asked.path.endswith("/login"):
            return Page(b'{"user_id": "@bot:here", "access_token": "t", "home_server": "here", "device_id": "d"}')
        return Page(b'{"event_id": "$1", "room_id": "!desk:here"}')

    receiver.answer = answer
    address = f"matrix://bot:s3cret@127.0.0.1:{receiver.port}/!desk:here?mode=off&e2ee=no"
    first = send(address)
    assert first.remote == "$1"
    send(address, before="$1", kind="alert.updated")
    last = [body(asked) for asked in receiver.asked if "/send/" in asked.path][-1]
    assert last["m.relates_to"]["event_id"] == "$1"


def test_gotify_gets_a_digest(receiver: Server) -> None:
    receiver.answer = lambda _: Page(b'{"id": 1}')
    digest = message.digest([told("하나"), told("둘", story=8)])
    send(f"gotify://127.0.0.1:{receiver.port}/AbCdEf12345", of=digest, kind="digest")
    [asked] = receiver.asked
    assert body(asked)["title"] == "모아 보기: 하나 외 1건"
    assert "2. 둘" in body(asked)["message"]


# --- the true answer --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (Page(b'{"ok": false, "description": "Unauthorized"}', status=401), "gone"),
        (Page(b'{"ok": false, "description": "Forbidden: bot was blocked by the user"}', status=403), "gone"),
        (Page(b'{"ok": false, "description": "Bad Request: chat not found"}', status=400), "gone"),
        (Page(b'{"ok": false, "description": "Bad Request: message is too long"}', status=400), "permanent"),
        (Page(b'{"ok": false, "parameters": {"retry_after": 31}}', status=429), "later"),
        (Page(b"oops", status=502), "later"),
    ],
)
def test_a_no_says_whether_it_is_for_good(world: Server, page: Page, kind: str) -> None:
    world.answer = lambda _: page
    error = refusal(TELEGRAM)
    assert error.status == page.status
    assert (error.gone, error.permanent) == (kind == "gone", kind != "later")
    assert error.retry_after_s == (31 if page.status == 429 else None)


def test_a_slack_that_says_no_with_200_is_heard(world: Server) -> None:
    world.answer = lambda _: Page(b'{"ok": false, "error": "invalid_auth"}')
    assert refusal(SLACK_BOT).gone


# --- the door ---------------------------------------------------------------------------------------------------------


def test_an_address_that_the_guard_refuses_is_not_reached(receiver: Server) -> None:
    receiver.pages["/"] = Page(b"{}")
    _, address = parse_address(f"ntfy://127.0.0.1:{receiver.port}/desk")
    with pytest.raises(SendError, match="is refused") as error:
        services.send(envelope(address), Means(SETTINGS, Guard()), 5)
    assert not error.value.permanent
    assert receiver.asked == []


def test_a_redirect_to_a_private_address_is_not_followed(receiver: Server) -> None:
    receiver.answer = lambda _: Page(status=302, headers={"Location": receiver.url("/private")})
    refusal(f"gotify://127.0.0.1:{receiver.port}/AbCdEf12345")
    assert [asked.path for asked in receiver.asked] == ["/message"]


def test_no_request_leaves_outside_a_message(receiver: Server) -> None:
    with door.opened(HERE, 0, Thread(None, "")):
        pass
    with pytest.raises(requests.ConnectionError):
        requests.post(receiver.url(), data=b"x", timeout=1)
    assert receiver.asked == []


def test_a_service_that_hangs_is_given_up_in_time(receiver: Server) -> None:
    let_go = threading.Event()
    receiver.answer = lambda _: Page(b"late" if let_go.wait(20) else b"never")
    _, address = parse_address(f"ntfy://127.0.0.1:{receiver.port}/desk")
    with pytest.raises(SendError, match=r"within 0\.\d+ s"):
        services.send(envelope(address), MEANS, 0.3)
    let_go.set()


# --- addresses --------------------------------------------------------------------------------------------------------

SECRETS = ("s3cret", "TIiajkdnlazkcOXrIdevi7FQ", "AAFxxxx", "xoxb", "JHMHI8qBe7bk2ZwO5U711o3dV_js", "AbCdEf12345")


@pytest.mark.parametrize(
    "address",
    [TELEGRAM, SLACK_HOOK, SLACK_BOT, DISCORD, "gotifys://push.example.org/AbCdEf12345",
     "matrixs://bot:s3cret@matrix.example.org/!room:example.org", "ntfys://ntfy.example.org/desk",
     "pover://uKey1234567890uKey1234567890ab@aTok1234567890aTok1234567890ab"],
)  # fmt: skip
def test_an_address_is_kept_whole_and_shown_without_its_secrets(address: str) -> None:
    kind, kept = parse_address(address)
    assert (kind, *parse_address(kept)) == ("apprise", "apprise", kept)
    assert not [secret for secret in SECRETS if secret in mask(kept)]


def test_several_rooms_in_one_address_are_refused() -> None:
    with pytest.raises(AddressError, match="one room or person"):
        parse_address(f"{TELEGRAM}/12345")


def test_every_service_of_the_list_is_one_that_apprise_has() -> None:
    for service in ALLOWED:
        module, _, name = service.plugin.rpartition(".")
        plugin = getattr(import_module(f"apprise.plugins.{module}"), name)
        known = [plugin.protocol, plugin.secure_protocol]
        flat = {one for some in known for one in ((some,) if isinstance(some, str) else some or ())}
        assert set(service.schemes.split()) <= flat, service.name


def test_what_is_no_message_of_a_known_service_passes_unchanged() -> None:
    thread = Thread("7", "sokbo-7")
    for sent in (b"", b"[1]", b"\xff", b'{"a": 1}'):
        assert threads.under(thread, "POST", "https://example.org/x", sent) == ("POST", "https://example.org/x", sent)
    assert threads.remote("https://example.org/chat.postMessage", "[]") is None
