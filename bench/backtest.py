"""Backtesting a week of half a million headlines, on both databases: how long until a person sees what a rule caught.

Titles are real ones where the labelled data is at hand, each with some words of another, else made of made-up words
with a realistic skew; nothing of them is kept.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sokbo import migrate
from sokbo.database import Database, connect

HEADLINES = 500_000
BATCH = 2_000
DATA = Path(__file__).parents[2] / "shared/data/ko_headlines.jsonl.gz"
RULES = {
    "two syllables, rare": "배추",
    "two syllables": "금리",
    "one syllable": "배",
    "two words": "금리 인하",
    "either of three": "지진 | 화재 | 폭발",
    "with an exclusion": "삼성전자 -노조",
    "common": "대통령",
    "hanja": "北",
    "commonest": "대통령 | 정부 | 경제 | 한국 | 미국 | 의원",
    "nothing of the kind": "없는말들",
}


def titles(count: int, dice: random.Random) -> Iterator[str]:
    """So many headlines in the way of a Korean news desk."""
    known = _known(dice)
    for _ in range(count):
        one, other = dice.choice(known).split(), dice.choice(known).split()
        for _ in range(2):
            one[dice.randrange(len(one))] = dice.choice(other)
        yield " ".join(one)


def _known(dice: random.Random) -> list[str]:
    for data in (DATA, Path("../shared/data/ko_headlines.jsonl.gz")):
        if data.exists():
            with gzip.open(data, "rt", encoding="utf-8") as file:
                return [title for line in file if (title := json.loads(line)["title"].strip())]
    syllables = [chr(dice.randrange(0xAC00, 0xD7A4)) for _ in range(300)]
    made = ["".join(dice.choices(syllables, k=dice.choice((2, 2, 3, 4)))) for _ in range(20_000)]
    wanted = [word for rule in RULES.values() for word in rule.replace("|", " ").split() if word[0] != "-"]
    words = wanted + made
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    return [" ".join(dice.choices(words, weights, k=dice.randrange(5, 12))) for _ in range(20_000)]


def fill(database: Database, count: int) -> tuple[float, float]:
    """A week of headlines; what each took to write, and to take into the index, in microseconds."""
    from sqlalchemy import insert, text

    from sokbo.queries import bigrams, sources
    from sokbo.tables import headlines

    dice = random.Random(7)
    begin = datetime.now(UTC) - timedelta(days=7)
    with database.write() as connection:
        of = sources.add(connection, url="http://h/f", url_key=1, sealed_url=None, name="f", outlet="F", every_s=None,
                         interval_s=60, private=False)  # fmt: skip
    fresh = titles(count, dice)
    writing = indexing = 0.0
    for start in range(1, count + 1, BATCH):
        rows: list[dict[str, Any]] = [
            {"id": n, "source_id": of, "ident": n, "title": title, "outlet": "가온일보", "labels": [],
             "precision": "second", "seen": begin + timedelta(days=7) * (n / count), "private": False, "news": True,
             "pending": False, "seq": n, "url": f"https://news.example/{n}", "url_key": n, "story_id": n}
            for n, title in zip(range(start, min(start + BATCH, count + 1)), fresh, strict=False)
        ]  # fmt: skip
        with database.write() as connection:
            begun = time.perf_counter()
            connection.execute(insert(headlines), rows)
            written = time.perf_counter()
            bigrams.put(connection, [bigrams.Titled(row["id"], row["title"], row["seen"]) for row in rows])
            indexing += time.perf_counter() - written
            writing += written - begun
    if not database.sqlite:
        with database.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("VACUUM ANALYZE"))
    return writing / count * 1e6, indexing / count * 1e6


def measure(database: Database, name: str, count: int) -> None:
    """Print a line for each rule: the first time, and the best of three more."""
    from notify import past
    from notify.knowledge import shipped
    from notify.rule import parse

    written, indexed = fill(database, count)
    print(f"\n{name}: {count:,} headlines, {written:.0f} us each to write, {indexed:.0f} us more for the index")
    print(f"{'':22}{'rule':44}{'caught':>10}{'candidates':>12}{'judged':>8}{'first ms':>10}{'best ms':>10}")
    since = datetime.now(UTC) - timedelta(days=7)
    for called, rule in RULES.items():
        took = []
        for _ in range(4):
            begun = time.perf_counter()
            with database.read() as connection:
                seen = past.backtest(connection, parse(rule), shipped(), since)
            took.append((time.perf_counter() - begun) * 1000)
        about = "" if seen.exact else "~"
        print(f"{called:22}{rule:44}{about + format(seen.count, ','):>10}{seen.candidates:12,}{seen.looked:8,}"
              f"{took[0]:10.0f}{min(took[1:]):10.0f}")  # fmt: skip


@contextlib.contextmanager
def sqlite() -> Iterator[Database]:
    """An empty installation on SQLite."""
    with tempfile.TemporaryDirectory() as folder, contextlib.closing(connect(f"sqlite:///{folder}/b.db")) as database:
        migrate.upgrade(database)
        yield database


@contextlib.contextmanager
def postgresql() -> Iterator[Database]:
    """An empty installation on PostgreSQL."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from parts import postgres

    with postgres.server() as address, contextlib.closing(connect(address)) as database:
        migrate.upgrade(database)
        yield database


def main() -> None:
    """Print both tables; the first argument is another number of headlines."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else HEADLINES
    for name, opened in (("SQLite", sqlite), ("PostgreSQL", postgresql)):
        with opened() as database:
            measure(database, name, count)


if __name__ == "__main__":
    main()
