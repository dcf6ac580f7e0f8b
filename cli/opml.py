"""OPML: bring the list of another reader, take ours along."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import BinaryIO

import click

from cli.brought import bring_all
from cli.opened import Opened, opened
from cli.output import FAILED, UNREADABLE, stop
from cli.whose import as_json
from feeds import opml
from feeds.opml import OpmlError, Outline
from sokbo.model import Source
from sokbo.queries import sources
from sokbo.secrets import KeyMissing
from worker.bring import Outcome, Wanted


@click.group()
def opml_() -> None:
    """Lists of sources, as other readers know them."""


@opml_.command("import")
@click.argument("file", type=click.File("rb"))
@as_json
def import_(file: BinaryIO, json_: bool) -> None:
    """Add every source of an OPML file (- reads standard input); what is there now is history and alerts nobody.

    Lines that can't be read are told and left out: the command then ends with status 1, and may be run again.
    """
    try:
        outlines = opml.read(file.read(opml.LARGEST + 1))
    except OpmlError as error:
        stop(f"the list can't be read: {error}", UNREADABLE)
    with opened() as desk:
        outcomes = bring_all(desk, [_wanted(outline) for outline in outlines], _tell, json_=json_)
    if any(outcome.state == "left out" for outcome in outcomes):
        raise SystemExit(FAILED)


def _tell(outcome: Outcome, _: Wanted) -> None:
    if outcome.state == "added":
        click.echo(f"Source {outcome.source} {outcome.name!r}: {outcome.headlines} headlines kept as history.")
    elif outcome.state == "left out":
        click.echo(f"sokbo: {outcome.why}", err=True)


def _wanted(outline: Outline) -> Wanted:
    return Wanted(outline.url, "" if outline.title == outline.url else outline.title)


@opml_.command("export")
@click.option("--private", is_flag=True, help="Private sources too, with the passwords and keys in their addresses.")
def export(private: bool) -> None:
    """Write the sources as OPML 2.0 to standard output."""
    with opened() as desk:
        listed = _listed(desk, private=private)
    outlines = opml.of_sources(listed, with_private=private)
    sys.stdout.buffer.write(opml.write(outlines, "Sokbo"))


def _listed(desk: Opened, *, private: bool) -> list[Source]:
    with desk.database.read() as connection:
        found, sealed = sources.every(connection), sources.sealed_addresses(connection)
    if not private:
        return [source for source in found if source.id not in sealed]  # without its secret an address serves nobody
    try:
        return [replace(s, url=desk.vault.open(sealed[s.id])) if s.id in sealed else s for s in found]
    except KeyMissing as error:
        stop(f"an address is {error}", FAILED)
