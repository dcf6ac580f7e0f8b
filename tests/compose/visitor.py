"""Someone at a browser: pages and feeds of the stack, a login by link, and the stream of new rows."""

from __future__ import annotations

import ssl
import urllib.request
from collections.abc import Callable
from http.client import HTTPResponse
from http.cookiejar import CookieJar

from shell import Failed, expect


class Visitor:
    """Reads at one base address and keeps its cookies."""

    def __init__(self, base: str) -> None:
        self.base = base
        trusting = ssl._create_unverified_context()  # the proxy signs its own for localhost
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPSHandler(context=trusting), urllib.request.HTTPCookieProcessor(CookieJar())
        )

    def _open(self, url: str, body: bytes | None = None, **headers: str) -> HTTPResponse:
        answer: HTTPResponse = self._opener.open(urllib.request.Request(url, body, headers), timeout=10)
        return answer

    def ready(self) -> bool:
        """Whether the stack says so."""
        try:
            return self._open(f"{self.base}/readyz").status == 200
        except OSError:
            return False

    def text(self, path: str) -> str:
        """What is at a path."""
        with self._open(self.base + path) as answer:
            return answer.read().decode()

    def log_in(self, link: str) -> None:
        """Open the link and press its button."""
        expect(link.startswith(f"{self.base}/login/"), f"a login link of {self.base}, not {link}")
        with self._open(link, b"") as answer:
            expect(answer.url == f"{self.base}/", f"after the login the board, not {answer.url}")

    def sees_live(self, title: str, meanwhile: Callable[[], None]) -> None:
        """Keep a page open while something happens, until the headline comes by itself."""
        with self._open(f"{self.base}/live", Accept="text/event-stream") as stream:
            meanwhile()
            for line in stream:
                if title in line.decode():
                    return
        raise Failed(f"the stream ended before {title!r} came")
