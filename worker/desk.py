"""5. The desk: exactly one drains pending headlines in order and writes stories, alerts, deliveries and log together.

Its transaction begins by updating its lease row where the fence is still its own, and holds that row to the commit; a
desk that was paused past its lease writes nothing. What it keeps in memory (stories of the window, rules) follows the
log: it is caught up by `desk_seq` when the lease is taken, and thrown away when a transaction fails.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection

from notify import tell
from notify.alert import Shape
from notify.apart import NotReady
from notify.meet import Event
from notify.subject import facts
from notify.tell import Happened
from sokbo import lease
from sokbo.database import Database
from sokbo.lease import Lease
from sokbo.model import Headline, Why
from sokbo.queries import bigrams, headlines, stories, watches
from sokbo.queries.headlines import Pending
from sokbo.secrets import Vault
from worker.group import Clues
from worker.memory import Memory, catch_up, learn, pack_steps
from worker.snapshot import Step

log = logging.getLogger("sokbo")

NAME = watches.DESK
LEASE_MS = 3_500
"""Short, so that a standby takes over within five seconds; renewed by every transaction and each second of quiet."""
BATCH = 200


class LeaseLost(Exception):
    """Another desk has taken over."""


class MemoryStale(Exception):
    """A story that the memory knows was erased meanwhile: load the memory anew."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A pending headline with the story that is its own and its place in the log."""

    pending: Pending
    story: int
    seq: int
    new: bool
    """False for a revision, and for what was withdrawn: such a headline keeps the story it had."""

    @property
    def headline(self) -> Headline:
        return self.pending.headline

    @property
    def kind(self) -> Literal["headline", "revision", "withdrawn"]:
        """What the log calls it."""
        if self.new:
            return "headline"
        return "withdrawn" if self.headline.withdrawn else "revision"


@dataclass(frozen=True, slots=True)
class Drained:
    """What one transaction of the desk did."""

    headlines: int
    deliveries: int
    seq: int


def take_over(database: Database, memory: Memory, who: str, tables: Path | None = None) -> Lease | None:
    """The desk's lease, with the memory caught up to its log; None where another desk is at work.

    `tables` is the data folder, whose own tables the rules are judged by.
    """
    with database.write() as connection:
        mine = lease.claim(connection, NAME, who, LEASE_MS)
    if mine is not None:
        with database.read() as connection:
            if tables is not None:
                memory.know(connection, tables)
            catch_up(connection, memory)
    return mine


def drain(database: Database, memory: Memory, mine: Lease, vault: Vault, at: datetime, zone: str = "UTC") -> Drained:
    """Place what is pending, one batch, one transaction; raises `LeaseLost` where another desk has taken over.

    `zone` is the time zone of people who have none of their own.
    """
    with database.write() as connection:
        if not lease.hold(connection, mine, LEASE_MS):
            raise LeaseLost
        waiting = headlines.pending(connection, BATCH)
        seq = lease.position(connection, NAME)
        if not waiting:
            return Drained(0, 0, seq)
        catch_up(connection, memory)  # a person may have written to the log by hand
        placed = group(memory, waiting, seq)
        shapes = write_stories(connection, placed, at)
        sent = tell.tell(connection, vault, memory.watches, match(connection, memory, placed), shapes, zone, at)
        memory.seq = placed[-1].seq
        pack_steps(connection, memory)
        lease.move(connection, mine, memory.seq)
    for p in placed:
        log.info("placed", extra={"headline": p.headline.id, "source": p.headline.source, "story": p.story})
    return Drained(len(placed), sent, memory.seq)


def group(memory: Memory, waiting: Sequence[Pending], seq: int) -> list[Placed]:
    """Each headline's story, in order; those behind it find the story by its title, and by each title it is given."""
    placed = []
    for number, p in enumerate(waiting, seq + 1):
        h = p.headline
        clues = Clues(h.title, h.seen, p.url_key, p.title_key)
        story = h.story or memory.stories.place(clues) or h.id
        placed.append(Placed(p, story, number, new=h.story is None))
        learn(memory, Step(number, placed[-1].kind, h.id, story, clues))
    return placed


def match(connection: Connection, memory: Memory, placed: Sequence[Placed]) -> list[Happened]:
    """What is news of what was placed, with the watches that each headline satisfies, and that its last title did."""
    before = headlines.titles_before(connection, [p.headline.id for p in placed if p.kind == "revision"])
    happened = []
    for p in placed:
        h = p.headline
        if h.news:
            old = before.get(h.id) if p.kind == "revision" else None
            satisfied = frozenset(_matches(memory, h, old)) if old is not None else frozenset()
            event = Event(p.story, h.id, p.seq, p.kind, old)
            happened.append(Happened(event, _matches(memory, h, h.title), satisfied))
    return happened


def _matches(memory: Memory, headline: Headline, title: str) -> dict[int, tuple[Why, ...]]:
    try:
        return dict(memory.rules.matches(title, facts(headline)))
    except NotReady:
        raise
    except Exception:  # one title that a rule chokes on must not hold up every other headline
        log.exception("matching headline %d", headline.id)
        return {}


def write_stories(connection: Connection, placed: Sequence[Placed], at: datetime) -> dict[int, Shape]:
    """Begin and grow stories, place headlines, write the log; how large each story is now."""
    there = stories.some(connection, [p.story for p in placed])
    shapes = {s.id: Shape(s.size, s.outlets) for s in there.values()}
    begun: dict[int, dict[str, Any]] = {}
    for p in placed:
        if not p.new:
            continue
        if p.story not in shapes and p.story != p.headline.id:
            raise MemoryStale
        old = shapes.get(p.story, Shape(0, ()))
        outlets = old.outlets if p.headline.outlet in old.outlets else (*old.outlets, p.headline.outlet)
        shapes[p.story] = Shape(old.size + 1, outlets)
        if p.story not in there and p.story not in begun:
            begun[p.story] = {"id": p.story, "private": p.headline.private, "first_seen": p.headline.seen}
    sizes = {s: {"size": shapes[s].size, "outlets": list(shapes[s].outlets), "last_seen": at} for s in begun}
    stories.begin(connection, [row | sizes[s] for s, row in begun.items()])
    grown = {p.story for p in placed if p.new and p.story not in begun}
    stories.grow(
        connection,
        [{"story": s, "new_size": shapes[s].size, "new_outlets": list(shapes[s].outlets), "at": at} for s in grown],
    )
    headlines.place(
        connection, [{"headline": p.headline.id, "story": p.story, "new_seq": p.seq} for p in placed if p.new]
    )
    headlines.settle(connection, [p.headline.id for p in placed if not p.new])
    bigrams.put(connection, {bigrams.titled(p.headline) for p in placed})
    headlines.write_log(
        connection,
        [
            {
                "seq": p.seq,
                "kind": p.kind,
                "headline_id": p.headline.id,
                "story_id": p.story,
                "title": p.headline.title,
                "url_key": p.pending.url_key,
                "title_key": p.pending.title_key,
                "at": at,
            }
            for p in placed
        ],
    )
    return shapes
