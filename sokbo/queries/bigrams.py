"""The text index of stored titles: what the desk places, and older pages, go in; candidates for a rule come out.

On SQLite it keeps postings alone, so a title that was revised is found by its old words too: the matcher judges. What
it has not taken in yet, being older than itself, lies at and below `behind` (docs/decisions/0020-bigrams.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select, text

from sokbo.bigrams import EDITION, Wanted, fts5, tsquery, words
from sokbo.columns import Moment
from sokbo.fold import fold
from sokbo.model import Headline
from sokbo.press.hanja import shipped, variants
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
_AT = func.coalesce(headlines.c.published, headlines.c.seen, type_=Moment())
_FORGET = "INSERT INTO headline_bigrams (headline_bigrams, rowid, words) VALUES ('delete', :id, :words)"


class Titled(NamedTuple):
    """A headline's title, and when it was printed, for hanja whose meaning changes."""

    id: int
    title: str
    at: datetime


def titled(headline: Headline) -> Titled:
    """What is taken in of a headline."""
    return Titled(headline.id, headline.title, headline.published or headline.seen)


def put(connection: Connection, titles: Iterable[Titled]) -> None:
    """Take in headlines that are new or have a new title."""
    if rows := _rows(titles):
        connection.execute(text(_PUT[connection.dialect.name]), rows)


def _rows(titles: Iterable[Titled]) -> list[dict[str, Any]]:
    # In order: FTS5 begins a new segment wherever a number is lower than the last.
    return [{"id": t.id, "words": words(_keys(t))} for t in sorted(titles)]


def _keys(t: Titled) -> Iterator[str]:
    """A title's match key as printed, and as its hanja are read and meant."""
    plain = fold(t.title)
    yield plain.key
    for other in variants(shipped(), plain, t.at.date()):
        yield other.key


def find(connection: Connection, wanted: Wanted, *, after: int, most: int) -> list[int]:
    """The newest headlines above `after` that may have what is wanted, newest first."""
    asked = fts5(wanted) if connection.dialect.name == "sqlite" else tsquery(wanted)
    values = {"wanted": asked, "after": after, "most": most}
    return list(connection.scalars(text(_FIND[connection.dialect.name]), values))


def has(connection: Connection, headline: Headline) -> bool:
    """Whether the headline is taken in; a title without a letter has nothing to be found by."""
    key = fold(headline.title).key
    return not key or find(connection, key, after=headline.id - 1, most=100).count(headline.id) > 0


def forget(connection: Connection, ids: Sequence[int]) -> None:
    """Let go of headlines that are about to be deleted; PostgreSQL does so by itself."""
    if not ids or connection.dialect.name != "sqlite":
        return
    now = select(headlines.c.id, headlines.c.title, _AT).where(headlines.c.id.in_(ids))
    once = select(headlines.c.id, revisions.c.title, _AT).where(
        headlines.c.id.in_(ids), revisions.c.headline_id == headlines.c.id
    )
    if rows := _rows(Titled(*row) for row in connection.execute(now.union_all(once))):
        connection.execute(text(_FORGET), rows)


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
    there = select(headlines.c.id, headlines.c.title, _AT).where(headlines.c.id <= end, ~headlines.c.pending)
    rows = [Titled(*row) for row in connection.execute(there.order_by(headlines.c.id.desc()).limit(most))]
    put(connection, rows)
    left = rows[-1].id - 1 if rows else 0
    facts.put(connection, FACT, f"{EDITION} {left}")
    return left
