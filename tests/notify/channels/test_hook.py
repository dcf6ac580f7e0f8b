"""The signed web hook, against a real receiver and the reference library's way of checking a signature."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parts.envelopes import AT, KEY, envelope, told
from parts.http import Asked, Page, Server
from standardwebhooks import Webhook, WebhookVerificationError

from notify import wording
from notify.channels import AddressError, SendError, Sent, answers, hook, template
from sokbo import network
from sokbo.guard import Guard

HERE = Guard((ip_network("127.0.0.0/8"),))
SECRET = hook.secret("")


def post(receiver: Server, path: str = "/hook") -> Sent:
    """Send one message as the deliverer does."""
    now = datetime.now(UTC)
    request = hook.request(envelope(receiver.url(path), SECRET), now)
    return hook.answer(network.get(request, HERE), now)


def refusal(receiver: Server, page: Page) -> SendError:
    receiver.pages["/hook"] = page
    with pytest.raises(SendError) as error:
        post(receiver)
    assert str(error.value).isprintable()
    return error.value


def test_the_receiver_gets_a_post_that_the_reference_library_verifies(receiver: Server) -> None:
    receiver.pages["/hook"] = Page(b"thank you", status=200)
    assert post(receiver) == Sent("200 OK thank you", 200)
    [asked] = receiver.asked
    assert asked.method == "POST"
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["webhook-id"] == KEY
    body = Webhook(SECRET).verify(asked.body, asked.headers)
    assert body["type"] == "alert.created"
    assert body["timestamp"] == AT.isoformat()
    assert body["data"]["headline"]["title"] == "[속보] 한빛전자 공장 멈춰"


def test_another_secret_or_a_changed_body_does_not_verify(receiver: Server) -> None:
    receiver.pages["/hook"] = Page(status=204)
    post(receiver)
    [asked] = receiver.asked
    with pytest.raises(WebhookVerificationError):
        Webhook(hook.secret("")).verify(asked.body, asked.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(asked.body.replace(b"example.org", b"example.net"), asked.headers)


def test_every_attempt_has_the_same_id_and_body_and_a_signature_of_its_own_time() -> None:
    first = hook.request(envelope("https://example.org/", SECRET), AT)
    later = hook.request(envelope("https://example.org/", SECRET), AT + timedelta(hours=8))
    assert first.body == later.body
    assert first.headers["webhook-id"] == later.headers["webhook-id"]
    assert first.headers["webhook-timestamp"] != later.headers["webhook-timestamp"]
    assert first.headers["webhook-signature"] != later.headers["webhook-signature"]


def test_a_signature_is_what_the_specification_computes() -> None:
    """A known vector: the libraries of Standard Webhooks in all languages sign it alike."""
    signature = hook.sign(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
    )
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_gone_ends_the_channel(receiver: Server) -> None:
    error = refusal(receiver, Page(status=410))
    assert error.gone
    assert error.permanent
    assert error.status == 410


@pytest.mark.parametrize("status", [400, 401, 404, 413, 429, 500, 502, 503, 504, 599])
def test_anything_else_is_tried_again(receiver: Server, status: int) -> None:
    error = refusal(receiver, Page(b"not\r\nnow \x1b[31m", status=status))
    assert not error.permanent
    assert error.status == status
    assert str(error).startswith(str(status))


def test_a_redirect_is_a_no_that_says_so_and_is_not_followed(receiver: Server) -> None:
    error = refusal(receiver, Page(status=308, headers={"Location": "/elsewhere"}))
    assert "redirects are not followed" in str(error)
    assert not error.permanent
    assert [asked.path for asked in receiver.asked] == ["/hook"]


def test_a_long_answer_leaves_one_short_line_on_the_ledger(receiver: Server) -> None:
    receiver.pages["/hook"] = Page("길게 ".encode() * 5000, status=200)
    answer = post(receiver).answer
    assert answer.startswith("200 OK 길게 길게")
    assert len(answer) == 200


def test_how_long_to_wait_is_heard(receiver: Server) -> None:
    assert refusal(receiver, Page(status=429, headers={"Retry-After": "120"})).retry_after_s == 120
    assert refusal(receiver, Page(status=503)).retry_after_s is None


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        (" 90 ", 90),
        ("Mon, 22 Sep 2025 00:15:05 GMT", 60),
        ("Mon, 22 Sep 2025 09:15:05 +0900", 60),
        ("Mon, 22 Sep 2020 00:00:00 GMT", 0),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("²", None),
        ("", None),
    ],
)
def test_a_wait_is_given_in_seconds_or_as_a_date(value: str, seconds: float | None) -> None:
    assert answers.retry_after_s(value, AT) == seconds


@given(st.one_of(st.text(), st.integers().map(str), st.datetimes().map(lambda t: t.strftime("%a, %d %b %Y %H:%M:%S"))))
def test_no_value_is_an_error(value: str) -> None:
    assert (answers.retry_after_s(value, AT) or 0) >= 0


def test_a_broken_secret_is_said_and_never_sent() -> None:
    with pytest.raises(SendError, match="signing secret is broken") as error:
        hook.request(envelope("https://example.org/", "whsec_*"), AT)
    assert error.value.permanent


def test_a_receiver_that_reads_the_body_first_gets_it_whole(receiver: Server) -> None:
    """A long body would wait for `100 Continue`; ours is not long, and is there at once."""

    def answer(asked: Asked) -> Page:
        return Page(status=204 if json.loads(asked.body) else 400)

    receiver.answer = answer
    assert post(receiver).status == 204


# --- two secrets at once ----------------------------------------------------------------------------------------------


def test_while_a_secret_is_rotated_a_receiver_with_either_takes_the_message(receiver: Server) -> None:
    receiver.pages["/hook"] = Page(status=204)
    old = hook.secret("")
    both = hook.rotated(old)
    new = hook.settled(both)
    network.get(hook.request(envelope(receiver.url("/hook"), both), datetime.now(UTC)), HERE)
    [asked] = receiver.asked
    assert len(asked.headers["webhook-signature"].split()) == 2
    for one in (old, new):
        assert Webhook(one).verify(asked.body, asked.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(hook.secret("")).verify(asked.body, asked.headers)


def test_a_second_rotation_drops_the_oldest() -> None:
    first = hook.secret("")
    second = hook.rotated(first)
    third = hook.rotated(second)
    assert third.split()[1] == hook.settled(second)
    assert first not in third


@pytest.mark.parametrize("given", ["whsec_", "whsec_!!", "whsec_c2hvcnQ=", "a b c", "whsec_" + "A" * 400])
def test_a_secret_of_ones_own_has_the_form_of_the_specification(given: str) -> None:
    with pytest.raises(AddressError, match="24 to 64 bytes"):
        hook.secret(given)


# --- a body of ones own -----------------------------------------------------------------------------------------------

SLACKISH = '{"text": "{{title}}", "watch": "{{watch}}", "n": 1}'


@given(st.text(max_size=60))
def test_no_title_breaks_out_of_a_template_of_json(title: str) -> None:
    made = template.render(template.check(SLACKISH), envelope("https://example.org/", of=told(title)))
    assert json.loads(made) == {"text": wording.one_line(title), "watch": "공장", "n": 1}


def test_a_template_is_signed_like_any_body(receiver: Server) -> None:
    receiver.pages["/hook"] = Page(status=204)
    sent = envelope(receiver.url("/hook"), SECRET, template="{{title}} ({{outlet}}) {{ url }}")
    network.get(hook.request(sent, datetime.now(UTC)), HERE)
    [asked] = receiver.asked
    assert asked.body.decode() == "[속보] 한빛전자 공장 멈춰 (한빛일보) https://example.org/n/9"
    assert asked.headers["content-type"].startswith("text/plain")
    signed = {"id": asked.headers["webhook-id"], "at": int(asked.headers["webhook-timestamp"])}
    assert hook.sign(SECRET, signed["id"], signed["at"], asked.body) == asked.headers["webhook-signature"]


@pytest.mark.parametrize(
    ("text", "said"),
    [("{{titel}}", "knows no {{titel}}"), ('{"a": {{title}}', "is none"), ("x" * 20_001, "at most 20000")],
)
def test_a_template_that_cant_be_is_told(text: str, said: str) -> None:
    with pytest.raises(AddressError, match=re.escape(said)):
        template.check(text)
