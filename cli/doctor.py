"""Is everything there that the product needs? Each setting with its origin, each check with what to do."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version

import click
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from cli.opened import settings as load_settings
from cli.output import UNAVAILABLE, print_json, print_table
from cli.watch import as_json
from sokbo import installation, migrate
from sokbo.bus import client
from sokbo.database import DatabaseMissing, connect, now_ms
from sokbo.queries.overview import overview
from sokbo.settings import Settings, explain

OLDEST_REDIS = (6, 2)
LEAST_FREE = 500_000_000
LATE_S = 60


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; `mend` says what to do where it is not well."""

    name: str
    ok: bool
    found: str
    mend: str = ""


def _database(settings: Settings) -> Iterator[Check]:
    try:
        database = connect(settings.database_url)
        migrate.require_current(database)
    except DatabaseMissing as error:
        yield Check("database", ok=False, found=str(error), mend="run `sokbo migrate`, or check SOKBO_DATABASE_URL")
        return
    try:
        with database.read() as connection:
            drift = abs((datetime.now(UTC) - connection.scalar(select(now_ms()))).total_seconds())
            now = overview(connection)
        kind = f"SQLite {sqlite3.sqlite_version}" if database.sqlite else "PostgreSQL"
        yield Check("database", ok=True, found=f"{kind}, schema {migrate.newest()}")
        yield Check("clock", drift < 2, f"{drift:.1f} s from the database's", "set both clocks by NTP")
        waiting = f"{now.pending} headlines and {now.undelivered} deliveries wait, the oldest {now.lag_s:.0f} s"
        yield Check("line", now.lag_s < LATE_S, waiting, "see that `sokbo up` or the workers run: `sokbo status`")
    except DBAPIError as error:
        yield Check("database", ok=False, found=migrate.first_line(error), mend="check SOKBO_DATABASE_URL")
    finally:
        database.close()


def _redis(settings: Settings) -> Iterator[Check]:
    if not settings.redis_url:
        yield Check("redis", ok=True, found="none is set; `sokbo up` runs its own")
        return
    try:
        info = client(settings.redis_url).info()
    except Exception as error:  # noqa: BLE001 - whatever the driver raises, the person wants one line
        yield Check(
            "redis", ok=False, found=f"does not answer: {error}", mend="start it; until then the line goes on, slower"
        )
        return
    found = str(info["redis_version"])
    new_enough = tuple(int(part) for part in found.split(".")[:2]) >= OLDEST_REDIS
    yield Check("redis", new_enough, f"{info.get('server_name', 'redis')} {found}", "use Redis 6.2 or newer")
    policy = info.get("maxmemory_policy", "noeviction")
    yield Check("redis memory", policy == "noeviction", policy, "set maxmemory-policy noeviction")


def _key(settings: Settings) -> Iterator[Check]:
    try:
        fingerprint = installation.vault(settings).fingerprint
    except OSError as error:
        yield Check("key", ok=False, found=str(error), mend="set SOKBO_SECRET_KEY, or make the data folder writable")
        return
    origin = "the environment" if settings.secret_key else "DATA/secret.key"
    yield Check("key", ok=True, found=f"fingerprint {fingerprint}, from {origin}")


def _disk(settings: Settings) -> Iterator[Check]:
    folder = settings.data_dir
    if folder.exists() and not os.access(folder, os.W_OK):
        yield Check("data folder", ok=False, found=f"{folder} can't be written", mend="choose another SOKBO_DATA_DIR")
        return
    free = shutil.disk_usage(folder if folder.exists() else folder.anchor).free
    yield Check(
        "disk", free > LEAST_FREE, f"{free / 1e9:.1f} GB free", "make room: the line stops when the disk is full"
    )


def _zone(settings: Settings) -> Iterator[Check]:
    yield Check("time zone", ok=True, found=settings.timezone or "as answered on the first page, Asia/Seoul until then")


CHECKS: tuple[Callable[[Settings], Iterator[Check]], ...] = (_disk, _key, _database, _redis, _zone)
QUICK = (_database, _redis)


@click.command()
@click.option("--quick", is_flag=True, help="Only database and Redis, and say nothing while they are well.")
@as_json
def doctor(quick: bool, json_: bool) -> None:
    """Check the installation; print each setting and its origin."""
    settings = load_settings()
    checks = [check for look in (QUICK if quick else CHECKS) for check in look(settings)]
    well = all(check.ok for check in checks)
    if json_:
        rows = [asdict(row) for row in explain()]
        print_json({"version": version("sokbo"), "ok": well, "checks": [asdict(c) for c in checks], "settings": rows})
    elif quick:
        for check in checks:
            if not check.ok:
                click.echo(f"{check.name}: {check.found}: {check.mend}", err=True)
    else:
        click.echo(f"Sokbo {version('sokbo')}, Python {sys.version.split()[0]}")
        print_table(
            ("", "CHECK", "FOUND", "WHAT TO DO"),
            (("ok" if c.ok else "!!", c.name, c.found, "" if c.ok else c.mend) for c in checks),
        )
        click.echo()
        print_table(
            ("SETTING", "VALUE", "ORIGIN", "WHAT FOR"), ((r.name, r.value, r.origin, r.help) for r in explain())
        )
    raise SystemExit(0 if well else UNAVAILABLE)
