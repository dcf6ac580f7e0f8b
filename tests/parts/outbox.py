"""Deliveries in a real database, and deliverers that send them, for the tests of the last mile."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_network
from typing import Any
from zoneinfo import ZoneInfo

from parts.envelopes import told
from sqlalchemy import select, update

from notify import message
from notify.channels import mask, parse_address, secret_for
from notify.deliver import Deliverer
from sokbo.database import Database
from sokbo.guard import Guard
from sokbo.queries import channels, deliveries, people
from sokbo.secrets import Vault
from sokbo.settings import Settings, load
from sokbo.tables import attempts
from sokbo.tables import channels as channel_rows
from sokbo.tables import deliveries as rows

HERE = Guard((ip_network("127.0.0.0/8"),))
PATIENCE_S = 20.0


@dataclass
class Outbox:
    """A database with a person in it."""

    database: Database
    vault: Vault
    settings: Settings

    def channel(self, address: str, name: str | None = None, secret: str = "") -> int:
        """A new channel's id."""
        kind, where = parse_address(address)
        with self.database.write() as connection:
            person = people.ensure(connection)
            added = channels.add(
                connection,
                self.vault,
                person=person.id,
                name=name or uuid.uuid4().hex,
                kind=kind,
                address=where,
                secret=secret_for(kind, secret),
                hint=mask(where),
            )
        assert added is not None
        return added

    def put(self, channel: int, *titles: str, **columns: Any) -> list[int]:
        """New deliveries to the channel, due now; their ids, in the order of the titles."""
        now = datetime.now(UTC)
        new = [
            {
                "key": str(uuid.uuid4()),
                "channel_id": channel,
                "story_id": None,
                "step": uuid.uuid4().hex,
                "type": "alert.created",
                "message": message.data(told(title)),
                "state": "pending",
                "next_attempt": now,
                "created": now,
                **columns,
            }
            for title in titles
        ]
        with self.database.write() as connection:
            written = deliveries.add(connection, new)
        return sorted(written.values())

    def set(self, delivery: int, **columns: Any) -> None:
        """Change a delivery's row, as time or a fault would."""
        with self.database.write() as connection:
            connection.execute(update(rows).where(rows.c.id == delivery).values(**columns))

    def row(self, delivery: int) -> Any:
        """The delivery's row."""
        with self.database.read() as connection:
            return connection.execute(select(rows).where(rows.c.id == delivery)).one()

    def states(self, ids: list[int]) -> list[str]:
        """Where the deliveries stand."""
        return [self.row(delivery).state for delivery in ids]

    def attempts(self, delivery: int) -> list[Any]:
        """Every attempt of the delivery."""
        with self.database.read() as connection:
            mine = select(attempts).where(attempts.c.delivery_id == delivery).order_by(attempts.c.id)
            return list(connection.execute(mine))

    def paused(self, channel: int) -> str | None:
        """Why nothing goes to the channel."""
        with self.database.read() as connection:
            why: str | None = connection.scalar(select(channel_rows.c.paused).where(channel_rows.c.id == channel))
            return why

    def deliverer(self, who: str = "a", guard: Guard = HERE) -> Deliverer:
        """One that may reach this machine."""
        return Deliverer(self.database, self.vault, guard, self.settings, ZoneInfo("Asia/Seoul"), who)

    @contextmanager
    def delivering(self, *deliverers: Deliverer) -> Iterator[threading.Event]:
        """Deliverers at work; the event stops them, as does the end."""
        stop = threading.Event()
        failed: list[BaseException] = []

        def run(deliverer: Deliverer) -> None:
            try:
                deliverer.run(stop, 600)
            except BaseException as error:  # noqa: BLE001 - the test's own thread raises it
                failed.append(error)

        at_work = deliverers or (self.deliverer(),)
        threads = [threading.Thread(target=run, args=(one,)) for one in at_work]
        for thread in threads:
            thread.start()
        try:
            yield stop
        finally:
            stop.set()
            for one in at_work:
                one.wake()
            for thread in threads:
                thread.join(PATIENCE_S)
            assert not any(thread.is_alive() for thread in threads)
        if failed:
            raise failed[0]

    def deliver(self, until: Callable[[], bool], *deliverers: Deliverer) -> None:
        """Deliver until something is so."""
        with self.delivering(*deliverers):
            wait(until)


def wait(until: Callable[[], bool]) -> None:
    """Wait until something is so."""
    ends = time.monotonic() + PATIENCE_S
    while not until():
        assert time.monotonic() < ends, "it never came to be"
        time.sleep(0.01)


def outbox(database: Database, vault: Vault, smtp_url: str = "") -> Outbox:
    """The outbox of a database, with the operator's mail server."""
    environment = {"SOKBO_DATA_DIR": "/nowhere", "SOKBO_SMTP_URL": smtp_url}
    return Outbox(database, vault, load(environment))
