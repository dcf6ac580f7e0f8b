"""What came and what was told: headlines, alerts, deliveries, and all of it live."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from typing import Any

import click
from sqlalchemy import Connection

from cli.opened import Opened, opened
from cli.output import FAILED, USAGE, print_rows, print_table, stop
from cli.spans import since
from cli.try_out import marked
from cli.whose import as_json, as_person, read_rule
from notify import past
from notify.rule import Rule
from sokbo.model import Alert, Delivery, Headline, Why
from sokbo.queries import alerts, channels, deliveries, headlines, meetings, stories, watches
from web.api.rows import alert_row, headline_row

as_limit = click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="How many at most.")
as_since = click.option("--since", "since_", help="How far back: 7d, 12h, a date, or a number of the desk's log.")
LOOK_S = 0.5


def _span(text: str | None) -> dict[str, Any]:
    """Which rows: after a number of the desk's log, or after a moment."""
    if text is None:
        return {}
    if text.isdigit():
        return {"after_seq": int(text)}
    return {"seen_after": since(text, datetime.now(UTC))}


@click.command()
@as_since
@click.option("--query", metavar="RULE", help="Only headlines that this rule finds.")
@as_limit
@as_json
def headlines_(since_: str | None, query: str | None, limit: int, json_: bool) -> None:
    """List the newest headlines."""
    rule = read_rule(query) if query else None
    with opened() as desk, desk.database.read() as connection:
        found = _headlines(desk, connection, rule, limit, _span(since_))
        zone = desk.zone
    if json_:
        print_rows(headline_row(h, zone) | ({"why": list(why)} if rule else {}) for h, why in found)
        return
    rows = ((h.id, _clock(h.came, zone), marked(h.title, why), h.outlet) for h, why in found)
    print_table(("ID", "SEEN", "TITLE", "OUTLET"), rows)


def _headlines(
    desk: Opened, connection: Connection, rule: Rule | None, limit: int, span: dict[str, Any]
) -> list[tuple[Headline, tuple[Why, ...]]]:
    """The newest ones; where a rule or a span is asked for, with those of older pages."""
    if rule is not None:
        asked = {"after_seq": span.get("after_seq", 0), "since": span.get("seen_after")}
        return [(c.headline, c.why) for c in past.search(connection, rule, desk.knows, limit=limit, **asked)]
    found = headlines.newest(connection, limit=limit, **span)
    if "seen_after" in span:
        found += headlines.past(connection, limit=limit - len(found), since=span["seen_after"])
    return [(h, ()) for h in found]


def _clock(moment: datetime, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%m-%d %H:%M:%S}"


def _alert_texts(connection: Connection, found: Iterable[Alert]) -> list[tuple[Alert, str, str]]:
    found = list(found)
    names = watches.some(connection, [a.watch for a in found])
    texts = []
    for a in found:
        told = headlines.one(connection, a.headline)
        name = names[a.watch].name if a.watch in names else ""
        texts.append((a, name, marked(told.title, a.why) if told else ""))
    return texts


@click.command()
@as_since
@click.option("--query", help="Only alerts of watches with this name.")
@as_limit
@as_json
def alerts_(since_: str | None, query: str | None, limit: int, json_: bool) -> None:
    """List the newest alerts."""
    span = _span(since_)
    with opened() as desk, desk.database.read() as connection:
        after = span.get("seen_after")
        found = alerts.newest(connection, limit=limit, after_seq=span.get("after_seq"), created_after=after)
        if query:
            named = {w for w, of in watches.some(connection, [a.watch for a in found]).items() if query in of.name}
            found = [a for a in found if a.watch in named]
        if json_:
            print_rows(alert_row(a) for a in found)
            return
        rows = [(a.id, _clock(a.created, desk.zone), name, title) for a, name, title in _alert_texts(connection, found)]
    print_table(("ID", "AT", "WATCH", "HEADLINE"), rows)


def delivery_row(of: Delivery, told: list[int]) -> dict[str, Any]:
    """A delivery in JSON lines."""
    return {
        "id": of.id,
        "alert": told[0] if told else None,
        "alerts": told,
        "channel": of.channel,
        "story": of.story,
        "step": of.step,
        "state": of.state,
        "attempts": of.attempts,
        "key": of.key,
        "next_attempt": of.next_attempt,
        "last_error": of.last_error,
        "created": of.created,
    }


@click.group(invoke_without_command=True)
@as_since
@click.option("--query", help="Only deliveries in this state: pending, held, retrying, sent, folded, dead.")
@as_limit
@as_json
@click.pass_context
def deliveries_(ctx: click.Context, since_: str | None, query: str | None, limit: int, json_: bool) -> None:
    """List the newest deliveries; `resend ID` sends one again."""
    if ctx.invoked_subcommand:
        return
    with opened() as desk, desk.database.read() as connection:
        after = _span(since_).get("seen_after")
        found = deliveries.newest(connection, limit=limit, created_after=after, state=query)
        told = deliveries.alerts_of(connection, [d.id for d in found])
        zone = desk.zone
    if json_:
        print_rows(delivery_row(d, told.get(d.id, [])) for d in found)
        return
    columns = ("ID", "AT", "CHANNEL", "STATE", "ATTEMPTS", "LAST ERROR")
    print_table(columns, ((d.id, _clock(d.created, zone), d.channel, d.state, d.attempts, d.last_error) for d in found))


@deliveries_.command("resend")
@click.argument("numbers", type=int, nargs=-1)
@click.option("--dead", is_flag=True, help="All that were given up.")
@click.option("--channel", help="Of those only the ones to this channel.")
@as_person
def resend(numbers: tuple[int, ...], dead: bool, channel: str | None, person: str | None) -> None:
    """Send finished deliveries again, with their old keys: by their ID, or all that were given up (--dead)."""
    if bool(numbers) == dead:
        stop("name deliveries by their ID, or all that were given up with --dead", USAGE)
    with opened() as desk:
        only = _channel(desk, channel, person)
        with desk.database.write() as connection:
            if dead:
                done = deliveries.resend_dead(connection, channel=only)
            else:
                done = sum(deliveries.resend(connection, number) for number in numbers)
        if done:
            desk.wake("deliver")
    if len(numbers) == 1:
        click.echo(f"Delivery {numbers[0]} goes out again." if done else f"There is no finished delivery {numbers[0]}.")
    else:
        click.echo(f"{done} deliveries go out again.")


def _channel(desk: Opened, name: str | None, person: str | None) -> int | None:
    if name is None:
        return None
    who = desk.person(person)
    with desk.database.read() as connection:
        mine = channels.of_person(connection, desk.vault, who.id)
    return next((c.id for c in mine if c.name == name), None) or stop(f"you have no channel {name!r}", FAILED)


@deliveries_.command("unsent")
@as_limit
@as_json
def unsent(limit: int, json_: bool) -> None:
    """List what matched and was not told, with the reason: same story, below k outlets, muted, a running story."""
    with opened() as desk, desk.database.read() as connection:
        found = meetings.unsent(connection, limit=limit)
        told = headlines.some(connection, sorted({m.headline for _, m in found}))
        names = {w.id: w.name for w in watches.some(connection, [m.watch for _, m in found]).values()}
        zone = desk.zone
    if json_:
        print_rows(
            {
                "watch": m.watch,
                "story": m.story,
                "headline": m.headline,
                "reason": m.reason,
                "unsent": m.unsent,
                "at": at,
            }
            for at, m in found
        )
        return
    columns = ("AT", "WATCH", "STORY", "NOT SENT", "REASON", "HEADLINE")
    print_table(
        columns,
        (
            (_clock(at, zone), names.get(m.watch, ""), m.story, m.unsent, m.reason, told[m.headline].title)
            for at, m in found
            if m.headline in told
        ),
    )


@click.command()
@as_json
def tail(json_: bool) -> None:
    """Print headlines and alerts as they come, until Ctrl-C."""
    with opened() as desk:
        with desk.database.read() as connection:
            seq = headlines.newest_seq(connection)
        while True:
            seq = _print_since(desk, seq, json_)
            time.sleep(LOOK_S)


def _print_since(desk: Opened, seq: int, json_: bool) -> int:
    with desk.database.read() as connection:
        new = headlines.newest(connection, limit=500, after_seq=seq)[::-1]
        told = alerts.newest(connection, limit=500, after_seq=seq)[::-1] if new else []
        texts = _alert_texts(connection, told)
        sizes = stories.some(connection, [h.story for h in new if h.story])
    if json_:
        print_rows({"type": "headline"} | headline_row(h, desk.zone) for h in new)
        print_rows({"type": "alert"} | alert_row(a) for a in told)
    else:
        for h in new:
            size = sizes[h.story].size if h.story in sizes else 1
            click.echo(f"{_clock(h.seen, desk.zone)}  {h.title}  {h.outlet}" + (f"  ({size})" if size > 1 else ""))
        for _, name, title in texts:
            click.echo(click.style(f"  → {name}: ", fg="red") + title)
    return max((h.seq or 0 for h in new), default=seq)
