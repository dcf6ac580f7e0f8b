"""A real hub on loopback (W3C WebSub, 5 to 7): asks back, signs in the method a test wants, distributes, denies."""

from __future__ import annotations

import hashlib
import hmac
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode

from parts import http
from parts.http import Asked, Page


@dataclass
class Subscriber:
    """Who is subscribed, as they said."""

    callback: str
    secret: str
    topic: str


@dataclass
class Hub:
    """A running hub; without `asks_back` it does so only when a test says so."""

    server: http.Server
    lease_s: int = 864_000
    method: str = "sha256"
    answers: Page = field(default_factory=lambda: Page(status=202))
    asks_back: bool = True
    subscribers: dict[str, Subscriber] = field(default_factory=dict)
    """By callback."""
    asked: list[dict[str, str]] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)
    """Modes that subscribers confirmed."""
    _threads: list[threading.Thread] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where it is asked."""
        return self.server.url("/hub")

    def heed(self, asked: Asked) -> Page:
        """A subscription request, and nothing else."""
        said = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        self.asked.append(said)
        if self.answers.status == 202 and self.asks_back:
            thread = threading.Thread(target=self.verify, args=(said,))
            self._threads.append(thread)
            thread.start()
        return self.answers

    def verify(self, said: dict[str, str], challenge: str = "a challenge") -> bool:
        """Ask the subscriber whether that was meant; whether it was."""
        query = {"hub.mode": said["hub.mode"], "hub.topic": said["hub.topic"], "hub.challenge": challenge}
        if said["hub.mode"] == "subscribe":
            query["hub.lease_seconds"] = str(self.lease_s)
        status, body = self._get(f"{said['hub.callback']}?{urlencode(query)}")
        meant = 200 <= status < 300 and body == challenge.encode()
        if meant:
            if said["hub.mode"] == "subscribe":
                one = Subscriber(said["hub.callback"], said.get("hub.secret", ""), said["hub.topic"])
                self.subscribers[one.callback] = one
            else:
                self.subscribers.pop(said["hub.callback"], None)
            self.confirmed.append(said["hub.mode"])
        return meant

    def deny(self, topic: str, reason: str) -> None:
        """Tell every subscriber of a topic that it is one no longer."""
        for one in [s for s in self.subscribers.values() if s.topic == topic]:
            query = {"hub.mode": "denied", "hub.topic": topic, "hub.reason": reason}
            self._get(f"{one.callback}?{urlencode(query)}")
            del self.subscribers[one.callback]

    def push(self, page: Page, *, signature: str | None = None) -> list[int]:
        """Distribute this; what the subscribers answer."""
        return [self._post(one, page, signature) for one in list(self.subscribers.values())]

    def _post(self, one: Subscriber, page: Page, signature: str | None) -> int:
        digest = hmac.new(one.secret.encode(), page.body, getattr(hashlib, self.method)).hexdigest()
        signed = f"{self.method}={digest}" if signature is None else signature
        headers = {"Content-Type": page.content_type, **({"X-Hub-Signature": signed} if signed else {})}
        request = urllib.request.Request(one.callback, data=page.body, headers=headers, method="POST")
        return self._send(request)[0]

    def _get(self, url: str) -> tuple[int, bytes]:
        return self._send(urllib.request.Request(url))

    def _send(self, request: urllib.request.Request) -> tuple[int, bytes]:
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()

    def join(self) -> None:
        """Wait until it has asked everybody back."""
        for thread in self._threads:
            thread.join(10)


@contextmanager
def hub() -> Iterator[Hub]:
    """A running hub."""
    with http.server() as server:
        running = Hub(server)
        server.answer = running.heed
        try:
            yield running
        finally:
            running.join()
