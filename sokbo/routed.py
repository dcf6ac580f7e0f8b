"""A request that takes more than an address: a proxy, old TLS, headers that are meant for one host alone.

libcurl would carry such headers on to whatever host a redirect names, so redirects are followed here, one at a time.
"""

from __future__ import annotations

import socket
from typing import Any
from urllib.parse import unquote, urlsplit

import pycurl

from sokbo.exchange import (
    Fault,
    NetworkError,
    Request,
    Response,
    Route,
    has_credentials,
    host_of,
    on_the_wire,
    same_host,
)
from sokbo.guard import Guard
from sokbo.transfer import PERMANENT, Transfer, header

REDIRECTS = {301, 302, 303, 307, 308}
OLD_CIPHERS = "DEFAULT:@SECLEVEL=0"
"""OpenSSL's level for servers that stopped at TLS 1.0, 1024-bit keys or SHA-1."""


class Routed(Transfer):
    """A transfer by a route, for one request."""

    __slots__ = ("_at", "_fault", "_hops", "_spent_s", "plain")

    def __init__(self, guard: Guard, plain: Transfer) -> None:
        """`plain` is the transfer whose place this one takes for a while."""
        super().__init__(guard, plain.large)
        self.plain = plain
        self._at = ""
        self._hops: list[int] = []
        self._spent_s = 0.0
        self._fault: NetworkError | None = None

    @property
    def _route(self) -> Route:
        assert self.request.route is not None
        return self.request.route

    def prepare(self, tag: Any, request: Request) -> None:
        """Set the handle to this request; raises `NetworkError` where its address is none."""
        super().prepare(tag, request)
        self.curl.setopt(pycurl.FOLLOWLOCATION, 0)
        self.curl.setopt(pycurl.PROXY, self._route.proxy)
        if self._route.legacy_tls:
            self.curl.setopt(pycurl.SSLVERSION, pycurl.SSLVERSION_TLSv1_0)
            self.curl.setopt(pycurl.SSL_CIPHER_LIST, OLD_CIPHERS)
        self._head_for(request.url)

    def onward(self) -> bool:
        """Whether the answer redirects to where the handle is set now."""
        status, to = self.curl.getinfo(pycurl.RESPONSE_CODE), self.curl.getinfo(pycurl.REDIRECT_URL)
        if status not in REDIRECTS or not to or not self.request.max_redirects:
            return False
        self._hops.append(status)
        self._spent_s += self.curl.getinfo(pycurl.TOTAL_TIME)
        try:
            self._restart(to)
        except NetworkError as error:
            self._fault = error
            return False
        return True

    def _restart(self, to: str) -> None:
        left_s = self.request.timeout_s - self._spent_s
        if len(self._hops) > self.request.max_redirects:
            raise NetworkError(f"{host_of(to)} redirects more than {self.request.max_redirects} times", Fault.REDIRECTS)
        if left_s <= 0:
            raise NetworkError(f"{host_of(to)} gave no whole answer within {self.request.timeout_s:g} s", Fault.SLOW)
        self.curl.setopt(pycurl.URL, on_the_wire(to))
        self.curl.setopt(pycurl.TIMEOUT_MS, max(1, int(left_s * 1000)))
        self.forget()
        self._head_for(to)

    def _head_for(self, url: str) -> None:
        """Set the headers that may go to this address; raises `NetworkError` where no request may."""
        self._at = url
        if self._route.proxy and (why := self._refused_behind_a_proxy(url)):
            raise NetworkError(
                f"{host_of(url)} is refused: {why}, and SOKBO_ALLOW_ADDRESSES doesn't open it", Fault.REFUSED
            )
        own = self._route.headers if same_host(self.request.url, url) else {}
        sent = {**self.request.headers, **own}
        self.curl.setopt(pycurl.HTTPHEADER, [header(name, value) for name, value in sent.items()])

    def _refused_behind_a_proxy(self, url: str) -> str | None:
        """The proxy connects, so that only an address written as a number, however oddly, can be judged from here."""
        try:
            host = unquote(urlsplit(on_the_wire(url).decode()).hostname or "").rstrip(".")
        except ValueError:
            return "its address is none"
        if host == "localhost" or host.endswith(".localhost"):
            host = "127.0.0.1"
        try:
            return self.guard.refuses(socket.inet_ntoa(socket.inet_aton(host)), 0)
        except OSError:
            pass
        try:
            return self.guard.refuses(host, 0)
        except ValueError:
            return None

    def answer(self, error: tuple[int, str] | None) -> Response | NetworkError:
        """What came of it."""
        return self._fault or super().answer(error)

    def _way(self, starts: list[int]) -> tuple[str, str | None]:
        """The address that answered, and the same again where the source moved there for good with its own headers."""
        del starts
        lasting = bool(self._hops) and PERMANENT.issuperset(self._hops) and not has_credentials(self.request.url)
        mine = not self._route.headers or same_host(self.request.url, self._at)
        return self._at, self._at if lasting and mine else None

    def _elapsed_s(self) -> float:
        return self._spent_s + super()._elapsed_s()
