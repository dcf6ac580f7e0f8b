"""Tokens by which a person's programs and feed readers speak for them. Only hashes are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select, update

from sokbo import secrets
from sokbo.database import now_ms
from sokbo.queries.people import Person
from sokbo.tables import people, tokens

_USED_MS = 60_000
"""How exactly it is kept when a token was last used: not every request writes."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token as its person sees it, which is without the token itself."""

    id: int
    name: str
    may_write: bool
    created: datetime
    used: datetime | None


def add(connection: Connection, person: int, name: str, *, may_write: bool) -> str:
    """A fresh token, told this once."""
    token = secrets.token()
    row = {"person_id": person, "name": name, "token_hash": secrets.token_hash(token), "may_write": may_write}
    connection.execute(insert(tokens).values(created=now_ms(), **row))
    return token


def of_person(connection: Connection, person: int) -> list[Token]:
    """A person's tokens, oldest first."""
    columns = (tokens.c.id, tokens.c.name, tokens.c.may_write, tokens.c.created, tokens.c.used)
    mine = select(*columns).where(tokens.c.person_id == person).order_by(tokens.c.id)
    return [Token(*row) for row in connection.execute(mine)]


def remove(connection: Connection, person: int, token: int) -> bool:
    """Have a token open nothing any more; False where the person has none of this number."""
    mine = (tokens.c.id == token, tokens.c.person_id == person)
    return bool(connection.execute(delete(tokens).where(*mine)).rowcount)


def bearer(connection: Connection, token: str) -> tuple[Person, bool] | None:
    """Who a token speaks for, and whether it may write; None where it is not good (any more)."""
    of = (people.c.id, people.c.name, people.c.role, people.c.timezone, people.c.language, people.c.seen_seq)
    mine = tokens.c.token_hash == secrets.token_hash(token)
    row = connection.execute(select(*of, tokens.c.may_write).join_from(tokens, people).where(mine)).one_or_none()
    return None if row is None else (Person(*row[:-1]), row.may_write)


def is_unnoted(connection: Connection, token: str) -> bool:
    """Whether its use is to be noted again."""
    return connection.scalar(select(tokens.c.id).where(_stale(token))) is not None


def note_use(connection: Connection, token: str) -> None:
    """Keep when it was used, to the minute."""
    connection.execute(update(tokens).where(_stale(token)).values(used=now_ms()))


def _stale(token: str) -> ColumnElement[bool]:
    stale = or_(tokens.c.used.is_(None), tokens.c.used < now_ms() - _USED_MS)
    return and_(tokens.c.token_hash == secrets.token_hash(token), stale)
