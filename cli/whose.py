"""What commands about a person's own things share: whose they are, how they print, a rule read or pointed at."""

from __future__ import annotations

import click
from sqlalchemy import Connection

from cli.opened import Opened
from cli.output import FAILED, USAGE, stop
from notify.rule import Rule, RuleError, parse
from sokbo.model import Watch
from sokbo.queries import watches
from sokbo.queries.people import Person

as_person = click.option("--as", "person", metavar="PERSON", help="Act for this person.")
as_json = click.option("--json", "json_", is_flag=True, help="Print JSON.")


def read_rule(text: str) -> Rule:
    """The rule, or its fault with a caret under the place."""
    try:
        return parse(text)
    except RuleError as error:
        click.echo(error.pointed(), err=True)
        raise SystemExit(USAGE) from None


def advise(rule: Rule, desk: Opened) -> None:
    """Say on stderr what is odd about a rule that can be read."""
    from notify.advice import advice

    for told in advice(rule, desk.knows):
        click.echo(f"note: {told}", err=True)


def mine_of(connection: Connection, desk: Opened, who: Person, number: int) -> Watch:
    """The person's watch of this number; ends the command where there is none."""
    found = watches.one(connection, desk.vault, number)
    if found is None or found.person != who.id:
        stop(f"you have no watch {number}: see `sokbo watch list`", FAILED)
    return found
