"""Claims: which sources are due, and whose they are to poll until a lease ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Integer, and_, bindparam, or_, select, text, update

from sokbo.database import AnyRow, now_ms
from sokbo.lease import LONGEST_MS
from sokbo.model import Source
from sokbo.queries.sources import COLUMNS, source_of
from sokbo.tables import sources
from sokbo.value import value

SLACK_MS = 60_000
"""A due time further off than the source's own interval and this comes from a clock that jumped."""


@value(frozen=True, slots=True)
class Claimed:
    """A source that is ours to poll until its lease ends; the address is whole where it is kept encrypted."""

    source: Source
    sealed_url: bytes | None
    known: bytes | None = None
    """The entries of its last document, packed."""
    sealed_options: bytes | None = None
    """How it wants to be asked (`sokbo.options`)."""
    zone: str | None = None
    """Where its dates without a zone are meant; None is the desk's."""
    recipe: Mapping[str, Any] | None = None
    """How a board is read, as JSON; None where that is not known yet."""


CLAIMED = (*COLUMNS, sources.c.sealed_url, sources.c.known, sources.c.sealed_options, sources.c.zone, sources.c.recipe)


def claimed(row: AnyRow) -> Claimed:
    """A row of the `CLAIMED` columns."""
    return Claimed(source_of(row), *row[len(COLUMNS) :])


# Said in words, not as a parameter: only so does SQLite see that the index of what is due will do.
_POLLED = text("state = 'active'")


def _free(now: Any) -> Any:
    until = sources.c.lease_until
    return or_(until.is_(None), until <= now, until > now + LONGEST_MS)


# Put together once: that takes as long as claiming itself.
_FREE = _free(now_ms())
_SOONEST = select(sources.c.due - now_ms()).where(_POLLED, _FREE).order_by(sources.c.due).limit(1)
_DUE = select(sources.c.id).where(_POLLED, sources.c.due <= now_ms(), _FREE).order_by(sources.c.due)
_DUE_FIRST = _DUE.limit(bindparam("most", type_=Integer)).with_for_update(skip_locked=True)
_CLAIM = (
    update(sources)
    .values(
        lease_owner=bindparam("who"),
        lease_until=now_ms() + bindparam("lease_ms", type_=Integer),
        fence=sources.c.fence + 1,
    )
    .returning(*CLAIMED)
)
_CLAIM_DUE = _CLAIM.where(sources.c.id.in_(_DUE_FIRST))
_CLAIM_ONE = _CLAIM.where(sources.c.id == bindparam("source"), _FREE)


def claim_due(connection: Connection, who: str, limit: int, lease_ms: int) -> list[Claimed]:
    """Up to `limit` sources whose time has come, ours for `lease_ms`."""
    rows = connection.execute(_CLAIM_DUE, {"who": who, "most": limit, "lease_ms": lease_ms}).all()
    return [claimed(row) for row in rows]


def claim(connection: Connection, source: int, who: str, lease_ms: int) -> Claimed | None:
    """This one source, due or not; None where another polls it now."""
    row = connection.execute(_CLAIM_ONE, {"who": who, "source": source, "lease_ms": lease_ms}).first()
    return None if row is None else claimed(row)


def renew(connection: Connection, ids: Sequence[int], who: str, lease_ms: int) -> None:
    """Keep what is in flight; what another has claimed meanwhile stays theirs."""
    mine = and_(sources.c.id.in_(ids), sources.c.lease_owner == who)
    connection.execute(update(sources).where(mine).values(lease_until=now_ms() + lease_ms))


def let_go(connection: Connection, ids: Sequence[int], who: str) -> None:
    """Give claims back unpolled, at shutdown."""
    mine = and_(sources.c.id.in_(ids), sources.c.lease_owner == who)
    connection.execute(update(sources).where(mine).values(lease_until=None, lease_owner=None))


def next_due_ms(connection: Connection) -> int | None:
    """Milliseconds until the next source that nobody polls is due (0 where one is); None where none ever is."""
    wait = connection.scalar(_SOONEST)
    return None if wait is None else max(0, int(wait))


_LOST = and_(_POLLED, sources.c.due > now_ms() + sources.c.interval_s * 1000 + SLACK_MS)


def any_lost(connection: Connection) -> bool:
    """Whether a clock that jumped has put any off for ever."""
    return connection.scalar(select(sources.c.id).where(_LOST).limit(1)) is not None


def call_back(connection: Connection) -> int:
    """Make those due at once that a clock that jumped has put off for ever; how many."""
    return connection.execute(update(sources).where(_LOST).values(due=now_ms())).rowcount
