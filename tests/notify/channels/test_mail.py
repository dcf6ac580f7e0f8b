"""Mail, against a real SMTP server that says yes, no and nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st
from parts import smtp, sockets
from parts.envelopes import AT, KEY, envelope, told

from notify import message
from notify.channels import Means, SendError, Sent, mail
from sokbo.guard import Guard
from sokbo.settings import Settings, load

TO = "mailto:kim@example.org"


@pytest.fixture
def server() -> Iterator[smtp.Server]:
    with smtp.server() as running:
        yield running


def settings(url: str, sender: str = "Sokbo 속보 <desk@news.example>") -> Settings:
    return load({"SOKBO_SMTP_URL": url, "SOKBO_MAIL_FROM": sender, "SOKBO_DATA_DIR": "/nowhere"})


def send(url: str, limit_s: float = 5, **more: str) -> Sent:
    return mail.send(envelope(TO), Means(settings(url, **more), Guard()), limit_s)


def refusal(url: str, limit_s: float = 5, **more: str) -> SendError:
    with pytest.raises(SendError) as error:
        send(url, limit_s, **more)
    assert str(error.value).isprintable()
    return error.value


def plain(port: int) -> str:
    return f"smtp://127.0.0.1:{port}"


# --- what arrives -----------------------------------------------------------------------------------------------------


def test_a_mail_arrives_in_korean_as_text_and_as_a_page(server: smtp.Server) -> None:
    assert send(plain(server.port)) == Sent("250 OK", 250)
    [arrived] = server.mails
    assert arrived["Subject"] == "[속보] 한빛전자 공장 멈춰"
    assert arrived["From"] == "Sokbo 속보 <desk@news.example>"
    assert arrived["To"] == "kim@example.org"
    assert arrived["Date"].datetime == AT
    text = arrived.get_body(("plain",)).get_content().splitlines()
    assert text[:2] == ["[속보] 한빛전자 공장 멈춰", "한빛일보 · 2025년 9월 22일 09:14 · 외 1곳"]
    assert "<mark" in arrived.get_body(("html",)).get_content()


def test_it_is_ascii_on_the_wire_so_that_a_server_of_any_age_takes_it(server: smtp.Server) -> None:
    send(plain(server.port))
    assert server.raw[0].isascii()
    assert max(map(len, server.raw[0].splitlines())) < 998


def test_the_second_attempt_is_the_same_mail(server: smtp.Server) -> None:
    send(plain(server.port))
    send(plain(server.port))
    assert server.raw[0] == server.raw[1]
    assert server.mails[0]["Message-ID"] == f"<{KEY}@news.example>"


def test_all_mails_of_a_story_stand_in_one_thread() -> None:
    first = mail.compose(envelope(TO, of=told("첫 소식")), "desk@news.example")
    second = mail.compose(envelope(TO, of=told("다음 소식")), "desk@news.example")
    other = mail.compose(envelope(TO, of=told(story=8)), "desk@news.example")
    assert first["References"] == second["References"] == "<story-7.0d5e@news.example>"
    assert other["References"] != first["References"]
    assert "References" not in mail.compose(envelope(TO, of=told(story=0)), "desk@news.example")


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_title_and_no_name_of_a_watch_becomes_a_header(title: str, watch: str) -> None:
    hostile = told(f"{title}\r\nBcc: lee@example.org\r\n\r\n", f"{watch}\nBcc: lee@example.org")
    composed = mail.compose(envelope(TO, of=hostile), "desk@news.example")
    assert "Bcc" not in composed
    head = composed.as_bytes().split(b"\r\n\r\n", 1)[0]
    assert b"\nbcc" not in head.lower()


def test_a_digest_stands_alone_and_lists_its_stories() -> None:
    digest = message.digest([told("첫 소식"), told("다음 소식", story=8)], left=5)
    composed = mail.compose(envelope(TO, of=digest, kind="digest"), "desk@news.example")
    assert composed["Subject"] == "모아 보기: 첫 소식 외 6건"
    assert "References" not in composed
    assert "2. 다음 소식" in composed.get_body(("plain",)).get_content()


def test_one_click_ends_it() -> None:
    stop = "https://news.example/unsubscribe/7.abc"
    composed = mail.compose(envelope(TO, unsubscribe=stop), "desk@news.example")
    assert composed["List-Unsubscribe"] == f"<{stop}>"
    assert composed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stop in composed.get_body(("html",)).get_content()
    without = mail.compose(envelope(TO), "desk@news.example")
    assert "List-Unsubscribe" not in without


def test_a_sender_that_is_no_address_is_named() -> None:
    assert "SOKBO_MAIL_FROM" in str(refusal(plain(1), sender="Sokbo"))


# --- what the server says ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["recipient", "data"])
@pytest.mark.parametrize(("answer", "permanent"), [("550 5.1.1 no such person", True), ("451 4.7.1 later", False)])
def test_5xx_of_this_person_or_message_is_permanent_and_4xx_is_not(
    server: smtp.Server, step: str, answer: str, permanent: bool
) -> None:
    setattr(server, step, answer)
    error = refusal(plain(server.port))
    assert str(error) == answer
    assert error.permanent is permanent
    assert error.status == int(answer[:3])


@pytest.mark.parametrize(
    ("answer", "gone"),
    [
        ("550 5.1.1 no such person", True),
        ("550 No such user here", True),
        ("550 5.2.1 mailbox disabled", True),
        ("550 5.7.1 looks like spam", False),
        ("552 5.2.2 mailbox full", False),
        ("554 not today", False),
        ("450 4.1.1 user not yet known", False),
    ],
)
def test_a_mailbox_that_is_none_ends_the_channel(server: smtp.Server, answer: str, gone: bool) -> None:
    server.recipient = answer
    assert refusal(plain(server.port)).gone is gone


def test_a_refused_sender_is_the_operators_to_mend_and_tried_again(server: smtp.Server) -> None:
    server.sender = "553 5.7.1 not yours"
    error = refusal(plain(server.port))
    assert str(error) == "the sender is refused: 553 5.7.1 not yours"
    assert not error.permanent


def test_a_server_that_is_away_is_tried_again() -> None:
    error = refusal(plain(sockets.free_port()))
    assert "the mail server: " in str(error)
    assert not error.permanent


def test_a_server_that_greets_with_a_no_is_tried_again() -> None:
    with sockets.talker(b"554 not today\r\n") as talker:
        error = refusal(plain(talker.port))
    assert str(error) == "554 not today"
    assert not error.permanent


@pytest.mark.parametrize(
    "lines",
    [(), (b"220-wait\r\n",), (b"220 hello\r\n", b"250-more\r\n"), (b"220 hello\r\n250 hello\r\n", b"")],
    ids=["says nothing", "never ends its greeting", "never ends its answer", "falls silent"],
)
def test_a_server_that_hangs_or_drips_is_left_when_the_time_is_over(lines: tuple[bytes, ...]) -> None:
    with sockets.talker(*lines) as talker:
        error = refusal(plain(talker.port), limit_s=0.3)
    assert str(error) == "the mail server took longer than 0.3 s"
    assert not error.permanent


def test_a_yes_stays_a_yes_when_the_goodbye_is_cut() -> None:
    replies = b"220 a\r\n250 b\r\n250 c\r\n250 d\r\n354 e\r\n250 kept as 42\r\n"
    with sockets.talker(replies, b"") as talker:
        assert send(plain(talker.port), limit_s=0.5) == Sent("250 kept as 42", 250)


# --- the operator's setting -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "SOKBO_SMTP_URL is not set"),
        ("mail.example.org", "write smtp://"),
        ("http://mail.example.org", "write smtp://"),
        ("smtp://mail.example.org:port", "write smtp://"),
        ("smtp://", "names no host"),
        ("smtp://desk:secret@mail.example.org", "in the clear"),
    ],
)
def test_a_setting_that_cant_be_used_is_one_line_without_the_password(url: str, said: str) -> None:
    error = refusal(url)
    assert said in str(error)
    assert "secret" not in str(error)
    assert not error.permanent


def test_tls_that_was_asked_for_and_is_not_offered_sends_nothing(server: smtp.Server) -> None:
    assert "STARTTLS" in str(refusal(f"{plain(server.port)}?starttls=1"))
    assert not server.mails


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A certificate for 127.0.0.1 that this process trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path / "certificate.pem"
    path.write_bytes(private + signed.public_bytes(pem))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return path


def test_tls_that_is_offered_is_used(certificate: Path) -> None:
    with smtp.server(certificate) as server:
        assert send(f"{plain(server.port)}?starttls=1").status == 250
    assert server.encrypted == [True]


def test_a_certificate_that_nobody_vouches_for_is_refused(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with smtp.server(certificate) as server:
        assert "certificate" in str(refusal(f"{plain(server.port)}?starttls=1"))
    assert not server.mails


def test_a_password_opens_a_server_that_wants_one(certificate: Path) -> None:
    with smtp.server(certificate, login=True) as server:
        assert send(f"smtp://desk:p%40ss%20word@127.0.0.1:{server.port}?starttls=1").status == 250
        wrong = refusal(f"smtp://desk:wrong@127.0.0.1:{server.port}?starttls=1")
    assert wrong.status == 535
    assert not wrong.permanent
