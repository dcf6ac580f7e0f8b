"""Feeds rendered once for every web process: kept by version, and only while somebody wants them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, delete, select, update

from sokbo.database import insert, now_ms
from sokbo.tables import renderings

WANTED_MS = 10 * 60 * 1000
FORGOTTEN_MS = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """A feed that was asked for lately, in one form under one address, and what is kept of it."""

    feed: str
    form: str
    base_url: str
    digest: str


def _key(feed: str, form: str, base_url: str) -> tuple[ColumnElement[bool], ...]:
    r = renderings.c
    return (r.feed == feed, r.form == form, r.base_url == base_url)


def want(connection: Connection, feed: str, form: str, base_url: str) -> None:
    """Say that somebody reads it, so that it is rendered ahead when it changes."""
    row = insert(connection, renderings).values(feed=feed, form=form, base_url=base_url, wanted=now_ms(), body=b"")
    keys = ["feed", "form", "base_url"]
    connection.execute(row.on_conflict_do_update(index_elements=keys, set_={"wanted": now_ms()}))


def wanted(connection: Connection) -> list[Wanted]:
    """What was asked for in the last ten minutes."""
    r = renderings.c
    rows = connection.execute(select(r.feed, r.form, r.base_url, r.digest).where(r.wanted > now_ms() - WANTED_MS))
    return [Wanted(*row) for row in rows]


def keep(
    connection: Connection, feed: str, form: str, base_url: str, *, version: int, digest: str, body: bytes
) -> bool:
    """Keep a rendering, unless a newer one is there: a slow render never replaces it."""
    mine = (*_key(feed, form, base_url), renderings.c.version <= version)
    done = connection.execute(update(renderings).where(*mine).values(version=version, digest=digest, body=body))
    return bool(done.rowcount)


def find(connection: Connection, feed: str, form: str, base_url: str, digest: str) -> bytes | None:
    """The rendering of exactly this content, where it is kept."""
    query = select(renderings.c.body).where(*_key(feed, form, base_url), renderings.c.digest == digest)
    body: bytes | None = connection.scalar(query)
    return body


def forget(connection: Connection) -> None:
    """Let go of what nobody has asked for in a day."""
    connection.execute(delete(renderings).where(renderings.c.wanted < now_ms() - FORGOTTEN_MS))
