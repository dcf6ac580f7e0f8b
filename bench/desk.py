"""The desk as a whole, on both databases: stories, 10,000 watches, alerts, log and commit; and how it takes over.

First what one core does with a backlog; then, at 100 headlines a second in polls of ten, how long from the commit of a
poll to the commit of its alerts; then how long a desk that has nothing at hand takes to be where the last one was.
"""

from __future__ import annotations

import contextlib
import itertools
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert

from bench.stories import many
from sokbo import migrate
from sokbo.database import connect
from sokbo.tables import watches
from worker import desk as worker_desk
from worker.memory import Memory, catch_up

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from parts import postgres
from parts.line import Desk, open_desk
from parts.papers import Paper

WATCHES = 10_000
BACKLOG = 6_000
PACE, POLL, PACED_S = 100, 10, 20


@contextlib.contextmanager
def opened(url: str) -> Iterator[Desk]:
    with tempfile.TemporaryDirectory() as folder:
        url = url.replace("FOLDER", folder)
        with contextlib.closing(connect(url)) as database:
            migrate.upgrade(database)
        with contextlib.closing(open_desk(url, Path(folder))) as desk:
            yield desk


def watch(desk: Desk, titles: Sequence[str]) -> None:
    """10,000 watches on words of headlines that are not common, three in ten on two of them."""
    dice = random.Random(4)
    often = Counter(word.strip("‘’“”\"',.…[]()") for title in titles for word in title.split())
    words = [word for word, count in often.items() if 2 <= len(word) <= 8 and word.isalnum() and count < 50]
    rules = [" ".join(dice.sample(words, 1 if dice.random() < 0.7 else 2)) for _ in range(WATCHES)]
    at = datetime.now(UTC)
    rows = [
        {"person_id": desk.person, "name": f"{n}", "rule": rule, "token_hash": f"{n}", "since_seq": 0, "changed": n,
         "sealed_token": b"", "created": at}
        for n, rule in enumerate(rules, 1)
    ]  # fmt: skip
    with desk.line.database.write() as connection:
        connection.execute(insert(watches), rows)


def drain(desk: Desk, memory: Memory, mine: worker_desk.Lease) -> int:
    return worker_desk.drain(desk.line.database, memory, mine, desk.line.vault, datetime.now(UTC)).headlines


def backlog(desk: Desk, name: str, titles: Iterator[str], memory: Memory, mine: worker_desk.Lease) -> str:
    for n in range(BACKLOG // 200):  # a paper of its own each: a poll in which all is new is held back
        Paper(desk, f"{name}-{n}").prints(*itertools.islice(titles, 200))
    clock, core, done = time.perf_counter(), time.process_time(), 0
    while count := drain(desk, memory, mine):
        done += count
    by_core, by_clock = done / (time.process_time() - core), done / (time.perf_counter() - clock)
    return f"{by_core:,.0f} headlines/s of a core, {by_clock:,.0f}/s by the clock"


def paced(desk: Desk, papers: Sequence[Paper], titles: Iterator[str], memory: Memory, mine: worker_desk.Lease) -> str:
    committed: list[float] = []
    waits: list[float] = []
    ended = threading.Event()

    def poll() -> None:
        began = time.perf_counter()
        for n in range(PACED_S * PACE // POLL):
            time.sleep(max(0.0, began + n * POLL / PACE - time.perf_counter()))
            papers[n % len(papers)].prints(*itertools.islice(titles, POLL))
            committed.extend([time.perf_counter()] * POLL)
        ended.set()

    poller = threading.Thread(target=poll)
    poller.start()
    while not ended.is_set() or len(waits) < len(committed):
        count = drain(desk, memory, mine)
        now = time.perf_counter()
        waits += [now - at for at in committed[len(waits) : len(waits) + count]]
        if not count:
            time.sleep(0.002)
            if ended.is_set():
                break
    poller.join()
    waits.sort()
    return f"p50 {waits[len(waits) // 2] * 1000:.0f} ms, p99 {waits[len(waits) * 99 // 100] * 1000:.0f} ms"


def measure(name: str, url: str) -> None:
    with opened(url) as desk:
        titles = list(many(2 * BACKLOG + PACED_S * PACE))
        random.Random(3).shuffle(titles)
        watch(desk, titles)
        memory, stream = Memory(), iter(titles)
        mine = worker_desk.take_over(desk.line.database, memory, "bench")
        assert mine is not None
        backlog(desk, "first", stream, memory, mine)
        print(f"  {name}: {backlog(desk, 'second', stream, memory, mine)}")
        papers = [Paper(desk, f"paced-{n}") for n in range(20)]
        waits = paced(desk, papers, stream, memory, mine)
        print(f"  {name}: from a poll's commit to that of its alerts, at {PACE} headlines/s: {waits}")
        began = time.perf_counter()
        with desk.line.database.read() as connection:
            catch_up(connection, again := Memory())
        took = time.perf_counter() - began
        print(
            f"  {name}: a desk with nothing at hand has {len(again.stories):,} titles and the rules after {took:.1f} s"
        )


def main() -> None:
    """Print it all."""
    print(f"desk: stories, {WATCHES:,} watches, alerts, log, commit")
    measure("SQLite", "sqlite:///FOLDER/sokbo.db")
    with postgres.server() as server:
        measure("PostgreSQL", server)


if __name__ == "__main__":
    main()
