"""Grouping alone: how fast, how large and how well, beside three ways to find near duplicates.

Files of headlines that lie beside the project are used where there are any (`../shared/data`), else titles are made up.
MinHash is datasketch's, TF-IDF with cosine is scikit-learn's (brute force over the window); SimHash is the plain one
of Charikar (2002), 64 bits of character trigrams, by bands. Each takes the one threshold that suits it best on the
labelled stream, which is more than it would get elsewhere.
"""

from __future__ import annotations

import gzip
import json
import random
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from zlib import crc32

import numpy as np
from datasketch import MinHash, MinHashLSH
from sklearn.feature_extraction.text import TfidfVectorizer

from bench.fit_stories import Stream, b_cubed, load, run
from sokbo import fold, text
from worker.group import WINDOW, Clues, Stories
from worker.memory import uncollected
from worker.snapshot import BLOCK, Step, follow, pack, unpack

SHARED = Path("../shared/data")
CORPUS = Path("tests/corpus/stories")
FROM = datetime(2026, 3, 1, tzinfo=UTC)
ASKED = 2_000
SIZES = (10_000, 100_000, 300_000)


def titles() -> list[str]:
    """Real titles where there are any."""
    found = []
    for name in ("ko_headlines.jsonl.gz", "en_headlines.jsonl.gz"):
        if (SHARED / name).exists():
            with gzip.open(SHARED / name, "rt") as file:
                found += [text.clean(json.loads(line)["title"]) for line in file]
    for path in CORPUS.glob("*.jsonl"):
        found += [json.loads(line)["title"] for line in path.read_text().splitlines()]
    return found


def many(count: int) -> Iterator[str]:
    """So many titles: real ones, then real ones with half of their words changed for others."""
    real, dice = titles(), random.Random(1)
    dice.shuffle(real)
    words = [word for title in real for word in title.split()]
    yield from real[:count]
    for _ in range(count - len(real)):
        changed = dice.choice(real).split()
        for _ in range(max(1, len(changed) // 2)):
            changed[dice.randrange(len(changed))] = dice.choice(words)
        yield " ".join(changed)


def speed(size: int) -> None:
    """A window of this many headlines: what the next ones cost, what it weighs, and how long it takes to rebuild."""
    stream = list(many(size + ASKED))
    random.Random(2).shuffle(stream)
    all_clues = [Clues(title, FROM + WINDOW * n / size) for n, title in enumerate(stream)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    known, steps = Stories(), []
    started = time.process_time()
    for n, clues in enumerate(all_clues[:size], 1):
        steps.append(Step(n, "headline", n, n, clues))
        follow(known, steps[-1])
    rebuilt = time.process_time() - started
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    started = time.process_time()
    for n, clues in enumerate(all_clues[size:], size + 1):
        known.remember(n, known.place(clues) or n, clues)
    asked = time.process_time() - started
    packed = [pack(steps[n : n + BLOCK]) for n in range(0, size, BLOCK)]
    del known
    started = time.process_time()
    again = Stories()
    with uncollected():
        for block in packed:
            for step, traits in unpack(block):
                follow(again, step, traits)
    taken = time.process_time() - started
    print(
        f"  {size:>7,} in the window: {ASKED / asked:,.0f} headlines/s ({asked / ASKED * 1e6:.0f} µs each), index"
        f" {grown / 1024:.0f} MB; rebuilt from titles in {rebuilt:.1f} s, from {sum(map(len, packed)) / 1e6:.1f} MB of"
        f" blocks in {taken:.1f} s"
    )


# --- the others ------------------------------------------------------------------------------------------------------

Likeness = Callable[[Stream], Iterator[tuple[int, float, int]]]
"""For each headline in order: its number, and the likeness and number of the nearest headline before it."""


def grams(title: str) -> list[str]:
    key = fold.title_key(title)
    return [key[i : i + 3] for i in range(max(1, len(key) - 2))]


def tfidf(stream: Stream) -> Iterator[tuple[int, float, int]]:
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), preprocessor=fold.title_key)
    matrix = vectors.fit_transform([c.title for c in stream.clues])
    for n in range(matrix.shape[0]):
        row = (matrix[:n] @ matrix[n].T).toarray().ravel() if n else np.zeros(0)
        at = int(row.argmax()) if n else 0
        yield n, float(row[at]) if n else 0.0, at


def minhash(stream: Stream) -> Iterator[tuple[int, float, int]]:
    known: list[MinHash] = []
    index = MinHashLSH(threshold=0.1, num_perm=128)
    for n, c in enumerate(stream.clues):
        mine = MinHash(num_perm=128)
        mine.update_batch([gram.encode() for gram in grams(c.title)])
        near = [(mine.jaccard(known[k]), k) for k in index.query(mine)]
        yield n, *max(near, default=(0.0, 0))
        index.insert(n, mine)
        known.append(mine)


def simhash(stream: Stream) -> Iterator[tuple[int, float, int]]:
    """By 16 bands of 4 bits, so that what differs in 15 bits or fewer is always found."""
    bands: dict[tuple[int, int], list[int]] = defaultdict(list)
    known: list[int] = []
    for n, c in enumerate(stream.clues):
        votes = Counter[int]()
        for gram in grams(c.title):
            number = crc32(gram.encode()) << 32 | crc32(gram[::-1].encode() + b"\0")
            for bit in range(64):
                votes[bit] += 1 if number >> bit & 1 else -1
        mine = sum(1 << bit for bit in range(64) if votes[bit] > 0)
        mine_bands = [(band, mine >> band * 4 & 15) for band in range(16)]
        near = {k for band in mine_bands for k in bands[band]}
        yield n, *max(((1 - (mine ^ known[k]).bit_count() / 64, k) for k in near), default=(0.0, 0))
        for band in mine_bands:
            bands[band].append(n)
        known.append(mine)


def at_best(stream: Stream, likeness: Likeness) -> tuple[tuple[float, float, float], float]:
    """B-cubed at the threshold that suits a way best, and headlines/s."""
    started = time.process_time()
    found = list(likeness(stream))
    took = time.process_time() - started
    return max(
        (b_cubed(stream.gold, chained(found, threshold / 50)) for threshold in range(2, 50)), key=lambda s: s[2]
    ), len(found) / took


def chained(found: Sequence[tuple[int, float, int]], threshold: float) -> list[int]:
    story: list[int] = []
    for n, likeness, nearest in found:
        story.append(story[nearest] if likeness >= threshold and n else n + 1)
    return story


def quality(stream: Stream) -> None:
    started = time.process_time()
    ours = run(stream)
    rate = len(ours) / (time.process_time() - started)
    report("Sokbo", b_cubed(stream.gold, ours), rate)
    for name, way in (("TF-IDF, cosine", tfidf), ("MinHash LSH", minhash), ("SimHash", simhash)):
        report(name, *at_best(stream, way))


def report(name: str, scores: tuple[float, float, float], rate: float) -> None:
    p, r, f = scores
    print(f"    {name:<15} B-cubed F1 {f:.3f} (precision {p:.3f}, recall {r:.3f}), {rate:>7,.0f} headlines/s")


def english() -> Stream | None:
    """The aggregator's stories, whose numbers are broad and noisy: for trends."""
    path = SHARED / "en_headlines.jsonl.gz"
    if not path.exists():
        return None
    with gzip.open(path, "rt") as file:
        rows = [json.loads(line) for line in file]
    rows = sorted((r for r in rows if r.get("published")), key=lambda r: str(r["published"]))
    first: dict[str, int] = {}
    gold = [first.setdefault(str(r["story"]), n) for n, r in enumerate(rows, 1)]
    clues = [Clues(text.clean(r["title"]), datetime.fromisoformat(r["published"])) for r in rows]
    return Stream("english", rows, clues, gold)


def main() -> None:
    """Print it all."""
    print("stories: a headline's story is asked for and remembered, one core")
    for size in SIZES:
        speed(size)
    streams = [load(str(p)) for p in (SHARED / "stories.jsonl", CORPUS / "held_out.jsonl") if p.exists()]
    for stream in [*streams, *filter(None, [english()])]:
        print(f"  {stream.name}, {len(stream.gold):,} headlines of {len(set(stream.gold)):,} stories")
        quality(stream)


if __name__ == "__main__":
    main()
