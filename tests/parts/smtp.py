"""A real SMTP server on loopback that keeps what it is given, and says no where a test tells it to."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from parts.sockets import free_port

YES = "250 OK"


@dataclass
class Server:
    """A running server: read `mails`; `recipient` and `data` are its answers."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    sender: str = YES
    recipient: str = YES
    data: str = YES

    async def handle_MAIL(self, _s: SMTP, _session: Session, envelope: Envelope, address: str, _o: Any) -> str:  # noqa: N802
        envelope.mail_from = address
        return self.sender

    async def handle_RCPT(self, _s: SMTP, _session: Session, envelope: Envelope, address: str, _o: Any) -> str:  # noqa: N802
        envelope.rcpt_tos.append(address)
        return self.recipient

    async def handle_DATA(self, _s: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.data == YES:
            assert isinstance(envelope.content, bytes)
            self.raw.append(envelope.content)
            self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
            self.encrypted.append(session.ssl is not None)
        return self.data


def _knows(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, login: object) -> AuthResult:
    assert isinstance(login, LoginPassword)
    return AuthResult(success=login == LoginPassword(b"desk", b"p@ss word"), handled=False)


@contextmanager
def server(certificate: Path | None = None, *, login: bool = False) -> Iterator[Server]:
    """A running server; with a certificate it offers STARTTLS, with `login` it wants desk and `p@ss word` first."""
    state = Server()
    tls = None
    if certificate:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(certificate)
    controller = Controller(
        state,
        hostname="127.0.0.1",
        port=free_port(),
        tls_context=tls,
        auth_required=login,
        authenticator=_knows,
        decode_data=False,
    )
    controller.start()
    state.port = controller.port
    try:
        yield state
    finally:
        controller.stop()
