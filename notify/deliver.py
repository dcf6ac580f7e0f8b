"""6. Claim, send, record: due deliveries go out, at least once, each with its own key.

A claim is committed before the first byte leaves, and what came of it is written only under the claim's own fence. One
message at a time is under way to a channel, so that they arrive in order and a slow receiver holds up nobody else; one
that failed waits for its own next attempt, and those behind it pass.
"""

from __future__ import annotations

import logging
import random
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from notify import message
from notify.carriers import ByHttp, ByThread, Carrier, Parcel, Returned, safely
from notify.channels import BLOCKING, BY_HTTP, Envelope, SendError, Sent
from notify.channels.protocol import LIMIT_S
from notify.retry import next_wait_s
from sokbo import network
from sokbo.database import Database
from sokbo.exchange import NetworkError
from sokbo.guard import Guard
from sokbo.model import Channel, DeliveryState
from sokbo.network import Loop
from sokbo.queries import channels, deliveries, facts, people
from sokbo.queries.deliveries import Claimed, Outcome
from sokbo.queries.people import Person
from sokbo.secrets import Vault
from sokbo.settings import Settings

log = logging.getLogger("sokbo")

LEASE_MS = 15_000
"""Over twice the time that sending may take (`LIMIT_S`): nobody else claims what is under way."""
SLOTS = 32
"""How many channels reached by HTTP are told at once."""
THREADS = 4
"""How many mails go out at once; mail servers dislike many connections from one sender."""
LOOK_S = 1.0
"""How long a loop with nothing to do waits for a wake before it looks."""
BEATEN_S = 0.1
"""How long it waits after another deliverer took what it saw."""
TROUBLED_S = 0.25
"""How long it waits for a database that fails while answers are in hand."""


class Deliverer:
    """One loop of deliveries. Only `wake` may be called from another thread."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        guard: Guard,
        settings: Settings,
        zone: ZoneInfo,
        who: str,
        heard: Callable[[Returned], None] = lambda _: None,
    ) -> None:
        self._database = database
        self._heard = heard
        self._vault = vault
        self._zone = zone
        self._who = who
        self._loop: Loop[tuple[Parcel, float]] = Loop(guard, SLOTS)
        self._carriers: tuple[Carrier, ...] = (
            ByHttp(self._loop),
            ByThread(settings, THREADS, self._loop.wake),
        )
        self._installation = ""
        self._under_way: dict[int, int] = {}
        """Delivery to channel."""
        self._back: list[Returned] = []
        """What came back and is not recorded yet."""
        self._troubled: float | None = None

    def wake(self) -> None:
        """Look for work now; callable from any thread, and when the loop is over."""
        self._loop.wake()

    def run(self, stop: threading.Event, for_s: float) -> None:
        """Deliver what is due for a while, to the first moment after it with nothing in hand; at a stop claim no more.

        Raises DBAPIError where the database fails, for longer than a lease while answers wait to be recorded.
        """
        ends = time.monotonic() + for_s
        try:
            with self._database.write() as connection:
                self._installation = facts.installation(connection)
            while self._in_hand or (time.monotonic() < ends and not stop.is_set()):
                self._loop.wait(self._turn(claiming=not stop.is_set()))
        finally:
            for carrier in self._carriers:
                carrier.close()
            self._loop.close()

    @property
    def _in_hand(self) -> bool:
        return bool(self._under_way or self._back)

    def _turn(self, *, claiming: bool) -> float:
        """One round; seconds until the next is worth while."""
        try:
            wait_s = self._work(claiming=claiming)
        except DBAPIError:
            self._troubled = self._troubled or time.monotonic()
            if not self._in_hand or time.monotonic() - self._troubled > LEASE_MS / 1000:
                raise
            return TROUBLED_S
        self._troubled = None
        return wait_s

    def _work(self, *, claiming: bool) -> float:
        self._collect()
        if not self._back:
            due_ms = self._next_due_ms() if claiming else None
            if due_ms != 0:
                return LOOK_S if due_ms is None else min(LOOK_S, due_ms / 1000)
        recorded = len(self._back)
        with self._database.write() as connection:
            self._record(connection)
            ready = self._claim(connection) if claiming else []
        self._back = [item for item in ready if isinstance(item, Returned)]
        for parcel in ready:
            if isinstance(parcel, Parcel):
                self._send(parcel)
        return 0.0 if recorded or ready else BEATEN_S

    def _collect(self) -> None:
        for carrier in self._carriers:
            for returned in carrier.returned():
                del self._under_way[returned.claimed.delivery.id]
                self._back.append(returned)

    def _next_due_ms(self) -> int | None:
        kinds = [kind for carrier in self._carriers if carrier.room for kind in carrier.kinds]
        with self._database.read() as connection:
            return deliveries.next_due_ms(connection, kinds, list(self._under_way.values()))

    def _record(self, connection: Connection) -> None:
        at = datetime.now(UTC)
        deliveries.record(connection, [outcome(returned, at, random.random()) for returned in self._back])
        for returned in self._back:
            self._heard(returned)
            if isinstance(returned.answer, SendError) and returned.answer.gone:
                channels.pause(connection, returned.claimed.delivery.channel, str(returned.answer))

    def _claim(self, connection: Connection) -> list[Parcel | Returned]:
        """What is ours to send, as many as there is room for, and what can't be sent, with why."""
        busy = list(self._under_way.values())
        claimed = [
            one
            for carrier in self._carriers
            if carrier.room
            for one in deliveries.claim_due(connection, self._who, carrier.kinds, carrier.room, LEASE_MS, busy)
        ]
        to = channels.some(connection, self._vault, [one.delivery.channel for one in claimed])
        whose = people.some(connection, [channel.person for channel in to.values()])
        return [self._open(one, to.get(one.delivery.channel), whose) for one in claimed]

    def _open(self, claimed: Claimed, channel: Channel | None, whose: dict[int, Person]) -> Parcel | Returned:
        unfit = unsendable(channel)
        if channel is None or unfit:
            return Returned(claimed, unfit or SendError("the channel was removed", permanent=True), 0)
        zone, language = reader(whose.get(channel.person), self._zone)
        envelope = Envelope(
            key=claimed.delivery.key,
            kind=claimed.type,
            created=claimed.delivery.created,
            told=message.read(claimed.message),
            address=channel.address,
            secret=channel.secret,
            language=language,
            zone=zone,
            installation=self._installation,
        )
        return Parcel(claimed, channel.kind, envelope)

    def _send(self, parcel: Parcel) -> None:
        delivery = parcel.claimed.delivery
        self._under_way[delivery.id] = delivery.channel
        next(carrier for carrier in self._carriers if parcel.channel_kind in carrier.kinds).start(parcel)


# --- deciding ---------------------------------------------------------------------------------------------------------


def outcome(returned: Returned, at: datetime, jitter: float) -> Outcome:
    """What one attempt means for the ledger: sent, to be tried again, or dead. Pure."""
    delivery, answer = returned.claimed.delivery, returned.answer
    state, wait_s = DeliveryState.SENT, None
    if isinstance(answer, SendError):
        if not answer.permanent:
            wait_s = next_wait_s(delivery.attempts, retry_after_s=answer.retry_after_s, jitter=jitter)
        state = DeliveryState.DEAD if wait_s is None else DeliveryState.RETRYING
    return Outcome(
        delivery=delivery.id,
        fence=delivery.fence,
        state=state,
        attempt=delivery.attempts,
        at=at,
        elapsed_ms=returned.elapsed_ms,
        status=answer.status,
        answer=answer.answer if isinstance(answer, Sent) else str(answer),
        wait_s=wait_s,
    )


def unsendable(channel: Channel | None) -> SendError | None:
    """Why nothing can go to the channel now; None where it can. Pure."""
    if channel is None:
        return SendError("the channel was removed", permanent=True)
    if not channel.address:
        return SendError(channel.paused or "its address can't be read")  # the operator may yet find the key
    if channel.paused:
        return SendError(f"the channel is paused: {channel.paused}", permanent=True)
    return None


def reader(person: Person | None, zone: ZoneInfo) -> tuple[ZoneInfo, str]:
    """The time zone and language of who reads it: the person's own, else the desk's. Pure."""
    own = ZoneInfo(person.timezone) if person and person.timezone else zone
    return own, (person and person.language) or ("ko" if own.key == "Asia/Seoul" else "en")


# --- a test -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tried:
    """What a channel answered to a test."""

    ok: bool
    answer: str


def try_channel(
    settings: Settings, guard: Guard, channel: Channel, now: datetime, *, person: Person | None = None
) -> Tried:
    """Send a test message and wait for the answer: no row, no second attempt, a paused channel too."""
    if not channel.address:
        return Tried(ok=False, answer=channel.paused or "its address can't be read")
    zone, language = reader(person, ZoneInfo(settings.timezone or "UTC"))
    envelope = Envelope(
        key=str(uuid.uuid4()),
        kind="test",
        created=now,
        told=message.sample(language, now),
        address=channel.address,
        secret=channel.secret,
        language=language,
        zone=zone,
        installation="",
    )
    answer = safely(lambda: _send_now(settings, guard, channel.kind, envelope))
    return Tried(isinstance(answer, Sent), answer.answer if isinstance(answer, Sent) else str(answer))


def _send_now(settings: Settings, guard: Guard, kind: str, envelope: Envelope) -> Sent:
    if kind in BLOCKING:
        return BLOCKING[kind].send(envelope, settings, LIMIT_S)
    now = datetime.now(UTC)
    try:
        return BY_HTTP[kind].answer(network.get(BY_HTTP[kind].request(envelope, now), guard), now)
    except NetworkError as error:
        raise SendError(str(error)) from None
