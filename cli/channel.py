"""Channels: add, list, test, remove."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from cli.opened import Opened, opened
from cli.output import FAILED, USAGE, print_json, print_rows, print_table, stop
from cli.watch import as_json, as_person
from notify.channels import AddressError, mask, new_secret, parse_address
from sokbo.model import Channel
from sokbo.queries import channels
from sokbo.queries.people import Person


@click.group()
def channel() -> None:
    """Channels: where alerts go."""


@channel.command("add")
@click.argument("name")
@click.argument("address")
@as_person
@as_json
def add(name: str, address: str, person: str | None, json_: bool) -> None:
    """Add a channel: an http(s):// web hook or a mailto: address."""
    try:
        kind, where = parse_address(address)
    except AddressError as error:
        stop(str(error), USAGE)
    secret = new_secret(kind)
    with opened() as desk:
        who = desk.person(person)
        with desk.database.write() as connection:
            number = channels.add(
                connection,
                desk.vault,
                person=who.id,
                name=name,
                kind=kind,
                address=where,
                secret=secret,
                hint=mask(where),
            )
    if number is None:
        stop(
            f"you have a channel {name!r} already: choose another name, or `sokbo channel remove {name}` first", FAILED
        )
    if json_:
        print_json({"id": number, "name": name, "kind": kind, "secret": secret})
        return
    click.echo(f"Channel {name!r} ({kind}) is there; try it with `sokbo channel test {name}`.")
    if secret:
        click.echo(f"Its signing secret, shown this once: {secret}")


def _mine(desk: Opened, who: Person, name: str) -> Channel:
    with desk.database.read() as connection:
        found = channels.of_person(connection, desk.vault, who.id)
    named = [c for c in found if c.name == name]
    return named[0] if named else stop(f"you have no channel {name!r}: see `sokbo channel list`", FAILED)


@channel.command("list")
@as_person
@as_json
def list_(person: str | None, json_: bool) -> None:
    """List your channels, their addresses masked."""
    with opened() as desk:
        who = desk.person(person)
        with desk.database.read() as connection:
            mine = channels.of_person(connection, desk.vault, who.id)
    if json_:
        print_rows({"id": c.id, "name": c.name, "kind": c.kind, "address": c.hint, "paused": c.paused} for c in mine)
    else:
        print_table(("ID", "NAME", "KIND", "ADDRESS", ""), ((c.id, c.name, c.kind, c.hint, c.paused) for c in mine))


@channel.command("test")
@click.argument("name")
@as_person
def test(name: str, person: str | None) -> None:
    """Send a test message and show what the other side answers."""
    from notify.deliver import try_channel

    with opened() as desk:
        to = _mine(desk, desk.person(person), name)
        told = try_channel(desk.settings, desk.guard, to, datetime.now(UTC))
    if not told.ok:
        stop(f"{name}: {told.answer}", FAILED)
    click.echo(f"{name} answered: {told.answer}")


@channel.command("remove")
@click.argument("name")
@as_person
def remove(name: str, person: str | None) -> None:
    """Take a channel away and forget its address; its deliveries stay on the ledger."""
    with opened() as desk:
        to = _mine(desk, desk.person(person), name)
        with desk.database.write() as connection:
            channels.remove(connection, to.id)
    click.echo(f"Channel {name!r} is gone; its deliveries stay on the ledger.")
