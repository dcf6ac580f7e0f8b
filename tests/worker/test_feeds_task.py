"""Feeds are rendered ahead: those that somebody reads, anew with each commit of the desk, and public ones alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from parts.line import Desk
from parts.papers import Paper
from parts.tree import until
from sqlalchemy import select

from sokbo.queries import renderings, watches
from sokbo.tables import renderings as table
from worker import feeds_task

QUAKE, STRIKE = "가온시 앞바다서 지진", "나루 버스 파업 이틀째"
BASE = "https://news.example"


@contextmanager
def publishing(desk: Desk) -> Iterator[None]:
    """The loop in a thread, told to stop at the end."""
    loop = threading.Thread(target=feeds_task.run, args=(desk.line,))
    loop.start()
    try:
        yield
    finally:
        desk.line.stop.set()
        desk.line.bells["feeds"].ring()
        loop.join()


def body(desk: Desk, feed: str) -> str:
    """What is kept of a feed, empty where nothing is."""
    with desk.line.database.read() as connection:
        kept: bytes = connection.scalar(select(table.c.body).where(table.c.feed == feed)) or b""
    return kept.decode()


def test_a_feed_that_somebody_reads_is_rendered_anew_when_the_desk_commits(desk: Desk) -> None:
    paper = Paper(desk, "ilbo")
    paper.prints(QUAKE)
    desk.drain()
    desk.write(renderings.want, "all", "atom", BASE)
    with publishing(desk):
        until(lambda: QUAKE in body(desk, "all"))
        paper.prints(STRIKE)
        desk.drain()
        desk.line.ring("feeds")
        until(lambda: STRIKE in body(desk, "all"))


def test_a_feed_behind_a_token_and_one_that_is_none_are_never_kept(desk: Desk) -> None:
    desk.add_watch("지진", "지진")
    (watch,) = desk.read(watches.of_person, desk.line.vault, desk.person)
    feeds = [f"watch/{watch.token}", "no/such", "all"]
    for feed in feeds:
        desk.write(renderings.want, feed, "atom", BASE)
    desk.write(renderings.want, "all", "no such", BASE)
    paper = Paper(desk, "ilbo")
    paper.prints(QUAKE)
    desk.drain()
    with publishing(desk):
        until(lambda: body(desk, "all"))
    assert [body(desk, feed) for feed in feeds[:2]] == ["", ""]
