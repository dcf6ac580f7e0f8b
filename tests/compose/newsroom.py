"""The world outside the stack: a feed that grows, and a hook that listens."""

from __future__ import annotations

import json
import time

from parts import http
from shell import say, wait


class Newsroom:
    """A publisher and a receiver on the engine's bridge, where containers reach them."""

    def __init__(self, publisher: http.Server, receiver: http.Server) -> None:
        self.publisher, self.receiver = publisher, receiver
        self.titles: list[str] = []
        receiver.answer = lambda _: http.Page(status=204)
        self.publish("[속보] 첫 눈이 내렸다")

    def publish(self, title: str) -> None:
        """Put a headline on top of the feed."""
        self.titles.insert(0, title)
        items = "".join(
            f"<item><title>{text}</title><link>{self.publisher.url(f'/n/{number}')}</link></item>"
            for number, text in reversed(list(enumerate(reversed(self.titles))))
        )
        feed = f"<rss version='2.0'><channel><title>소식</title><link>http://x/</link>{items}</channel></rss>"
        self.publisher.pages["/feed.xml"] = http.Page(feed.encode(), "application/rss+xml; charset=utf-8")

    def told(self, title: str) -> list[str]:
        """The keys under which the hook was told of a headline."""
        asked = list(self.receiver.asked)
        return [one.headers.get("webhook-id", "") for one in asked if title in _titles(one.body)]

    def arrives(self, title: str, within: float = 30) -> None:
        """Publish it, wait for the alert, and say how long it took."""
        began = time.monotonic()
        self.publish(title)
        wait(f"an alert of {title!r}", lambda: self.told(title) or None, within)
        say(f"  alert of {title!r} after {time.monotonic() - began:.1f} s")


def _titles(body: bytes) -> str:
    return json.dumps(json.loads(body), ensure_ascii=False)
