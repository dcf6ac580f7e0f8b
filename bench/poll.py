"""Polling 5,000 local feeds of 20 entries: Sokbo, the `reader` library with its workers, and the raw limit, in one run.

Three rounds each: unchanged by 304, unchanged with 200, two new entries of twenty. The raw limit is the same fetches
with pycurl, the same parser, rows written with executemany, and nothing else.
"""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from worker.line import Line

FEEDS = 5000
ROUNDS = 3
MODES = ("304", "same", "new")
NAMES = {"304": "unchanged, 304", "same": "unchanged, 200", "new": "2 new of 20"}
SEOUL = ZoneInfo("Asia/Seoul")


@contextlib.contextmanager
def publisher() -> Iterator[int]:
    """The port of a running publisher."""
    with contextlib.closing(__import__("socket").socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "bench.publisher", str(port)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    try:
        yield port
    finally:
        process.kill()
        process.wait()


class Rounds:
    """Sets the publisher's state; every contender plays the same rounds."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.number = 0

    def begin(self, mode: str) -> None:
        """The next round in this mode."""
        self.number += mode == "new"
        urllib.request.urlopen(f"http://127.0.0.1:{self.port}/set?round={self.number}&mode={mode}").close()

    def urls(self) -> list[str]:
        """The feeds' addresses."""
        return [f"http://127.0.0.1:{self.port}/{n}.xml" for n in range(FEEDS)]


def play(rounds: Rounds, update: Callable[[], None]) -> dict[str, float]:
    """Sources per second in each mode, the best of some rounds."""
    rounds.begin("new")
    update()
    result = {}
    for mode in MODES:
        best = float("inf")
        for _ in range(ROUNDS):
            rounds.begin(mode)
            started = time.perf_counter()
            update()
            best = min(best, time.perf_counter() - started)
        result[mode] = FEEDS / best
    return result


def opened(folder: Path, urls: list[str], every_s: float) -> Line:
    """A worker's line on a database of its own, with these sources."""
    from sokbo import migrate
    from sokbo.queries import sources
    from sokbo.settings import load
    from worker.line import open_line

    settings = load({"SOKBO_DATA_DIR": str(folder), "SOKBO_ALLOW_ADDRESSES": "127.0.0.0/8"})
    line = open_line(settings, lambda _: None)
    migrate.upgrade(line.database)
    with line.database.write() as connection:
        for n, url in enumerate(urls):
            sources.add(connection, url=url, url_key=n, sealed_url=None, name=str(n), outlet=str(n), every_s=every_s,
                        interval_s=every_s, private=False)  # fmt: skip
    return line


def sokbo(rounds: Rounds, folder: Path) -> dict[str, float]:
    """The product's own poll loop on SQLite: claim, fetch, read, ingest, source state and fetch log written."""
    from sqlalchemy import text, update

    from sokbo.database import now_ms
    from sokbo.tables import sources as table
    from worker import poll

    line = opened(folder, rounds.urls(), 3600)
    waiting = text("SELECT 1 FROM sources WHERE state = 'active' AND due <= :now LIMIT 1")

    def all_polled() -> bool:
        with line.database.read() as connection:
            return connection.execute(waiting, {"now": int(time.time() * 1000)}).first() is None

    def once() -> None:
        with line.database.write() as connection:
            connection.execute(update(table).values(due=now_ms() - 1000))
        poll.until(line, all_polled)

    result = play(rounds, once)
    line.database.close()
    return result


def reader(rounds: Rounds, folder: Path) -> dict[str, float]:
    """The `reader` library, eight workers."""
    from reader import make_reader

    with contextlib.closing(make_reader(str(folder / "reader.db"))) as made:
        for url in rounds.urls():
            made.add_feed(url)

        visits = itertools.count(1)

        def once() -> None:
            later = datetime.now(UTC) + timedelta(days=next(visits))
            made._now = lambda: later  # noqa: SLF001 - it would not ask a feed again within the hour
            made.update_feeds(workers=8)

        return play(rounds, once)


def raw(rounds: Rounds, folder: Path) -> dict[str, float]:
    """The limit: fetch, parse, executemany."""
    from sokbo.guard import Guard
    from sokbo.network import Loop, Request, Response
    from worker.read import read

    database = sqlite3.connect(folder / "raw.db", isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=NORMAL")
    database.execute("CREATE TABLE headlines (guid TEXT PRIMARY KEY, title TEXT, url TEXT, published TEXT)")
    database.execute("CREATE TABLE sources (id INTEGER PRIMARY KEY, etag TEXT, polled REAL)")
    database.executemany("INSERT INTO sources VALUES (?, '', 0)", [(n,) for n in range(FEEDS)])
    tags: dict[int, str] = {}
    guard = Guard((ip_network("127.0.0.0/8"),))
    loop: Loop[int] = Loop(guard, 100)

    def once() -> None:
        todo, done = list(enumerate(rounds.urls())), 0
        rows, polled = [], []
        while done < FEEDS:
            while todo and loop.free:
                number, url = todo.pop()
                tag = tags.get(number)
                loop.start(number, Request(url=url, headers={"If-None-Match": tag} if tag else {}))
            loop.wait(1)
            for number, answer in loop.finished():
                assert isinstance(answer, Response)
                done += 1
                if answer.status == 200:
                    tags[number] = answer.headers["etag"]
                    kind = answer.headers["content-type"]
                    page = read(answer.body, url=answer.url, content_type=kind, at=datetime.now(UTC), zone=SEOUL)
                    rows += [(e.guid, e.title, e.url, str(e.published)) for e in page.entries]
                polled.append((tags[number], time.time(), number))
            if len(polled) >= 100 or done == FEEDS:
                database.execute("BEGIN")
                database.executemany("INSERT INTO headlines VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", rows)
                database.executemany("UPDATE sources SET etag = ?, polled = ? WHERE id = ?", polled)
                database.execute("COMMIT")
                rows, polled = [], []

    result = play(rounds, once)
    loop.close()
    database.close()
    return result


def main() -> None:
    """Print the table."""
    results = {}
    for contender in (raw, sokbo, reader):
        with publisher() as port, tempfile.TemporaryDirectory() as folder:
            results[contender.__name__] = contender(Rounds(port), Path(folder))
    print(f"\nPolling {FEEDS} local feeds of 20 entries, one process, sources a second (best of {ROUNDS})")
    print(f"{'':18}{'raw limit':>12}{'Sokbo':>12}{'reader':>12}{'of the limit':>14}{'times reader':>14}")
    for mode in MODES:
        limit, ours, theirs = (results[name][mode] for name in ("raw", "sokbo", "reader"))
        print(f"{NAMES[mode]:18}{limit:12.0f}{ours:12.0f}{theirs:12.0f}{ours / limit:14.2f}{ours / theirs:14.1f}")


if __name__ == "__main__":
    main()
