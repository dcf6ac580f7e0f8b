"""Watches: add, edit, list, pause, resume, remove; what they would catch is for `watch_seen`."""

from __future__ import annotations

from typing import Any

import click

from cli.opened import Opened, opened
from cli.output import USAGE, print_json, print_rows, print_table, stop
from cli.watch_seen import backtest, not_this, show, show_change
from cli.watch_timing import chosen, in_words, timed, told
from cli.whose import advise, as_json, as_person, mine_of, read_rule
from sokbo.model import Timing, Watch
from sokbo.queries import channels, watches
from sokbo.queries.people import Person


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
    read = read_rule(rule)
    normal = str(read)
    timing = chosen(Timing(), said)
    with opened() as desk:
        advise(read, desk)
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
@click.option("--rule", help="Another rule; a new version of the watch, the old one kept.")
@click.option("--try", "only_try", is_flag=True, help="Only show what the rule would have changed this week.")
@click.option("--to", multiple=True, metavar="CHANNEL", help="These channels instead; '' for none.")
@timed
@as_person
@as_json
def edit(
    number: int,
    name: str | None,
    rule: str | None,
    only_try: bool,
    to: tuple[str, ...],
    person: str | None,
    json_: bool,
    **said: Any,
) -> None:
    """Change a watch; what is not said stays as it is."""
    new = read_rule(rule) if rule is not None else None
    with opened() as desk:
        who = desk.person(person)
        if new is not None:
            advise(new, desk)
        if new is not None and not json_:
            show_change(desk, who, number, new)
        if only_try:
            return
        wanted = _channels(desk, who, tuple(c for c in to if c)) if to else None
        with desk.database.write() as connection:
            found = mine_of(connection, desk, who, number)
            values = {"name": name, "rule": rule if rule != found.rule else None}
            changed = {key: value for key, value in values.items() if value}
            watches.change(connection, number, channels=wanted, timing=chosen(found.timing, said), **changed)
            made = watches.one(connection, desk.vault, number)
    assert made is not None
    if json_:
        print_json(_row(made))
    else:
        click.echo(f"Watch {number} {made.name!r} looks for {made.rule} and tells {in_words(made.timing)}.")


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


def _change(number: int, person: str | None, done: str, **values: Any) -> None:
    with opened() as desk:
        who = desk.person(person)
        with desk.database.write() as connection:
            found = mine_of(connection, desk, who, number)
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


for command in (show, backtest, not_this):
    watch.add_command(command)
