"""What most commands need: settings, the database of this version, the key, and who acts. Errors end in one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy.exc import DBAPIError

from cli.output import FAILED, UNAVAILABLE, USAGE, stop
from sokbo import installation, migrate
from sokbo.database import Database, DatabaseMissing, connect
from sokbo.guard import Guard
from sokbo.queries import people
from sokbo.queries.people import Person
from sokbo.secrets import Vault
from sokbo.settings import Settings, SettingsError, load

if TYPE_CHECKING:
    from notify.knowledge import Knowledge
    from worker import bring


@dataclass(frozen=True, slots=True)
class Opened:
    """An installation, open for one command."""

    settings: Settings
    database: Database
    vault: Vault

    @property
    def knows(self) -> Knowledge:
        """What rules are judged by, as the desk does."""
        from notify import past

        return past.knowledge(self.settings.data_dir)

    @property
    def guard(self) -> Guard:
        """What the way out refuses."""
        return Guard(self.settings.allow_addresses, self.settings.demo_address, self.settings.ca_file)

    @property
    def zone(self) -> ZoneInfo:
        """The desk's time zone."""
        return installation.zone(self.settings, self.database)

    @property
    def agent(self) -> str:
        """Who we say that we are."""
        from worker.fetch import user_agent

        return user_agent(self.settings.base_url, self.settings.contact)

    @property
    def bringing(self) -> bring.Desk:
        """Where new sources are kept, and how they are asked."""
        from worker.bring import Desk
        from worker.naver.account import Account

        naver = Account(self.settings, self.database)
        return Desk(self.database, self.vault, self.guard, self.zone, self.agent, naver)

    def person(self, name: str | None = None) -> Person:
        """Who acts: the named person, who must exist, else the first one."""
        with self.database.write() as connection:
            if name is None:
                return people.ensure(connection)
            found = people.named(connection, name)
        return found or stop(f"there is no person {name!r}", USAGE)

    def wake(self, stage: str) -> None:
        """Wake a stage; nothing is lost where nobody hears it."""
        if self.settings.redis_url:
            from worker import wake
            from worker.app import configure

            wake.send(configure(self.settings.redis_url), stage)


def settings() -> Settings:
    """The settings, or one line."""
    try:
        return load()
    except SettingsError as error:
        stop(str(error), USAGE)


@contextmanager
def opened(*, migrated: bool = True) -> Iterator[Opened]:
    """The installation; ends the command with one line where it can't be used."""
    of = settings()
    try:
        database = connect(of.database_url)
    except DatabaseMissing as error:
        stop(str(error), UNAVAILABLE)
    try:
        if migrated:
            migrate.require_current(database)
        yield Opened(of, database, installation.vault(of))
    except DatabaseMissing as error:
        stop(str(error), UNAVAILABLE)
    except DBAPIError as error:
        stop(f"the database failed: {migrate.first_line(error)}", FAILED)
    except PermissionError as error:
        stop(f"{error.filename} can't be read or written: check its owner and mode", UNAVAILABLE)
    finally:
        database.close()
