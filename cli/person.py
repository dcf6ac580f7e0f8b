"""People: a fresh one-time login link."""

from __future__ import annotations

import click

from cli.opened import opened
from cli.output import print_json
from cli.whose import as_json
from sokbo.queries import people


@click.command()
@click.argument("person", required=False)
@as_json
def login(person: str | None, json_: bool) -> None:
    """Print a fresh one-time login link, for PERSON (added where new) or the first one."""
    with opened() as desk:
        with desk.database.write() as connection:
            who = people.ensure(connection, person or people.FIRST)
            token = people.make_link(connection, who.id)
        link = f"{desk.settings.address}/login/{token}"
    if json_:
        print_json({"person": who.name, "link": link, "minutes": people.LINK_MS // 60_000})
    else:
        click.echo(f"{who.name} logs in here, once, within {people.LINK_MS // 60_000} minutes:\n{link}")
