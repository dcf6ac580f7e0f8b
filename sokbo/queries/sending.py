"""Deliveries on their way: claimed before the first byte leaves, recorded only under the claim's own fence."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Integer,
    Select,
    bindparam,
    case,
    exists,
    func,
    insert,
    or_,
    select,
    true,
    type_coerce,
    update,
)

from sokbo.database import now_ms
from sokbo.lease import LONGEST_MS
from sokbo.model import Delivery, DeliveryState
from sokbo.queries.deliveries import COLUMNS, UNDONE, delivery_of
from sokbo.tables import attempts, channels, deliveries

FURTHEST_MS = 2 * 24 * 3600 * 1000
"""No retry waits longer; a time further off comes from a clock that jumped."""
WAITING = (DeliveryState.PENDING, DeliveryState.RETRYING)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that is ours to send until its lease ends, with what it says."""

    delivery: Delivery
    type: str
    message: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one attempt came to."""

    delivery: int
    fence: int
    state: DeliveryState
    attempt: int
    at: datetime
    elapsed_ms: int
    status: int | None
    answer: str
    wait_s: float | None = None
    """Until the next attempt, where there is one."""
    remote: str | None = None
    """By what the receiver knows the message."""


# --- the queues -------------------------------------------------------------------------------------------------------

# The states are written out, or neither database would see that the queue's partial index serves.
_UNDONE = deliveries.c.state.in_(bindparam("undone", UNDONE, expanding=True, literal_execute=True))
_ORDER = (deliveries.c.next_attempt, deliveries.c.id)


def _free_at(now: Any) -> Any:
    """When a delivery may be sent; at once where it was never tried, or a time is further off than it can be by itself.

    What is pending was due when it was written: only a clock that jumped has it wait.
    """
    lease = case((deliveries.c.lease_until > now + LONGEST_MS, 0), else_=func.coalesce(deliveries.c.lease_until, 0))
    pending = deliveries.c.state == bindparam("pending", DeliveryState.PENDING, literal_execute=True)
    time = case((pending, 0), (deliveries.c.next_attempt > now + FURTHEST_MS, 0), else_=deliveries.c.next_attempt)
    return case((lease > time, lease), else_=time)


def _rests_until(now: Any) -> Any:
    """When a channel may be sent to, in the same way."""
    return case((channels.c.free_at > now + FURTHEST_MS, 0), else_=func.coalesce(channels.c.free_at, 0))


def _heads(of: Select[Any]) -> Select[Any]:
    """Channels with the first of their queue; one that is being sent is that until it is done, so order is kept."""
    queue = deliveries.alias("queue")
    undone = queue.c.state.in_(bindparam("undone", UNDONE, expanding=True, literal_execute=True))
    first = select(queue.c.id).where(queue.c.channel_id == channels.c.id, undone)
    first = first.order_by(queue.c.next_attempt, queue.c.id).limit(1).correlate(channels)
    found = of.select_from(channels).join(deliveries, deliveries.c.id == first.scalar_subquery())
    wanted = channels.c.kind.in_(bindparam("kinds", expanding=True))
    return found.where(wanted, channels.c.id.not_in(bindparam("busy", expanding=True)))


# Statements are put together once: that costs more than asking does.


@cache
def _soonest() -> Select[Any]:
    now = now_ms()
    ready, rested = _free_at(now), _rests_until(now)
    return _heads(select(type_coerce(func.min(case((rested > ready, rested), else_=ready)) - now, BigInteger)))


@cache
def _ready() -> Select[Any]:
    now = now_ms()
    due = _heads(select(channels.c.id, channels.c.kind)).where(_free_at(now) <= now, _rests_until(now) <= now)
    due = due.order_by(*_ORDER).limit(bindparam("most", type_=Integer))
    # Whoever claims of a channel holds its row to the commit, so that no two take turns in one queue.
    return due.with_for_update(of=channels, skip_locked=True)


@cache
def _claiming(dialect: str) -> Any:
    """Take the next due ones of some channels, but of none that another sends to."""
    now = now_ms()
    other = deliveries.alias("other")
    held = exists().where(
        other.c.channel_id == channels.c.id,
        other.c.state == bindparam("sending", DeliveryState.SENDING, literal_execute=True),
        other.c.lease_until.between(now + 1, now + LONGEST_MS),
    )
    queue = select(deliveries.c.id).where(deliveries.c.channel_id == channels.c.id, _UNDONE, _free_at(now) <= now)
    queue = queue.order_by(*_ORDER).limit(bindparam("ahead", type_=Integer)).correlate(channels)
    mine = (channels.c.id.in_(bindparam("ready", expanding=True)), ~held)
    if dialect == "sqlite":
        chosen = deliveries.alias("chosen")
        found = select(chosen.c.id).join_from(channels, chosen, chosen.c.id.in_(queue)).where(*mine)
    else:
        line = queue.lateral("line")
        found = select(line.c.id).join_from(channels, line, true()).where(*mine)
    claimed = {
        "lease_owner": bindparam("who"),
        "lease_until": now + bindparam("lease_ms", type_=BigInteger),
        "fence": deliveries.c.fence + 1,
        "attempts": deliveries.c.attempts + 1,
        "state": DeliveryState.SENDING,
    }
    taken = update(deliveries).where(deliveries.c.id.in_(found)).values(claimed)
    return taken.returning(*COLUMNS, deliveries.c.type, deliveries.c.message)


def next_due_ms(connection: Connection, kinds: Sequence[str], busy_channels: Sequence[int] = ()) -> int | None:
    """Milliseconds until a channel of these kinds may be sent to (0: now); None where nothing waits for one."""
    wait = connection.scalar(_soonest(), {"kinds": list(kinds), "busy": list(busy_channels)})
    return None if wait is None else max(0, int(wait))


def claim_due(
    connection: Connection,
    who: str,
    kinds: Sequence[str],
    limit: int,
    lease_ms: int,
    busy_channels: Sequence[int] = (),
    *,
    ahead: Mapping[str, int] | None = None,
) -> list[Claimed]:
    """The next due deliveries of up to `limit` channels of these kinds, ours for `lease_ms`: one each, or as many as
    `ahead` says of a kind.

    The longest due come first. A channel of which another holds one is left alone.
    """
    asked = {"kinds": list(kinds), "busy": list(busy_channels), "most": limit}
    by_ahead: dict[int, list[int]] = {}
    for channel, kind in connection.execute(_ready(), asked):
        by_ahead.setdefault((ahead or {}).get(kind, 1), []).append(channel)
    rows: list[Any] = []
    for count, ready in by_ahead.items():
        take = {"ready": ready, "ahead": count, "who": who, "lease_ms": lease_ms}
        rows += connection.execute(_claiming(connection.dialect.name), take)
    # The rows come in any order: that within a channel is its queue's.
    return [Claimed(delivery_of(row), row.type, row.message) for row in sorted(rows, key=_place)]


def _place(row: Any) -> tuple[datetime, int]:
    return row.next_attempt, row.id


# --- what came of it --------------------------------------------------------------------------------------------------

_OURS = (deliveries.c.id == bindparam("delivery"), deliveries.c.fence == bindparam("our_fence"))
_RECORD = (
    update(deliveries)
    .where(*_OURS)
    .values(
        state=bindparam("new_state"),
        next_attempt=now_ms() + bindparam("wait_ms"),
        lease_owner=None,
        lease_until=None,
        last_error=bindparam("error"),
        remote=func.coalesce(bindparam("new_remote"), deliveries.c.remote),
        done=bindparam("done_at"),
    )
)
_HAND_BACK = (
    update(deliveries)
    .where(*_OURS)
    .values(
        state=case((deliveries.c.last_error.is_(None), DeliveryState.PENDING), else_=DeliveryState.RETRYING),
        attempts=deliveries.c.attempts - 1,
        lease_owner=None,
        lease_until=None,
    )
)


def record(connection: Connection, outcomes: Sequence[Outcome]) -> None:
    """Write down what attempts came to, each only under its own fence, and the attempts themselves."""
    if not outcomes:
        return
    over = (DeliveryState.SENT, DeliveryState.DEAD)
    rows = [
        {
            "delivery": o.delivery,
            "our_fence": o.fence,
            "new_state": o.state,
            "wait_ms": int((o.wait_s or 0) * 1000),
            "error": None if o.state == DeliveryState.SENT else o.answer,
            "new_remote": o.remote,
            "done_at": o.at if o.state in over else None,
        }
        for o in outcomes
    ]
    connection.execute(_RECORD, rows)
    tries = [
        {
            "delivery_id": o.delivery,
            "n": o.attempt,
            "at": o.at,
            "elapsed_ms": o.elapsed_ms,
            "status": o.status,
            "answer": o.answer,
        }
        for o in outcomes
    ]
    connection.execute(insert(attempts), tries)


def hand_back(connection: Connection, claimed: Sequence[Claimed]) -> None:
    """Let go of claims that were not sent, as if they had never been ours."""
    if claimed:
        rows = [{"delivery": c.delivery.id, "our_fence": c.delivery.fence} for c in claimed]
        connection.execute(_HAND_BACK, rows)


def expire(connection: Connection, channel: int, before: datetime, why: str) -> int:
    """Give up what has waited for a channel since before a moment; how many."""
    old = (deliveries.c.channel_id == channel, deliveries.c.state.in_(WAITING), deliveries.c.next_attempt < before)
    over = {"state": DeliveryState.DEAD, "last_error": why, "done": now_ms()}
    return connection.execute(update(deliveries).where(*old).values(over)).rowcount


def first_remotes(connection: Connection, stories: Collection[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """By what the receivers know the first message of each (channel, story), where they said it."""
    if not stories:
        return {}
    d = deliveries.c
    asked = (d.channel_id.in_({c for c, _ in stories}), d.story_id.in_({s for _, s in stories}), d.remote.is_not(None))
    rows = connection.execute(select(d.channel_id, d.story_id, d.remote).where(*asked).order_by(d.id.desc()))
    return {(row.channel_id, row.story_id): row.remote for row in rows}


# --- floods -----------------------------------------------------------------------------------------------------------


def waiting_behind(connection: Connection, delivery: Delivery, limit: int) -> list[tuple[int, dict[str, Any]]]:
    """Alerts that are due on the same channel beside a claimed one, first come first: (id, message)."""
    rows = connection.execute(
        select(deliveries.c.id, deliveries.c.message).where(*_behind(delivery)).order_by(*_ORDER).limit(limit)
    )
    return [(row.id, row.message) for row in rows]


def count_behind(connection: Connection, delivery: Delivery, most: int) -> int:
    """How many those are, counted up to `most`."""
    some = select(deliveries.c.id).where(*_behind(delivery)).limit(most).subquery()
    return connection.scalar(select(func.count()).select_from(some)) or 0


def fold(connection: Connection, delivery: Delivery) -> int:
    """Let a claimed delivery tell of all that waits behind it; how many that were."""
    told = {"state": DeliveryState.FOLDED, "reason": f"summary {delivery.id}", "done": now_ms()}
    return connection.execute(update(deliveries).where(*_behind(delivery)).values(told)).rowcount


def become(connection: Connection, delivery: Delivery, type_: str, message: dict[str, Any]) -> None:
    """Let a claimed delivery say something else, before it was ever sent."""
    mine = (deliveries.c.id == delivery.id, deliveries.c.fence == delivery.fence)
    connection.execute(update(deliveries).where(*mine).values(type=type_, message=message))


def _behind(delivery: Delivery) -> tuple[Any, ...]:
    alerting = or_(deliveries.c.type == "alert.created", deliveries.c.type == "alert.updated")
    return (
        deliveries.c.channel_id == delivery.channel,
        deliveries.c.id != delivery.id,
        deliveries.c.state.in_(bindparam("waiting", WAITING, expanding=True, literal_execute=True)),
        deliveries.c.next_attempt <= now_ms(),
        alerting,
    )
