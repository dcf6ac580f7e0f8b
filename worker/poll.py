"""1-4. The whole poll on one screen: claim what is due, fetch, read, ingest.

One task is a loop: it keeps its slots filled with whatever falls due while it runs, and has each source read and
written as it finishes, so that a slow one holds only its own slot.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.exc import DataError, IntegrityError

from sokbo.exchange import Fault, NetworkError, Response, host_of
from sokbo.installation import zone
from sokbo.model import Kind
from sokbo.network import Loop
from sokbo.options import NONE, Options, unpack
from sokbo.queries import claims, headlines, sources
from sokbo.queries.claims import Claimed
from sokbo.secrets import KeyMissing
from worker import fetch, outlet_zone, robots
from worker.hosts import Hosts
from worker.ingest import Reading, ingest
from worker.interval import JITTER, Bounds
from worker.line import LOOP_S, Line
from worker.naver import query
from worker.naver.searches import Searches
from worker.reading import reading, unwritable
from worker.turns import Turns

log = logging.getLogger("sokbo")

LEASE_MS = 12_000
RENEW_S = 4.0
FREE, GATHER_S = 0.25, 0.05
"""The share of its slots that a loop lets come free before it claims for them all at once, and how long at most."""
LOOK_S = 1.0
"""How long a loop with nothing to do waits for a wake before it looks."""
PATIENCE_S = 5.0
"""How long a stopping loop waits for what is in flight; the rest is given back to be polled elsewhere."""
QUEUE = 24
"""How many wait for one host in this worker's slots at most."""
TURN_S = 0.1
"""About how long one of many sources of a host takes: as much later than the one before is each due that must go."""
BATCH, BATCH_BYTES = 50, 2_000_000
"""Finished sources, and their bytes, read and written in one transaction at most, so that it stays short and small."""


@dataclass(slots=True)
class Flight:
    """What this loop has under way."""

    loop: Loop[int]
    zone: ZoneInfo
    ends: float
    hosts: Hosts[Claimed]
    turns: Turns[Claimed]
    searches: Searches
    bounds: Bounds
    claimed: dict[int, Claimed] = field(default_factory=dict)
    unread: list[tuple[int, NetworkError]] = field(default_factory=list)
    """Those that are not asked for, and why."""
    waiting: dict[str, list[Claimed]] = field(default_factory=dict)
    """Boards whose site is asked for its robots.txt, by the site."""
    renewed: float = field(default_factory=time.monotonic)
    looked: float = 0.0
    """When this loop last asked what is due."""


def run(line: Line) -> None:
    """Poll what is due for about a minute; at a stop finish what is in hand."""
    until(line, lambda: False)


def until(line: Line, done: Callable[[], bool]) -> None:
    """Poll until `done`, or for about a minute."""
    loop: Loop[int] = Loop(line.guard, line.settings.poll_slots)
    said = line.settings
    hosts: Hosts[Claimed] = Hosts(line.guard.owns, said.host_slots, QUEUE)
    turns: Turns[Claimed] = Turns(line.bus, line.guard.owns, line.name, said.host_slots, said.host_space)
    searches = Searches(line.naver, line.agent, loop)
    bounds = Bounds(said.poll_min, max(said.poll_min, said.poll_max))
    flight = Flight(loop, zone(said, line.database), time.monotonic() + LOOP_S, hosts, turns, searches, bounds)
    line.bells["poll"].also = loop.wake
    try:
        while _goes_on(line, flight) and not done():
            wait_s = _launch(line, flight)
            _ask_all(line, flight, turns.again())
            loop.wait(min(wait_s, turns.wait_s()))
            line.bells["poll"].rung.clear()
            _land(line, flight)
            _renew(line, flight)
    finally:
        line.bells["poll"].also = None
        loop.close()
        turns.close()
        _give_back(line, flight)


def _goes_on(line: Line, flight: Flight) -> bool:
    now = time.monotonic()
    if line.stop.is_set():
        flight.ends = min(flight.ends, now)
    return now < flight.ends or (bool(flight.claimed) and now < flight.ends + PATIENCE_S)


def _launch(line: Line, flight: Flight) -> float:
    """1-2. Claim what is due into the free slots and ask for it; seconds until there may be more to claim."""
    free = line.settings.poll_slots - len(flight.claimed)
    now = time.monotonic()
    if free <= 0 or now >= flight.ends:
        return LOOK_S
    if free < line.settings.poll_slots * FREE and now < flight.looked + GATHER_S:
        return GATHER_S
    flight.looked = now
    with line.database.read() as connection:
        due_ms = claims.next_due_ms(connection)
    if due_ms != 0:
        return LOOK_S if due_ms is None else min(LOOK_S, due_ms / 1000)
    with line.database.write() as connection:
        claimed = claims.claim_due(connection, line.name, free, LEASE_MS)
    ready = []
    for c in _without_resting(line, claimed):
        flight.claimed[c.source.id] = c
        if flight.hosts.enter(c.source.url, c):
            ready.append((c.source.url, c))
    _turn_away(line, flight)
    _ask_all(line, flight, flight.turns.take(ready))
    return 0.0 if claimed else GATHER_S


def _turn_away(line: Line, flight: Flight) -> None:
    """Give back what would only wait for its host and keep slots from others."""
    if beyond := flight.hosts.overflow():
        for c in beyond:
            del flight.claimed[c.source.id]
        with line.database.write() as connection:
            sources.put_off(connection, [(c.source, 1 + n * TURN_S, None) for n, c in enumerate(beyond)])


def _without_resting(line: Line, claimed: list[Claimed]) -> list[Claimed]:
    """Those whose host has not asked to be left alone; the others come back when that is over, not all at once."""
    line.rests.look(line.database)
    if not line.rests.any:
        return claimed
    resting = {c.source.id: rest for c in claimed if (rest := line.rests.of(c.source.url))}
    waits = [(c.source, *resting[c.source.id]) for c in claimed if c.source.id in resting]
    if not waits:
        return claimed
    with line.database.write() as connection:
        sources.put_off(connection, [(s, wait_s * (1 + JITTER * random.random()), why) for s, wait_s, why in waits])
    return [c for c in claimed if c.source.id not in resting]


def _ask_all(line: Line, flight: Flight, ready: Sequence[Claimed]) -> None:
    for c in ready:
        _ask(line, flight, c)


def _ask(line: Line, flight: Flight, c: Claimed) -> None:
    try:
        address = line.vault.open(c.sealed_url) if c.sealed_url else c.source.url
        options = unpack(line.vault.open(c.sealed_options)) if c.sealed_options else NONE
    except KeyMissing as error:
        flight.unread.append((c.source.id, NetworkError(f"what it is asked by is {error}", Fault.ADDRESS)))
        return
    if query.is_one(c.source.url):
        if refused := flight.searches.ask(c, options):
            flight.unread.append((c.source.id, refused))
        return
    asked = c.source.kind is not Kind.BOARD or options.ignore_robots or _heeds(line, flight, c, address, options)
    if asked:
        flight.loop.start(c.source.id, fetch.request(c.source, address, line.agent, options))


def _heeds(line: Line, flight: Flight, c: Claimed, address: str, options: Options) -> bool:
    """Whether the site's robots.txt lets us read a board; it is asked for first where it is not known."""
    origin = robots.origin(address)
    if (rules := line.heed.rules(line.database, origin)) is None:
        flight.waiting.setdefault(origin, []).append(c)
        if len(flight.waiting[origin]) == 1:
            flight.loop.start(-c.source.id, robots.request(address, line.agent, options.route()))
        return False
    if why := robots.refusal(rules, address):
        flight.unread.append((c.source.id, NetworkError(why, Fault.ROBOTS)))
        return False
    return True


def _hear(line: Line, flight: Flight, origin: str, answer: Response | NetworkError) -> None:
    """A robots.txt has come, or not: old rules hold on, and without any its boards wait."""
    waiting = flight.waiting.pop(origin)
    rules = robots.told(answer)
    rules = line.heed.old(origin) if rules is None else rules
    if rules is not None:
        line.heed.learn(line.database, origin, rules)
    for c in waiting:
        if rules is None:
            error = f"{host_of(c.source.url)} gives no robots.txt now, and its boards wait for it"
            flight.unread.append((c.source.id, NetworkError(error, Fault.ROBOTS)))
        else:
            _ask(line, flight, c)


def _land(line: Line, flight: Flight) -> None:
    """3-4. Read what has come, and write it, a short transaction at a time."""
    came = flight.loop.finished()
    for number, answer in came:
        if number < 0:
            _hear(line, flight, robots.origin(flight.claimed[-number].source.url), answer)
    finished = [*(one for one in came if one[0] > 0), *flight.unread]
    flight.unread.clear()
    heard = [(number, flight.searches.heard(flight.claimed[number], answer)) for number, answer in finished]
    landed = [(flight.claimed.pop(number), answer) for number, answer in heard if answer is not None]
    flight.turns.leave([c.source.url for c, _ in landed])
    left = [flight.hosts.leave(c.source.url) for c, _ in landed]
    _ask_all(line, flight, flight.turns.take([(c.source.url, c) for c in left if c is not None]))
    while landed:
        _write(line, flight, _batch(landed))


def _batch(landed: list[tuple[Claimed, Response | NetworkError]]) -> list[tuple[Claimed, Response | NetworkError]]:
    """Take the next of them that are read and written together."""
    batch: list[tuple[Claimed, Response | NetworkError]] = []
    left = BATCH_BYTES
    while landed and left > 0 and len(batch) < BATCH:
        claimed, answer = landed.pop()
        batch.append((claimed, answer))
        left -= len(answer.body) if isinstance(answer, Response) else 0
    return batch


def _write(line: Line, flight: Flight, landed: Sequence[tuple[Claimed, Response | NetworkError]]) -> None:
    at = datetime.now(UTC)
    readings: list[Reading] = [
        reading(
            line.naver.paced(c.source),
            fetch.outcome(c.source, answer, at),
            at,
            _zone(flight, c),
            random.random(),
            c.known,
            flight.bounds,
            c.recipe,
        )
        for c, answer in landed
    ]
    if any(r.polled.rest for r in readings):
        line.rests.forget()
    if _ingest(line, readings, at):
        line.ring("desk")


def _zone(flight: Flight, c: Claimed) -> ZoneInfo:
    return outlet_zone.meant(c.zone, c.source.url, flight.zone)


def _ingest(line: Line, readings: Sequence[Reading], at: datetime) -> bool:
    """Write them together; where one can't be written, each by itself, and that one as failed. Whether any is work."""
    try:
        with line.database.write() as connection:
            written = ingest(connection, readings, at)
    except (DataError, IntegrityError, ValueError, OverflowError) as fault:
        if len(readings) > 1:
            each = [_ingest(line, [one], at) for one in readings]
            return any(each)
        log.exception("writing source %d", readings[0].source.id)
        readings = [unwritable(readings[0], fault)]
        with line.database.write() as connection:
            written = ingest(connection, readings, at)
    line.measures.polled([(r.polled, r.source.due) for r in readings], written.new, at)
    if written.new and log.isEnabledFor(logging.INFO):
        _say(line, written.idents)
    return bool(written.new or written.retitled or written.withdrawn)


def _say(line: Line, idents: Sequence[int]) -> None:
    """Log what was kept, by the ids that the desk and deliveries go on with."""
    with line.database.read() as connection:
        for known in headlines.known_by_ident(connection, idents):
            log.info("kept", extra={"headline": known.id, "source": known.source})


def _renew(line: Line, flight: Flight) -> None:
    if flight.claimed and time.monotonic() - flight.renewed > RENEW_S:
        with line.database.write() as connection:
            claims.renew(connection, list(flight.claimed), line.name, LEASE_MS)
        flight.renewed = time.monotonic()


def _give_back(line: Line, flight: Flight) -> None:
    if flight.claimed:
        with line.database.write() as connection:
            claims.let_go(connection, list(flight.claimed), line.name)
