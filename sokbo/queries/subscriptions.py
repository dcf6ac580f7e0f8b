"""Subscriptions at WebSub hubs: which are wanted, which step is due, how each stands, and whether pushes are relied on.

One a source at most; its secret is sealed. Each step is claimed by moving its time on: who dies with it is succeeded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, case, delete, or_, select, update

from sokbo.database import AnyRow, now_ms
from sokbo.database import insert as upsert
from sokbo.model import SourceState, Standing, Subscription
from sokbo.tables import sources, subscriptions

_S = subscriptions.c
_COLUMNS = (
    _S.source_id,
    _S.hub,
    _S.topic,
    _S.token,
    _S.standing,
    _S.next_step,
    _S.expires,
    _S.tries,
    _S.last_push,
    _S.first_by_push,
    _S.first_by_poll,
    _S.run,
    _S.pinged,
    _S.last_error,
)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A subscription with what only the hub and we know."""

    subscription: Subscription
    sealed_secret: bytes
    base_url: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A source whose document names a hub, where it is not subscribed."""

    source: int
    hub: str
    topic: str


def _read(row: AnyRow) -> Subscription:
    values = list(row[: len(_COLUMNS)])
    values[4] = Standing(values[4])
    return Subscription(*values)


_SEALED = (*_COLUMNS, _S.sealed_secret, _S.base_url)


def _sealed(row: AnyRow) -> Sealed:
    return Sealed(_read(row), row.sealed_secret, row.base_url)


# --- which there should be --------------------------------------------------------------------------------------------


def name(connection: Connection, source: int, hub: str | None, topic: str | None) -> None:
    """What hub a source's document names now."""
    connection.execute(update(sources).where(sources.c.id == source).values(hub=hub, topic=topic))


_POLLED = and_(sources.c.state == SourceState.ACTIVE, sources.c.private.is_(False))


def missing(connection: Connection) -> list[Wanted]:
    """Polled, public sources that name a hub and are not subscribed."""
    c = sources.c
    there = select(_S.source_id).where(_S.source_id == c.id).exists()
    rows = connection.execute(
        select(c.id, c.hub, c.topic).where(c.hub.is_not(None), c.topic.is_not(None), _POLLED, ~there).order_by(c.id)
    )
    return [Wanted(*row) for row in rows]


def unfit(connection: Connection, base_url: str) -> list[Sealed]:
    """Those whose source names another hub, is polled no more, or that call us where we are no longer."""
    other = or_(sources.c.hub.is_(None), sources.c.hub != _S.hub, sources.c.topic != _S.topic, _S.base_url != base_url)
    joined = subscriptions.join(sources, sources.c.id == _S.source_id)
    rows = connection.execute(
        select(*_SEALED).select_from(joined).where(_S.standing != Standing.LEAVING, or_(other, ~_POLLED))
    )
    return [_sealed(row) for row in rows]


def begin(connection: Connection, wanted: Wanted, base_url: str, token: str, sealed_secret: bytes) -> None:
    """A new one, to be asked for at once."""
    values = {"hub": wanted.hub, "topic": wanted.topic, "base_url": base_url, "token": token}
    times = {"standing": Standing.WANTED, "next_step": now_ms(), "sealed_secret": sealed_secret}
    row = upsert(connection, subscriptions).values(source_id=wanted.source, **values, **times)
    connection.execute(row.on_conflict_do_nothing(index_elements=["source_id"]))


def leave(connection: Connection, source: int) -> None:
    """Have it ended, the hub told."""
    values = {"standing": Standing.LEAVING, "next_step": now_ms(), "tries": 0, "last_error": None}
    connection.execute(update(subscriptions).where(_S.source_id == source).values(values))
    rely(connection, source, on_pushes=False)


def forget(connection: Connection, source: int) -> None:
    """It is over."""
    connection.execute(delete(subscriptions).where(_S.source_id == source))
    rely(connection, source, on_pushes=False)


# --- its steps --------------------------------------------------------------------------------------------------------


SOONEST_MS = 60_000
"""Until a lease is renewed, however short the hub makes it."""
FURTHEST_MS = 31 * 86_400_000
"""A step further off than that comes from a clock that jumped."""
_DUE = or_(_S.next_step <= now_ms(), _S.next_step > now_ms() + FURTHEST_MS)


def claim_due(connection: Connection, limit: int, claim_s: float) -> list[Sealed]:
    """Up to `limit` whose next step is due, ours for `claim_s`."""
    due = select(_S.source_id).where(_DUE).order_by(_S.next_step).limit(limit)
    rows = connection.execute(
        update(subscriptions)
        .where(_S.source_id.in_(due.with_for_update(skip_locked=True)))
        .values(next_step=now_ms() + int(claim_s * 1000), tries=_S.tries + 1)
        .returning(*_SEALED)
    )
    return [_sealed(row) for row in rows]


def any_due(connection: Connection) -> bool:
    """Whether a step is due."""
    return connection.scalar(select(_S.source_id).where(_DUE).limit(1)) is not None


def stepped(connection: Connection, asked: Subscription, standing: Standing, wait_s: float, error: str | None) -> bool:
    """What came of a step; False where the hub confirmed meanwhile, or another step was begun, and nothing changes."""
    same = and_(_S.source_id == asked.source, _S.token == asked.token, _S.tries == asked.tries)
    values = {"standing": standing, "next_step": now_ms() + int(wait_s * 1000), "last_error": error}
    changed = connection.execute(update(subscriptions).where(same).values(values)).rowcount
    if changed and standing is not Standing.ACTIVE:
        rely(connection, asked.source, on_pushes=False)
    return bool(changed)


# --- what hubs say ----------------------------------------------------------------------------------------------------


def of_source(connection: Connection, source: int) -> Subscription | None:
    """The source's subscription."""
    row = connection.execute(select(*_COLUMNS).where(_S.source_id == source)).one_or_none()
    return None if row is None else _read(row)


def of_token(connection: Connection, token: str) -> Sealed | None:
    """The one whose callback has this token."""
    row = connection.execute(select(*_SEALED).where(_S.token == token)).one_or_none()
    return None if row is None else _sealed(row)


def confirm(connection: Connection, source: int, lease_s: float, renew_at: float) -> None:
    """The hub has confirmed it for so long; it is renewed after `renew_at` of that, though not every moment."""
    lease_ms = int(lease_s * 1000)
    values = {"standing": Standing.ACTIVE, "expires": now_ms() + lease_ms, "tries": 0, "last_error": None}
    renewed = now_ms() + max(int(lease_ms * renew_at), SOONEST_MS)
    connection.execute(update(subscriptions).where(_S.source_id == source).values(next_step=renewed, **values))


def deny(connection: Connection, source: int, wait_s: float, error: str) -> None:
    """The hub says no, or no longer."""
    values = {"standing": Standing.DENIED, "expires": None, "tries": 0, "last_error": error}
    wait = now_ms() + int(wait_s * 1000)
    connection.execute(update(subscriptions).where(_S.source_id == source).values(next_step=wait, **values))
    rely(connection, source, on_pushes=False)


def note(connection: Connection, source: int, error: str) -> None:
    """What is wrong with what its hub does."""
    connection.execute(update(subscriptions).where(_S.source_id == source).values(last_error=error))


# --- what pushes and polls saw first ----------------------------------------------------------------------------------


def seen_by_push(connection: Connection, source: int, new: int, at: datetime) -> int:
    """A push came, with so many entries that no poll had seen; how many those are in a row, 0 without a lease."""
    values = {"last_push": at, "first_by_push": _S.first_by_push + new, "run": _S.run + new}
    mine = _S.source_id == source
    run = case((_S.standing == Standing.ACTIVE, _S.run), else_=0)
    return connection.scalar(update(subscriptions).where(mine).values(values).returning(run)) or 0


def pinged(connection: Connection, source: int, at: datetime) -> None:
    """A push came that says only that there is news."""
    connection.execute(update(subscriptions).where(_S.source_id == source).values(last_push=at, pinged=at))


def seen_by_poll(connection: Connection, source: int, new: int) -> None:
    """A poll found so many entries that no push had brought: from now on polls are as frequent as without pushes."""
    mine = and_(_S.source_id == source, _S.standing == Standing.ACTIVE)
    connection.execute(update(subscriptions).where(mine).values(first_by_poll=_S.first_by_poll + new, run=0))
    connection.execute(update(sources).where(sources.c.id == source, sources.c.pushed).values(pushed=False))


def came_late(connection: Connection, source: int) -> None:
    """A push brought what polls would have seen long before: the same, and the next poll is at once."""
    connection.execute(update(subscriptions).where(_S.source_id == source).values(run=0))
    rely(connection, source, on_pushes=False)


def rely(connection: Connection, source: int, *, on_pushes: bool) -> None:
    """Whether polls may be few; where they no longer may, the next one is at once."""
    c = sources.c
    due = c.due if on_pushes else case((c.due > now_ms(), now_ms()), else_=c.due)
    changed = and_(c.id == source, c.pushed.is_not(on_pushes))
    connection.execute(update(sources).where(changed).values(pushed=on_pushes, due=due))
