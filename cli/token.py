"""Tokens by which a person's programs and feed readers speak for them: add, list, remove."""

from __future__ import annotations

from dataclasses import asdict

import click

from cli.opened import opened
from cli.output import FAILED, print_json, print_rows, print_table, stop
from cli.whose import as_json, as_person
from sokbo.queries import tokens


@click.group()
def token() -> None:
    """Tokens for programs (docs/api.md)."""


@token.command("add")
@click.argument("name")
@click.option("--write", "may_write", is_flag=True, help="Let it change things too.")
@as_person
@as_json
def add(name: str, may_write: bool, person: str | None, json_: bool) -> None:
    """Make a token and print it this once."""
    with opened() as desk:
        who = desk.person(person)
        with desk.database.write() as connection:
            made = tokens.add(connection, who.id, name[:80], may_write=may_write)
    if json_:
        print_json({"name": name[:80], "token": made, "may_write": may_write})
    else:
        click.echo(made)


@token.command("list")
@as_person
@as_json
def list_(person: str | None, json_: bool) -> None:
    """List your tokens, without the tokens themselves."""
    with opened() as desk:
        who = desk.person(person)
        with desk.database.read() as connection:
            found = tokens.of_person(connection, who.id)
    if json_:
        print_rows(asdict(t) for t in found)
        return
    rows = ((t.id, t.name, "write" if t.may_write else "read", t.used) for t in found)
    print_table(("ID", "NAME", "MAY", "LAST USED"), rows)


@token.command("remove")
@click.argument("number", type=int)
@as_person
def remove(number: int, person: str | None) -> None:
    """Have a token open nothing any more."""
    with opened() as desk:
        who = desk.person(person)
        with desk.database.write() as connection:
            done = tokens.remove(connection, who.id, number)
    if not done:
        stop(f"you have no token {number}: see `sokbo token list`", FAILED)
    click.echo(f"Token {number} opens nothing any more.")
