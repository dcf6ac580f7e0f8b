"""What runs and what waits."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Any

import click

from cli.opened import opened
from cli.output import print_json, print_table
from cli.source_calls import budgets
from cli.source_lag import as_seconds, passages, sentences
from cli.whose import as_json
from sokbo import runtime
from sokbo.queries import troubles
from sokbo.queries.overview import overview
from sokbo.settings import mask_password


def _processes(running: runtime.Runtime | None) -> list[dict[str, Any]]:
    if running is None:
        return []
    now = time.time()
    return [
        {"name": p.name, "pid": p.pid, "up_s": round(now - p.started, 1), "restarts": p.restarts}
        for p in running.processes
    ]


@click.command()
@as_json
def status(json_: bool) -> None:
    """Show the running processes and what waits."""
    with opened() as desk:
        with desk.database.read() as connection:
            now, ill = overview(connection), troubles.current(connection)
        zone = desk.zone
        running = runtime.read(desk.settings.data_dir)
        found = {
            "redis_url": mask_password(desk.settings.redis_url or ""),
            "database_url": mask_password(desk.settings.database_url),
            "address": desk.settings.address,
            "processes": _processes(running),
            **asdict(now),
            "troubles": [asdict(trouble) for trouble in ill],
            "budgets": budgets(desk),
            "lag": as_seconds(lags := passages(desk)),
        }
    if json_:
        print_json(found)
        return
    click.echo(f"{found['address']}   {'up' if running else 'no `sokbo up` runs on this data folder'}")
    print_table(
        ("PROCESS", "PID", "UP", "RESTARTS"),
        ((p["name"], p["pid"], f"{p['up_s']:.0f} s", p["restarts"]) for p in found["processes"]),
    )
    click.echo(
        f"{now.sources} sources ({now.failing} failing), {now.due} due, {now.pending} headlines wait for the desk "
        f"({now.desk or 'nobody is there'}), {now.undelivered} deliveries under way, {now.dead} dead; "
        f"the oldest has waited {now.lag_s:.1f} s."
    )
    for sentence in sentences(lags):
        click.echo(sentence)
    for budget in found["budgets"]:
        click.echo(budget["says"])
    for one in ill:
        click.echo(f"source {one.source} {one.name!r} since {one.since.astimezone(zone):%m-%d %H:%M}: {one.trouble}")
