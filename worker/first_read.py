"""A person pastes an address: look at it once, say what is there, and keep it as a source with its history.

Nothing is written before the look has succeeded, and then source and headlines in one transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sokbo.database import Database
from sokbo.exchange import NetworkError, Request, Response
from sokbo.guard import Guard
from sokbo.model import Document, Headline, Kind, Source
from sokbo.network import get
from sokbo.options import NONE, Options, pack
from sokbo.queries import asking, claims, headlines, sources
from sokbo.queries.sources import Polled
from sokbo.secrets import Vault
from worker import fetch, outlet_zone, permission
from worker.aftermath import address_key
from worker.ingest import Reading, ingest
from worker.interval import SHORTEST_S
from worker.naver import query
from worker.naver.account import Account
from worker.naver.refusal import refused
from worker.pasted import has_secrets, host, shown
from worker.read import Kept, Unreadable, read
from worker.websub.discover import headed, named

DEFAULT_S = 60.0
TIMEOUT_S = 30.0
ELSEWHERE = {403, 404, 406, 410}
"""Statuses of one address that say nothing of the others of its site."""
LEASE_MS = 10_000
NOBODY = Guard()
"""Opens nothing: whatever it refuses is no public address."""


class FirstReadError(Exception):
    """The address is no source; the message is one line that says what to do.

    `kind` is ``usage`` (it is no address), ``address`` (nothing is to be had there), ``refused`` (the host answers, and
    not with that) or ``unreadable``.
    """

    def __init__(self, message: str, kind: str = "unreadable") -> None:
        super().__init__(message)
        self.kind = kind


class AlreadyThere(FirstReadError):
    """The address is a source already."""

    def __init__(self, source: Source) -> None:
        super().__init__(f"this address is source {source.id} {source.name!r} already", "address")
        self.source = source


@dataclass(frozen=True, slots=True)
class Visited:
    """What an address answered, source or not."""

    url: str
    """The address as asked, whole."""
    answer: Response
    document: Document


@dataclass(frozen=True, slots=True)
class Looked:
    """What an address holds, before it is a source."""

    url: str
    """The address as asked, whole."""
    document: Document
    private: bool
    etag: str | None
    last_modified: str | None
    options: Options = NONE
    """How it was asked, and will be."""

    @property
    def name(self) -> str:
        """What to call it unless a person says otherwise."""
        return (self.document.title or host(self.url))[:200]

    @property
    def outlet(self) -> str:
        """Whose headlines these are unless they say so themselves."""
        return self.name


@dataclass(frozen=True, slots=True)
class Added:
    """A new source and its history."""

    source: int
    name: str
    headlines: tuple[Headline, ...]


def whole_address(text: str) -> str:
    """The address that a person meant, with a scheme; raises `FirstReadError`."""
    text = text.strip()
    if query.is_one(text):
        return _search(text)
    url = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise FirstReadError(f"{text!r} is no address: {error}", "usage") from None
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname or any(c.isspace() for c in url):
        raise FirstReadError(f"{text!r} is no address: write it like https://example.org/rss.xml", "usage")
    return url


def _search(text: str) -> str:
    try:
        return query.address(text)
    except ValueError as error:
        raise FirstReadError(str(error), "usage") from None


def look(
    text: str,
    guard: Guard,
    desk_zone: ZoneInfo,
    at: datetime,
    options: Options = NONE,
    agent: str = "",
    zone: str | None = None,
    naver: Account | None = None,
) -> Looked:
    """What the address holds now, its dates being meant in `zone` where one is given; raises `FirstReadError`."""
    return looked(visit(text, guard, desk_zone, at, options, agent, zone, naver), guard, options, agent)


def visit(
    text: str,
    guard: Guard,
    desk_zone: ZoneInfo,
    at: datetime,
    options: Options = NONE,
    agent: str = "",
    zone: str | None = None,
    naver: Account | None = None,
) -> Visited:
    """The document at the address, whether it lists anything or not; raises `FirstReadError`."""
    url = whole_address(text)
    try:
        answer = get(question(url, options, agent, naver=naver), guard)
    except NetworkError as error:
        raise FirstReadError(str(error), "address") from None
    return visited(url, answer, desk_zone, at, zone)


def question(
    url: str, options: Options = NONE, agent: str = "", timeout_s: float = TIMEOUT_S, naver: Account | None = None
) -> Request:
    """What is asked of the address; raises `FirstReadError` for a search that may not be asked for."""
    if query.is_one(url):
        return _asking(url, options, agent, naver)
    headers = {"User-Agent": options.agent or agent or fetch.user_agent(""), "Accept": fetch.ACCEPT}
    return Request(url, headers=headers, timeout_s=timeout_s, route=options.route())


def _asking(url: str, options: Options, agent: str, naver: Account | None) -> Request:
    if naver is None:
        raise FirstReadError("a search at Naver is asked for with the desk's own key: `sokbo source add` takes it")
    try:
        return naver.request(url, agent, route=options.route())
    except NetworkError as error:
        raise FirstReadError(str(error), "address") from None


def visited(url: str, answer: Response, desk_zone: ZoneInfo, at: datetime, zone: str | None = None) -> Visited:
    """The document that the address answered with; raises `FirstReadError`."""
    if answer.status != 200 and query.is_one(url):
        raise FirstReadError(refused(answer.status, answer.body, at)[0], "address")
    if answer.status != 200:
        kind = "refused" if answer.status in ELSEWHERE else "address"
        raise FirstReadError(f"{shown(url)} {fetch.refusal(answer.status)}", kind)
    try:
        said = answer.headers.get("content-type")
        here = outlet_zone.meant(zone, answer.url, desk_zone)
        document = read(answer.body, url=answer.url, content_type=said, at=at, zone=here, kept=Kept())
        return Visited(url, answer, headed(document, answer.url, answer.headers.get("link")))
    except Unreadable as error:
        raise FirstReadError(f"{shown(url)}: {error}") from None


def looked(seen: Visited, guard: Guard, options: Options = NONE, agent: str = "") -> Looked:
    """What can be kept of a visit; raises `FirstReadError` where that is nothing, or nothing that we may read."""
    url, answer, document = seen.url, seen.answer, seen.document
    if document.kind is Kind.BOARD and not document.entries:
        raise FirstReadError(f"{shown(url)}: {'; '.join(document.warnings)}")
    agent = options.agent or agent or fetch.user_agent("")
    if document.kind is Kind.BOARD and (why := permission.refusal(url, guard, agent, options)):
        raise FirstReadError(why, "address")
    private = has_secrets(url) or options.secret or _is_on_private_network(answer.remote_ip)
    return Looked(url, document, private, answer.headers.get("etag"), fetch.settled_date(answer.headers), options)


def _is_on_private_network(ip: str) -> bool:
    """Whether others could not read it for themselves. This very machine is no network: what it serves to itself, its
    operator chose to add, and feeds are open on loopback alone (docs/decisions/0008-private.md).
    """
    return NOBODY.refuses(ip, 0) is not None and not ip_address(ip).is_loopback


def already(database: Database, url: str) -> Source | None:
    """The source of this address, where it is on the list."""
    with database.read() as connection:
        there = sources.by_address(connection, address_key(url))
    return there if there and there.state != "removed" else None


def add(
    database: Database,
    vault: Vault,
    looked: Looked,
    at: datetime,
    *,
    name: str = "",
    outlet: str = "",
    every_s: float | None = None,
    private: bool | None = None,
    demo: bool = False,
    zone: str | None = None,
) -> Added:
    """Keep what was looked at as a source, its headlines as history; raises `AlreadyThere`."""
    if there := already(database, looked.url):
        raise AlreadyThere(there)
    hidden = shown(looked.url) != looked.url
    wait_s = every_s or (SHORTEST_S if query.is_one(looked.url) else DEFAULT_S)  # a search is paced from then on
    with database.write() as connection:
        number = sources.add(
            connection,
            url=shown(looked.url),
            url_key=address_key(looked.url),
            sealed_url=vault.seal(looked.url) if hidden else None,
            name=(name or looked.name)[:200],
            outlet=(outlet or name or looked.outlet)[:200],
            every_s=every_s,
            interval_s=wait_s,
            private=looked.private if private is None else private,
            demo=demo,
        )
        if number:
            sealed = vault.seal(pack(looked.options)) if looked.options != NONE else None
            asking.change(connection, number, sealed_options=sealed, zone=zone)
        claimed = claims.claim(connection, number, "first read", LEASE_MS) if number else None
        if claimed is None:
            there = sources.by_address(connection, address_key(looked.url))
            assert there is not None
            raise AlreadyThere(there)
        hub, topic = named(looked.document, claimed.source)
        polled = Polled(
            source=claimed.source.id,
            fence=claimed.source.fence,
            wait_s=wait_s,
            ok=True,
            changed=True,
            kind=looked.document.kind,
            etag=looked.etag,
            last_modified=looked.last_modified,
            asks_s=looked.document.wait_s,
            skips=looked.document.skips,
            hub=hub,
            topic=topic,
            recipe=looked.document.recipe,
        )
        line = {"source_id": number, "at": at, "outcome": "changed", "status": 200, "bytes": 0, "elapsed_ms": 0}
        ingest(connection, [Reading(claimed.source, polled, looked.document, line)], at)
        history = headlines.of_source(connection, claimed.source.id)
    return Added(claimed.source.id, claimed.source.name, tuple(history))
