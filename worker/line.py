"""What the tasks of one process share: settings, the database, the key, and a bell for each stage.

A stage's loop runs once in a process. A wake rings its bell; where the loop runs already, that is all a wake does.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sokbo import installation
from sokbo.bus import Bus
from sokbo.database import Database, connect
from sokbo.guard import Guard
from sokbo.lease import process_name
from sokbo.queries.standing import turn_over
from sokbo.secrets import Vault
from sokbo.settings import Settings
from worker.app import STAGES
from worker.fetch import user_agent
from worker.heed import Heed
from worker.measures import Measures
from worker.memory import Memory
from worker.naver.account import Account
from worker.rests import Rests

TURNED_S = 30.0
"""How often it is written down that a stage turns over."""
LOOP_S = 60.0
"""About how long one task runs before it makes room for the next, so that operators' tools see the work turn over."""


@dataclass(slots=True)
class Bell:
    """A stage in this process: whether its loop runs, and how to wake it."""

    rung: threading.Event = field(default_factory=threading.Event)
    also: Callable[[], None] | None = None
    """What else wakes a loop that waits for more than its bell."""
    running: threading.Lock = field(default_factory=threading.Lock)
    heard: float = field(default_factory=time.monotonic)

    def ring(self) -> None:
        """Wake the loop, where it runs."""
        self.rung.set()
        if self.also is not None:
            self.also()


@dataclass(slots=True)
class Line:
    """One process's part of the line."""

    settings: Settings
    database: Database
    vault: Vault
    guard: Guard
    bus: Bus
    wake: Callable[[str], None]
    """Wake a stage wherever it runs."""
    memory: Memory = field(default_factory=Memory)
    """The desk's, where this process is the desk."""
    care_due: float = field(default_factory=lambda: time.monotonic() + 10)
    """When the caretaker looks next, where this process is the desk."""
    prune_due: float = 0.0
    """When it lets go of what is old."""
    listen_due: float = 0.0
    """When it listens next for sources that fell silent."""
    heed: Heed = field(default_factory=Heed)
    rests: Rests = field(default_factory=Rests)
    measures: Measures = field(default_factory=Measures)
    naver: Account = field(init=False)
    name: str = field(default_factory=process_name)
    stop: threading.Event = field(default_factory=threading.Event)
    turns: dict[str, float] = field(default_factory=dict)
    """When each stage's turn was last written down."""
    bells: dict[str, Bell] = field(default_factory=lambda: {stage: Bell() for stage in STAGES})

    def __post_init__(self) -> None:
        self.naver = Account(self.settings, self.database)

    @property
    def agent(self) -> str:
        """Who we say that we are."""
        return user_agent(self.settings.base_url, self.settings.contact)

    def ring(self, stage: str) -> None:
        """Wake a stage, its loop in this process first."""
        self.bells[stage].ring()
        self.wake(stage)

    def turned(self, stage: str) -> None:
        """Write down now and then that the stage has come to the end of a turn."""
        now = time.monotonic()
        if now - self.turns.get(stage, -TURNED_S) >= TURNED_S:
            self.turns[stage] = now
            with self.database.write() as connection:
                turn_over(connection, stage)

    def idle(self, stage: str, seconds: float) -> None:
        """Wait until the stage's bell rings or the time is over."""
        bell = self.bells[stage].rung
        bell.wait(seconds)
        bell.clear()


def open_line(settings: Settings, wake: Callable[[str], None]) -> Line:
    """The line of this process; raises `DatabaseMissing` and OSError."""
    return Line(
        settings=settings,
        database=connect(settings.database_url),
        vault=installation.vault(settings),
        guard=Guard(settings.allow_addresses, settings.demo_address, settings.ca_file),
        bus=Bus(settings.redis_url),
        wake=wake,
    )
