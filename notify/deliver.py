"""6. Claim, send, record: due deliveries go out, at least once, each with its own key.

A claim is committed before the first byte leaves, and what came of it is written only under the claim's own fence. One
message at a time is under way to a channel, so that they arrive in order and a slow receiver holds up nobody else; one
that failed waits for its own next attempt, and those behind it pass, until the channel itself rests (`notify.retry`).
"""

from __future__ import annotations

import random
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from notify import flood, message, notice, unsubscribe
from notify.carriers import ByHttp, ByThread, Carrier, Parcel, Returned
from notify.channels import BLOCKING, FOR_PROGRAMS, Envelope, Means, SendError
from notify.channels.protocol import LIMIT_S
from notify.message import Told
from notify.outcome import outcome, reader, rest, unsendable
from notify.retry import FAILURES, PATIENCE_S
from sokbo.database import Database
from sokbo.guard import Guard
from sokbo.model import Channel
from sokbo.network import Loop
from sokbo.queries import channels, deliveries, facts, people, sending
from sokbo.queries.people import Person
from sokbo.queries.sending import Claimed
from sokbo.secrets import Vault
from sokbo.settings import Settings

LEASE_MS = 15_000
"""Over twice the time that sending may take (`LIMIT_S`): nobody else claims what is under way."""
SLOTS = 64
"""How many channels reached by HTTP are told at once."""
AHEAD = dict.fromkeys(FOR_PROGRAMS, 8)
"""How many messages of a program's channel are claimed together: they still go one after another. People get one, or
the summary of all."""
CHANNELS = 32
"""Of how many channels at most in one transaction, so that it stays short."""
THREADS = 4
"""How many mails go out at once; mail servers dislike many connections from one sender."""
SERVICE_THREADS = 8
LOOK_S = 1.0
"""How long a loop with nothing to do waits for a wake before it looks."""
BEATEN_S = 0.1
"""How long it waits after another deliverer took what it saw."""
TROUBLED_S = 0.25
"""How long it waits for a database that fails while answers are in hand."""
GATHER_S = 0.02
"""How long answers are gathered before they are written down together."""
TOGETHER = 100
"""How many answers at most."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What one transaction claimed, and all that sending it takes."""

    claimed: Sequence[Claimed] = ()
    channels: Mapping[int, Channel] = field(default_factory=dict)
    people: Mapping[int, Person] = field(default_factory=dict)
    before: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """By what a receiver knows the first message of a story, by channel and story."""
    by: float = 0.0
    """When the last of them must be off."""


NOTHING = Claims()


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
        self._settings = settings
        self._zone = zone
        self._who = who
        self._loop: Loop[tuple[Parcel, float]] = Loop(guard, SLOTS)
        means, services = Means(settings, guard), tuple(kind for kind in BLOCKING if kind != "mail")
        self._carriers: tuple[Carrier, ...] = (
            ByHttp(self._loop),
            ByThread(("mail",), means, THREADS, self._loop.wake),
            ByThread(services, means, SERVICE_THREADS, self._loop.wake),
        )
        self._installation = ""
        self._under_way: dict[int, int] = {}
        """Channel to delivery."""
        self._behind: dict[int, deque[Parcel]] = {}
        """Claimed and not yet sent, by channel."""
        self._back: list[Returned] = []
        """What came back and is not recorded yet."""
        self._unsent: list[Claimed] = []
        """What is to be handed back."""
        self._write_at = self._look_at = 0.0
        self._troubled: float | None = None

    def wake(self) -> None:
        """Look for work now; callable from any thread, and when the loop is over."""
        self._look_at = 0.0
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
        return bool(self._under_way or self._back or self._unsent)

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
        self._collect(going_on=claiming)
        now = time.monotonic()
        looking = claiming and now >= self._look_at and self._room
        if not (self._back or self._unsent):
            if not looking:
                return max(0.0, self._look_at - now) if claiming and self._room else LOOK_S
            due_ms = self._next_due_ms()
            if due_ms != 0:
                wait_s = LOOK_S if due_ms is None else min(LOOK_S, due_ms / 1000)
                self._look_at = now + wait_s
                return wait_s
        elif now < self._write_at and len(self._back) < TOGETHER and self._under_way:
            return self._write_at - now
        self._write(claiming=bool(looking))
        return 0.0

    def _write(self, *, claiming: bool) -> None:
        """Record what came back, and claim what there is room for, in one transaction."""
        recorded = len(self._back)
        with self._database.write() as connection:
            sending.hand_back(connection, self._unsent)
            self._record(connection)
            claims = self._claim(connection) if claiming else NOTHING
        self._back, self._unsent = [], []
        for claimed in claims.claimed:
            self._take(claimed, claims)
        for channel in [c for c in self._behind if c not in self._under_way]:
            self._send_next(channel)
        if claiming and not claims.claimed:
            self._look_at = time.monotonic() + (0.0 if recorded else BEATEN_S)

    def _take(self, claimed: Claimed, claims: Claims) -> None:
        """Put a claimed delivery in its line, or back where it can't be sent, with why."""
        channel = claims.channels.get(claimed.delivery.channel)
        unfit = unsendable(channel)
        if channel is None or unfit:
            self._back.append(Returned(claimed, None, unfit or SendError("no channel", permanent=True), 0))
            return
        before = claims.before.get((channel.id, claimed.delivery.story or 0))
        try:
            envelope = self._envelope(claimed, channel, claims.people.get(channel.person), before)
        except (LookupError, TypeError, ValueError):  # one row that says nothing must not hold up all others
            self._back.append(Returned(claimed, None, SendError("its message can't be read", permanent=True), 0))
            return
        self._behind.setdefault(channel.id, deque()).append(Parcel(claimed, channel, envelope, claims.by))

    def _collect(self, *, going_on: bool) -> None:
        """Take in what came back, and send what is next to each of those channels."""
        for carrier in self._carriers:
            for returned in carrier.returned():
                if not self._back:
                    self._write_at = time.monotonic() + GATHER_S
                self._back.append(returned)
                channel = returned.claimed.delivery.channel
                del self._under_way[channel]
                if isinstance(returned.answer, SendError) or not going_on:
                    # The rest of the queue waits for what the ledger makes of it.
                    self._unsent += [parcel.claimed for parcel in self._behind.pop(channel, ())]
                else:
                    self._send_next(channel)

    def _send_next(self, channel: int) -> None:
        """Send the next one that is claimed of a channel; what could outlive its lease is handed back."""
        line = self._behind.get(channel)
        while line:
            parcel = line.popleft()
            if time.monotonic() < parcel.by:
                self._under_way[channel] = parcel.claimed.delivery.id
                next(carrier for carrier in self._carriers if parcel.channel.kind in carrier.kinds).start(parcel)
                return
            self._unsent.append(parcel.claimed)
        self._behind.pop(channel, None)

    @property
    def _room(self) -> bool:
        return any(carrier.room for carrier in self._carriers)

    def _busy(self) -> list[int]:
        return [*self._under_way, *(c for c in self._behind if c not in self._under_way)]

    def _next_due_ms(self) -> int | None:
        kinds = [kind for carrier in self._carriers if carrier.room for kind in carrier.kinds]
        with self._database.read() as connection:
            return sending.next_due_ms(connection, kinds, self._busy())

    # --- what came of it ----------------------------------------------------------------------------------------------

    def _record(self, connection: Connection) -> None:
        at = datetime.now(UTC)
        sending.record(connection, [outcome(returned, at, random.random()) for returned in self._back])
        for returned in self._back:
            self._heard(returned)
            self._settle(connection, returned, at)

    def _settle(self, connection: Connection, returned: Returned, at: datetime) -> None:
        """What an attempt means for its channel: a rest, a pause, and a word to its owner."""
        channel, answer = returned.channel, returned.answer
        if channel is None:
            return
        if isinstance(answer, SendError) and answer.gone:
            self._stop(connection, channel, str(answer), at)
            return
        stands = rest(returned, random.random())
        if stands is None:
            return
        channels.rest(connection, channel.id, stands.failures, stands.rest_s)
        if stands.failures >= FAILURES:
            why = "given up: the channel took nothing for a day"
            sending.expire(connection, channel.id, at - timedelta(seconds=PATIENCE_S), why)

    def _stop(self, connection: Connection, channel: Channel, why: str, at: datetime) -> None:
        """Nothing goes there any more; its owner hears of it once, elsewhere. A browser's channel is dropped."""
        if not channels.pause(connection, channel.id, why):
            return
        if channel.kind == "push":
            channels.remove(connection, channel.id)
        other = channels.another(connection, channel.id)
        if other is None:
            return
        step = f"channel {channel.id} {int(at.timestamp() * 1000)}"
        page = f"{self._settings.address}/channels"

        def told(language: str) -> Told:
            return message.about_channel(language, channel.name, page, why, at)

        row = notice.row(connection, self._settings, other, "channel.paused", step, told)
        deliveries.add(connection, [row])

    # --- claiming -----------------------------------------------------------------------------------------------------

    def _claim(self, connection: Connection) -> Claims:
        """What is ours to send, as many as there is room for, with all that it takes."""
        by = time.monotonic() + LEASE_MS / 1000 - LIMIT_S - 1
        busy = self._busy()
        claimed = [
            one
            for carrier in self._carriers
            if (room := min(carrier.room, CHANNELS))
            for one in sending.claim_due(connection, self._who, carrier.kinds, room, LEASE_MS, busy, ahead=AHEAD)
        ]
        to = channels.some(connection, self._vault, sorted({one.delivery.channel for one in claimed}))
        whose = people.some(connection, sorted({channel.person for channel in to.values()}))
        threaded = {channel.id for channel in to.values() if channel.kind == "apprise"}
        stories = [(d.channel, d.story) for d in (one.delivery for one in claimed) if d.channel in threaded and d.story]
        before = sending.first_remotes(connection, stories)
        tamed = [flood.tame(connection, one, to.get(one.delivery.channel)) for one in claimed]
        return Claims(tamed, to, whose, before, by)

    def _envelope(self, told: Claimed, channel: Channel, person: Person | None, before: str | None) -> Envelope:
        zone, language = reader(person, self._zone)
        return Envelope(
            key=told.delivery.key,
            kind=told.type,
            created=told.delivery.created,
            told=message.read(told.message),
            address=channel.address,
            secret=channel.secret,
            language=language,
            zone=zone,
            installation=self._installation,
            template=channel.template,
            before=before,
            unsubscribe=unsubscribe.page(self._settings, self._vault, channel.id) if channel.kind == "mail" else None,
        )
