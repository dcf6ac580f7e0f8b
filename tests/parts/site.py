"""The pages, really served: a web server in this process over a line that moves a step at a time, and who visits it."""

from __future__ import annotations

import asyncio
import html
import http.client
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import quote, urlencode

from granian.constants import Interfaces
from granian.server.embed import Server
from parts.line import Desk
from starlette.applications import Starlette

from sokbo.bus import Bus
from sokbo.queries import people
from web.app import make_app
from web.desk import Desk as WebDesk
from web.live import Live


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def html(self) -> str:
        """The page as sent."""
        return self.body.decode()

    @property
    def text(self) -> str:
        """The page as read: no tags, no entities, single spaces."""
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", self.html)).split())

    @property
    def to(self) -> str:
        """Where it sends one on to."""
        return self.headers.get("location", "")


@dataclass
class Visitor:
    """A browser's part of HTTP: cookies, forms, and where a form was sent from."""

    port: int
    language: str = "en"
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        sent = {"Accept-Language": self.language, "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body is not None:
            sent |= {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        try:
            connection.request(method, quote(path, safe="/?=&%"), body, sent | headers)
            response = connection.getresponse()
            answer = Answer(response.status, response.headers, response.read())
        finally:
            connection.close()
        self._keep(answer)
        return answer

    def _keep(self, answer: Answer) -> None:
        for line in answer.headers.get_all("set-cookie", []):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
                if morsel["max-age"] == "0":
                    del self.cookies[name]

    def get(self, path: str) -> Answer:
        """A page."""
        return self.ask("GET", path)

    def post(self, path: str, **fields: object) -> Answer:
        """A form sent from the site's own page."""
        return self.ask("POST", path, urlencode(fields, doseq=True))

    @contextmanager
    def events(self, path: str, **headers: str) -> Iterator[http.client.HTTPResponse]:
        """An open stream."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        cookie = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        connection.request("GET", path, headers={"Cookie": cookie, "Accept-Language": self.language} | headers)
        with connection.getresponse() as stream:
            yield stream
        connection.close()


@dataclass
class Site:
    """A running site."""

    port: int
    desk: Desk
    app: Starlette

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def link(self, name: str = people.FIRST) -> str:
        """The path of a fresh one-time login link."""
        person = self.desk.write(people.ensure, name)
        return f"/login/{self.desk.write(people.make_link, person.id)}"

    def stranger(self) -> Visitor:
        """Someone who is not logged in."""
        return Visitor(self.port)

    def visitor(self, name: str = people.FIRST) -> Visitor:
        """Someone who is."""
        visitor = self.stranger()
        assert visitor.post(self.link(name)).status == 303
        return visitor


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(port: int) -> None:
    for _ in range(1000):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise TimeoutError


@contextmanager
def served(desk: Desk, wake: Callable[[str], None] = lambda _: None) -> Iterator[Site]:
    """The pages of a line, on loopback; they `wake` the stages of whoever works."""
    line = desk.line
    web = WebDesk(line.settings, line.database, line.vault, Bus(None), Live(line.database, None), wake)
    site, loop, stop = Site(_free_port(), desk, make_app(web)), asyncio.new_event_loop(), asyncio.Event()

    async def run() -> None:
        server = Server(
            site.app, "127.0.0.1", site.port, interface=Interfaces.ASGI, websockets=False, log_enabled=False
        )
        serving = asyncio.create_task(server.serve())
        await stop.wait()
        web.live.stop()
        server.stop()  # type: ignore[no-untyped-call]
        await serving

    web.live.start()
    thread = threading.Thread(target=loop.run_until_complete, args=(run(),))
    thread.start()
    try:
        _wait(site.port)
        yield site
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()
