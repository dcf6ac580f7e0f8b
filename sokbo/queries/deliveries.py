"""Deliveries: the ledger, as it is written by the desk and read by people. `sending` moves it on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from sokbo.database import AnyRow, insert, now_ms
from sokbo.model import Delivery, DeliveryState
from sokbo.tables import alerts, attempts, channels, deliveries, delivery_alerts, stories, watches

UNDONE = (DeliveryState.PENDING, DeliveryState.RETRYING, DeliveryState.SENDING)

COLUMNS = (
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
    deliveries.c.reason,
)


def delivery_of(row: AnyRow) -> Delivery:
    """A row that begins with the `COLUMNS`."""
    values = list(row[: len(COLUMNS)])
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
    """0 while it is not written yet."""
    key: str
    step: str
    state: DeliveryState
    reason: str | None
    until: datetime | None
    message: dict[str, Any]
    changed: bool = False

    @property
    def held(self) -> bool:
        """Whether it waits for quiet hours to end."""
        return self.state == DeliveryState.HELD


def there(
    connection: Connection, pairs: Collection[tuple[int, int | None]]
) -> dict[tuple[int, int | None], list[Earlier]]:
    """The messages of these channels and stories, first ones first, those of what was joined to a story with it."""
    wanted = {story for _, story in pairs if story is not None}
    if not wanted:
        return {}
    joined = connection.execute(select(stories.c.id, stories.c.joined).where(stories.c.joined.in_(wanted))).all()
    into = {story: story for story in wanted} | {row.id: row.joined for row in joined}
    d = deliveries.c
    columns = (d.id, d.key, d.step, d.state, d.reason, d.next_attempt, d.message, d.channel_id, d.story_id)
    mine = (d.story_id.in_(into), d.channel_id.in_({channel for channel, _ in pairs}))
    found: dict[tuple[int, int | None], list[Earlier]] = {}
    for row in connection.execute(select(*columns).where(*mine).order_by(d.id)):
        found.setdefault((row.channel_id, into[row.story_id]), []).append(Earlier(*row[:7]))
    return found


def spent(connection: Connection, keys: Sequence[str]) -> set[str]:
    """Those of these keys under which something has gone out already."""
    if not keys:
        return set()
    gone = (deliveries.c.key.in_(keys), deliveries.c.state != DeliveryState.HELD)
    return set(connection.scalars(select(deliveries.c.key).where(*gone)))


_TAKE_IN = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("delivery"))
    .values(
        message=bindparam("new_message"),
        state=bindparam("new_state"),
        reason=bindparam("new_reason"),
        next_attempt=bindparam("at"),
    )
)


def take_in(connection: Connection, taken: Sequence[Earlier]) -> None:
    """Write held messages as they are with what they took in."""
    rows = [
        {"delivery": e.id, "new_message": e.message, "new_state": e.state, "new_reason": e.reason, "at": e.until}
        for e in taken
    ]
    if rows:
        connection.execute(_TAKE_IN, rows)


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


# --- the ledger -------------------------------------------------------------------------------------------------------


FINISHED = (DeliveryState.DEAD, DeliveryState.SENT, DeliveryState.FOLDED)


def resend(connection: Connection, delivery: int) -> bool:
    """Make a finished delivery due again, with its old key; False where there is no such finished one."""
    return bool(_again(connection, deliveries.c.id == delivery, deliveries.c.state.in_(FINISHED)))


def resend_dead(connection: Connection, *, person: int | None = None, channel: int | None = None) -> int:
    """Make all that was given up due again, of one person's channels or one channel where asked; how many."""
    wanted = [deliveries.c.state == DeliveryState.DEAD]
    if person is not None:
        mine = select(channels.c.id).where(channels.c.person_id == person)
        wanted.append(deliveries.c.channel_id.in_(mine))
    if channel is not None:
        wanted.append(deliveries.c.channel_id == channel)
    return _again(connection, *wanted)


def _again(connection: Connection, *which: Any) -> int:
    again = {"state": DeliveryState.PENDING, "next_attempt": now_ms(), "attempts": 0, "done": None, "reason": None}
    return connection.execute(update(deliveries).where(*which).values(again)).rowcount


def newest(
    connection: Connection,
    *,
    limit: int,
    person: int | None = None,
    before_id: int | None = None,
    created_after: datetime | None = None,
    state: str | None = None,
    channel: int | None = None,
) -> list[Delivery]:
    """Deliveries, newest first; of one person's channels, of one channel or in one state where asked."""
    query = select(*COLUMNS)
    if person is not None:
        query = query.join_from(deliveries, channels).where(channels.c.person_id == person)
    if before_id is not None:
        query = query.where(deliveries.c.id < before_id)
    if created_after is not None:
        query = query.where(deliveries.c.created > created_after)
    if state is not None:
        query = query.where(deliveries.c.state == state)
    if channel is not None:
        query = query.where(deliveries.c.channel_id == channel)
    return [delivery_of(row) for row in connection.execute(query.order_by(deliveries.c.id.desc()).limit(limit))]


def one(connection: Connection, delivery: int) -> Delivery | None:
    """The delivery of this id."""
    row = connection.execute(select(*COLUMNS).where(deliveries.c.id == delivery)).one_or_none()
    return None if row is None else delivery_of(row)


def titles(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    """The headline that each delivery tells of, as it was told; of a collection the heaviest one's."""
    rows = connection.execute(select(deliveries.c.id, deliveries.c.message).where(deliveries.c.id.in_(ids)))
    return {row.id: row.message.get("headline", {}).get("title", "") for row in rows}


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


def attempts_of_all(connection: Connection, ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """Every attempt of each of these deliveries, first to last."""
    found: dict[int, list[dict[str, Any]]] = {delivery: [] for delivery in ids}
    for row in connection.execute(select(attempts).where(attempts.c.delivery_id.in_(ids)).order_by(attempts.c.id)):
        found[row.delivery_id].append(dict(row._mapping))  # noqa: SLF001 - SQLAlchemy's own name for a row as a dict
    return found


def attempts_of(connection: Connection, delivery: int) -> list[dict[str, Any]]:
    """Every attempt of a delivery, first to last."""
    rows = connection.execute(select(attempts).where(attempts.c.delivery_id == delivery).order_by(attempts.c.id))
    return [dict(row) for row in rows.mappings()]
