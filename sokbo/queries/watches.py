"""Watches: add, change, and what has changed since the desk last looked.

Every change takes the next number of the counter ``watches``, so that an index of rules catches up by number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update

from sokbo import lease, secrets
from sokbo.database import AnyRow, now_ms
from sokbo.model import RuleVersion, Timing, Watch
from sokbo.secrets import KeyMissing, Vault
from sokbo.tables import rule_versions, watch_channels, watches

COUNTER = "watches"
DESK = "desk"

_COLUMNS = (
    watches.c.id,
    watches.c.person_id,
    watches.c.name,
    watches.c.rule,
    watches.c.version,
    watches.c.active,
    watches.c.since_seq,
    watches.c.changed,
    watches.c.sealed_token,
    watches.c.removed,
    watches.c.timing,
)


def _load(connection: Connection, vault: Vault | None, query: Select[Any]) -> list[tuple[Watch, AnyRow]]:
    rows = connection.execute(query).all()
    to: dict[int, list[int]] = defaultdict(list)
    if rows:
        ids = [row.id for row in rows]
        pairs = select(watch_channels.c.watch_id, watch_channels.c.channel_id).where(watch_channels.c.watch_id.in_(ids))
        for watch, channel in connection.execute(pairs.order_by(watch_channels.c.channel_id)):
            to[watch].append(channel)
    return [(_watch(row, vault, tuple(to[row.id])), row) for row in rows]


def _watch(row: AnyRow, vault: Vault | None, to: tuple[int, ...]) -> Watch:
    try:
        token = vault.open(row.sealed_token) if vault else ""
    except KeyMissing:
        token = ""
    timing = _timing(row.timing)
    return Watch(row.id, row.person_id, row.name, row.rule, row.version, row.active, token, row.since_seq, to, timing)


_NAMES = {field.name for field in fields(Timing)}


def _timing(kept: Mapping[str, Any]) -> Timing:
    values = {name: value for name, value in kept.items() if name in _NAMES}
    return replace(Timing(**values), follow=tuple(values.get("follow", ())))


def _kept(timing: Timing) -> dict[str, Any]:
    """What differs from a watch that says nothing."""
    plain = asdict(Timing())
    return {name: value for name, value in asdict(timing).items() if value != plain[name]}


def add(
    connection: Connection,
    vault: Vault,
    *,
    person: int,
    name: str,
    rule: str,
    channels: Sequence[int],
    timing: Timing = Timing(),  # noqa: B008 - frozen
    demo: bool = False,
) -> int:
    """The new watch's id; it begins with the next headline that the desk places."""
    token = secrets.token()
    number = lease.next_position(connection, COUNTER)
    row = insert(watches).values(
        person_id=person,
        name=name,
        rule=rule,
        timing=_kept(timing),
        demo=demo,
        token_hash=secrets.token_hash(token),
        sealed_token=vault.seal(token),
        since_seq=lease.position(connection, DESK),
        changed=number,
        created=now_ms(),
    )
    new: int = connection.execute(row.returning(watches.c.id)).scalar_one()
    _set_channels(connection, new, channels)
    _keep_version(connection, new)
    return new


def _set_channels(connection: Connection, watch: int, to: Sequence[int]) -> None:
    connection.execute(delete(watch_channels).where(watch_channels.c.watch_id == watch))
    if to:
        connection.execute(insert(watch_channels), [{"watch_id": watch, "channel_id": c} for c in to])


def change(connection: Connection, watch: int, *, channels: Sequence[int] | None = None, **values: Any) -> bool:
    """Change `name`, `rule`, `active`, `timing` or channels; False where there is no such watch.

    A new rule is a new version.
    """
    values["changed"] = lease.next_position(connection, COUNTER)
    if "timing" in values:
        values["timing"] = _kept(values["timing"])
    if "rule" in values:
        values["version"] = watches.c.version + 1
    there = (watches.c.id == watch, watches.c.removed.is_(None))
    done = bool(connection.execute(update(watches).where(*there).values(**values)).rowcount)
    if done and channels is not None:
        _set_channels(connection, watch, channels)
    if done and "rule" in values:
        _keep_version(connection, watch)
    return done


def _keep_version(connection: Connection, watch: int) -> None:
    now = select(watches.c.id, watches.c.version, watches.c.rule, now_ms()).where(watches.c.id == watch)
    connection.execute(insert(rule_versions).from_select(["watch_id", "version", "rule", "since"], now))


def versions(connection: Connection, watch: int) -> list[RuleVersion]:
    """Every rule that a watch had, the newest first."""
    kept = (rule_versions.c.version, rule_versions.c.rule, rule_versions.c.since)
    of = select(*kept).where(rule_versions.c.watch_id == watch).order_by(rule_versions.c.version.desc())
    return [RuleVersion(*row) for row in connection.execute(of)]


def remove(connection: Connection, watch: int) -> bool:
    """Take the watch away; its alerts stay. False where there is no such watch."""
    return change(connection, watch, removed=now_ms(), active=False)


def erase_demo(connection: Connection) -> int:
    """Delete the demo's watches with their alerts; how many there were."""
    lease.next_position(connection, COUNTER)
    return connection.execute(delete(watches).where(watches.c.demo)).rowcount


def of_person(connection: Connection, vault: Vault, person: int) -> list[Watch]:
    """A person's watches, oldest first, with the tokens of their feeds."""
    mine = select(*_COLUMNS).where(watches.c.person_id == person, watches.c.removed.is_(None)).order_by(watches.c.id)
    return [watch for watch, _ in _load(connection, vault, mine)]


def one(connection: Connection, vault: Vault, watch: int) -> Watch | None:
    """The watch of this id."""
    found = _load(connection, vault, select(*_COLUMNS).where(watches.c.id == watch, watches.c.removed.is_(None)))
    return found[0][0] if found else None


def of_token(connection: Connection, token: str) -> Watch | None:
    """The watch whose private feed this token opens."""
    mine = (watches.c.token_hash == secrets.token_hash(token), watches.c.removed.is_(None))
    found = _load(connection, None, select(*_COLUMNS).where(*mine))
    return found[0][0] if found else None


def changed_since(connection: Connection, number: int) -> list[tuple[int, Watch]]:
    """Watches changed after this number, with theirs, in that order; paused and removed ones are not `active`."""
    later = select(*_COLUMNS).where(watches.c.changed > number).order_by(watches.c.changed)
    return [(row.changed, watch) for watch, row in _load(connection, None, later)]


def some(connection: Connection, ids: Sequence[int]) -> dict[int, Watch]:
    """These watches by id, their tokens left out."""
    if not ids:
        return {}
    return {watch.id: watch for watch, _ in _load(connection, None, select(*_COLUMNS).where(watches.c.id.in_(ids)))}
