"""A person brings many addresses at once: asked side by side, kept one after another, in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sokbo.database import Database
from sokbo.exchange import NetworkError, Request, Response
from sokbo.guard import Guard
from sokbo.options import NONE, Options
from sokbo.secrets import Vault
from worker import first_read, gather
from worker.first_read import AlreadyThere, FirstReadError
from worker.naver.account import Account

SLOTS, OF_HOST = 24, 3
"""Questions at once: a list has hundreds of addresses, and each may take seconds to answer."""
ONE_S, LEAST_S = 20.0, 60.0
"""How long one question may take, and at least all of them."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where they are kept, and how they are asked."""

    database: Database
    vault: Vault
    guard: Guard
    zone: ZoneInfo
    agent: str
    naver: Account


@dataclass(frozen=True, slots=True)
class Wanted:
    """One address, and what a person or a list says of it."""

    url: str
    name: str = ""
    outlet: str = ""
    every_s: float | None = None
    private: bool | None = None
    zone: str | None = None
    options: Options = NONE


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one of them."""

    url: str
    state: str
    """``added``, ``there`` (before) or ``left out``."""
    source: int | None = None
    name: str | None = None
    headlines: int = 0
    why: str | None = None


def bring(desk: Desk, wanted: Sequence[Wanted]) -> Iterator[Outcome]:
    """What became of each, in their order; nothing is asked of those that are sources already."""
    requests = [_question(desk, one) for one in wanted]
    asked = [place for place, request in enumerate(requests) if isinstance(request, Request)]
    came: dict[int, Response | NetworkError | FirstReadError] = {
        place: request for place, request in enumerate(requests) if isinstance(request, FirstReadError)
    }
    questions = [request for request in requests if isinstance(request, Request)]
    within_s = LEAST_S + ONE_S * len(questions) / OF_HOST
    with closing(gather.answers(questions, desk.guard, slots=SLOTS, of_host=OF_HOST, within_s=within_s)) as answers:
        for place, one in enumerate(wanted):
            while place not in came:
                n, answer = next(answers)
                came[asked[n]] = answer
            yield _kept(desk, one, came.pop(place))


def _question(desk: Desk, one: Wanted) -> Request | FirstReadError:
    try:
        url = first_read.whole_address(one.url)
        if there := first_read.already(desk.database, url):
            return AlreadyThere(there)
        return first_read.question(url, one.options, desk.agent, ONE_S, desk.naver)
    except FirstReadError as error:
        return error


def _kept(desk: Desk, one: Wanted, came: Response | NetworkError | FirstReadError) -> Outcome:
    at = datetime.now(UTC)
    try:
        if isinstance(came, FirstReadError):
            raise came
        if isinstance(came, NetworkError):
            raise FirstReadError(str(came), "address")
        seen = first_read.visited(first_read.whole_address(one.url), came, desk.zone, at, one.zone)
        found = first_read.looked(seen, desk.guard, one.options, desk.agent)
        added = first_read.add(
            desk.database, desk.vault, found, at,
            name=one.name, outlet=one.outlet, every_s=one.every_s, private=one.private, zone=one.zone,
        )  # fmt: skip
    except AlreadyThere as error:
        return Outcome(one.url, "there", error.source.id, error.source.name)
    except FirstReadError as error:
        return Outcome(one.url, "left out", why=str(error))
    return Outcome(one.url, "added", added.source, added.name, len(added.headlines))
