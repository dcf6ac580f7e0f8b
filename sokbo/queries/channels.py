"""Channels: their addresses and secrets are sealed on the way in and opened on the way out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from sokbo.database import AnyRow, now_ms
from sokbo.model import Channel
from sokbo.secrets import KeyMissing, Vault
from sokbo.tables import channels

_COLUMNS = (
    channels.c.id,
    channels.c.person_id,
    channels.c.name,
    channels.c.kind,
    channels.c.sealed_address,
    channels.c.sealed_secret,
    channels.c.paused,
    channels.c.hint,
    channels.c.sealed_template,
    channels.c.failures,
)


def _channel(row: AnyRow, vault: Vault) -> Channel:
    try:
        address = vault.open(row.sealed_address)
        secret = vault.open(row.sealed_secret) if row.sealed_secret else None
        template = vault.open(row.sealed_template) if row.sealed_template else None
    except KeyMissing as error:
        return Channel(row.id, row.person_id, row.name, row.kind, "", None, f"its address is {error}", row.hint)
    return Channel(
        row.id, row.person_id, row.name, row.kind, address, secret, row.paused, row.hint, template, row.failures
    )


def add(
    connection: Connection,
    vault: Vault,
    *,
    person: int,
    name: str,
    kind: str,
    address: str,
    secret: str | None,
    hint: str,
    template: str | None = None,
) -> int | None:
    """The new channel's id; None where the person has one of that name."""
    taken = (channels.c.person_id == person, channels.c.name == name, channels.c.removed.is_(None))
    if connection.scalar(select(channels.c.id).where(*taken)) is not None:
        return None
    row = insert(channels).values(
        person_id=person,
        name=name,
        kind=kind,
        sealed_address=vault.seal(address),
        sealed_secret=vault.seal(secret) if secret else None,
        sealed_template=vault.seal(template) if template else None,
        hint=hint,
        created=now_ms(),
    )
    new: int = connection.execute(row.returning(channels.c.id)).scalar_one()
    return new


def of_person(connection: Connection, vault: Vault, person: int) -> list[Channel]:
    """A person's channels, oldest first."""
    mine = select(*_COLUMNS).where(channels.c.person_id == person, channels.c.removed.is_(None))
    return [_channel(row, vault) for row in connection.execute(mine.order_by(channels.c.id))]


def every(connection: Connection, vault: Vault) -> list[Channel]:
    """Everyone's channels, oldest first."""
    rows = connection.execute(select(*_COLUMNS).where(channels.c.removed.is_(None)).order_by(channels.c.id))
    return [_channel(row, vault) for row in rows]


def some(connection: Connection, vault: Vault, ids: Sequence[int]) -> dict[int, Channel]:
    """These channels by id, removed ones left out."""
    if not ids:
        return {}
    rows = connection.execute(select(*_COLUMNS).where(channels.c.id.in_(ids), channels.c.removed.is_(None)))
    return {row.id: _channel(row, vault) for row in rows}


@dataclass(frozen=True, slots=True)
class Reached:
    """A channel as far as a message to it needs it to be known."""

    channel: int
    person: int
    kind: str


def reached(connection: Connection, name: str) -> Reached | None:
    """The first channel of this name, whoever's; None where there is none."""
    named = select(channels.c.id, channels.c.person_id, channels.c.kind).where(
        channels.c.name == name, channels.c.removed.is_(None)
    )
    row = connection.execute(named.order_by(channels.c.id).limit(1)).one_or_none()
    return Reached(*row) if row else None


def kinds(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    """The kinds of these channels by number, removed ones left out."""
    if not ids:
        return {}
    these = (channels.c.id.in_(ids), channels.c.removed.is_(None))
    rows = connection.execute(select(channels.c.id, channels.c.kind).where(*these))
    return {row.id: row.kind for row in rows}


def pause(connection: Connection, channel: int, why: str) -> bool:
    """Stop sending there, with the reason; False where it was stopped or removed already."""
    going = (channels.c.id == channel, channels.c.paused.is_(None), channels.c.removed.is_(None))
    return bool(connection.execute(update(channels).where(*going).values(paused=why)).rowcount)


def resume(connection: Connection, channel: int) -> None:
    """Send there again, at once, as if it had never failed."""
    fresh = {"paused": None, "failures": 0, "free_at": None}
    connection.execute(update(channels).where(channels.c.id == channel).values(fresh))


def reseal(connection: Connection, vault: Vault, channel: int, *, secret: str | None) -> None:
    """Keep another secret."""
    sealed = vault.seal(secret) if secret else None
    connection.execute(update(channels).where(channels.c.id == channel).values(sealed_secret=sealed))


def rewrite(connection: Connection, vault: Vault, channel: int, *, template: str | None) -> None:
    """Keep another template, or none."""
    sealed = vault.seal(template) if template else None
    connection.execute(update(channels).where(channels.c.id == channel).values(sealed_template=sealed))


def rest(connection: Connection, channel: int, failures: int, rest_s: float) -> None:
    """Write how often it failed in a row, and that nothing goes there for so many seconds."""
    values = {"failures": failures, "free_at": now_ms() + int(rest_s * 1000) if rest_s else None}
    connection.execute(update(channels).where(channels.c.id == channel).values(values))


def another(connection: Connection, channel: int) -> Reached | None:
    """Another channel of the same person that works, the inbox last; None where there is none."""
    person = select(channels.c.person_id).where(channels.c.id == channel).scalar_subquery()
    well = (channels.c.id != channel, channels.c.paused.is_(None), channels.c.removed.is_(None))
    found = select(channels.c.id, channels.c.person_id, channels.c.kind).where(channels.c.person_id == person, *well)
    order = (channels.c.kind == "inbox", channels.c.kind == "hook", channels.c.failures, channels.c.id)
    row = connection.execute(found.order_by(*order).limit(1)).one_or_none()
    return Reached(*row) if row else None


def remove(connection: Connection, channel: int) -> bool:
    """Take the channel away and forget its address; its deliveries stay on the ledger. False where there is none."""
    gone = {"removed": now_ms(), "sealed_address": b"", "sealed_secret": None, "sealed_template": None}
    there = (channels.c.id == channel, channels.c.removed.is_(None))
    return bool(connection.execute(update(channels).where(*there).values(gone)).rowcount)
