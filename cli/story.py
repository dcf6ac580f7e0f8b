"""Stories: show one, and mend it by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from cli.opened import Opened, opened
from cli.output import FAILED, print_json, print_table, stop
from cli.whose import as_json, as_person
from sokbo.queries import edits, headlines, stories
from sokbo.queries.edits import Edit
from worker import by_hand

_WORDS = {
    "no_headline": "there is no headline {0} in a story: see `sokbo headlines`",
    "alone_already": "headline {0} is alone in its story already",
    "no_story": "there is no story {0}: see `sokbo headlines`",
    "one_already": "both are story {0} already",
    "nothing_to_undo": "there is nothing to undo in edit {0}: see `sokbo story show`",
}


@contextmanager
def refusals() -> Iterator[None]:
    """What can't be done ends the command with one line."""
    try:
        yield
    except by_hand.Refused as error:
        stop(_WORDS[error.word].format(error.what), FAILED)


@click.group()
def story() -> None:
    """Stories: show one, join two, split a headline off, undo, mute."""


@story.command("show")
@click.argument("number", type=int)
@as_json
def show(number: int, json_: bool) -> None:
    """Show a story's headlines and what was done to it by hand."""
    with opened() as desk, desk.database.read() as connection:
        here = edits.where(connection, number)
        found = stories.some(connection, [here]).get(here) or stop(f"there is no story {number}", FAILED)
        told = headlines.of_story(connection, here)
        done = edits.of_stories(connection, {number, here})
        zone = desk.zone
    if json_:
        row = {"id": here, "size": found.size, "outlets": list(found.outlets)}
        rows = [{"id": h.id, "title": h.title, "outlet": h.outlet, "seen": h.seen.astimezone(zone)} for h in told]
        print_json(row | {"headlines": rows, "edits": [_edit_row(e) for e in done]})
        return
    print_table(
        ("ID", "SEEN", "TITLE", "OUTLET"),
        ((h.id, f"{h.seen.astimezone(zone):%m-%d %H:%M:%S}", h.title, h.outlet) for h in told),
    )
    for e in done:
        undone = " (undone)" if e.undone else ""
        click.echo(f"edit {e.id}: {e.kind} {e.other} → {e.story} on {e.created.astimezone(zone):%m-%d %H:%M}{undone}")


def _edit_row(of: Edit) -> dict[str, Any]:
    return {"id": of.id, "kind": of.kind, "story": of.story, "other": of.other, "undone": of.undone}


@story.command("join")
@click.argument("number", type=int)
@click.argument("into", type=int)
@as_person
@as_json
def join(number: int, into: int, person: str | None, json_: bool) -> None:
    """Put story NUMBER into story INTO; NUMBER leads there from then on."""
    with opened() as desk, refusals():
        done = by_hand.join(desk.database, desk.person(person).id, number, into)
        _say(desk, done, json_, f"Story {done.other} is part of story {done.story} now")


@story.command("split")
@click.argument("headline", type=int)
@as_person
@as_json
def split(headline: int, person: str | None, json_: bool) -> None:
    """Give a headline a story of its own."""
    with opened() as desk, refusals():
        done = by_hand.split(desk.database, desk.person(person).id, headline)
        _say(desk, done, json_, f"Story {done.other} is parted: story {done.story} is its own now")


@story.command("undo")
@click.argument("edit", type=int)
@as_person
@as_json
def undo(edit: int, person: str | None, json_: bool) -> None:
    """Take a join or a split back; its number is printed where it was made, and by `show`."""
    with opened() as desk, refusals():
        done = by_hand.undo(desk.database, desk.person(person).id, edit)
        _say(desk, done, json_, f"Edit {edit} is undone")


@story.command("mute")
@click.argument("number", type=int)
@as_person
def mute(number: int, person: str | None) -> None:
    """Hear no more of a story."""
    _mute(number, person, on=True)


@story.command("unmute")
@click.argument("number", type=int)
@as_person
def unmute(number: int, person: str | None) -> None:
    """Hear of it again."""
    _mute(number, person, on=False)


def _mute(number: int, person: str | None, *, on: bool) -> None:
    with opened() as desk, refusals():
        by_hand.mute(desk.database, desk.person(person).id, number, on=on)
    click.echo(f"Story {number} says nothing more." if on else f"Story {number} may be told of again.")


def _say(desk: Opened, done: Edit, json_: bool, line: str) -> None:
    desk.wake("feeds")
    if json_:
        print_json(_edit_row(done))
    else:
        click.echo(f"{line}. To take that back: sokbo story undo {done.id}" if done.kind != "undo" else f"{line}.")
