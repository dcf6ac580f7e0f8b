"""The processes that `sokbo up` and docker-compose run: `migrate`, `worker`, `beat`, `web`."""

from __future__ import annotations

import signal
from typing import Any

import click

from cli.opened import opened
from cli.opened import settings as load_settings
from cli.output import USAGE, stop
from sokbo import lifeline, logs
from sokbo.settings import Settings


def begin(settings: Settings) -> None:
    """What every process does first: speak at the chosen level, and end when the supervisor does."""
    logs.begin(settings.log_level, settings.log_format)
    lifeline.watch()


@click.command()
def migrate() -> None:
    """Bring the database to this version."""
    from sokbo import migrate as steps
    from sokbo.queries import facts, people

    with opened(migrated=False) as desk:
        steps.upgrade(desk.database)
        with desk.database.write() as connection:
            facts.installation(connection)
            people.ensure(connection)
            version = steps.current(connection)
        click.echo(f"The database is at version {version}.")


@click.command()
@click.option(
    "--queues", default="poll,websub,desk,deliver,feeds", show_default=True, help="What this worker works on."
)
def worker(queues: str) -> None:
    """Run a worker."""
    from worker.app import STAGES
    from worker.serve import serve

    stages = tuple(part.strip() for part in queues.split(",") if part.strip())
    if unknown := [stage for stage in stages if stage not in STAGES]:
        stop(f"there is no queue {unknown[0]!r}: use {', '.join(STAGES)}", USAGE)
    with opened() as desk:
        begin(desk.settings)
        serve(desk.settings, stages)


@click.command()
def beat() -> None:
    """Tick once a second, so that workers look."""
    from worker.app import configure
    from worker.beat import Ticker

    settings = load_settings()
    begin(settings)
    if not settings.redis_url:
        stop("there is no Redis to tick through: set SOKBO_REDIS_URL, or run `sokbo up`", USAGE)
    app = configure(settings.redis_url)
    signal.signal(signal.SIGTERM, _leave)
    app.Beat(scheduler_cls=Ticker, loglevel=settings.log_level.upper(), quiet=True).run()


def _leave(*_: Any) -> None:
    raise SystemExit(0)


@click.command()
@click.option("--host", help="Where to listen; SOKBO_HOST else.")
@click.option("--port", type=int, help="The port; SOKBO_PORT else.")
def web(host: str | None, port: int | None) -> None:
    """Run the web server."""
    from web.serve import serve

    with opened() as desk:
        begin(desk.settings)
        serve(desk.settings, host or desk.settings.host, port or desk.settings.port)
