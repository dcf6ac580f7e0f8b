"""Watches: add, edit, list, backtest, pause, resume, remove."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click
from sqlalchemy import Connection

from cli.opened import Opened, opened
from cli.output import FAILED, USAGE, print_json, print_rows, print_table, stop
from cli.spans import since
from cli.try_out import marked
from cli.watch_timing import chosen, in_words, timed, told
from notify import past
from notify.backtest import Caught
from notify.rule import Rule, RuleError, parse
from sokbo.model import Timing, Watch
from sokbo.queries import channels, watches
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


@click.group()
def watch() -> None:
    """Watches: what you want to hear of."""


@watch.command("add")
@click.argument("name")
@click.argument("rule")
@click.option("--to", multiple=True, metavar="CHANNEL", help="A channel's name; the inbox always hears.")
@timed
@as_person
@as_json
def add(name: str, rule: str, to: tuple[str, ...], person: str | None, json_: bool, **said: Any) -> None:
    """Add a watch; it begins with the next headline."""
    normal = str(read_rule(rule))
    timing = chosen(Timing(), said)
    with opened() as desk:
        who = desk.person(person)
        wanted = _channels(desk, who, to)
        with desk.database.write() as connection:
            number = watches.add(
                connection, desk.vault, person=who.id, name=name, rule=rule, channels=wanted, timing=timing
            )
            made = watches.one(connection, desk.vault, number)
        assert made is not None
        path = f"/feeds/watch/{made.token}.atom"
        if json_:
            print_json(_row(made) | {"feed": path})
        else:
            click.echo(f"Watch {number} {name!r} looks for {normal} from the next headline on. Its feed: {path}")


def _channels(desk: Opened, who: Person, names: tuple[str, ...]) -> list[int]:
    with desk.database.read() as connection:
        mine = {channel.name: channel.id for channel in channels.of_person(connection, desk.vault, who.id)}
    if missing := [name for name in names if name not in mine]:
        stop(f"there is no channel {missing[0]!r}: add it with `sokbo channel add {missing[0]} ADDRESS`", USAGE)
    return [mine[name] for name in names]


def _row(of: Watch) -> dict[str, Any]:
    return {
        "id": of.id,
        "name": of.name,
        "rule": of.rule,
        "version": of.version,
        "active": of.active,
        "channels": list(of.channels),
        "timing": told(of.timing),
    }


@watch.command("edit")
@click.argument("number", type=int)
@click.option("--name", help="Another name.")
@click.option("--rule", help="Another rule; a new version of the watch.")
@click.option("--to", multiple=True, metavar="CHANNEL", help="These channels instead; '' for none.")
@timed
@as_person
@as_json
def edit(
    number: int, name: str | None, rule: str | None, to: tuple[str, ...], person: str | None, json_: bool, **said: Any
) -> None:
    """Change a watch; what is not said stays as it is."""
    if rule is not None:
        read_rule(rule)
    with opened() as desk:
        who = desk.person(person)
        wanted = _channels(desk, who, tuple(c for c in to if c)) if to else None
        with desk.database.write() as connection:
            found = _mine(connection, desk, who, number)
            values = {"name": name, "rule": rule if rule != found.rule else None}
            changed = {key: value for key, value in values.items() if value}
            watches.change(connection, number, channels=wanted, timing=chosen(found.timing, said), **changed)
            made = watches.one(connection, desk.vault, number)
    assert made is not None
    if json_:
        print_json(_row(made))
    else:
        click.echo(f"Watch {number} {made.name!r} looks for {made.rule} and tells {in_words(made.timing)}.")


def _mine(connection: Connection, desk: Opened, who: Person, number: int) -> Watch:
    found = watches.one(connection, desk.vault, number)
    if found is None or found.person != who.id:
        stop(f"you have no watch {number}: see `sokbo watch list`", FAILED)
    return found


@watch.command("list")
@as_person
@as_json
def list_(person: str | None, json_: bool) -> None:
    """List your watches."""
    with opened() as desk:
        who = desk.person(person)
        with desk.database.read() as connection:
            mine = watches.of_person(connection, desk.vault, who.id)
            names = {c.id: c.name for c in channels.of_person(connection, desk.vault, who.id)}
    if json_:
        print_rows(_row(w) for w in mine)
        return
    rows = [
        (w.id, w.name, w.rule, ", ".join(names.get(c, "") for c in w.channels), "" if w.active else "paused")
        for w in mine
    ]
    print_table(("ID", "NAME", "RULE", "TO", ""), rows)


@watch.command("backtest")
@click.argument("rule")
@click.option("--since", "since_", default="7d", show_default=True, help="How far back: 7d, 12h, or a date.")
@click.option("--exact", is_flag=True, help="Judge every candidate, however long it takes.")
@as_json
def backtest(rule: str, since_: str, exact: bool, json_: bool) -> None:
    """Show what a rule would have caught."""
    tried = read_rule(rule)
    with opened() as desk, desk.database.read() as connection:
        after = since(since_, datetime.now(UTC))
        test = past.backtest(connection, tried, past.knowledge(), after, None if exact or json_ else past.PATIENCE_S)
        zone = desk.zone
    if json_:
        print_rows(_caught_row(caught) for caught in test.caught)
        return
    for caught in test.caught[:200]:
        h = caught.headline
        click.echo(f"{h.came.astimezone(zone):%m-%d %H:%M}  {marked(h.title, caught.why)}  {h.outlet}")
    about = "" if test.exact else "about "
    click.echo(f"{about}{test.count} of {test.of} headlines since {after.astimezone(zone):%Y-%m-%d %H:%M}.")


def _caught_row(caught: Caught) -> dict[str, Any]:
    h = caught.headline
    return {"id": h.id, "title": h.title, "outlet": h.outlet, "seen": h.seen, "why": list(caught.why)}


def _change(number: int, person: str | None, done: str, **values: Any) -> None:
    with opened() as desk:
        who = desk.person(person)
        with desk.database.write() as connection:
            found = _mine(connection, desk, who, number)
            if values:
                watches.change(connection, number, **values)
            else:
                watches.remove(connection, number)
    click.echo(f"Watch {number} {found.name!r} {done}.")


@watch.command("pause")
@click.argument("number", type=int)
@as_person
def pause(number: int, person: str | None) -> None:
    """Let a watch rest."""
    _change(number, person, "rests", active=False)


@watch.command("resume")
@click.argument("number", type=int)
@as_person
def resume(number: int, person: str | None) -> None:
    """Let a watch look again, from the next headline on."""
    _change(number, person, "looks again", active=True)


@watch.command("remove")
@click.argument("number", type=int)
@as_person
def remove(number: int, person: str | None) -> None:
    """Take a watch away; its alerts stay."""
    _change(number, person, "is gone; its alerts stay")
