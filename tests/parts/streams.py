"""Streams of headlines whose stories are labelled: grouped as the product does it, and how well."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from pathlib import Path

from sokbo import fold, text
from sokbo.keys import key64
from worker.group import Clues, Stories

CORPUS = Path(__file__).parents[1] / "corpus" / "stories"


@dataclass(frozen=True)
class Stream:
    titles: list[str]
    clues: list[Clues]
    gold: list[int]
    """Each headline's true story, by the number of the story's first headline."""


def stream(name: str) -> Stream:
    """A labelled stream of the corpus, in the order of its times."""
    lines = (CORPUS / f"{name}.jsonl").read_text().splitlines()
    rows = sorted((json.loads(line) for line in lines), key=lambda row: row["published"])
    first: dict[str, int] = {}
    gold = [first.setdefault(row["story"], number) for number, row in enumerate(rows, 1)]
    return Stream([r["title"] for r in rows], [clues(r["title"], r["published"]) for r in rows], gold)


def clues(title: str, at: str) -> Clues:
    """What ingest tells the desk of a headline without an address."""
    title = text.clean(title)
    key = fold.title_key(title)
    return Clues(title, datetime.fromisoformat(at), None, key64(key) if key else None)


def grouped(all_clues: Sequence[Clues], known: Stories | None = None, first: int = 1) -> list[int]:
    """Each headline's story, where they come one after the other."""
    known = known or Stories()
    found = []
    for number, c in enumerate(all_clues, first):
        found.append(known.place(c) or number)
        known.remember(number, found[-1], c)
    return found


def b_cubed(gold: Sequence[int], got: Sequence[int]) -> tuple[float, float, float]:
    """Precision, recall and F1: how much of each headline's story is right, and how much of the right one is in it."""
    true, found = defaultdict(set), defaultdict(set)
    for i, (g, s) in enumerate(zip(gold, got, strict=True)):
        true[g].add(i)
        found[s].add(i)
    both = [len(true[g] & found[s]) for g, s in zip(gold, got, strict=True)]
    p = sum(n / len(found[s]) for n, s in zip(both, got, strict=True)) / len(gold)
    r = sum(n / len(true[g]) for n, g in zip(both, gold, strict=True)) / len(gold)
    return p, r, 2 * p * r / (p + r)


def blunders(of: Stream, got: Sequence[int]) -> Iterator[str]:
    """Each wrong merge and each miss, with the score that the later headline had with the earlier one's story."""
    known = Stories()
    scores: list[dict[int, float]] = []
    for number, (c, story) in enumerate(zip(of.clues, got, strict=True), 1):
        scores.append({found.root: found.score for found in known.candidates(c)})
        known.remember(number, story, c)
    for a, b in combinations(range(len(got)), 2):
        together = got[a] == got[b]
        if together != (of.gold[a] == of.gold[b]):
            score = scores[b].get(got[a])
            told = "not compared" if score is None else f"{score:+.1f}"
            yield f"{'WRONG MERGE' if together else 'MISSED'} ({told}) | {of.titles[a]} | {of.titles[b]}"
