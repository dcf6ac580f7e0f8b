"""How a board is read: what is kept of it, and a person's hand in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, null, select, update

from sokbo.database import now_ms
from sokbo.tables import sources

Recipe = Mapping[str, Any]


def of(connection: Connection, source: int) -> Recipe | None:
    """The recipe as JSON: None before the first, empty where none reads the board."""
    kept: Recipe | None = connection.scalar(select(sources.c.recipe).where(sources.c.id == source))
    return kept


def keep(connection: Connection, source: int, recipe: Recipe | None) -> None:
    """Read the source by this from the next look on, which comes at once; by None as it is found then."""
    anew = {"etag": None, "last_modified": None, "body_hash": None, "known": None, "due": now_ms()}
    told = null() if recipe is None else recipe
    connection.execute(update(sources).where(sources.c.id == source).values(recipe=told, **anew))
