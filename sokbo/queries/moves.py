"""Moves: sources whose address has moved for good, or says so."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from sokbo.tables import sources


def move(connection: Connection, source: int, url: str, url_key: int) -> bool:
    """Its address has moved for good; False where it is kept encrypted or another source has the new one, and stays."""
    taken = select(sources.c.id).where(sources.c.url_key == url_key).exists()
    there = (sources.c.id == source, sources.c.sealed_url.is_(None), ~taken)
    return bool(connection.execute(update(sources).where(*there).values(url=url, url_key=url_key)).rowcount)


def count(connection: Connection, source: int, to: str | None, times: int) -> None:
    """How often in a row it said that it has moved there."""
    connection.execute(update(sources).where(sources.c.id == source).values(moving_to=to, moving=times))
