"""``sokbo source recipe``: how a board is read, to look at, to change and to be found anew."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TextIO

import click

from cli.opened import opened
from cli.output import FAILED, USAGE, print_json, stop
from cli.whose import as_json
from sokbo.queries import recipes, sources
from worker import mend
from worker.mend import MendError

FIRST = 5
"""Headlines that are shown of what a changed recipe reads."""


@click.command("recipe")
@click.argument("number", type=int)
@click.option("--edit", is_flag=True, help="Change it in your editor ($EDITOR).")
@click.option("--set", "file", type=click.File("r"), help="Read by the recipe of this file (- reads standard input).")
@click.option("--anew", is_flag=True, help="Forget it, and have it found anew.")
@as_json
def recipe(number: int, edit: bool, file: TextIO | None, anew: bool, json_: bool) -> None:
    """Show how a board is read: where its rows are, and what stands where in a row.

    What you change is tried on the page first, and never replaced by itself from then on.
    """
    if edit + (file is not None) + anew > 1:
        stop("one of --edit, --set and --anew at a time", USAGE)
    with opened() as desk:
        with desk.database.read() as connection:
            found, kept = sources.one(connection, number), recipes.of(connection, number)
        if found is None:
            stop(f"there is no source {number}: see `sokbo source list`", FAILED)
        where, now = desk.bringing, mend.shown(desk.bringing, number)
        if anew:
            mend.find_anew(where, number)
            desk.wake("poll")
            click.echo(f"How source {number} {found.name!r} is read is found anew with its next poll.")
            return
        written = file.read() if file else _edited(now.text) if edit else None
        if written is None and not edit:
            _print(found.name, now, kept, json_)
            return
        if written is None:
            stop("nothing was changed", FAILED)
        try:
            document = mend.tried(where, number, written, datetime.now(UTC))
        except MendError as error:
            stop(f"{error}; nothing was changed", FAILED)
        mend.keep(where, number, document)
        desk.wake("poll")
    click.echo(f"Source {number} {found.name!r} is read so from now on: {len(document.entries)} headlines.")
    for entry in document.entries[:FIRST]:
        click.echo(f"  {entry.title}")


def _print(name: str, now: mend.Shown, kept: recipes.Recipe | None, json_: bool) -> None:
    if json_:
        print_json({"recipe": kept or None, "says": now.says})
        return
    if now.text:
        click.echo(now.text)
    click.echo(f"{name}: {now.says}", err=True)


def _edited(text: str) -> str | None:
    """What a person made of it; None where they left it as it was."""
    written = click.edit(text or json.dumps({"rows": "", "title": "", "address": ""}, indent=2), extension=".json")
    return written if written and written.strip() != text.strip() else None
