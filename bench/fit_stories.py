"""Find the weights of `worker/likeness.py` on labelled streams: `python -m bench.fit_stories FILE… [--held FILE…]`.

Each headline is asked for while those before it lie in their true stories; a logistic regression then tells the true
story from the others it was compared with. Prints the weights, and B-cubed on every stream, cross-validated by story.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from sokbo import fold, text
from sokbo.keys import key64
from worker import likeness
from worker.group import Clues, Stories

Row = dict[str, Any]


@dataclass
class Stream:
    name: str
    rows: list[Row]
    clues: list[Clues]
    gold: list[int]
    """Each headline's true story, by the number of its first headline from 1."""


def load(path: str) -> Stream:
    rows = sorted((json.loads(line) for line in Path(path).read_text().splitlines()), key=lambda r: r["published"])
    first: dict[str, int] = {}
    gold = [first.setdefault(r["story"], n) for n, r in enumerate(rows, 1)]
    return Stream(Path(path).stem, rows, [clues(r) for r in rows], gold)


def clues(row: Row) -> Clues:
    title = text.clean(row["title"])
    key = fold.title_key(title)
    at = datetime.fromisoformat(row["published"])
    return Clues(title, at, None, key64(key) if key else None)


def asked(stream: Stream) -> list[tuple[list[float], bool, int]]:
    """(measures, whether it is the true story, that story) of each candidate of each headline."""
    known, found = Stories(), []
    for number, (c, story) in enumerate(zip(stream.clues, stream.gold, strict=True), 1):
        found += [(candidate.measures, candidate.root == story, story) for candidate in known.candidates(c)]
        known.remember(number, story, c)
    return found


def run(stream: Stream) -> list[int]:
    known, got = Stories(), []
    for number, c in enumerate(stream.clues, 1):
        got.append(known.place(c) or number)
        known.remember(number, got[-1], c)
    return got


def b_cubed(gold: Sequence[int], got: Sequence[int]) -> tuple[float, float, float]:
    """Precision, recall, F1."""
    a, b = defaultdict(set), defaultdict(set)
    for i, (g, s) in enumerate(zip(gold, got, strict=True)):
        a[g].add(i)
        b[s].add(i)
    p = sum(len(a[g] & b[s]) / len(b[s]) for g, s in zip(gold, got, strict=True)) / len(gold)
    r = sum(len(a[g] & b[s]) / len(a[g]) for g, s in zip(gold, got, strict=True)) / len(gold)
    return p, r, 2 * p * r / (p + r)


def fit(events: Sequence[tuple[list[float], bool, int]], c: float) -> tuple[np.ndarray, float]:
    x = np.array([e[0] for e in events])
    y = np.array([e[1] for e in events])
    middle, spread = x.mean(0), x.std(0) + 1e-9
    model = LogisticRegression(C=c, max_iter=5000).fit((x - middle) / spread, y)
    weights = model.coef_[0] / spread
    return weights, float(model.intercept_[0] - (weights * middle).sum())


def use(weights: np.ndarray, bias: float) -> None:
    likeness.WEIGHTS, likeness.BIAS = dict(zip(likeness.WEIGHTS, map(float, weights), strict=True)), bias


def line(name: str, scores: tuple[float, float, float]) -> None:
    print(f"  {name:<12} B-cubed P {scores[0]:.3f} R {scores[1]:.3f} F1 {scores[2]:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("streams", nargs="+")
    parser.add_argument("--held", nargs="*", default=[])
    parser.add_argument("--c", type=float, default=0.3)
    parser.add_argument("--margin", type=float, nargs="*", default=[0.0, 0.5, 1.0])
    parser.add_argument("--folds", type=int, default=0)
    given = parser.parse_args()
    tuned, held = [load(p) for p in given.streams], [load(p) for p in given.held]
    events = {s.name: asked(s) for s in tuned}
    every = [e for s in tuned for e in events[s.name]]
    print(
        len(every),
        "comparisons,",
        sum(e[1] for e in every),
        "true of",
        sum(len(s.gold) - len(set(s.gold)) for s in tuned),
    )
    weights, bias = fit(every, given.c)
    for margin in given.margin:
        print("margin", margin)
        use(weights, bias - margin)
        for s in (*tuned, *held):
            line(s.name, b_cubed(s.gold, run(s)))
    if len(tuned) > 1:
        for out in tuned:
            rest = [e for s in tuned if s is not out for e in events[s.name]]
            w, b = fit(rest, given.c)
            for margin in given.margin:
                use(w, b - margin)
                line(f"left out {out.name} {margin}", b_cubed(out.gold, run(out)))
    print("WEIGHTS = {")
    for name, w in zip(likeness.WEIGHTS, weights, strict=True):
        print(f'    "{name}": {w:.2f},')
    print("}\nBIAS =", round(bias, 2))


if __name__ == "__main__":
    main()
