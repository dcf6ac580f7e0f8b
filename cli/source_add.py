"""``sokbo source add``: an address to a source, or to those of its site that a person picks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NoReturn

import click

from cli import picks
from cli.opened import Opened, opened
from cli.options import asking, said
from cli.options import zone as zone_of
from cli.output import FAILED, UNAVAILABLE, UNREADABLE, USAGE, print_json, stop
from cli.source_pack import add_pack
from cli.spans import interval
from cli.whose import as_json
from notify.match import match
from notify.rule import Rule, RuleError, parse
from sokbo.model import Headline
from sokbo.options import Options
from sokbo.queries import sources, watches
from worker import first_read
from worker.bring import Wanted
from worker.find.candidates import Candidate, Pick
from worker.first_read import Added, AlreadyThere, FirstReadError
from worker.offer import Offer, offer, take


@click.command("add")
@click.argument("url", required=False)
@click.option("--name", default="", help="What to call it; its own title else.")
@click.option("--outlet", default="", help="Whose headlines these are.")
@click.option("--every", help="A fixed interval such as 60s; as often as it changes else.")
@click.option(
    "--private/--public",
    default=None,
    help="Whether its headlines stay out of public feeds; decided by its address and options else.",
)
@click.option("--pick", metavar="N[,N…]|all", help="Which, where the address leads to several sources.")
@click.option("--pack", metavar="korea|english", help="Well-known outlets to begin with; --pick says which.")
@asking
@as_json
def add(
    url: str | None,
    name: str,
    outlet: str,
    every: str | None,
    private: bool | None,
    pick: str | None,
    pack: str | None,
    json_: bool,
    zone: str | None,
    **flags: Any,
) -> None:
    """Read the address once and keep it as a source; what is there now is history and alerts nobody.

    A site's front page or an article leads to the feeds of its site: the only one is added, of several you pick.
    """
    options, own_zone = said(flags), zone_of(zone or "")
    every_s = interval(every) if every else None
    if (url is None) == (pack is None):
        stop("say what to add: an address, or --pack korea or --pack english", USAGE)
    with opened() as desk:
        if url is None:
            like = Wanted("", outlet=outlet, every_s=every_s, private=private, zone=own_zone, options=options)
            add_pack(desk, pack or "", pick, json_, like)
            return
        values = {"name": name, "outlet": outlet, "every_s": every_s, "private": private}
        try:
            of = _offer(desk, url, options, own_zone, pick)
            one = of.clear() if pick is None else None
        except FirstReadError as error:
            _refuse(error)
        if one is None and pick is None and json_:
            print_json(picks.as_dict(of.found, desk.zone))
            stop(picks.asks(of.found, url), USAGE)
        chosen = [one] if one else picks.choose(of.found, pick, url)
        told = [_take(desk, of, *each, alone=len(chosen) == 1, values=values) for each in chosen]
        desk.wake("desk")
        desk.wake("poll")
    if json_:
        print_json(told[0] if len(told) == 1 else told)
    else:
        for row in told:
            _tell(row, url)
    if any("id" not in row for row in told):
        raise SystemExit(FAILED)


def _offer(desk: Opened, url: str, options: Options, zone: str | None, pick: str | None) -> Offer:
    if pick is None and (there := first_read.already(desk.database, first_read.whole_address(url))):
        raise AlreadyThere(there)
    return offer(url, desk.bringing, datetime.now(UTC), options, zone, thorough=pick is not None)


def _refuse(error: FirstReadError) -> NoReturn:
    if isinstance(error, AlreadyThere):
        stop(f"{error}: see `sokbo source show {error.source.id}`", FAILED)
    stop(str(error), {"unreadable": UNREADABLE, "usage": USAGE}.get(error.kind, UNAVAILABLE))


def _take(
    desk: Opened, of: Offer, pick: Pick, candidate: Candidate, *, alone: bool, values: dict[str, Any]
) -> dict[str, Any]:
    """What became of one that was chosen; where it is the only one, its failure ends the command."""
    try:
        added = take(desk.bringing, of, pick, candidate, datetime.now(UTC), **values)
    except FirstReadError as error:
        if alone:
            _refuse(error)
        return {"url": candidate.url, "left_out": str(error)}
    return _row(desk, added, candidate)


def _row(desk: Opened, added: Added, of: Candidate) -> dict[str, Any]:
    with desk.database.read() as connection:
        kept = sources.one(connection, added.source)
    assert kept is not None
    return {
        "id": added.source,
        "name": added.name,
        "kind": of.document.kind,
        "headlines": len(added.headlines),
        "matched": _caught(desk, added.headlines),
        "private": kept.private,
        "warnings": list(of.document.warnings),
        "url": kept.url,
        "newest": [headline.title for headline in added.headlines[-3:]],
    }


def _tell(row: dict[str, Any], url: str) -> None:
    if "id" not in row:
        click.echo(f"sokbo: {row['left_out']}", err=True)
        return
    kept = f"{row['headlines']} headlines kept as history"
    click.echo(f"Source {row['id']} {row['name']!r}: {kept}; your watches would have caught {row['matched']}.")
    if row["url"].rstrip("/") not in {url.rstrip("/"), first_read.whole_address(url).rstrip("/")}:
        click.echo(f"  {row['url']}")
    for title in row["newest"]:
        click.echo(f"  {title}")
    for warning in row["warnings"]:
        click.echo(f"  note: {warning}")


def _caught(desk: Opened, history: tuple[Headline, ...]) -> int:
    """How many of these the first person's watches would have caught."""
    rules: list[Rule] = []
    with desk.database.read() as connection:
        for _, watch in watches.changed_since(connection, 0):
            try:
                rules += [parse(watch.rule)] if watch.active else []
            except RuleError:
                continue
    return sum(any(match(rule, h.title) is not None for rule in rules) for h in history)
