"""Deliveries: the ledger. Claimed before the first byte leaves, recorded only under the claim's own fence."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, Select, bindparam, case, func, select, type_coerce, update
from sqlalchemy import insert as plain_insert

from sokbo.database import AnyRow, insert, now_ms
from sokbo.lease import LONGEST_MS
from sokbo.model import Delivery, DeliveryState
from sokbo.tables import alerts, attempts, channels, deliveries, delivery_alerts, headlines, stories, watches

UNDONE = (DeliveryState.PENDING, DeliveryState.RETRYING, DeliveryState.SENDING)
FURTHEST_MS = 2 * 24 * 3600 * 1000
"""No retry waits longer; a time further off comes from a clock that jumped."""

_COLUMNS = (
    deliveries.c.id,
    deliveries.c.key,
    deliveries.c.channel_id,
    deliveries.c.story_id,
    deliveries.c.step,
    deliveries.c.state,
    deliveries.c.attempts,
    deliveries.c.next_attempt,
    deliveries.c.last_error,
    deliveries.c.fence,
    deliveries.c.created,
)


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


def _delivery(row: AnyRow) -> Delivery:
    values = list(row[: len(_COLUMNS)])
    values[5] = DeliveryState(values[5])
    return Delivery(*values)


def add(connection: Connection, rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Write deliveries, but for those that are there already; key to id of what is there by then."""
    if not rows:
        return {}
    connection.execute(insert(connection, deliveries).on_conflict_do_nothing(), rows)
    keys = [row["key"] for row in rows]
    found = connection.execute(select(deliveries.c.key, deliveries.c.id).where(deliveries.c.key.in_(keys)))
    return {row.key: row.id for row in found}


def name_alerts(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Say which alerts a delivery tells of, or told of `already` before they came."""
    if rows:
        connection.execute(insert(connection, delivery_alerts).on_conflict_do_nothing(), rows)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A message that a channel has of a story already, or will have."""

    id: int
    step: str
    held: bool
    message: dict[str, Any]


def there(connection: Connection, pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], list[Earlier]]:
    """The messages of these channels and stories, first ones first, those of what was joined to a story with it."""
    if not pairs:
        return {}
    wanted = {story for _, story in pairs}
    joined = connection.execute(select(stories.c.id, stories.c.joined).where(stories.c.joined.in_(wanted))).all()
    into = {story: story for story in wanted} | {row.id: row.joined for row in joined}
    d = deliveries.c
    columns = (d.id, d.channel_id, d.story_id, d.step, d.state, d.message)
    mine = (d.story_id.in_(into), d.channel_id.in_({channel for channel, _ in pairs}))
    found: dict[tuple[int, int], list[Earlier]] = {}
    for row in connection.execute(select(*columns).where(*mine).order_by(d.id)):
        earlier = Earlier(row.id, row.step, row.state == DeliveryState.HELD, row.message)
        found.setdefault((row.channel_id, into[row.story_id]), []).append(earlier)
    return found


def take_in(connection: Connection, earlier: Earlier, message: dict[str, Any], now: datetime | None) -> None:
    """Let a held message name a later one's alerts too, and tell the newer of two updates; `now` lets it go."""
    newer = earlier.message if earlier.step == "created" else message
    named = {a["id"]: a for a in (*earlier.message["alerts"], *message["alerts"])}
    values: dict[str, Any] = {"message": newer | {"alerts": list(named.values())}}
    if now is not None:
        values |= {"state": DeliveryState.PENDING, "reason": None, "next_attempt": now}
    connection.execute(update(deliveries).where(deliveries.c.id == earlier.id).values(values))


@dataclass(frozen=True, slots=True)
class Held:
    """A message that is held back until its time, and whose it is."""

    id: int
    story: int | None
    until: datetime
    message: dict[str, Any]
    person: int


def held(connection: Connection, at: datetime, limit: int) -> list[Held]:
    """What was held back and is due, the longest due first."""
    d = deliveries.c
    due = select(d.id, d.story_id, d.next_attempt, d.message, channels.c.person_id).join_from(deliveries, channels)
    state = d.state == bindparam("held", DeliveryState.HELD, literal_execute=True)  # so that the partial index serves
    due = due.where(state, d.next_attempt <= at).order_by(d.next_attempt, d.id).limit(limit)
    return [Held(*row) for row in connection.execute(due)]


_LET_GO = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("delivery"))
    .values(state=bindparam("new_state"), reason=None, message=bindparam("new_message"), next_attempt=bindparam("at"))
)


def let_go(connection: Connection, rows: Sequence[tuple[int, dict[str, Any] | None]], at: datetime) -> None:
    """Let held messages go, with what they say by now; one that has nothing to say any more goes nowhere."""
    values = [
        {
            "delivery": number,
            "new_state": DeliveryState.DEAD if said is None else DeliveryState.PENDING,
            "new_message": said or {},
            "at": at,
        }
        for number, said in rows
    ]
    if values:
        connection.execute(_LET_GO, values)


# --- the queues -------------------------------------------------------------------------------------------------------


def _heads(kinds: Sequence[str], busy_channels: Sequence[int]) -> Select[Any]:
    """The first of each channel's queue. One that is being sent is the first until it is done: so order is kept."""
    # The states are written out, or neither database would see that the queue's partial index serves.
    undone = deliveries.c.state.in_(bindparam("undone", UNDONE, expanding=True, literal_execute=True))
    queue = select(deliveries.c.id).where(deliveries.c.channel_id == channels.c.id, undone)
    first = queue.order_by(deliveries.c.next_attempt, deliveries.c.id).limit(1).correlate(channels).scalar_subquery()
    return select(first).where(channels.c.kind.in_(kinds), channels.c.id.not_in(busy_channels))


def _free_at(now: Any) -> Any:
    """When a delivery may be sent; at once where a time is further off than it can be by itself."""
    lease = case((deliveries.c.lease_until > now + LONGEST_MS, 0), else_=func.coalesce(deliveries.c.lease_until, 0))
    time = case((deliveries.c.next_attempt > now + FURTHEST_MS, 0), else_=deliveries.c.next_attempt)
    return case((lease > time, lease), else_=time)


def claim_due(
    connection: Connection,
    who: str,
    kinds: Sequence[str],
    limit: int,
    lease_ms: int,
    busy_channels: Sequence[int] = (),
) -> list[Claimed]:
    """Up to `limit` due deliveries, one a channel of these kinds, ours for `lease_ms`; the longest due come first."""
    now = now_ms()
    due = (deliveries.c.id.in_(_heads(kinds, busy_channels)), _free_at(now) <= now)
    chosen = select(deliveries.c.id).where(*due).order_by(deliveries.c.next_attempt, deliveries.c.id).limit(limit)
    claimed = {
        "lease_owner": who,
        "lease_until": now + lease_ms,
        "fence": deliveries.c.fence + 1,
        "attempts": deliveries.c.attempts + 1,
        "state": DeliveryState.SENDING,
    }
    rows = connection.execute(
        update(deliveries)
        .where(deliveries.c.id.in_(chosen.with_for_update(skip_locked=True)))
        .values(claimed)
        .returning(*_COLUMNS, deliveries.c.type, deliveries.c.message)
    ).all()
    return [Claimed(_delivery(row), row.type, row.message) for row in sorted(rows, key=lambda row: row.id)]


def next_due_ms(connection: Connection, kinds: Sequence[str], busy_channels: Sequence[int] = ()) -> int | None:
    """Milliseconds until a channel of these kinds may be sent to (0: now); None where nothing waits for one."""
    now = now_ms()
    soonest = select(type_coerce(func.min(_free_at(now)) - now, BigInteger)).where(
        deliveries.c.id.in_(_heads(kinds, busy_channels))
    )
    wait = connection.scalar(soonest)
    return None if wait is None else max(0, int(wait))


# --- the ledger -------------------------------------------------------------------------------------------------------

_RECORD = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("delivery"), deliveries.c.fence == bindparam("our_fence"))
    .values(
        state=bindparam("new_state"),
        next_attempt=now_ms() + bindparam("wait_ms"),
        lease_owner=None,
        lease_until=None,
        last_error=bindparam("error"),
        done=bindparam("done_at"),
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
    connection.execute(plain_insert(attempts), tries)


def resend(connection: Connection, delivery: int) -> bool:
    """Make a finished delivery due again, with its old key; False where there is no such finished one."""
    finished = (deliveries.c.id == delivery, deliveries.c.state.in_((DeliveryState.DEAD, DeliveryState.SENT)))
    again = {"state": DeliveryState.PENDING, "next_attempt": now_ms(), "attempts": 0, "done": None}
    return bool(connection.execute(update(deliveries).where(*finished).values(again)).rowcount)


def newest(
    connection: Connection,
    *,
    limit: int,
    person: int | None = None,
    before_id: int | None = None,
    created_after: datetime | None = None,
) -> list[Delivery]:
    """Deliveries, newest first; of one person's channels where asked."""
    query = select(*_COLUMNS)
    if person is not None:
        query = query.join_from(deliveries, channels).where(channels.c.person_id == person)
    if before_id is not None:
        query = query.where(deliveries.c.id < before_id)
    if created_after is not None:
        query = query.where(deliveries.c.created > created_after)
    return [_delivery(row) for row in connection.execute(query.order_by(deliveries.c.id.desc()).limit(limit))]


def one(connection: Connection, delivery: int) -> Delivery | None:
    """The delivery of this id."""
    row = connection.execute(select(*_COLUMNS).where(deliveries.c.id == delivery)).one_or_none()
    return None if row is None else _delivery(row)


def titles(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    """The headline that each delivery tells of."""
    told = select(delivery_alerts.c.delivery_id, headlines.c.title)
    told = told.join_from(delivery_alerts, alerts).join(headlines, alerts.c.headline_id == headlines.c.id)
    named = (delivery_alerts.c.delivery_id.in_(ids), delivery_alerts.c.already.is_(False))
    rows = connection.execute(told.where(*named).order_by(alerts.c.id.desc()))
    return {row.delivery_id: row.title for row in rows}


def of_whom(connection: Connection, delivery: int) -> int | None:
    """The person to whose channel it goes."""
    owner = select(channels.c.person_id).join_from(deliveries, channels).where(deliveries.c.id == delivery)
    return connection.scalar(owner)


def alerts_of(connection: Connection, ids: Sequence[int]) -> dict[int, list[int]]:
    """Which alerts each delivery tells of."""
    told: dict[int, list[int]] = {}
    pairs = select(delivery_alerts.c.delivery_id, alerts.c.id).join_from(delivery_alerts, alerts)
    named = (delivery_alerts.c.delivery_id.in_(ids), delivery_alerts.c.already.is_(False))
    for delivery, alert in connection.execute(pairs.where(*named).order_by(alerts.c.id)):
        told.setdefault(delivery, []).append(alert)
    return told


def told_already(connection: Connection, ids: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
    """Of these alerts those whose channels had been told before: by which delivery, of which watch."""
    if not ids:
        return {}
    later, first = delivery_alerts.alias(), delivery_alerts.alias()
    query = select(later.c.alert_id, later.c.delivery_id, watches.c.name)
    query = query.join_from(later, first, later.c.delivery_id == first.c.delivery_id)
    query = query.join(alerts, first.c.alert_id == alerts.c.id).join(watches, alerts.c.watch_id == watches.c.id)
    query = query.where(later.c.alert_id.in_(ids), later.c.already, first.c.already.is_(False))
    found: dict[int, list[tuple[int, str]]] = {}
    for row in connection.execute(query.order_by(later.c.delivery_id, alerts.c.id)):
        found.setdefault(row.alert_id, []).append((row.delivery_id, row.name))
    return found


def attempts_of(connection: Connection, delivery: int) -> list[dict[str, Any]]:
    """Every attempt of a delivery, first to last."""
    rows = connection.execute(select(attempts).where(attempts.c.delivery_id == delivery).order_by(attempts.c.id))
    return [dict(row) for row in rows.mappings()]
