"""People, their sessions and their one-time login links. Only hashes of tokens are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from sokbo import secrets
from sokbo.database import AnyRow, now_ms
from sokbo.database import insert as upsert
from sokbo.tables import login_links, people, sessions

LINK_MS = 15 * 60 * 1000
SESSION_MS = 90 * 24 * 3600 * 1000
FIRST = "admin"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who may log in; None leaves time zone or language to the installation."""

    id: int
    name: str
    role: str
    timezone: str | None
    language: str | None
    seen_seq: int
    """The end of the desk's log when this person last looked at the board."""


_COLUMNS = (people.c.id, people.c.name, people.c.role, people.c.timezone, people.c.language, people.c.seen_seq)


def _person(row: AnyRow | None) -> Person | None:
    return None if row is None else Person(*row[: len(_COLUMNS)])


def named(connection: Connection, name: str) -> Person | None:
    """The person of this name."""
    return _person(connection.execute(select(*_COLUMNS).where(people.c.name == name)).one_or_none())


def every(connection: Connection) -> list[Person]:
    """Everybody, first comers first."""
    return [Person(*row) for row in connection.execute(select(*_COLUMNS).order_by(people.c.id))]


def some(connection: Connection, ids: Sequence[int]) -> dict[int, Person]:
    """These people by id."""
    if not ids:
        return {}
    rows = connection.execute(select(*_COLUMNS).where(people.c.id.in_(ids)))
    return {row.id: Person(*row) for row in rows}


def ensure(connection: Connection, name: str = FIRST, role: str = "admin") -> Person:
    """The person of this name, added where there was none."""
    row = upsert(connection, people).values(name=name, role=role, created=now_ms())
    connection.execute(row.on_conflict_do_nothing())
    return Person(*connection.execute(select(*_COLUMNS).where(people.c.name == name)).one())


def update_settings(connection: Connection, person: int, **values: Any) -> None:
    """Change `timezone`, `language` or `seen_seq`."""
    connection.execute(update(people).where(people.c.id == person).values(**values))


def make_link(connection: Connection, person: int) -> str:
    """A fresh login token, good once and for 15 minutes."""
    token = secrets.token()
    row = {"token_hash": secrets.token_hash(token), "person_id": person, "expires": now_ms() + LINK_MS}
    connection.execute(delete(login_links).where(login_links.c.expires < now_ms()))
    connection.execute(insert(login_links).values(row))
    return token


def link_holds(connection: Connection, token: str) -> bool:
    """Whether the login token could still be used; looking does not use it up."""
    good = (login_links.c.token_hash == secrets.token_hash(token), login_links.c.used.is_(None))
    return connection.scalar(select(login_links.c.person_id).where(*good, login_links.c.expires > now_ms())) is not None


def use_link(connection: Connection, token: str) -> str | None:
    """A session's token for a login token, which is used up; None where it is not good (any more)."""
    good = (login_links.c.token_hash == secrets.token_hash(token), login_links.c.used.is_(None))
    used = update(login_links).where(*good, login_links.c.expires > now_ms()).values(used=now_ms())
    person = connection.scalar(used.returning(login_links.c.person_id))
    if person is None:
        return None
    session = secrets.token()
    row = {"token_hash": secrets.token_hash(session), "person_id": person, "expires": now_ms() + SESSION_MS}
    connection.execute(delete(sessions).where(sessions.c.expires < now_ms()))
    connection.execute(insert(sessions).values(row))
    return session


def of_session(connection: Connection, token: str) -> Person | None:
    """Whose session this is."""
    mine = (sessions.c.token_hash == secrets.token_hash(token), sessions.c.expires > now_ms())
    row = connection.execute(select(*_COLUMNS).join_from(people, sessions).where(*mine)).one_or_none()
    return _person(row)


def end_session(connection: Connection, token: str) -> None:
    """Log out."""
    connection.execute(delete(sessions).where(sessions.c.token_hash == secrets.token_hash(token)))
