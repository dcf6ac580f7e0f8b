"""What runs on the services: how the stages advance, what channels and sources need a person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import urlsplit

from sqlalchemy.exc import DBAPIError

from cli.checks.check import Check
from cli.checks.machine import names
from sokbo import installation, migrate
from sokbo.database import Database, DatabaseMissing, connect
from sokbo.queries import channels, gauges, sources, troubles
from sokbo.queries.overview import overview
from sokbo.queries.standing import Stage, standing
from sokbo.settings import Settings

ASKED = 3
"""How many hosts of sources are looked up."""


def line(settings: Settings) -> Iterator[Check]:
    """Everything that the database tells of the line; nothing where it is not there, which another check says."""
    with suppress(DatabaseMissing, DBAPIError):
        database = connect(settings.database_url)
        try:
            migrate.require_current(database)
            yield from _stages(database)
            yield from _channels(settings, database)
            yield from _sources(database)
        finally:
            database.close()


def _stages(database: Database) -> Iterator[Check]:
    with database.read() as connection:
        now, stages = overview(connection), standing(connection)
    for stage in stages:
        mend = f"see that `sokbo up` or a worker of the queue {stage.name} runs: `sokbo status`"
        yield Check(stage.name, not stage.stalled, _found(stage), mend)
    waits = f"{now.due} sources, {now.pending} headlines and {now.undelivered} deliveries wait"
    yield Check("line", ok=True, found=f"{waits}, the oldest {now.lag_s:.0f} s")


def _found(stage: Stage) -> str:
    waits = f"the oldest work waits {stage.waits.total_seconds():.0f} s" if stage.waits else "nothing waits"
    if stage.turned is None:
        return f"{waits}; it has never run here"
    return f"{waits}; it turned over {stage.turned.total_seconds():.0f} s ago"


def _channels(settings: Settings, database: Database) -> Iterator[Check]:
    with database.read() as connection:
        try:
            every = channels.every(connection, installation.vault(settings))
        except OSError:  # no key: another check says so
            return
        dead = sum(n for _, _, state, n in gauges.deliveries_by_channel(connection) if state == "dead")
        named = settings.trouble_channel
        heard = not named or channels.reached(connection, named) is not None
    sealed = [channel.name for channel in every if not channel.address]
    paused = [channel.name for channel in every if channel.address and channel.paused]
    if sealed:
        mend = "set SOKBO_SECRET_KEY to the key they were made with, or add them anew"
        yield Check("channels", ok=False, found=f"{', '.join(sealed)}: sealed with another key", mend=mend)
    if paused:
        mend = "test it on the Channels page, and resume it"
        yield Check("channels", ok=False, found=f"{', '.join(paused)}: paused after a refusal", mend=mend)
    if not sealed and not paused:
        yield Check("channels", ok=True, found=f"{len(every)}, none paused")
    if dead:
        mend = "see `sokbo deliveries`; `sokbo deliveries resend ID` sends one again"
        yield Check("deliveries", ok=False, found=f"{dead} were given up", mend=mend)
    if not heard:
        mend = f"add a channel of that name: `sokbo channel add {named} ADDRESS`"
        yield Check("trouble channel", ok=False, found=f"there is no channel {named!r}", mend=mend)


def _sources(database: Database) -> Iterator[Check]:
    with database.read() as connection:
        ill, there = troubles.current(connection), sources.every(connection)
    if ill:
        first = f"{ill[0].name}: {ill[0].trouble}" + (f", and {len(ill) - 1} more" if len(ill) > 1 else "")
        yield Check("sources", ok=False, found=first, mend="`sokbo status` lists them; each source's page says why")
    else:
        yield Check("sources", ok=True, found=f"{len(there)}, none in trouble")
    hosts = {urlsplit(source.url).hostname for source in there if source.url.startswith("http")}
    yield from names(sorted(host for host in hosts if host and not _is_address(host))[:ASKED])


def _is_address(host: str) -> bool:
    with suppress(ValueError):
        return bool(ip_address(host))
    return False
