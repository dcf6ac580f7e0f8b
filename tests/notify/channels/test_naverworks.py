"""A bot of NAVER WORKS, against a server that checks as its documentation says: the signed word, then the token."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from parts import http
from parts.envelopes import envelope
from parts.http import Asked, Page
from parts.outbox import HERE

from notify.channels import AddressError, Means, SendError, naverworks
from sokbo.settings import load

KEY = rsa.generate_private_key(65537, 2048)
PEM = KEY.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
).decode()
GIVEN = {"client_id": "id", "client_secret": "s3cret", "service_account": "bot@desk", "private_key": PEM}
ADDRESS = "naverworks://4000/channels/room-1"


@dataclass
class Works:
    """The service: which tokens it lent, what it was told."""

    server: http.Server
    lent: list[str] = field(default_factory=list)
    messages: list[tuple[str, str]] = field(default_factory=list)
    refuses: int = 0
    """Tokens that it lent so far and takes no more."""

    def answer(self, asked: Asked) -> Page:
        """As its documentation says."""
        if asked.path == "/token":
            form = {key: values[0] for key, values in parse_qs(asked.body.decode()).items()}
            if form["client_secret"] != "s3cret":
                return Page(b'{"error": "invalid_client"}', status=401)
            head, claims, signature = form["assertion"].split(".")
            signed = base64.urlsafe_b64decode(signature + "==")
            KEY.public_key().verify(signed, f"{head}.{claims}".encode(), padding.PKCS1v15(), hashes.SHA256())
            said = json.loads(base64.urlsafe_b64decode(claims + "=="))
            assert (said["iss"], said["sub"], said["exp"] - said["iat"]) == ("id", "bot@desk", 3600)
            assert form["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer"
            self.lent.append(f"token-{len(self.lent)}")
            return Page(json.dumps({"access_token": self.lent[-1], "expires_in": "86400"}).encode())
        if asked.headers["authorization"].removeprefix("Bearer ") not in self.lent[self.refuses :]:
            return Page(b'{"code": "UNAUTHORIZED"}', status=401)
        self.messages.append((asked.path, json.loads(asked.body)["content"]["text"]))
        return Page(status=201)


@pytest.fixture
def works(receiver: http.Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Works]:
    service = Works(receiver)
    receiver.answer = service.answer
    monkeypatch.setattr(naverworks, "TOKENS", receiver.url("/token"))
    monkeypatch.setattr(naverworks, "BOTS", receiver.url("/v1.0/bots"))
    return service


@pytest.fixture
def means() -> Means:
    return Means(load({"SOKBO_DATA_DIR": "/nowhere"}), HERE)


def sent(means: Means, address: str = ADDRESS, **other: str) -> str:
    secret = naverworks.secret(json.dumps(GIVEN | other))
    return naverworks.send(envelope(naverworks.parse(address), secret), means, 5).answer


def test_a_signed_word_gets_a_token_and_the_token_a_message(works: Works, means: Means) -> None:
    assert sent(means) == "201 Created"
    [(path, text)] = works.messages
    assert path == "/v1.0/bots/4000/channels/room-1/messages"
    assert text.startswith("[속보] 한빛전자 공장 멈춰\n한빛일보 · ")


def test_a_person_is_written_to_by_their_id(works: Works, means: Means) -> None:
    sent(means, "naverworks://4000/users/kim@desk.example")
    assert works.messages[0][0] == "/v1.0/bots/4000/users/kim@desk.example/messages"


def test_a_token_is_kept_and_asked_for_again_when_it_is_refused(works: Works, means: Means) -> None:
    sent(means)
    sent(means)
    assert len(works.lent) == 1
    works.refuses = 1
    assert sent(means) == "201 Created"
    assert (len(works.lent), len(works.messages)) == (2, 3)


def test_credentials_that_are_none_end_the_channel(works: Works, means: Means) -> None:
    with pytest.raises(SendError) as error:
        sent(means, client_secret="wrong")
    assert error.value.gone
    assert "invalid_client" in str(error.value)
    assert "wrong" not in str(error.value)


def test_a_fresh_token_that_is_refused_ends_it_too(works: Works, means: Means) -> None:
    works.refuses = 1
    with pytest.raises(SendError) as error:
        sent(means)
    assert error.value.gone


def test_a_service_that_is_away_is_tried_again(means: Means, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naverworks, "TOKENS", "http://127.0.0.1:9/token")
    with pytest.raises(SendError) as error:
        sent(means)
    assert not error.value.permanent


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "as JSON"),
        ("[]", "as JSON"),
        (json.dumps({"client_id": "x"}), "lacks client_secret"),
        (json.dumps(GIVEN | {"service_account": " "}), "lacks service_account"),
        (json.dumps(GIVEN | {"private_key": "not a key"}), "no RSA key"),
    ],
)
def test_a_secret_that_cant_be_names_what_is_wrong(given: str, said: str) -> None:
    with pytest.raises(AddressError, match=said) as error:
        naverworks.secret(given)
    assert "not a key" not in str(error.value)


def test_a_key_from_a_field_of_one_line_is_read() -> None:
    kept = naverworks.secret(json.dumps(GIVEN | {"private_key": PEM.replace("\n", "\\n")}))
    assert naverworks.assertion(json.loads(kept), 0).count(".") == 2
