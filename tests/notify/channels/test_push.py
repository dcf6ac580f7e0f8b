"""Web Push: the RFC's own vectors, and a push service and a browser that check and decrypt what comes."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from parts.envelopes import envelope, told
from parts.http import Page, Server
from parts.outbox import HERE

from notify import message
from notify.channels import AddressError, SendError, push, vapid
from notify.channels.aes128gcm import LONGEST, encrypt, point
from notify.channels.vapid import from_text, to_text
from sokbo import network

# --- the RFC's own ----------------------------------------------------------------------------------------------------

# RFC 8291, 5 and Appendix A.
PLAIN = b"When I grow up, I want to be a watermelon"
AUTH = from_text("BTBZMqHH6r4Tts7J_aSIgg")
BROWSER = from_text("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4")
OWN = vapid.private("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")
SALT = from_text("DGv6ra1nlYgDCS1FRnbzlw")
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_y"
    "l95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_rfc_8291_comes_out_to_the_byte() -> None:
    assert to_text(encrypt(PLAIN, BROWSER, AUTH, own=OWN, salt=SALT)) == SEALED


# --- a browser --------------------------------------------------------------------------------------------------------


class Browser:
    """Subscribes, checks who sends, and decrypts what it is sent, by the RFCs alone."""

    def __init__(self, endpoint: str) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.auth = b"0123456789abcdef"
        self.endpoint = endpoint
        self.sender = vapid.fresh()

    @property
    def address(self) -> str:
        keys = {"p256dh": to_text(point(self.key)), "auth": to_text(self.auth)}
        return push.parse("push:" + json.dumps({"endpoint": self.endpoint, "expirationTime": None, "keys": keys}))

    @property
    def secret(self) -> str:
        return push.secret(json.dumps({"key": self.sender, "contact": "mailto:desk@example.org"}))

    def decrypt(self, body: bytes) -> bytes:
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        theirs, sealed = body[21 : 21 + length], body[21 + length :]
        assert len(body) <= size == 4096
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
        info = b"WebPush: info\0" + point(self.key) + theirs
        secret = HKDF(hashes.SHA256(), 32, self.auth, info).derive(shared)
        key = HKDF(hashes.SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(secret)
        nonce = HKDF(hashes.SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(secret)
        plain = AESGCM(key).decrypt(nonce, sealed, None)
        assert plain[-1] == 2
        return plain[:-1]

    def claims(self, authorization: str) -> dict[str, Any]:
        """What the sender signed, its signature checked (RFC 8292)."""
        fields = dict(part.strip().split("=", 1) for part in authorization.removeprefix("vapid ").split(","))
        assert fields["k"] == vapid.public(self.sender)
        head, claims, signature = fields["t"].split(".")
        assert json.loads(from_text(head)) == {"typ": "JWT", "alg": "ES256"}
        r, s = (int.from_bytes(half, "big") for half in (from_text(signature)[:32], from_text(signature)[32:]))
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_text(fields["k"]))
        key.verify(encode_dss_signature(r, s), f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
        return dict(json.loads(from_text(claims)))


@pytest.fixture
def browser(receiver: Server) -> Browser:
    receiver.pages["/push/1"] = Page(status=201)
    return Browser(receiver.url("/push/1"))


def send(browser: Browser, **more: Any) -> None:
    now = datetime.now(UTC)
    request = push.request(envelope(browser.address, browser.secret, **more), now)
    push.answer(network.get(request, HERE), now)


def test_a_browser_decrypts_what_its_push_service_was_sent(browser: Browser, receiver: Server) -> None:
    send(browser)
    [asked] = receiver.asked
    shown = json.loads(browser.decrypt(asked.body))
    assert shown["title"] == "[속보] 한빛전자 공장 멈춰"
    assert shown["body"].splitlines() == ["한빛일보 · 2025년 9월 22일 09:14 · 외 1곳", "공장: 공장"]
    assert (shown["url"], shown["tag"]) == ("https://example.org/n/9", "story-7")
    assert asked.headers["content-encoding"] == "aes128gcm"
    assert (asked.headers["topic"], asked.headers["urgency"]) == ("story-7", "high")
    assert int(asked.headers["ttl"]) > 0


def test_the_sender_is_known_by_its_signature_for_this_service_alone(browser: Browser, receiver: Server) -> None:
    send(browser)
    claims = browser.claims(receiver.asked[0].headers["authorization"])
    assert claims["aud"] == receiver.url("").rstrip("/")
    assert claims["sub"] == "mailto:desk@example.org"
    assert 0 < claims["exp"] - datetime.now(UTC).timestamp() <= 24 * 3600


def test_another_browser_can_read_nothing(browser: Browser, receiver: Server) -> None:
    send(browser)
    with pytest.raises(InvalidTag):
        Browser(browser.endpoint).decrypt(receiver.asked[0].body)


def test_no_message_is_too_long(browser: Browser, receiver: Server) -> None:
    many = message.digest([told("가" * 300, story=n) for n in range(50)])
    send(browser, of=many, kind="digest")
    send(browser, of=told("나" * 5000))
    for asked in receiver.asked:
        assert len(browser.decrypt(asked.body)) <= LONGEST
    assert json.loads(browser.decrypt(receiver.asked[0].body))["url"] == "/inbox"


@pytest.mark.parametrize(("status", "gone"), [(404, True), (410, True), (403, True), (429, False), (500, False)])
def test_a_subscription_that_is_over_ends_the_channel(
    browser: Browser, receiver: Server, status: int, gone: bool
) -> None:
    receiver.pages["/push/1"] = Page(b"", status=status, headers={"Retry-After": "30"})
    with pytest.raises(SendError) as error:
        send(browser)
    assert error.value.gone is gone
    assert error.value.retry_after_s == (None if gone else 30)


@pytest.mark.parametrize(
    "given",
    [
        "{}",
        "[]",
        "nonsense",
        json.dumps({"endpoint": "https://push.example/1"}),
        json.dumps({"endpoint": "https://push.example/1", "keys": {"p256dh": "AAAA", "auth": to_text(b"x" * 16)}}),
        json.dumps({"endpoint": "ftp://x", "keys": {"p256dh": to_text(BROWSER), "auth": to_text(b"x" * 16)}}),
        json.dumps({"endpoint": "https://push.example/1", "keys": {"p256dh": to_text(BROWSER), "auth": "AA"}}),
    ],
)
def test_only_a_browser_makes_such_an_address(given: str) -> None:
    with pytest.raises(AddressError):
        push.parse(f"push:{given}")


def test_a_kept_address_is_parsed_again_and_its_hint_tells_no_secret(browser: Browser) -> None:
    assert push.parse(browser.address) == browser.address
    assert push.hint(browser.address) == f"push:127.0.0.1:{browser.endpoint.split(':')[2].split('/')[0]}"
    assert base64.urlsafe_b64encode(browser.auth).decode().rstrip("=") not in push.hint(browser.address)
