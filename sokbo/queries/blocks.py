"""Blocks of the desk's log, as its index of stories takes them: written once, dropped behind the window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, or_, select

from sokbo.tables import story_blocks


@dataclass(frozen=True, slots=True)
class Block:
    """The entries of the log after one number and up to another."""

    after: int
    until: int
    body: bytes


def add(connection: Connection, block: Block, edition: int, newest: datetime, window_from: datetime) -> None:
    """Keep a block, whose newest headline was seen at `newest`; those of before the window and those it replaces go."""
    c = story_blocks.c
    connection.execute(delete(story_blocks).where(or_(c.newest < window_from, c.after >= block.after)))
    row = {"after": block.after, "until": block.until, "edition": edition, "newest": newest, "body": block.body}
    connection.execute(insert(story_blocks), [row])


def chain(connection: Connection, edition: int, end: int) -> list[Block]:
    """The newest blocks that follow each other without a gap and end at `end` or before, oldest first."""
    c = story_blocks.c
    rows = connection.execute(
        select(c.after, c.until, c.body, c.edition).where(c.until <= end).order_by(c.after.desc())
    )
    found: list[Block] = []
    for after, until, body, of in rows:
        if of != edition or (found and until != found[-1].after):
            break
        found.append(Block(after, until, body))
    return found[::-1]


def forget(connection: Connection) -> None:
    """Drop them all: what they tell of is not there any more."""
    connection.execute(delete(story_blocks))
