"""Find the weights of `worker/likeness.py` on labelled streams: `python -m bench.fit_stories FILE… [--held FILE…]`.

Each headline is asked for while those before it lie in their true stories; a logistic regression then tells the true
story from the others it was compared with. Prints the weights, B-cubed on every stream, and on each
with the weights of the others.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from worker import likeness
from worker.group import Clues, Stories

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from parts.streams import b_cubed, clues

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
    return Stream(Path(path).stem, rows, [clues(r["title"], r["published"]) for r in rows], gold)


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
