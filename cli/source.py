"""Sources: add, list, show, poll, backfill, pause, resume, remove."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

import click

from cli.backfill import backfill
from cli.opened import Opened, opened
from cli.options import asking, said
from cli.options import zone as zone_of
from cli.output import FAILED, UNAVAILABLE, UNREADABLE, USAGE, print_json, print_rows, print_table, stop
from cli.source_hub import hub
from cli.source_set import set_
from cli.spans import interval
from cli.watch import as_json
from notify.match import match
from notify.rule import RuleError, parse
from sokbo.model import Headline, Source
from sokbo.options import shown
from sokbo.queries import asking as kept
from sokbo.queries import rests, sources, watches
from sokbo.queries.rests import Rest
from worker import first_read, outlet_zone
from worker.first_read import AlreadyThere, FirstReadError
from worker.rests import place

POLL_S = 30


@click.group()
def source() -> None:
    """Sources: feeds, sitemaps and boards that are polled."""


@source.command("add")
@click.argument("url")
@click.option("--name", default="", help="What to call it; its own title else.")
@click.option("--outlet", default="", help="Whose headlines these are.")
@click.option("--every", help="A fixed interval such as 60s; as often as it changes else.")
@click.option(
    "--private/--public",
    default=None,
    help="Whether its headlines stay out of public feeds; decided by its address and options else.",
)
@asking
@as_json
def add(
    url: str,
    name: str,
    outlet: str,
    every: str | None,
    private: bool | None,
    json_: bool,
    zone: str | None,
    **flags: Any,
) -> None:
    """Read the address once and keep it as a source; what is there now is history and alerts nobody."""
    every_s, options, own_zone = interval(every) if every else None, said(flags), zone_of(zone or "")
    with opened() as desk:
        at = datetime.now(UTC)
        try:
            if there := first_read.already(desk.database, first_read.whole_address(url)):
                raise AlreadyThere(there)
            looked = first_read.look(url, desk.guard, desk.zone, at, options, desk.agent, own_zone)
            added = first_read.add(
                desk.database, desk.vault, looked, at,
                name=name, outlet=outlet, every_s=every_s, private=private, zone=own_zone,
            )  # fmt: skip
        except AlreadyThere as error:
            stop(f"{error}: see `sokbo source show {error.source.id}`", FAILED)
        except FirstReadError as error:
            stop(str(error), {"unreadable": UNREADABLE, "usage": USAGE}.get(error.kind, UNAVAILABLE))
        desk.wake("desk")
        desk.wake("poll")
        caught = _caught(desk, added.headlines)
        warnings = list(looked.document.warnings)
    if json_:
        print_json(
            {"id": added.source, "name": added.name, "kind": looked.document.kind, "headlines": len(added.headlines),
             "matched": caught, "private": looked.private if private is None else private, "warnings": warnings}
        )  # fmt: skip
        return
    kept = f"{len(added.headlines)} headlines kept as history"
    click.echo(f"Source {added.source} {added.name!r}: {kept}; your watches would have caught {caught}.")
    for h in added.headlines[-3:]:
        click.echo(f"  {h.title}")
    for warning in warnings:
        click.echo(f"  note: {warning}")


def _caught(desk: Opened, history: tuple[Headline, ...]) -> int:
    """How many of these the first person's watches would have caught."""
    with desk.database.read() as connection:
        rules = []
        for _, watch in watches.changed_since(connection, 0):
            try:
                rules += [parse(watch.rule)] if watch.active else []
            except RuleError:
                continue
    return sum(any(match(rule, h.title) is not None for rule in rules) for h in history)


def _row(of: Source, count: int | None = None) -> dict[str, Any]:
    row = {
        "id": of.id,
        "name": of.name,
        "url": of.url,
        "outlet": of.outlet,
        "kind": of.kind,
        "state": of.state,
        "private": of.private,
        "every_s": of.every_s,
        "interval_s": of.interval_s,
        "due": of.due,
        "last_polled": of.last_polled,
        "last_new": of.last_new,
        "failures": of.failures,
        "last_error": of.last_error,
        "held": of.held,
        "trouble": of.trouble,
        "trouble_since": of.trouble_since,
        "moving_to": of.moving_to,
    }
    return row if count is None else row | {"headlines": count}


@source.command("list")
@as_json
def list_(json_: bool) -> None:
    """List the sources."""
    with opened() as desk, desk.database.read() as connection:
        found = sources.every(connection)
        counts = sources.headline_counts(connection)
    if json_:
        print_rows(_row(s, counts.get(s.id, 0)) for s in found)
        return
    columns = ("ID", "NAME", "STATE", "EVERY", "HEADLINES", "LAST ERROR", "ADDRESS")
    print_table(
        columns,
        ((s.id, s.name, s.state, f"{s.interval_s:.0f} s", counts.get(s.id, 0), s.last_error, s.url) for s in found),
    )


def _one(desk: Opened, number: int) -> Source:
    with desk.database.read() as connection:
        found = sources.one(connection, number)
    return found or stop(f"there is no source {number}: see `sokbo source list`", FAILED)


@source.command("show")
@click.argument("number", type=int)
@as_json
def show(number: int, json_: bool) -> None:
    """Show a source and its log."""
    with opened() as desk:
        found = _one(desk, number)
        with desk.database.read() as connection:
            log = sources.fetch_log(connection, number, 20)
            asked = kept.of(connection, number)
        zone = desk.zone
        meant = outlet_zone.meant(asked.zone, found.url, zone).key
        row = _row(found) | {"zone": asked.zone, "dates_in": meant, "options": shown(desk.vault, asked.sealed_options)}
        websub = hub(desk, found)
    if json_:
        print_json(row | {"websub": websub, "log": log})
        return
    row["websub"] = websub and websub["says"]
    print_table(("", ""), ((key, value) for key, value in row.items() if value not in (None, {})))
    columns = ("AT", "OUTCOME", "STATUS", "NEW", "MS", "NOTE")
    rows = (
        (f"{r['at'].astimezone(zone):%m-%d %H:%M:%S}", r["outcome"], r["status"], r["new"], r["elapsed_ms"], r["note"])
        for r in log
    )
    print_table(columns, rows)


@source.command("poll")
@click.argument("numbers", type=int, nargs=-1, required=True)
def poll(numbers: tuple[int, ...]) -> None:
    """Have sources polled now, and wait for it."""
    with opened() as desk:
        before = {number: _one(desk, number).last_polled for number in numbers}
        with desk.database.write() as connection:
            for number in numbers:
                sources.make_due(connection, number)
        desk.wake("poll")
        ends = time.monotonic() + POLL_S
        waiting = set(numbers)
        while waiting and time.monotonic() < ends:
            time.sleep(0.1)
            waiting = {n for n in waiting if _one(desk, n).last_polled == before[n] and not _rest(desk, n)}
        for number in numbers:
            now = _one(desk, number)
            said = "no worker polled it: is `sokbo up` running?" if number in waiting else now.last_error or "polled"
            if rest := _rest(desk, number):
                said = f"{rest.why}; asked again in {rest.left_s:.0f} s"
            click.echo(f"Source {number} {now.name!r}: {said}.")
    if waiting:
        raise SystemExit(UNAVAILABLE)


def _rest(desk: Opened, number: int) -> Rest | None:
    """What its host asked for, where that was to be left alone."""
    host, path = place(_one(desk, number).url)
    with desk.database.read() as connection:
        return next((r for r in rests.current(connection) if r.host == host and path.startswith(r.path)), None)


def _change(number: int, change: Any, done: str) -> None:
    with opened() as desk:
        found = _one(desk, number)
        with desk.database.write() as connection:
            change(connection, number)
        desk.wake("poll")
    click.echo(f"Source {number} {found.name!r} {done}.")


@source.command("pause")
@click.argument("number", type=int)
def pause(number: int) -> None:
    """Poll a source no more."""
    _change(number, sources.pause, "rests")


@source.command("resume")
@click.argument("number", type=int)
def resume(number: int) -> None:
    """Poll a source again."""
    _change(number, sources.resume, "is polled again")


@source.command("remove")
@click.argument("number", type=int)
def remove(number: int) -> None:
    """Take a source off the list; its headlines stay."""
    _change(number, sources.remove, "is off the list; its headlines stay")


source.add_command(set_)
source.add_command(backfill)
