"""Who publishes and who is told: two papers that print the same numbered headlines, and a hook with moods."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter, defaultdict
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from parts import feeds, http
from parts.feeds import Item

PAPERS = ("/ilbo", "/times")
SHOWN = 60
"""How many headlines a feed holds: more than come while the line is down."""
RULE = "속보"
MOODS = ("refuse", "cut", "hang", "forget")
"""What the receiver does instead of its work; `forget` is the worst: it hears, and hangs up before it says so."""
HANGS_S = 4.0
SPOILS = 5
"""How often one delivery meets a mood: the waits after later attempts are longer than a test."""


def title(number: int) -> str:
    """The headline of a number."""
    return f"[속보] 가온시 사건 #{number} 접수"


class Press:
    """The publisher's pages, one more headline at a time."""

    def __init__(self, publisher: http.Server) -> None:
        self._publisher = publisher
        self._items: list[Item] = []
        self.printed: list[float] = []
        """When each was printed."""
        self._show()

    def print_one(self) -> None:
        """One more headline, in both papers."""
        self._items.insert(0, Item(self.count, title(self.count)))
        self.printed.append(time.monotonic())
        self._show()

    @property
    def count(self) -> int:
        """How many were printed."""
        return len(self.printed)

    def _show(self) -> None:
        # Each paper has addresses of its own, so that the title alone makes the two one story.
        for path in PAPERS:
            self._publisher.pages[path] = feeds.rss(self._items[:SHOWN], f"https://news.example{path}")


class Hook:
    """A receiver that remembers, for each story, under which keys it was told."""

    def __init__(self) -> None:
        self.mood = "well"
        self.told: dict[int, list[str]] = defaultdict(list)
        self.heard: dict[str, list[float]] = defaultdict(list)
        """When each title was heard."""
        self._spoilt: Counter[str] = Counter()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self) -> None:
        """Take no more."""
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                mood = hook._takes(body, self.headers["webhook-id"])
                if mood == "well":
                    self.send_response(204)
                    self.end_headers()
                elif mood == "refuse":
                    self.send_response(503)
                    self.send_header("Retry-After", "1")
                    self.end_headers()

            def handle(self) -> None:
                with suppress(OSError):  # a sender that was killed in the middle
                    super().handle()

            def log_message(self, *_: object) -> None:
                """Tests print nothing."""

        return Handler

    def _takes(self, body: bytes, key: str) -> str:
        mood = self.mood if self._spoilt[key] < SPOILS else "well"
        self._spoilt[key] += mood != "well"
        if mood == "hang":
            time.sleep(HANGS_S)
        if mood in ("well", "forget"):
            said = json.loads(body)["data"]
            self.told[said["story"]["id"]].append(key)
            self.heard[said["headline"]["title"]].append(time.monotonic())
        return mood
