"""A fast local publisher in a process of its own: N feeds of 20 entries, whose state the bench sets by a request.

Run as `python -m bench.publisher PORT`. `/set?round=R&mode=M` begins a round: with `304` it honours If-None-Match, with
`same` it answers 200 with the same bytes, with `new` each feed shows two entries more than in the round before.
"""

from __future__ import annotations

import asyncio
import gzip
import sys
from functools import lru_cache
from urllib.parse import parse_qs, unquote, urlsplit

ENTRIES = 20
FILLER = "A paragraph of plain words, so that a feed has the weight of a real one. " * 4


@lru_cache(maxsize=20_000)
def feed(number: int, first: int) -> bytes:
    """A feed of about 9 kB whose newest entry is `first`."""
    items = "".join(
        f"<item><title>Feed {number} tells of event {n} in a line of usual length</title>"
        f"<link>http://127.0.0.1/{number}/{n}</link><guid isPermaLink='false'>{number}-{n}</guid>"
        f"<pubDate>Mon, 02 Nov 2026 09:{n % 60:02d}:00 +0900</pubDate><description>{FILLER}</description></item>"
        for n in range(first, first - ENTRIES, -1)
    )
    return (
        "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>"
        f"<title>Feed {number}</title><link>http://127.0.0.1/{number}</link><description>d</description>{items}"
        "</channel></rss>"
    ).encode()


_ITEM = b"<item><title>Event</title><link>http://n.example/%d</link></item>"
GIANTS = {
    "a 48 MB feed": (b"<rss><channel>", _ITEM, 48_000_000 // 65),
    "a 15 MB feed": (b"<rss><channel>", _ITEM, 15_000_000 // 65),
    "a 15 MB page": (b"<html><ul>", b"<li><a href='/news/%d'>Something happened in the harbour</a>", 15_000_000 // 65),
    "30,000 entries": (b"<rss><channel>", _ITEM, 30_000),
    "10,000 deep": (b"<rss><channel><item>", b"<a%d>", 10_000),
}
"""Documents of one thing, repeated: how each begins, what is repeated, and how often."""


@lru_cache(maxsize=len(GIANTS))
def giant(name: str) -> bytes:
    """A document as none should be, packed, so that its size shows only while it is read."""
    start, unit, times = GIANTS[name]
    return gzip.compress(start + b"".join([unit % n for n in range(times)]), 1)


class State:
    """What the feeds are now."""

    mode = "304"
    first = 100


class Connection(asyncio.Protocol):
    """One kept-alive connection."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.buffer = b""

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
            self.transport.write(answer(head))


def answer(head: bytes) -> bytes:
    """The whole response to a request's head."""
    path = head.split(b" ", 2)[1].decode()
    if path.startswith("/set"):
        asked = parse_qs(urlsplit(path).query)
        State.mode = asked["mode"][0]
        State.first = 100 + 2 * int(asked["round"][0]) if State.mode == "new" else State.first
        return b"HTTP/1.1 204 No Content\r\n\r\n"
    if path.startswith("/giant/"):
        body = giant(unquote(path).split("/")[2])
        return b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
    if path == "/robots.txt":
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    number = int(path.strip("/").partition(".")[0])
    tag = b'"%d-%d"' % (number, State.first)
    if State.mode == "304" and tag in head:
        return b"HTTP/1.1 304 Not Modified\r\nETag: %s\r\n\r\n" % tag
    body = feed(number, State.first)
    kind = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"
    return kind + b"ETag: %s\r\nContent-Length: %d\r\n\r\n%s" % (tag, len(body), body)


async def main(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Connection, "127.0.0.1", port, backlog=1024)
    print("ready", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
