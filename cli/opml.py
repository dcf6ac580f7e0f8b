"""OPML: bring the list of another reader, take ours along."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import BinaryIO

import click

from cli.opened import Opened, opened
from cli.output import FAILED, UNREADABLE, print_json, stop
from cli.watch import as_json
from feeds import opml
from feeds.opml import OpmlError, Outline
from sokbo.model import Source
from sokbo.queries import sources
from sokbo.secrets import KeyMissing
from worker import first_read
from worker.first_read import AlreadyThere, FirstReadError, Looked

AT_ONCE = 16
"""Addresses looked at side by side: a list has hundreds, and each may take seconds to answer."""


@click.group()
def opml_() -> None:
    """Lists of sources, as other readers know them."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one line of a list."""

    url: str
    state: str
    """``added``, ``there`` (before) or ``left out``."""
    source: int | None = None
    name: str | None = None
    headlines: int = 0
    why: str | None = None


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
        outcomes = []
        for outcome in _bring(desk, outlines):
            outcomes.append(outcome)
            if not json_:
                _tell(outcome)
        desk.wake("desk")
        desk.wake("poll")
    if json_:
        print_json([asdict(outcome) for outcome in outcomes])
    else:
        counts = [f"{sum(o.state == state for o in outcomes)} {state}" for state in ("added", "there", "left out")]
        click.echo(f"{len(outcomes)} sources: {', '.join(counts)}.")
    if any(outcome.state == "left out" for outcome in outcomes):
        raise SystemExit(FAILED)


def _tell(outcome: Outcome) -> None:
    if outcome.state == "added":
        click.echo(f"Source {outcome.source} {outcome.name!r}: {outcome.headlines} headlines kept as history.")
    elif outcome.state == "left out":
        click.echo(f"sokbo: {outcome.why}", err=True)


def _bring(desk: Opened, outlines: list[Outline]) -> Iterator[Outcome]:
    """What became of each, in the list's order: looked at side by side, kept one after another."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        looks = [pool.submit(_look, desk, outline) for outline in outlines]
        try:
            for outline, look in zip(outlines, looks, strict=True):
                yield _keep(desk, outline, look.result())
        finally:
            pool.shutdown(cancel_futures=True)


def _look(desk: Opened, outline: Outline) -> Looked | FirstReadError:
    try:
        if there := first_read.already(desk.database, first_read.whole_address(outline.url)):
            return AlreadyThere(there)
        return first_read.look(outline.url, desk.guard, desk.zone, datetime.now(UTC), agent=desk.agent)
    except FirstReadError as error:
        return error


def _keep(desk: Opened, outline: Outline, found: Looked | FirstReadError) -> Outcome:
    try:
        if isinstance(found, FirstReadError):
            raise found
        name = "" if outline.title == outline.url else outline.title
        added = first_read.add(desk.database, desk.vault, found, datetime.now(UTC), name=name)
    except AlreadyThere as error:
        return Outcome(outline.url, "there", error.source.id, error.source.name)
    except FirstReadError as error:
        return Outcome(outline.url, "left out", why=str(error))
    return Outcome(outline.url, "added", added.source, added.name, len(added.headlines))


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
