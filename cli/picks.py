"""What a search found, on a terminal and as JSON, and a person's choice among it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import click

from cli.output import USAGE, stop
from sokbo.model import Kind
from worker.find.candidates import Candidate, Found, Pick, PickError, Way
from worker.find.pace import spoken

FIRST = 3
"""Headlines that are shown of each."""
_WAYS = {
    Way.ITSELF: "the address itself",
    Way.HEAD: "named in the page's head",
    Way.HEADER: "named in the page's Link header",
    Way.LINK: "linked to on the page",
    Way.ROBOTS: "a news sitemap of robots.txt",
    Way.KNOWN: "at a place where feeds often are",
    Way.PAGE: "the page's own listing",
}
_KINDS = {Kind.FEED: "feed", Kind.JSONFEED: "JSON Feed", Kind.SITEMAP: "sitemap", Kind.BOARD: "board"}


def as_dict(found: Found, zone: ZoneInfo) -> Mapping[str, Any]:
    """The picks as JSON; times in `zone`."""
    numbers = {candidate.url: number for number, (_, candidate) in found.numbered.items()}
    return {
        "picks": [
            {
                "pick": str(n),
                "title": pick.title,
                "candidates": [_candidate(c, numbers[c.url], zone) for c in pick.candidates],
            }
            for n, pick in enumerate(found.picks, 1)
        ],
        "left_out": [{"url": left.url, "reason": left.reason} for left in found.left_out],
    }


def _candidate(of: Candidate, number: str, zone: ZoneInfo) -> Mapping[str, Any]:
    first = of.document.entries[:FIRST]
    return {
        "pick": number,
        "url": of.url,
        "kind": of.document.kind,
        "title": of.title,
        "way": of.way,
        "interval_s": round(of.interval_s, 1),
        "hub": of.document.hub,
        "count": len(of.document.entries),
        "headlines": [
            {"title": e.title, "published": e.published.astimezone(zone).isoformat() if e.published else None}
            for e in first
        ],
        "skipped": len(of.document.skipped),
        "warnings": list(of.document.warnings),
    }


def show(found: Found, *, err: bool = False) -> None:
    """Every candidate with its number, its interval and first headlines; what was left out and why."""
    for number, (pick, candidate) in found.numbered.items():
        if number.endswith(".1"):
            click.echo(f"{number[:-2]:>4}  {pick.title}: {len(pick.candidates)} sections", err=err)
        _show_one(number, candidate, err)
    for left in found.left_out:
        click.echo(f"left out: {left.url}: {left.reason}", err=err)


def show_beside(found: Found, url: str) -> None:
    """The same beneath a document that was shown, in a line where there is nothing beside it."""
    alone = found.candidates[0] if len(found.candidates) == 1 else None
    if alone and alone.way in {Way.ITSELF, Way.PAGE} and not found.left_out:
        pushes = f", pushes by {alone.document.hub}" if alone.document.hub else ""
        click.echo(f"visited about every {spoken(alone.interval_s)}{pushes}", err=True)
        return
    if found.candidates:
        click.echo("\nThe address leads to:")
    show(found)
    if len(found.candidates) > 1:
        click.echo(f"Add with: sokbo source add {url} --pick {_ways(found)}", err=True)


def _show_one(number: str, of: Candidate, err: bool) -> None:
    count = len(of.document.entries)
    held = f"{count} headlines" if count != 1 else "1 headline"
    told = [_KINDS[of.document.kind], held, f"about every {spoken(of.interval_s)}", _WAYS[of.way]]
    if of.document.hub:
        told.append(f"pushes by {of.document.hub}")
    if of.document.skipped:
        told.append(f"{len(of.document.skipped)} left out")
    click.echo(f"{number:>4}  {of.title or of.url}: {', '.join(told)}", err=err)
    if of.title:
        click.echo(f"      {of.url}", err=err)
    for entry in of.document.entries[:FIRST]:
        click.echo(f"        {entry.title}", err=err)
    for warning in of.document.warnings:
        click.echo(f"      note: {warning}", err=err)


def choose(found: Found, said: str | None, url: str) -> list[tuple[Pick, Candidate]]:
    """What a person picks of several: by `--pick`, else asked for on a terminal; ends the command where nothing is."""
    if said is None:
        show(found, err=True)
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            stop(asks(found, url), USAGE)
        said = click.prompt(f"Which? {_ways(found)}; nothing for none", default="", show_default=False, err=True)
        if not said.strip():
            stop("nothing was picked, and nothing added")
    try:
        return found.chosen(said)
    except PickError as error:
        stop(f"--pick {error}", USAGE)


def asks(found: Found, url: str) -> str:
    """What to say where nobody has picked."""
    return f"{url} leads to {len(found.candidates)} sources: choose with --pick {_ways(found)}"


def _ways(found: Found) -> str:
    """How to choose, by numbers that there are."""
    numbers = list(found.numbered)
    several = ",".join((numbers[0], numbers[-1]))
    section = f"{numbers[0]} (all its sections: {numbers[0][:-2]})" if "." in numbers[0] else numbers[0]
    return f"{section}, {several} or all"
