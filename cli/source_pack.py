"""``sokbo source add --pack``: outlets to begin with; what answers is added, what doesn't is told and left out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict, replace

import click

from cli.brought import bring_all
from cli.opened import Opened
from cli.output import FAILED, USAGE, print_json, print_table, stop
from worker import packs
from worker.bring import Outcome, Wanted
from worker.find.pace import spoken
from worker.packs import Packed, PackError


def _how(of: Sequence[Packed]) -> str:
    """How to pick from this pack."""
    one = min(of, key=lambda packed: packed.every_s)
    section = f"a section such as {one.section!r} or {one.outlet}/{one.section}"
    return f"an outlet's name or number, {section}, start (one or two of each outlet) or all"


def add_pack(desk: Opened, name: str, pick: str | None, json_: bool, like: Wanted) -> None:
    """Add what is picked of a pack, each `like` this one in all but address and name; without a pick show the pack."""
    try:
        of = packs.pack(name)
        if pick is None and not json_ and sys.stdin.isatty():
            _show(of)
            pick = click.prompt(f"Which? {_how(of)}; nothing for none", default="", show_default=False) or None
        chosen = packs.picked(of, pick) if pick is not None else None
    except PackError as error:
        stop(f"--pack {name}: {error}", USAGE)
    if chosen is None:
        _offer(name, of, json_)
        return
    outcomes = bring_all(desk, [_wanted(one, like) for one in chosen], _tell, json_=json_)
    if all(outcome.state == "left out" for outcome in outcomes):
        raise SystemExit(FAILED)


def _offer(name: str, of: tuple[Packed, ...], json_: bool) -> None:
    """What there is, and how to pick."""
    if json_:
        rows = [asdict(one) | {"pick": f"{one.outlet}/{one.section}", "every_s": one.every_s} for one in of]
        print_json({"pack": name, "sources": rows})
    elif not sys.stdin.isatty():
        _show(of)
    click.echo(f"Nothing was added: add --pick with {_how(of)}.", err=True)


def _show(of: tuple[Packed, ...]) -> None:
    rows = [
        (n, outlet, ", ".join(one.section for one in sections), spoken(min(one.every_s for one in sections)))
        for n, (outlet, sections) in enumerate(packs.outlets(of).items(), 1)
    ]
    print_table(("#", "OUTLET", "SECTIONS", "EVERY"), rows)


def _wanted(one: Packed, like: Wanted) -> Wanted:
    return replace(
        like, url=one.url, name=one.name, outlet=like.outlet or one.outlet, every_s=like.every_s or one.every_s
    )


def _tell(outcome: Outcome, one: Wanted) -> None:
    if outcome.state == "added":
        kept = f"{outcome.headlines} headlines kept as history, visited every {spoken(one.every_s or 0)}"
        click.echo(f"Source {outcome.source} {outcome.name!r}: {kept}.")
    elif outcome.state == "left out":
        where = "" if one.url in (outcome.why or "") else f" ({one.url})"
        click.echo(f"left out: {one.name}: {outcome.why}{where}", err=True)
