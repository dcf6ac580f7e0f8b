"""A rule and the headlines that are there: what it finds, and what it would have caught.

The text index gives candidates, the matcher judges them, newest first. Where there are more than can be judged while
somebody waits, a sample of the rest is, and each of what it catches stands for several.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from notify import apart, korean, own
from notify.backtest import Backtest, Caught
from notify.knowledge import Knowledge
from notify.match import find
from notify.probe import wanted
from notify.subject import Subject, facts
from notify.tree import Rule
from sokbo.queries import bigrams, headlines, window

CHUNK = 100
NEWEST = 300
"""Candidates that are judged newest first, before any are picked from the rest."""
PATIENCE_S = 0.35
"""How long candidates are judged while somebody waits; the newest have a third of it."""
SAMPLE = 40_000
MOST = 1_000_000


def knowledge(folder: Path, *, wait: bool = True) -> Knowledge:
    """What rules are judged by while a person looks on: all that the desk of a data folder knows.

    Whoever can't wait for the analyser's model has it apart.
    """
    return own.knowledge(folder, korean.analyser() if wait else apart.analyser())


def search(
    connection: Connection,
    rule: Rule,
    knows: Knowledge,
    *,
    limit: int,
    since: datetime | None = None,
    after_seq: int = 0,
    before_seq: int | None = None,
    patience_s: float | None = None,
) -> list[Caught]:
    """The newest headlines that satisfy a rule, newest first; what came with older pages behind those of the log,
    where the whole log is asked. Who loses patience gets what was found until then.
    """
    after = window.begins(connection, since) if since else 0
    ends = None if patience_s is None else time.monotonic() + patience_s
    found: list[Caught] = []
    older: list[Caught] = []
    for chunk in _chunks(candidates(connection, rule, knows, after)):
        for caught in filter(None, judge(connection, rule, knows, chunk)):
            h = caught.headline
            if since is not None and h.came <= since:
                continue
            if h.seq is None:
                older.append(caught)
            elif h.seq > after_seq and (before_seq is None or h.seq < before_seq):
                found.append(caught)
        if len(found) >= limit or (ends is not None and time.monotonic() > ends):
            break
    found.sort(key=lambda caught: caught.headline.seq or 0, reverse=True)
    older.sort(key=lambda caught: caught.headline.came, reverse=True)
    return (found if after_seq else found + older)[:limit]


def candidates(connection: Connection, rule: Rule, knows: Knowledge, after: int) -> list[int]:
    """The headlines above `after` that a rule may match, newest first."""
    letters = wanted(rule, knows)
    if letters is None:
        return window.ids(connection, after)
    found = bigrams.find(connection, letters, after=after, most=MOST)
    behind = bigrams.behind(connection)
    if behind == 0:
        return found
    return sorted({*found, *window.ids(connection, after, behind)}, reverse=True)


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[i : i + CHUNK] for i in range(0, len(ids), CHUNK))


def judge(connection: Connection, rule: Rule, knows: Knowledge, ids: Sequence[int]) -> Iterator[Caught | None]:
    """Each of these headlines in the order given: caught, or None, as where it is not there any more."""
    there = headlines.some(connection, ids)
    for number in ids:
        h = there.get(number)
        why = None if h is None else find(rule, Subject(h.title, facts(h), knows))
        yield None if h is None or why is None else Caught(h, why)


def backtest(
    connection: Connection, rule: Rule, knows: Knowledge, since: datetime, patience_s: float | None = PATIENCE_S
) -> Backtest:
    """What a rule would have caught since a moment; judged to the end where patience is None."""
    after = window.begins(connection, since)
    ids = candidates(connection, rule, knows, after)
    begun = time.monotonic()
    newest = ids if patience_s is None else ids[:NEWEST]
    caught, looked = _judge_until(
        connection, rule, knows, newest, None if patience_s is None else begun + patience_s / 3
    )
    rest = ids[looked:]
    picked = random.Random(len(rest)).sample(rest, min(len(rest), SAMPLE))
    sampled, more = _judge_until(connection, rule, knows, picked, None if patience_s is None else begun + patience_s)
    caught += sampled if more == len(rest) else [replace(c, stands_for=len(rest) / more) for c in sampled]
    if more == len(rest):
        caught.sort(key=lambda c: -c.headline.id)
    lately = tuple(c for c in caught if c.headline.came > since)
    return Backtest(lately, looked + more, len(ids), window.size(connection, after, since), since)


def _judge_until(
    connection: Connection, rule: Rule, knows: Knowledge, ids: Sequence[int], ends: float | None
) -> tuple[list[Caught], int]:
    """What is caught until a moment of the monotonic clock, and how many were judged, one at least."""
    caught: list[Caught] = []
    looked = 0
    for chunk in _chunks(ids):
        for judged in judge(connection, rule, knows, chunk):
            looked += 1
            if judged is not None:
                caught.append(judged)
            if ends is not None and time.monotonic() > ends:
                return caught, looked
    return caught, looked
