"""What every page has at hand: the installation, open, and a way to wake the line."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from notify import past
from notify.knowledge import Knowledge
from sokbo.bus import CHANGED, Bus
from sokbo.database import Database
from sokbo.guard import Guard
from sokbo.installation import zone
from sokbo.queries.people import Person
from sokbo.secrets import Vault
from sokbo.settings import Settings
from web.live import Live


@dataclass(frozen=True, slots=True)
class Desk:
    """One web process's view of the installation."""

    settings: Settings
    database: Database
    vault: Vault
    bus: Bus
    live: Live
    wake: Callable[[str], None]
    stop: threading.Event = field(default_factory=threading.Event)

    @property
    def knows(self) -> Knowledge:
        """What rules are judged by while a person waits."""
        return past.knowledge(self.settings.data_dir, wait=False)

    @property
    def guard(self) -> Guard:
        """What the way out refuses."""
        return Guard(self.settings.allow_addresses, self.settings.demo_address, self.settings.ca_file)

    def zone(self, person: Person | None = None) -> ZoneInfo:
        """The time zone of a person, else of the desk."""
        return ZoneInfo(person.timezone) if person and person.timezone else zone(self.settings, self.database)

    def changed(self, what: str) -> None:
        """Tell the other web processes that a person changed something they keep in memory."""
        self.bus.tell(CHANGED, what)
