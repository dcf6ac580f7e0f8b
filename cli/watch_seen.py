"""What a watch's rule would have caught, has been, and could be: backtest, show, not-this."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

import click

from cli.opened import Opened, opened
from cli.output import FAILED, USAGE, print_json, print_rows, stop
from cli.spans import since
from cli.try_out import marked
from cli.whose import as_json, as_person, mine_of, read_rule
from notify import past, seeing
from notify.backtest import Backtest, Caught, days
from notify.rule import Rule
from notify.seeing import Difference, Seen
from notify.variants import excluding
from sokbo.queries import alerts, headlines, watches
from sokbo.queries.people import Person

WEEK = timedelta(days=7)
BARS = " ▁▂▃▄▅▆▇█"
SHOWN, FEW = 200, 10


@click.command("backtest")
@click.argument("rule")
@click.option("--since", "since_", default="7d", show_default=True, help="How far back: 7d, 12h, or a date.")
@click.option("--exact", is_flag=True, help="Judge every candidate, however long it takes.")
@as_json
def backtest(rule: str, since_: str, exact: bool, json_: bool) -> None:
    """Show what a rule would have caught, and what it could be instead."""
    tried = read_rule(rule)
    with opened() as desk, desk.database.read() as connection:
        now = datetime.now(UTC)
        after = since(since_, now)
        if exact or json_:
            test = past.backtest(connection, tried, desk.knows, after, None)
            seen = None
        else:
            seen = seeing.see(connection, tried, desk.knows, after)
            test = seen.test
        zone = desk.zone
    if json_:
        print_rows(caught_row(caught) for caught in test.caught)
        return
    _print_caught(test.caught[:SHOWN], zone)
    about = "" if test.exact else "about "
    click.echo(f"{about}{test.count} of {test.of} headlines since {after.astimezone(zone):%Y-%m-%d %H:%M}.")
    if test.caught:
        _print_days(test, now, zone)
    if seen is not None:
        _print_choices(seen)


def caught_row(caught: Caught) -> dict[str, Any]:
    """What a rule caught, in JSON lines."""
    h = caught.headline
    return {"id": h.id, "title": h.title, "outlet": h.outlet, "seen": h.seen, "why": list(caught.why)}


def _print_caught(caught: Sequence[Caught], zone: tzinfo) -> None:
    for c in caught:
        click.echo(
            f"{c.headline.came.astimezone(zone):%m-%d %H:%M}  {marked(c.headline.title, c.why)}  {c.headline.outlet}"
        )


def _print_days(test: Backtest, now: datetime, zone: tzinfo) -> None:
    by_day = days(test, now, zone)
    most = max([count for _, count in by_day] + [1])
    bars = "".join([BARS[-(-count * (len(BARS) - 1) // most)] for _, count in by_day])
    click.echo(f"Day by day: {bars}  {', '.join(f'{day:%m-%d} {count}' for day, count in by_day if count)}")


def _print_choices(seen: Seen) -> None:
    """What goes with the rule's words, and stricter and looser rules."""
    if seen.neighbours:
        beside = ", ".join(f"{n.word} {n.count}" for n in seen.neighbours[:FEW])
        click.echo(f"Often beside it: {beside}. Exclude one with -word, require one by adding it.")
    for b in seen.bearers:
        click.echo(f"One sense ({b.count}): {', '.join(b.words)}")
    for sign, shifts in (("-", seen.lost), ("+", seen.gained)):
        for s in shifts:
            click.echo(f"{sign}{'' if s.exact else 'about '}{s.count}: {s.variant.rule}")


def show_change(desk: Opened, who: Person, number: int, new: Rule) -> None:
    """Print what another rule of a watch would have changed this week."""
    with desk.database.read() as connection:
        old = mine_of(connection, desk, who, number)
        changed = seeing.compare(connection, read_rule(old.rule), new, desk.knows, datetime.now(UTC) - WEEK)
    _print_change(changed, desk.zone)


def _print_change(changed: Difference, zone: tzinfo) -> None:
    more = "" if changed.exact else " or more"
    for sign, caught in (("+", changed.added), ("-", changed.lost)):
        click.echo(f"{sign}{len(caught)}{more} in the last 7 days{':' if caught else ''}")
        _print_caught(caught[:FEW], zone)


@click.command("show")
@click.argument("number", type=int)
@as_person
@as_json
def show(number: int, person: str | None, json_: bool) -> None:
    """Show a watch: every rule that it had, and its last week."""
    with opened() as desk:
        who = desk.person(person)
        with desk.database.read() as connection:
            found = mine_of(connection, desk, who, number)
            versions = watches.versions(connection, number)
            told = alerts.newest(connection, limit=SHOWN, watch=number, created_after=datetime.now(UTC) - WEEK)
        zone = desk.zone
    if json_:
        rules = [{"version": v.version, "rule": v.rule, "since": v.since} for v in versions]
        print_json({"id": number, "name": found.name, "rule": found.rule, "version": found.version,
                    "active": found.active, "channels": list(found.channels), "versions": rules,
                    "alerts_7d": len(told)})  # fmt: skip
        return
    click.echo(f"Watch {number} {found.name!r}{'' if found.active else ' (paused)'}: {found.rule}")
    for v in versions:
        fired = sum(a.version == v.version for a in told)
        click.echo(f"  version {v.version}, {v.since.astimezone(zone):%Y-%m-%d %H:%M}, {fired} alerts: {v.rule}")


@click.command("not-this")
@click.argument("alert", type=int)
@click.option("--exclude", metavar="WORD", multiple=True, help="Exclude it from the watch's rule.")
@as_person
def not_this(alert: int, exclude: tuple[str, ...], person: str | None) -> None:
    """Say that an alert was none you wanted: see what could be excluded, and exclude it."""
    with opened() as desk:
        who = desk.person(person)
        with desk.database.read() as connection:
            found = alerts.one(connection, alert)
            if found is None or (told := headlines.one(connection, found.headline)) is None:
                stop(f"there is no alert {alert}: see `sokbo alerts`", FAILED)
            watch = mine_of(connection, desk, who, found.watch)
            rule = read_rule(watch.rule)
            choices = seeing.learn(connection, rule, told, desk.knows, datetime.now(UTC) - WEEK)
        if not exclude:
            click.echo(f"{marked(told.title, found.why)}  (watch {watch.id}: {watch.rule})")
            for c in choices:
                click.echo(f"  --exclude {c.word}  takes {len(c.lost)} others of the last 7 days with it")
            click.echo("Nothing is changed yet." if choices else "There is no word in it to exclude.")
            return
        changed = str(excluding(rule, exclude))
        read_rule(changed)
        if changed == watch.rule:
            stop("the rule excludes that already", USAGE)
        show_change(desk, who, watch.id, read_rule(changed))
        with desk.database.write() as connection:
            watches.change(connection, watch.id, rule=changed)
    click.echo(f"Watch {watch.id} {watch.name!r} looks for {changed} from now on.")
