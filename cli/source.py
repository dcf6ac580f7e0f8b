"""Sources: add, list, show, poll, backfill, pause, resume, remove."""

from __future__ import annotations

import time
from typing import Any

import click

from cli.backfill import backfill
from cli.opened import Opened, opened
from cli.output import FAILED, UNAVAILABLE, print_json, print_rows, print_table, stop
from cli.source_add import add
from cli.source_calls import calls
from cli.source_hub import hub
from cli.source_lag import as_seconds, passages, sentences
from cli.source_recipe import recipe
from cli.source_set import set_
from cli.whose import as_json
from sokbo.model import Source
from sokbo.options import shown
from sokbo.queries import asking as kept
from sokbo.queries import rests, sources
from sokbo.queries.rests import Rest
from worker import asks, outlet_zone
from worker.rests import holding

POLL_S = 30


@click.group()
def source() -> None:
    """Sources: feeds, sitemaps and boards that are polled."""


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
        websub, search, lags = hub(desk, found), calls(desk, found), passages(desk, number)
        wishes = asks.words(found, _rest(desk, number))
    if json_:
        told = {"websub": websub, "search": search, "asks": wishes, "lag": as_seconds(lags, found), "log": log}
        print_json(row | told)
        return
    row |= {
        "websub": websub and websub["says"],
        "search": search and search["says"],
        "asks": "; ".join(wishes) or None,
        "lag": "; ".join(sentences(lags, found)) or None,
    }
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
    with desk.database.read() as connection:
        return holding(rests.current(connection), _one(desk, number).url)


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


source.add_command(add)
source.add_command(set_)
source.add_command(recipe)
source.add_command(backfill)
