"""The text index of stored titles: what the desk places, and older pages, go in; candidates for a rule come out.

On SQLite it keeps postings alone, so a title that was revised is found by its old words too: the matcher judges. What
it has not taken in yet, being older than itself, lies at and below `behind` (docs/decisions/0020-bigrams.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, select, text

from sokbo.bigrams import EDITION, Wanted, fts5, tsquery, words
from sokbo.fold import fold
from sokbo.queries import facts
from sokbo.tables import headlines, revisions

FACT = "bigrams"
"""Its edition, and up to which headline it has not taken in what was there before it."""

_PUT = {
    "sqlite": "INSERT INTO headline_bigrams (rowid, words) VALUES (:id, :words)",
    "postgresql": "INSERT INTO headline_bigrams (headline_id, words) VALUES (:id, CAST(:words AS tsvector))"
    " ON CONFLICT (headline_id) DO UPDATE SET words = EXCLUDED.words",
}
_FIND = {
    "sqlite": "SELECT rowid FROM headline_bigrams WHERE headline_bigrams MATCH :wanted AND rowid > :after"
    " ORDER BY rowid DESC LIMIT :most",
    "postgresql": "SELECT headline_id FROM headline_bigrams WHERE words @@ CAST(:wanted AS tsquery)"
    " AND headline_id > :after ORDER BY headline_id DESC LIMIT :most",
}
_EMPTY = {
    "sqlite": "INSERT INTO headline_bigrams (headline_bigrams) VALUES ('delete-all')",
    "postgresql": "TRUNCATE headline_bigrams",
}
_FORGET = "INSERT INTO headline_bigrams (headline_bigrams, rowid, words) VALUES ('delete', :id, :words)"


def put(connection: Connection, titles: Iterable[tuple[int, str]]) -> None:
    """Take in headlines (id, title) that are new or have a new title."""
    if rows := _rows(titles):
        connection.execute(text(_PUT[connection.dialect.name]), rows)


def _rows(titles: Iterable[tuple[int, str]]) -> list[dict[str, Any]]:
    # In order: FTS5 begins a new segment wherever a number is lower than the last.
    return [{"id": number, "words": words(fold(title).key)} for number, title in sorted(titles)]


def find(connection: Connection, wanted: Wanted, *, after: int, most: int) -> list[int]:
    """The newest headlines above `after` that may have what is wanted, newest first."""
    asked = fts5(wanted) if connection.dialect.name == "sqlite" else tsquery(wanted)
    values = {"wanted": asked, "after": after, "most": most}
    return list(connection.scalars(text(_FIND[connection.dialect.name]), values))


def has(connection: Connection, headline: int, title: str) -> bool:
    """Whether the headline is taken in; a title without a letter has nothing to be found by."""
    key = fold(title).key
    return not key or find(connection, key, after=headline - 1, most=100).count(headline) > 0


def forget(connection: Connection, ids: Sequence[int]) -> None:
    """Let go of headlines that are about to be deleted; PostgreSQL does so by itself."""
    if not ids or connection.dialect.name != "sqlite":
        return
    now = select(headlines.c.id, headlines.c.title).where(headlines.c.id.in_(ids))
    once = select(revisions.c.headline_id, revisions.c.title).where(revisions.c.headline_id.in_(ids))
    rows = [
        {"id": number, "words": words(fold(title).key)} for number, title in connection.execute(now.union_all(once))
    ]
    if rows:
        connection.execute(text(_FORGET), sorted(rows, key=lambda row: int(row["id"])))


# --- what is older than the index -------------------------------------------------------------------------------------


def behind(connection: Connection) -> int | None:
    """The newest headline that may not be taken in yet, 0 where all are; None where another edition made the index."""
    edition, _, number = (facts.get(connection, FACT) or "").partition(" ")
    return int(number) if edition == EDITION else None


def start_over(connection: Connection) -> int:
    """Begin with an empty index, behind everything up to the headline that is returned."""
    connection.execute(text(_EMPTY[connection.dialect.name]))
    newest = connection.scalar(select(headlines.c.id).order_by(headlines.c.id.desc()).limit(1))
    facts.put(connection, FACT, f"{EDITION} {newest or 0}")
    return newest or 0


def catch_up(connection: Connection, most: int) -> int:
    """Take in so many of what is behind, newest first; how many headlines are still behind at most."""
    end = behind(connection)
    if not end:
        return 0
    there = select(headlines.c.id, headlines.c.title).where(headlines.c.id <= end, ~headlines.c.pending)
    rows = [(number, title) for number, title in connection.execute(there.order_by(headlines.c.id.desc()).limit(most))]
    put(connection, rows)
    left = rows[-1][0] - 1 if rows else 0
    facts.put(connection, FACT, f"{EDITION} {left}")
    return left
