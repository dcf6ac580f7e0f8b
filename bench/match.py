"""How fast headlines find the watches that want them: 1,000, 100,000 and 1,000,000 rules of one to four real terms.

`python -m bench.match [--analysed] [SIZES…]`. Words and headlines come from the corpora beside the checkout where they
are there (`shared/data`), else from made-up ones of the same skew. Half of the headlines make the vocabulary and the
counts of letters, the other half is matched. Beside it, in the same run: a loop of `in`, one big `re`, one SQL LIKE a
watch, and PostgreSQL's full text a watch.
"""

from __future__ import annotations

import gc
import gzip
import json
import random
import re
import resource
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import psycopg

from notify import korean
from notify.index import RuleIndex, loaded
from notify.knowledge import shipped
from notify.rarity import Rarity
from notify.subject import Subject

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from parts import postgres

SEED = 5
TERMS = (1, 2, 3, 4)
TERMS_WEIGHTS = (0.0, 0.5, 0.3, 0.2)
FLAT = 400
"""How slowly words get rarer: so that a million watches of several words match about one headline in one."""
SINGLE = 500
"""Watches of one word alone, which are of rare words: together all match about one headline in one."""
FEW, LEAST_S = 10_000, 3.0
"""Headlines of one round, and how long rounds go on."""


def headlines() -> list[str]:
    """Real headlines where there are some, else made-up ones."""
    folder = Path(__file__).resolve().parents[2] / "shared/data"
    found = sorted(folder.glob("*_headlines.jsonl.gz"))
    if not found:
        chooser = random.Random(SEED)
        syllables = "가나다라마바사아자차카타파하고노도로모보소오조"
        words = ["".join(chooser.choices(syllables, k=chooser.choice((2, 3, 4)))) for _ in range(20_000)]
        weights = [1 / (n + 1) for n in range(len(words))]
        return [" ".join(chooser.choices(words, weights, k=7)) for _ in range(28_000)]
    titles = [json.loads(line)["title"] for path in found for line in gzip.decompress(path.read_bytes()).splitlines()]
    random.Random(SEED).shuffle(titles)
    return titles


def vocabulary(titles: Sequence[str]) -> list[str]:
    """The words of headlines, the commonest first; those that nobody would watch alone are left out."""
    counts = Counter(word for title in titles for word in re.findall(r"[가-힣]{2,8}|[A-Za-z]{3,12}", title))
    return [word for word, _ in counts.most_common()[50:]]


def rules(words: Sequence[str], many: int) -> Iterator[tuple[int, str]]:
    """Watches of one to four words, common ones more often than rare ones."""
    chooser = random.Random(SEED)
    weights = [1 / (n + FLAT) for n in range(len(words))]
    sizes = [1] * min(SINGLE, many // 10) + chooser.choices(TERMS, TERMS_WEIGHTS, k=many - min(SINGLE, many // 10))
    drawn = iter(chooser.choices(words, weights, k=sum(sizes)))
    rare = words[len(words) // 2 :]
    for watch, size in enumerate(sizes):
        some = [next(drawn) for _ in range(size)]
        yield watch, " ".join(some) if size > 1 else chooser.choice(rare)


def rate(look: Callable[[str], object], titles: Sequence[str], least_s: float = LEAST_S) -> float:
    """Headlines a second of CPU time."""
    done, begun = 0, time.process_time()
    while (spent := time.process_time() - begun) < least_s:
        for title in titles[done % len(titles) : done % len(titles) + 100]:
            look(title)
        done += 100
    return done / spent


def measure(many: int, words: Sequence[str], past: Sequence[str], fresh: Sequence[str], *, analysed: bool) -> float:
    """Build, match, change; prints one line and returns the rate."""
    wanted = list(rules(words, many))
    known = replace(shipped(), analyser=korean.analyser() if analysed else None)
    gc.collect()
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    index = loaded(wanted, known, Rarity(past[:5_000]))
    built = time.process_time() - begun
    size = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    some = fresh[:FEW]
    hits = sum(len(index.matches(title)) for title in some)
    looked = sum(len(index.candidates(Subject(title, knowledge=known))) for title in some)
    fast = rate(index.matches, some)
    print(
        f"{many:>9,} watches: {fast:>9,.0f} headlines/s, built in {built:5.2f} s and {size:4.0f} MB,"
        f" {looked / len(some):5.1f} candidates and {hits / len(some):4.2f} matches a headline,"
        f" a change seen in {change(index):.2f} ms"
    )
    return fast


def change(index: RuleIndex) -> float:
    """Milliseconds from a changed rule to the first headline that finds it, the slowest of many."""
    slowest = 0.0
    for number in range(200):
        begun = time.perf_counter()
        index.put(-1, f"희귀어{number} 낱말{number}")
        assert any(watch == -1 for watch, _ in index.matches(f"희귀어{number}와 낱말{number}"))
        slowest = max(slowest, time.perf_counter() - begun)
    index.drop(-1)
    return slowest * 1000


def in_doubt(words: Sequence[str], fresh: Sequence[str]) -> None:
    """How many headlines the analyser is asked about."""
    asked: list[str] = []

    class Asked:
        def parts(self, text: str, start: int, end: int) -> bool:
            asked.append(text[start:end])
            return False

    index = loaded(rules(words, 1_000), replace(shipped(), analyser=Asked()), Rarity())
    candidates = headlines_asked = 0
    for title in fresh[:FEW]:
        before = len(asked)
        candidates += len(index.candidates(Subject(title)))
        index.matches(title)
        headlines_asked += len(asked) > before
    print(f"          in doubt: {headlines_asked} of {FEW} headlines, {len(asked)} of {candidates} candidates")


# --- beside it --------------------------------------------------------------------------------------------------------


def others(words: Sequence[str], fresh: Sequence[str], many: int = 1_000) -> None:
    """What people do instead, on the same rules: every word of a rule somewhere in the title."""
    wanted = [rule.split(" ") for _, rule in rules(words, many)]
    some = fresh[:300]
    loop = rate(lambda title: [w for w, terms in enumerate(wanted) if all(term in title for term in terms)], some)
    big = re.compile("|".join(sorted({re.escape(term) for terms in wanted for term in terms}, key=len, reverse=True)))
    regex = rate(lambda title: set(big.findall(title)), some)
    print(f"          beside it, {many:,} watches: a loop of `in` {loop:,.0f}, one big re {regex:,.0f}", end="")
    like = sqlite3.connect(":memory:")
    like.execute("create table watch (id integer, a text, b text, c text, d text)")
    padded = [(w, *terms, *[""] * (4 - len(terms))) for w, terms in enumerate(wanted)]
    like.executemany("insert into watch values (?, ?, ?, ?, ?)", padded)
    query = "select id from watch where " + " and ".join(f"? like '%' || {c} || '%'" for c in "abcd")
    print(f", SQL LIKE {rate(lambda title: like.execute(query, (title,) * 4).fetchall(), some):,.0f}", end="")
    full_text(padded, some)


def full_text(padded: Sequence[tuple[object, ...]], some: Sequence[str]) -> None:
    """PostgreSQL: each watch a tsquery, tried on each title's vector."""
    with postgres.server() as address, psycopg.connect(address) as connection:
        connection.execute("create table watch (id int, query tsquery)")
        rows = [(row[0], " & ".join(f"'{term}':*" for term in row[1:] if term)) for row in padded]
        with connection.cursor() as cursor:
            cursor.executemany("insert into watch values (%s, to_tsquery('simple', %s))", rows)
        begun = time.perf_counter()
        for title in some:
            connection.execute("select id from watch where to_tsvector('simple', %s) @@ query", (title,)).fetchall()
        print(f", PostgreSQL full text {len(some) / (time.perf_counter() - begun):,.0f} headlines/s")


def main() -> None:
    """Print the table."""
    sizes = [int(a.replace(",", "")) for a in sys.argv[1:] if a[0].isdigit()] or [1_000, 100_000, 1_000_000]
    titles = headlines()
    past, fresh = titles[: len(titles) // 2], titles[len(titles) // 2 :]
    words = vocabulary(past)
    print(f"{len(words):,} words, {len(fresh):,} headlines")
    rates = [measure(many, words, past, fresh, analysed="--analysed" in sys.argv) for many in sizes]
    print(f"          the last is {rates[-1] / rates[0]:.2f} of the first")
    if "--analysed" not in sys.argv:
        in_doubt(words, fresh)
        others(words, fresh)


if __name__ == "__main__":
    main()
