"""``sokbo source set``: how a source is asked from now on."""

from __future__ import annotations

from typing import Any

import click

from cli.opened import opened
from cli.options import asking, said, zone
from cli.output import FAILED, USAGE, stop
from cli.spans import interval
from sokbo.options import NONE, pack, unpack
from sokbo.queries import asking as kept
from sokbo.queries import sources
from sokbo.secrets import KeyMissing


@click.command("set")
@click.argument("number", type=int)
@click.option("--every", help="A fixed interval such as 60s; `auto` for as often as it changes.")
@asking
def set_(number: int, every: str | None, **flags: Any) -> None:
    """Say how a source is asked: what is given changes, an empty value takes away, the rest stays."""
    if every is None and not any(value not in (None, ()) for value in flags.values()):
        stop("nothing to set: see `sokbo source set --help`", USAGE)
    values: dict[str, Any] = {}
    if every is not None:
        values["every_s"] = None if every == "auto" else interval(every)
    if flags["zone"] is not None:
        values["zone"] = zone(flags.pop("zone"))
    with opened() as desk:
        with desk.database.read() as connection:
            found, before = sources.one(connection, number), kept.of(connection, number).sealed_options
        if found is None:
            stop(f"there is no source {number}: see `sokbo source list`", FAILED)
        try:
            options = said(flags, unpack(desk.vault.open(before)) if before else NONE)
        except KeyMissing as error:
            stop(f"how source {number} is asked is {error}", FAILED)
        hidden = options.secret and not found.private
        if hidden:
            values["private"] = True
        values["sealed_options"] = desk.vault.seal(pack(options)) if options != NONE else None
        with desk.database.write() as connection:
            kept.change(connection, number, **values)
        desk.wake("poll")
    click.echo(f"Source {number} {found.name!r} is asked as you said from now on.")
    if hidden:
        click.echo("Its new headlines are private from now on: others could not read what it is asked for.")
