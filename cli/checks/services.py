"""What the product talks to: the database, Redis, the mail server, the search at Naver."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy.exc import DBAPIError

from cli.checks.check import Check
from sokbo import migrate
from sokbo.bus import client
from sokbo.database import DatabaseMissing, connect, moment
from sokbo.settings import Settings

OLDEST_REDIS = (6, 2)
MAIL_S = 8.0


def database(settings: Settings) -> Iterator[Check]:
    """Whether it is there, of this version, and of the same time."""
    try:
        opened = connect(settings.database_url)
        migrate.require_current(opened)
    except DatabaseMissing as error:
        yield Check("database", ok=False, found=str(error), mend="run `sokbo migrate`, or check SOKBO_DATABASE_URL")
        return
    try:
        with opened.read() as connection:
            drift = abs((datetime.now(UTC) - moment(connection)).total_seconds())
        kind = f"SQLite {sqlite3.sqlite_version}" if opened.sqlite else "PostgreSQL"
        yield Check("database", ok=True, found=f"{kind}, schema {migrate.newest()}")
        yield Check("clock", drift < 2, f"{drift:.1f} s from the database's", "set both clocks by NTP")
    except DBAPIError as error:
        yield Check("database", ok=False, found=migrate.first_line(error), mend="check SOKBO_DATABASE_URL")
    finally:
        opened.close()


def redis(settings: Settings) -> Iterator[Check]:
    """Whether it answers, is new enough, and keeps what it is given."""
    if not settings.redis_url:
        yield Check("redis", ok=True, found="none is set; `sokbo up` runs its own")
        return
    try:
        info = client(settings.redis_url).info()
    except Exception as error:  # noqa: BLE001 - whatever the driver raises, the person wants one line
        mend = "start it; until then the line goes on, slower"
        yield Check("redis", ok=False, found=f"does not answer: {error}", mend=mend)
        return
    found = str(info["redis_version"])
    new_enough = tuple(int(part) for part in found.split(".")[:2]) >= OLDEST_REDIS
    yield Check("redis", new_enough, f"{info.get('server_name', 'redis')} {found}", "use Redis 6.2 or newer")
    policy = info.get("maxmemory_policy", "noeviction")
    yield Check("redis memory", policy == "noeviction", policy, "set maxmemory-policy noeviction")
    limit, used = int(info.get("maxmemory", 0)), int(info.get("used_memory", 0))
    if limit:
        mend = "give it more maxmemory: full, it refuses wakes and the line goes on slower"
        yield Check("redis room", used < 0.9 * limit, f"{used / 1e6:.0f} of {limit / 1e6:.0f} MB used", mend)


def mail(settings: Settings) -> Iterator[Check]:
    """Whether the mail server talks to us; nothing is sent."""
    if not settings.smtp_url:
        yield Check("mail", ok=True, found="SOKBO_SMTP_URL is not set, so no mail goes out")
        return
    from notify.channels.smtp import ServerError, greeted

    try:
        server = greeted(settings.smtp_url, MAIL_S)
        yield Check("mail", ok=True, found=f"{server.host}:{server.port} answers")
    except ServerError as error:
        yield Check("mail", ok=False, found=str(error), mend="check SOKBO_SMTP_URL: address, login and TLS")


def naver(settings: Settings) -> Iterator[Check]:
    """Whether the search takes the key; one call of the day goes on that."""
    if not settings.naver_client_id and not settings.naver_client_secret:
        yield Check("naver", ok=True, found="no key is set, so that naver: sources can't be asked")
        return
    from sokbo.exchange import NetworkError
    from sokbo.guard import Guard
    from sokbo.network import get
    from worker.fetch import user_agent
    from worker.naver.account import Account
    from worker.naver.refusal import refused

    mend = "check SOKBO_NAVER_CLIENT_ID and SOKBO_NAVER_CLIENT_SECRET"
    guard = Guard(settings.allow_addresses, settings.demo_address, settings.ca_file)
    agent = user_agent(settings.base_url, settings.contact)
    try:
        answer = get(Account(settings, None).request("naver:속보", agent), guard)
    except NetworkError as error:
        yield Check("naver", ok=False, found=str(error), mend=mend)
        return
    well = answer.status == 200
    found = "takes the key" if well else refused(answer.status, answer.body, datetime.now(UTC))[0]
    yield Check("naver", ok=well, found=found, mend=mend)
