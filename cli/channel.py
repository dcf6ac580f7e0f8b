"""Channels: add, list, test, rotate the secret, resume, remove."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TextIO

import click

from cli.opened import Opened, opened
from cli.output import FAILED, USAGE, print_json, print_rows, print_table, stop
from cli.whose import as_json, as_person
from notify.channels import AddressError, hook, mask, parse_address, secret_for
from notify.channels import template as template_
from sokbo.model import Channel
from sokbo.queries import channels
from sokbo.queries.people import Person


@click.group()
def channel() -> None:
    """Channels: where alerts go."""


@channel.command("add")
@click.argument("name")
@click.argument("address")
@click.option("--secret-file", type=click.File(), help="The secret, from a file (- for input): NAVER WORKS wants one.")
@click.option("--template", type=click.File(), help="A hook's own body, from a file: see docs/channels.md.")
@as_person
@as_json
def add(
    name: str, address: str, secret_file: TextIO | None, template: TextIO | None, person: str | None, json_: bool
) -> None:
    """Add a channel: a web hook, a mailto: address, an Apprise address, or another of docs/channels.md."""
    try:
        kind, where = parse_address(address)
        secret = secret_for(kind, secret_file.read().strip() if secret_file else "")
        body = _template(kind, template)
    except AddressError as error:
        stop(str(error), USAGE)
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
                template=body,
            )
    if number is None:
        stop(
            f"you have a channel {name!r} already: choose another name, or `sokbo channel remove {name}` first", FAILED
        )
    shown = secret if kind == "hook" else None
    if json_:
        print_json({"id": number, "name": name, "kind": kind, "secret": shown})
        return
    click.echo(f"Channel {name!r} ({kind}) is there; try it with `sokbo channel test {name}`.")
    if shown:
        click.echo(f"Its signing secret, shown this once: {shown}")


def _template(kind: str, given: TextIO | None) -> str | None:
    if given is None:
        return None
    if kind != "hook":
        raise AddressError("only a web hook takes a template")
    return template_.check(given.read())


@channel.command("rotate")
@click.argument("name")
@click.option("--settle", is_flag=True, help="Drop the older secret: the receiver knows the new one.")
@as_person
def rotate(name: str, settle: bool, person: str | None) -> None:
    """Give a web hook a new signing secret; the old one stays valid beside it until --settle."""
    with opened() as desk:
        to = _mine(desk, desk.person(person), name)
        if to.kind != "hook" or not to.secret:
            stop(f"{name} has no signing secret: only web hooks have", USAGE)
        kept = hook.settled(to.secret) if settle else hook.rotated(to.secret)
        with desk.database.write() as connection:
            channels.reseal(connection, desk.vault, to.id, secret=kept)
    if settle:
        click.echo(f"{name} signs with its newest secret alone.")
    else:
        click.echo(f"{name} signs with both secrets now. The new one, shown this once: {hook.settled(kept)}")
        click.echo(f"When the receiver knows it: `sokbo channel rotate {name} --settle`")


@channel.command("resume")
@click.argument("name")
@as_person
def resume(name: str, person: str | None) -> None:
    """Send to a paused channel again."""
    with opened() as desk:
        to = _mine(desk, desk.person(person), name)
        with desk.database.write() as connection:
            channels.resume(connection, to.id)
        desk.wake("deliver")
    click.echo(f"{name} is sent to again.")


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
    from notify.trial import try_channel

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
