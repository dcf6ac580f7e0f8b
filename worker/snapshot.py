"""5a. What the index of stories was told, packed: a desk that begins reads no title of the window again. Pure.

A block holds a stretch of the desk's log as the index takes it, with the traits of its titles. It is written once and
never changed; the index is rebuilt from the blocks of the window and the log behind them.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson

from worker.group import Clues, Stories
from worker.traits import Traits, read
from worker.traits.figures import Figure

BLOCK = 200
"""Entries of the log in a block."""


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the log as the index takes it; of a join, `headline` began the story that was joined to `story`."""

    seq: int
    kind: str
    headline: int
    story: int
    clues: Clues

    @property
    def titled(self) -> bool:
        """Whether it gives a headline a title."""
        return self.kind in {"headline", "revision"}


def follow(index: Stories, step: Step, traits: Traits | None = None) -> None:
    """Take one entry into the index: a headline or its new title, or what a person did by hand."""
    match step.kind:
        case "split" | "move":
            index.move(step.headline, step.story)
        case "join":
            index.join(step.headline, into=step.story)
        case "part":
            index.part(step.headline)
        case "headline" | "revision":
            index.remember(step.headline, step.story, step.clues, traits)


def pack(steps: Sequence[Step]) -> bytes:
    """A block of these entries."""
    return zlib.compress(orjson.dumps([_plain(step) for step in steps]), 1)


def unpack(block: bytes) -> Iterator[tuple[Step, Traits | None]]:
    """The entries of a block, with the traits of those that have a title."""
    for seq, kind, headline, story, at, url_key, title_key, told in orjson.loads(zlib.decompress(block)):
        clues = Clues("", datetime.fromtimestamp(at / 1000, UTC), url_key, title_key)
        yield Step(seq, kind, headline, story, clues), _traits(*told) if told else None


def _plain(step: Step) -> list[object]:
    c = step.clues
    told = None
    if step.titled:
        t = read(c.title, c.at.date())
        told = [t.grams, t.size, [(f.value, f.unit, f.digits) for f in t.figures], t.places, t.slots]
    return [
        step.seq,
        step.kind,
        step.headline,
        step.story,
        round(c.at.timestamp() * 1000),
        c.url_key,
        c.title_key,
        told,
    ]


def _traits(
    grams: list[int], size: float, figures: list[tuple[float, str, int]], places: list[str], slots: list[str]
) -> Traits:
    """Traits without what only a title that is asked for needs."""
    return Traits(tuple(grams), (), (), size, tuple(Figure(*f) for f in figures), tuple(places), tuple(slots))
