"""The operator's mail server: its address, and a conversation with it that ends in time. Knows nothing of alerts."""

from __future__ import annotations

import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import parse_qs, unquote, urlsplit

PORTS = {"smtp": 25, "smtps": 465}


class ServerError(Exception):
    """No conversation with the server came about, or it took too long; the message is one line for the operator."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where the operator's mail goes out, and how."""

    host: str
    port: int
    tls: bool
    """TLS from the first byte."""
    starttls: bool
    """TLS after the greeting, or no mail at all."""
    user: str | None
    password: str


def parse(url: str | None) -> Server:
    """The server of `smtp://user:password@host:587?starttls=1` or `smtps://…`; raises `ServerError`.

    A password is not sent in the clear to another machine unless `starttls=0` says that the way there is safe.
    """
    if not url:
        raise ServerError("SOKBO_SMTP_URL is not set, so no mail goes out")
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise ServerError("SOKBO_SMTP_URL can't be used: write smtp://user:password@host:587?starttls=1") from None
    if not parts.hostname:
        raise ServerError("SOKBO_SMTP_URL names no host")
    starttls = parse_qs(parts.query).get("starttls", [""])[-1]
    safe = parts.scheme == "smtps" or starttls in {"0", "1"} or _is_here(parts.hostname)
    if parts.password and not safe:
        raise ServerError("SOKBO_SMTP_URL would send the password in the clear: add ?starttls=1, or use smtps://")
    user = unquote(parts.username) if parts.username else None
    tls = parts.scheme == "smtps"
    return Server(parts.hostname, port, tls, starttls == "1" and not tls, user, unquote(parts.password or ""))


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@contextmanager
def conversation(server: Server, own_name: str, limit_s: float) -> Iterator[smtplib.SMTP]:
    """A conversation, greeted and logged in, that is hung up after `limit_s`; raises `ServerError` then."""
    tls = ssl.create_default_context()
    # Our name is given because smtplib would ask the resolver for it, and wait.
    if server.tls:
        talk: smtplib.SMTP = smtplib.SMTP_SSL(local_hostname=own_name, timeout=limit_s, context=tls)
    else:
        talk = smtplib.SMTP(local_hostname=own_name, timeout=limit_s)
    talk._host = server.host  # type: ignore[attr-defined]  # noqa: SLF001 - the name TLS checks; the constructor would connect
    ends = time.monotonic() + limit_s
    alarm = threading.Timer(limit_s, _hang_up, [talk])
    alarm.daemon = True
    alarm.start()
    try:
        _greet(talk, server, tls)
        yield talk
    except OSError as error:  # smtplib's own are among them
        if time.monotonic() >= ends:
            raise ServerError(f"the mail server took longer than {limit_s:g} s") from None
        if isinstance(error, smtplib.SMTPResponseException):
            raise
        raise ServerError(f"the mail server: {error}") from None
    finally:
        alarm.cancel()
        talk.close()


def greeted(url: str | None, limit_s: float) -> Server:
    """The operator's server, once it has let us in; nothing is sent. Raises `ServerError`."""
    server = parse(url)
    try:
        with conversation(server, "localhost", limit_s) as talk:
            talk.noop()
    except smtplib.SMTPException as error:
        raise ServerError(f"the mail server: {error}") from None
    return server


def _greet(talk: smtplib.SMTP, server: Server, tls: ssl.SSLContext) -> None:
    code, said = talk.connect(server.host, server.port)
    if code != 220:
        raise smtplib.SMTPConnectError(code, said)
    if server.starttls:
        talk.starttls(context=tls)
    talk.ehlo_or_helo_if_needed()
    if server.user:
        talk.login(server.user, server.password)


def _hang_up(talk: smtplib.SMTP) -> None:
    """Wake whoever waits for the server; a time limit of each read alone would let it drip for ever."""
    if talk.sock is not None:
        with suppress(OSError):
            socket.socket.shutdown(talk.sock, socket.SHUT_RDWR)
