"""What is read of a hub before anything is kept: its links, its questions, its signature, its reach."""

from __future__ import annotations

import hashlib
import hmac
from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokbo.columns import EPOCH
from sokbo.guard import Guard
from sokbo.model import Document, Kind, Standing, Subscription
from worker.websub import discover, reach, signature, verify
from worker.websub.verify import Meaning

TOPIC = "https://news.example/rss"
DOCUMENT = Document(Kind.FEED, "utf-8", "News", (), hub="https://in.example/", topic=TOPIC)


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ('<https://hub.example/>; rel="hub", </rss>; rel="self"', {"hub": "https://hub.example/", "self": TOPIC}),
        ("<https://hub.example/>;rel=hub;type=x", {"hub": "https://hub.example/"}),
        ('<https://hub.example/>; title="a, b; rel=self"; rel="HUB other"',
         {"hub": "https://hub.example/", "other": "https://hub.example/"}),
        ('<https://one.example/>; rel="hub", <https://two.example/>; rel="hub"', {"hub": "https://one.example/"}),
        ('<https://hub.example/>; rel="next hub"', {"next": "https://hub.example/", "hub": "https://hub.example/"}),
        ("<>; rel=hub", {}),
        ("nonsense", {}),
        ("<https://hub.example/>", {}),
        ('<javascript:alert(1)>; rel="hub"', {}),
    ],
)  # fmt: skip
def test_links_in_a_header(header: str, found: dict[str, str]) -> None:
    assert discover.linked(header, TOPIC) == found


@given(st.text(alphabet='<>;,="\\ relhub/:', max_size=300))
def test_any_header_is_read_without_complaint(header: str) -> None:
    discover.linked(header, TOPIC)


def test_a_header_of_backslashes_takes_no_time() -> None:
    discover.linked('<a>; rel="' + "\\" * 5_000 + ';a="' * 1_000, TOPIC)


def test_what_the_header_says_comes_before_the_document() -> None:
    headed = discover.headed(DOCUMENT, TOPIC, '<https://hub.example/>; rel="hub"')
    assert (headed.hub, headed.topic) == ("https://hub.example/", TOPIC)
    assert discover.headed(DOCUMENT, TOPIC, None) is DOCUMENT


@pytest.mark.parametrize("method", signature.METHODS)
def test_a_signature_of_each_method_is_known(method: str) -> None:
    good = hmac.new(b"secret", b"body", getattr(hashlib, method)).hexdigest()
    assert signature.valid("secret", b"body", f"{method}={good}")
    assert signature.valid("secret", b"body", f" {method.upper()}={good.upper()} ")
    assert not signature.valid("secret", b"bodies", f"{method}={good}")
    assert not signature.valid("another", b"body", f"{method}={good}")


@given(st.text(max_size=80))
def test_no_other_text_is_a_signature(text: str) -> None:
    assert not signature.valid("secret", b"body", text)


def question(**said: str) -> dict[str, str]:
    return {"hub.topic": TOPIC, "hub.challenge": "c", **{f"hub.{name}": value for name, value in said.items()}}


@pytest.mark.parametrize(
    ("standing", "said", "meaning"),
    [
        (Standing.WANTED, question(mode="subscribe"), Meaning.CONFIRMED),
        (Standing.ACTIVE, question(mode="subscribe"), Meaning.CONFIRMED),
        (Standing.DEAD, question(mode="subscribe"), Meaning.CONFIRMED),
        (Standing.LEAVING, question(mode="subscribe"), Meaning.STRANGE),
        (Standing.LEAVING, question(mode="unsubscribe"), Meaning.LEFT),
        (Standing.ACTIVE, question(mode="unsubscribe"), Meaning.STRANGE),
        (Standing.ACTIVE, question(mode="denied"), Meaning.DENIED),
        (Standing.ACTIVE, question(mode="subscribe", challenge=""), Meaning.STRANGE),
        (Standing.ACTIVE, question(mode="subscribe", topic=TOPIC + "/"), Meaning.STRANGE),
        (Standing.ACTIVE, question(mode="publish"), Meaning.STRANGE),
        (Standing.ACTIVE, {}, Meaning.STRANGE),
    ],
)
def test_a_hub_is_answered_only_what_we_asked_for(standing: Standing, said: dict[str, str], meaning: Meaning) -> None:
    mine = Subscription(1, "https://hub.example/", TOPIC, "t", standing, EPOCH, None, 0, None, 0, 0, 0, None, None)
    assert verify.understood(mine, said).meaning is meaning


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("300", 300), ("", verify.LEASE_S), ("0", verify.LEASE_S), ("-5", verify.LEASE_S), ("five", verify.LEASE_S),
     ("９", verify.LEASE_S), ("99999999999", verify.LONGEST_LEASE_S), ("9" * 5000, verify.LEASE_S)],
)  # fmt: skip
def test_how_long_a_hub_keeps_us(said: str, seconds: float) -> None:
    assert verify.lease_s(said) == seconds


@pytest.mark.parametrize(
    ("base_url", "word"),
    [
        ("", "not set"),
        ("http://localhost:8321", "localhost"),
        ("http://127.0.0.1:8321", "a loopback address"),
        ("https://[fd00::1]", "a private address"),
        ("http://192.168.0.7", "a private address"),
        ("news.example.org", "no address"),
    ],
)
def test_no_hub_could_call_us_at_a_private_address(base_url: str, word: str) -> None:
    assert word in (reach.obstacle(base_url, Guard()) or "")


def test_a_public_address_or_one_that_the_operator_opened_will_do() -> None:
    opened = Guard((ip_network("192.168.0.0/16"), ip_network("127.0.0.0/8")))
    assert reach.obstacle("https://news.example.org/desk", Guard()) is None
    assert reach.obstacle("http://192.168.0.7", opened) is None
    assert reach.obstacle("http://localhost:8321", opened) is None
    assert reach.callback("https://news.example.org/desk", "t") == "https://news.example.org/desk/websub/t"
