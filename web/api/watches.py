"""A person's own watches: listed, made, changed, taken away, with every rule that they had."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from sokbo.model import Watch
from sokbo.queries import channels, watches
from web.api import values
from web.api.asked import Call, Refused
from web.api.rows import version_row, watch_row


def listed(call: Call) -> Any:
    """The caller's watches, oldest first."""
    with call.desk.database.read() as connection:
        return {"watches": [watch_row(w) for w in watches.of_person(connection, call.desk.vault, call.person.id)]}


def add(call: Call) -> Any:
    """A new watch; it begins with the next headline."""
    text = call.body.get("rule")
    values.rule(text)
    name, to = values.name(call.body) or str(text)[:200], values.numbers(call.body, "channels") or []
    with call.desk.database.write() as connection:
        _require_own(connection, call, to)
        vault = call.desk.vault
        new = watches.add(connection, vault, person=call.person.id, name=name, rule=str(text), channels=to)
        return watch_row(mine(connection, call, new))


def one(call: Call) -> Any:
    """One watch with every rule that it had, the newest first."""
    with call.desk.database.read() as connection:
        found = mine(connection, call, call.number)
        versions = watches.versions(connection, found.id)
    return watch_row(found) | {"versions": [version_row(v) for v in versions]}


def change(call: Call) -> Any:
    """Another name, rule, channels, or whether it is active; a new rule is a new version, the old one kept."""
    to, text = values.numbers(call.body, "channels"), call.body.get("rule")
    if text is not None:
        values.rule(text)
    said = {"name": values.name(call.body), "rule": text, "active": values.flag(call.body, "active")}
    with call.desk.database.write() as connection:
        found = mine(connection, call, call.number)
        _require_own(connection, call, to or [])
        new = {key: value for key, value in said.items() if value is not None and value != getattr(found, key)}
        if new or to is not None:
            watches.change(connection, found.id, channels=to, **new)
        changed = watch_row(mine(connection, call, found.id))
    call.desk.changed(f"watch {found.id}")
    return changed


def remove(call: Call) -> None:
    """Take it away; its alerts stay."""
    with call.desk.database.write() as connection:
        watches.remove(connection, mine(connection, call, call.number).id)
    call.desk.changed(f"watch {call.number}")


def mine(connection: Connection, call: Call, number: int) -> Watch:
    """The caller's watch of this number; another's is not there."""
    found = watches.one(connection, call.desk.vault, number)
    if found is None or found.person != call.person.id:
        raise Refused(404, "There is no such watch of yours.")
    return found


def _require_own(connection: Connection, call: Call, to: list[int]) -> None:
    own = {c.id for c in channels.of_person(connection, call.desk.vault, call.person.id)}
    if strange := [n for n in to if n not in own]:
        raise Refused(422, f"There is no channel {strange[0]} of yours.")
