"""5. What a desk keeps at hand, stories and rules, and how it is caught up with the log.

It follows the log and nothing else: a desk that begins loads the blocks of the window and the log behind them, one that
stood by loads what it missed. Stored stories are loaded, never grouped again.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection

from notify import apart, own, rule
from notify.index import RuleIndex
from notify.rarity import Rarity
from sokbo import lease
from sokbo.model import Watch
from sokbo.queries import blocks, headlines, watches
from sokbo.queries.blocks import Block
from worker.group import WINDOW, Clues, Stories
from worker.snapshot import BLOCK, Step, follow, pack, unpack
from worker.traits import edition

SLACK = timedelta(hours=6)
"""How much longer than the window blocks are kept: headlines do not come quite in the order in which they were seen."""
SAMPLE = 2_000
"""Headlines that say which letters are rare."""
LOAD = 5_000
"""Entries of the log that are loaded at once."""


@dataclass(slots=True)
class Memory:
    """What a desk keeps at hand: stories up to `seq` of the log, rules up to `number` of the watches' counter."""

    stories: Stories = field(default_factory=Stories)
    rules: RuleIndex = field(default_factory=RuleIndex)
    watches: dict[int, Watch] = field(default_factory=dict)
    seq: int = 0
    steps: list[Step] = field(default_factory=list)
    """The entries of the log after `packed` and up to `seq`, which no block holds yet."""
    packed: int = 0
    number: int = 0

    def know(self, connection: Connection, folder: Path) -> None:
        """Judge by the tables as they are in the data folder now; where they changed, take in all watches anew."""
        knows = own.knowledge(folder, apart.sure())
        if self.rules.knowledge is not knows:
            rarity = Rarity(h.title for h in headlines.newest(connection, limit=SAMPLE))
            self.rules, self.watches, self.number = RuleIndex(knows, rarity), {}, 0


def catch_up(connection: Connection, memory: Memory) -> None:
    """Load what the log holds beyond the memory: stored stories, never grouped again."""
    end = lease.position(connection, watches.DESK)
    if not memory.seq or end - memory.seq > LOAD:
        begin(connection, memory, end)
    while memory.seq < end:
        until = min(memory.seq + LOAD, end)
        for entry in headlines.logged(connection, memory.seq, until):
            clues = Clues(entry.title, entry.seen, entry.url_key, entry.title_key)
            learn(memory, Step(entry.seq, entry.kind, entry.headline, entry.story, clues))
        memory.seq = until
    learn_rules(connection, memory)


def begin(connection: Connection, memory: Memory, end: int) -> None:
    """Begin the index anew: with the blocks of the window where there are any, else with where the log's begins."""
    memory.stories, memory.steps = Stories(), []
    chain = blocks.chain(connection, edition(), end)
    memory.seq = chain[-1].until if chain else headlines.seen_before(connection, WINDOW, end)
    memory.packed = memory.seq
    with uncollected():
        for block in chain:
            for step, traits in unpack(block.body):
                follow(memory.stories, step, traits)


@contextmanager
def uncollected() -> Iterator[None]:
    """Let no garbage be looked for among millions of new things that all stay: that took half of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def learn(memory: Memory, step: Step) -> None:
    """Take one entry of the log into the memory."""
    follow(memory.stories, step)
    memory.steps.append(step)


def pack_steps(connection: Connection, memory: Memory) -> None:
    """Keep a stretch of the log as a block, once it is long enough."""
    stretch = memory.steps[:BLOCK]
    seen = [step.clues.at for step in stretch if step.titled]
    if len(stretch) < BLOCK or not seen:
        return
    block = Block(memory.packed, stretch[-1].seq, pack(stretch))
    blocks.add(connection, block, edition(), max(seen), max(seen) - WINDOW - SLACK)
    memory.packed = block.until
    del memory.steps[:BLOCK]


def learn_rules(connection: Connection, memory: Memory) -> None:
    """Take in watches that changed since the last look; a rule that can't be read any more matches nothing."""
    for number, watch in watches.changed_since(connection, memory.number):
        memory.number = number
        memory.rules.drop(watch.id)
        memory.watches.pop(watch.id, None)
        if not watch.active:
            continue
        try:
            memory.rules.put(watch.id, watch.rule)
        except rule.RuleError:
            continue
        memory.watches[watch.id] = watch
    memory.rules.settle()
