"""A whole line without Celery: each stage is called when the test says so, on real parts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update

from notify import release
from notify.channels import mask, parse_address, secret_for
from notify.deliver import Deliverer
from sokbo.database import now_ms
from sokbo.model import Headline, Timing
from sokbo.queries import channels, facts, headlines, people, watches
from sokbo.settings import load
from sokbo.tables import deliveries, sources
from worker import desk, first_read, poll
from worker.line import Line, open_line

SEOUL = ZoneInfo("Asia/Seoul")


def _nobody(stage: str) -> None:
    """No worker listens."""


@dataclass
class Desk:
    """The line, a step at a time."""

    line: Line
    installation: str
    person: int

    def read(self, query: Callable[..., Any], *args: Any, **values: Any) -> Any:
        """A named query's answer."""
        with self.line.database.read() as connection:
            return query(connection, *args, **values)

    def write(self, query: Callable[..., Any], *args: Any, **values: Any) -> Any:
        """A named query's answer, committed."""
        with self.line.database.write() as connection:
            return query(connection, *args, **values)

    def add_hook(self, name: str, url: str) -> str:
        """A web hook's secret."""
        kind, address = parse_address(url)
        secret = secret_for(kind)
        assert secret
        self.write(channels.add, self.line.vault, person=self.person, name=name, kind=kind, address=address,
                   secret=secret, hint=mask(address))  # fmt: skip
        return secret

    def add_watch(self, name: str, rule: str, *, to: str | None = None, **timing: Any) -> int:
        """A watch's id; `timing` is when it wants to hear."""
        mine = self.read(channels.of_person, self.line.vault, self.person)
        wanted = [c.id for c in mine if c.name == to]
        number: int = self.write(
            watches.add, self.line.vault, person=self.person, name=name, rule=rule, channels=wanted,
            timing=Timing(**timing),
        )  # fmt: skip
        return number

    def add_source(self, url: str, **values: Any) -> int:
        """A source's id, read once."""
        at = datetime.now(UTC)
        looked = first_read.look(url, self.line.guard, SEOUL, at)
        return first_read.add(self.line.database, self.line.vault, looked, at, every_s=1, **values).source

    def history(self, source: int) -> list[Headline]:
        """A source's headlines in the order they came."""
        found: list[Headline] = self.read(headlines.of_source, source)
        return found

    def poll(self) -> None:
        """Every source, once."""
        with self.line.database.write() as connection:
            connection.execute(update(sources).values(due=now_ms(), lease_until=None))
        wanted = self._polls() + self._count(sources)
        poll.until(self.line, lambda: self._polls() >= wanted)

    def _polls(self) -> int:
        with self.line.database.read() as connection:
            return connection.scalar(select(func.sum(sources.c.polls))) or 0

    def _count(self, table: Any, *conditions: Any) -> int:
        with self.line.database.read() as connection:
            return connection.scalar(select(func.count()).select_from(table).where(*conditions)) or 0

    def drain(self, at: datetime | None = None) -> int:
        """Everything pending through the desk, which may believe in a time; how many headlines that were."""
        memory, at = self.line.memory, at or datetime.now(UTC)
        mine = desk.take_over(self.line.database, memory, self.line.name)
        assert mine is not None
        done = 0
        while (drained := desk.drain(self.line.database, memory, mine, self.line.vault, at, SEOUL.key)).headlines:
            done += drained.headlines
        return done

    def release(self, at: datetime) -> int:
        """Let go what was held back until a time; how much that was."""
        released: int = self.write(release.release, at, SEOUL.key)
        return released

    def deliver(self) -> None:
        """Everything due, once."""
        line, stop = self.line, threading.Event()
        deliverer = Deliverer(
            line.database, line.vault, line.guard, line.settings, SEOUL, line.name, line.measures.returned
        )
        due = deliveries.c.state.in_(("pending", "sending")) | (deliveries.c.next_attempt <= now_ms())
        unfinished = deliveries.c.state.in_(("pending", "retrying", "sending"))

        def watch() -> None:
            while self._count(deliveries, due, unfinished) and not stop.wait(0.02):
                pass
            stop.set()
            deliverer.wake()

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            deliverer.run(stop, 10)
        finally:
            stop.set()
            watcher.join()

    def close(self) -> None:
        """Close the database."""
        self.line.database.close()


def open_desk(database_url: str, folder: Path, **environ: str) -> Desk:
    """A line on this database; loopback is open to it; `environ` adds settings, or empties one."""
    settings = load(
        {
            "SOKBO_DATABASE_URL": database_url,
            "SOKBO_DATA_DIR": str(folder),
            "SOKBO_ALLOW_ADDRESSES": str(ip_network("127.0.0.0/8")),
            "SOKBO_SECRET_KEY": "a key for tests",
            "SOKBO_TIMEZONE": "Asia/Seoul",
            **environ,
        }
    )
    line = open_line(settings, _nobody)
    with line.database.write() as connection:
        return Desk(line, facts.installation(connection), people.ensure(connection).id)
