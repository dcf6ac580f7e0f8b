"""Serves the demo newsroom on loopback, a process of its own below `sokbo up`.

When the newsroom opened is kept in the data folder, so that it goes on where it was after a restart.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import signal
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from cli.demo import pages
from cli.demo.script import Script, load, out
from sokbo import lifeline

SEOUL = ZoneInfo("Asia/Seoul")
STATE = "demo.json"

_HTML, _RSS, _ATOM, _JSON = "text/html", "application/rss+xml", "application/atom+xml", "application/feed+json"


def opened(data_dir: Path, now: datetime) -> datetime:
    """When the newsroom opened, in its own time zone: now, where it is new."""
    path = data_dir / STATE
    if not path.exists():
        path.write_text(json.dumps({"opened": now.isoformat()}))
    return datetime.fromisoformat(json.loads(path.read_text())["opened"]).astimezone(SEOUL)


def render(script: Script, path: str, since: datetime, now: datetime, base: str) -> tuple[str, bytes] | None:
    """A path's content type and bytes at this moment; None where there is nothing. Pure."""
    seconds = (now - since).total_seconds()
    if path == "/":
        return _HTML, pages.front(script)
    posts = out(script, seconds, keep=1000)
    if path.startswith("/article/"):
        found = next((p for p in posts if str(p.number) == path.removeprefix("/article/")), None)
        return (_HTML, pages.article(script.outlets[found.outlet], found.title)) if found else None
    place = path.removeprefix("/")
    if place not in script.places:
        return None
    outlet = script.places[place]
    name, mine = script.outlets[outlet], [p for p in posts if p.outlet == outlet][:20]
    forms = {
        "board": lambda: (_HTML, pages.board(name, mine, since, now)),
        "list": lambda: (_HTML, pages.listing(name, mine, since)),
        "rss": lambda: (_RSS, pages.rss(name, mine, since, base)),
        "atom": lambda: (_ATOM, pages.atom(name, mine, since, base)),
        "json": lambda: (_JSON, pages.json_feed(name, mine, since, base)),
    }
    return forms[place]()


class Handler(BaseHTTPRequestHandler):
    """One request; conditional by ETag."""

    protocol_version = "HTTP/1.1"

    def __init__(self, since: datetime, base: str, *args: object) -> None:
        self.since = since
        self.base = base
        super().__init__(*args)  # type: ignore[arg-type] # the server's own three

    def do_GET(self) -> None:
        """Answer."""
        found = render(load(), urlsplit(self.path).path, self.since, datetime.now(UTC).astimezone(SEOUL), self.base)
        kind, body = found or ("text/plain", b"Not in the demo newsroom.\n")
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        known = found is not None and tag in self.headers.get("If-None-Match", "")
        self.send_response(304 if known else 200 if found else 404)
        self.send_header("ETag", tag)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", "0" if known else str(len(body)))
        self.end_headers()
        if not known:
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: the newsroom is background."""


def main() -> None:
    """Serve until told to stop, or until the supervisor is gone."""
    parser = argparse.ArgumentParser(description="The demo newsroom")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--address", default=os.environ.get("SOKBO_DEMO_ADDRESS", "127.0.0.1:0"))
    asked = parser.parse_args()
    lifeline.watch()
    host, _, port = asked.address.rpartition(":")
    since = opened(asked.data, datetime.now(UTC))
    with ThreadingHTTPServer((host, int(port)), partial(Handler, since, f"http://{asked.address}")) as server:
        signal.signal(signal.SIGTERM, _leave)
        server.serve_forever(poll_interval=0.2)


def _leave(*_: object) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    main()
