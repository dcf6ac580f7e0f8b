"""4a. What polls leave beside headlines, in the transaction that writes them: rests, hubs, moves, troubles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from sokbo import address
from sokbo.keys import key64
from sokbo.model import Source
from sokbo.queries import moves, rests, troubles
from sokbo.queries.sources import Polled
from worker.trouble import verdict
from worker.websub import credit

CONFIRMATIONS = 3
"""How often in a row an address says that it has moved for good before it is believed: redirects are set by mistake."""


@dataclass(frozen=True, slots=True)
class Move:
    """How far a source has come on its way to another address; `times` 0 and no address where it stays."""

    to: str | None
    times: int

    @property
    def confirmed(self) -> bool:
        """Whether it was said often enough."""
        return self.times >= CONFIRMATIONS


def address_key(url: str) -> int:
    """What makes two addresses the same source."""
    return key64("source", address.canonical(url))


def move(source: Source, polled: Polled) -> Move | None:
    """What a poll means for the source's address; None where it changes nothing. Pure."""
    if polled.moved_to:
        return Move(polled.moved_to, source.moving + 1 if source.moving_to == polled.moved_to else 1)
    return Move(None, 0) if polled.ok and source.moving else None


def write(connection: Connection, polls: Iterable[tuple[Source, Polled]], at: datetime) -> list[tuple[int, str]]:
    """Write it; (source, note) for the log. A poll that went on as ever costs a few looks."""
    noted = []
    for source, polled in polls:
        if polled.rest is not None:
            rests.begin(connection, [polled.rest])
        if polled.changed:
            credit.by_poll(connection, source, polled, at)
        if (polled.moved_to or source.moving) and (step := move(source, polled)):
            if step.confirmed and step.to and moves.move(connection, source.id, step.to, address_key(step.to)):
                noted.append((source.id, f"it has moved for good: {step.to}"))
                step = Move(None, 0)
            moves.count(connection, source.id, step.to, min(step.times, CONFIRMATIONS))
        if (not polled.ok or source.trouble_since) and (now := verdict(source, polled, at)):
            if now.trouble and polled.rest and troubles.is_known(connection, now.trouble):
                continue  # what concerns all beside it is told of one
            troubles.put(connection, source.id, now.trouble, now.since)
    return noted
