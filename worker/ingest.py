"""4. Document to new headlines and revisions: `sift` decides without touching anything, `ingest` writes.

A batch of finished polls is one short transaction: the sources' rows are locked, what is no longer ours is dropped,
headlines go in as pending for the desk, and the sources learn what was found. Nothing here asks the network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from sokbo import address, embargo, text
from sokbo.fold import title_key
from sokbo.keys import key64
from sokbo.model import Document, Entry, Precision, Source
from sokbo.queries import headlines, sources
from sokbo.queries.headlines import Known
from sokbo.queries.sources import Polled

LATE = timedelta(hours=24)
DAY = timedelta(days=1)
OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=2)
"""Zones and careless clocks put a date that far ahead; beyond, it is no date."""
WHOLE_PAGE = 10
"""A poll of fewer entries may well be all new; of this many, a moved page is likelier."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One finished poll, ready to be written: the document where one was read, and what it leaves on its source."""

    source: Source
    polled: Polled
    document: Document | None = None
    line: Mapping[str, Any] | None = None
    """For the source's log: written where something is new, and where it is `notable` by itself."""
    notable: bool = False
    wait_if_new_s: float | None = None
    """Until the next visit, where this one brought something new; None leaves it as it is."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """An entry with the keys by which it is known again."""

    entry: Entry
    ident: int
    url_key: int | None


@dataclass(frozen=True, slots=True)
class Sifted:
    """What a document changes."""

    new: tuple[Keyed, ...] = ()
    retitled: tuple[tuple[Known, Keyed], ...] = ()
    moved: tuple[tuple[Known, Keyed], ...] = ()
    held: str | None = None


@dataclass(slots=True)
class Written:
    """What one transaction wrote."""

    new: int = 0
    retitled: int = 0
    sources: set[int] = field(default_factory=set)


def address_key(url: str) -> int:
    """What makes two addresses the same source."""
    return key64("source", address.canonical(url))


def keyed(source: int, entries: Sequence[Entry]) -> list[Keyed]:
    """Entries with their keys, each identity once: the guid, else the canonical address, else the title."""
    found: dict[int, Keyed] = {}
    for entry in entries:
        canonical = address.canonical(entry.url) if entry.url else None
        if entry.guid:
            ident = key64(str(source), "guid", entry.guid)
        elif canonical:
            ident = key64(str(source), "url", canonical)
        else:
            ident = key64(str(source), "title", entry.title)
        found.setdefault(ident, Keyed(entry, ident, key64(canonical) if canonical else None))
    return list(found.values())


def _one_address_each(items: Sequence[Keyed]) -> dict[int, Keyed]:
    """Entries by address, without the addresses that several share: those identify nothing."""
    by_key: dict[int, Keyed] = {}
    shared: set[int] = set()
    for item in items:
        if item.url_key is not None and by_key.setdefault(item.url_key, item) is not item:
            shared.add(item.url_key)
    return {key: item for key, item in by_key.items() if key not in shared}


def sift(
    source: Source,
    items: Sequence[Keyed],
    by_ident: Mapping[int, Known],
    by_address: Mapping[int, Known],
    recent: Sequence[Known],
) -> Sifted:
    """What a document changes, given what is known of its entries by identity and by address.

    `recent` are the source's newest headlines, needed (and asked for) only where nothing in the document is known.
    """
    unknown = [item for item in items if item.ident not in by_ident]
    addresses = _one_address_each(unknown)
    present = {by_ident[item.ident].id for item in items if item.ident in by_ident}
    new, pairs = [], [(by_ident[item.ident], item) for item in items if item.ident in by_ident]
    for item in unknown:
        known = by_address.get(item.url_key) if item.url_key in addresses else None
        if known is None or known.id in present:
            new.append(item)
        else:
            pairs.append((known, item))
    if source.read_once and new and len(new) == len(items) >= WHOLE_PAGE:
        return _all_new(source, new, recent)
    retitled = tuple((known, item) for known, item in pairs if known.title != item.entry.title)
    return Sifted(tuple(new), retitled)


def _all_new(source: Source, new: Sequence[Keyed], recent: Sequence[Known]) -> Sifted:
    """A moved page tells old titles under new addresses; a page of nothing but news is believed when seen twice."""
    titles = {known.title: known for known in reversed(recent)}
    moved = tuple((titles[item.entry.title], item) for item in new if item.entry.title in titles)
    if recent and source.held is None and not moved:
        return Sifted(held=f"all {len(new)} entries are new: taken at the next poll if they are still there")
    again = {item.ident for _, item in moved}
    return Sifted(tuple(item for item in new if item.ident not in again), moved=moved)


def is_news(source: Source, entry: Entry, at: datetime) -> bool:
    """Whether a new entry may alert: not on a source's first read, and not older than a day by its own date."""
    if not source.read_once:
        return False
    if entry.published is None:
        return True
    oldest = at - LATE - DAY if entry.precision == Precision.DAY else at - LATE
    return entry.published >= oldest


def believable(entry: Entry, at: datetime) -> Entry:
    """The entry without a date that can't be: then when it was first seen counts."""
    if entry.published is None or OLDEST <= entry.published <= at + AHEAD:
        return entry
    return replace(entry, published=None, precision=Precision.NONE)


def _row(source: Source, item: Keyed, at: datetime) -> dict[str, Any]:
    entry = believable(item.entry, at)
    key = title_key(entry.title)
    return {
        "source_id": source.id,
        "ident": item.ident,
        "url": entry.url,
        "url_key": item.url_key,
        "title": entry.title,
        "title_key": key64(key) if key else None,
        "author": entry.author,
        "outlet": entry.outlet or source.outlet,
        "labels": list(text.labels(entry.title)),
        "published": entry.published,
        "precision": entry.precision,
        "seen": at,
        "private": source.private,
        "news": is_news(source, entry, at),
        "embargo": embargo.until(entry.title, at),
        "pending": True,
    }


def _retitling(known: Known, item: Keyed, at: datetime) -> dict[str, Any]:
    key = title_key(item.entry.title)
    return {
        "headline": known.id,
        "old_title": known.title,
        "new_title": item.entry.title,
        "new_title_key": key64(key) if key else None,
        "new_labels": list(text.labels(item.entry.title)),
        "at": at,
    }


def _moving(known: Known, item: Keyed) -> dict[str, Any]:
    return {"headline": known.id, "new_ident": item.ident, "new_url": item.entry.url, "new_url_key": item.url_key}


def _sift_all(connection: Connection, readings: Sequence[Reading]) -> list[tuple[Reading, Sifted]]:
    """What each document changes; the known headlines of all of them are asked for together."""
    items = {r.source.id: keyed(r.source.id, r.document.entries) for r in readings if r.document}
    idents = [item.ident for of_one in items.values() for item in of_one]
    by_ident = {known.ident: known for known in headlines.known_by_ident(connection, idents)}
    strangers = [(s, i.url_key) for s, of_one in items.items() for i in of_one if i.url_key and i.ident not in by_ident]
    at_address: dict[int, dict[int, Known]] = {}
    keys, of = [key for _, key in strangers], sorted({s for s, _ in strangers})
    for known in headlines.known_by_address(connection, keys, of):
        if known.url_key is not None:
            at_address.setdefault(known.source, {})[known.url_key] = known
    sifted = []
    for reading in readings:
        if reading.document is None:
            sifted.append((reading, Sifted()))
            continue
        source, of_one = reading.source, items[reading.source.id]
        addresses = at_address.get(source.id, {})
        whole = source.read_once and len(of_one) >= WHOLE_PAGE and not any(i.ident in by_ident for i in of_one)
        recent = headlines.recent_titles(connection, source.id) if whole else []
        sifted.append((reading, sift(source, of_one, by_ident, addresses, recent)))
    return sifted


def _polled(reading: Reading, sifted: Sifted) -> Polled:
    """What the poll leaves on its source; a held document is read again next time, whatever its ETag says."""
    if sifted.held:
        return replace(reading.polled, held=sifted.held, etag=None, last_modified=None, body_hash=None)
    if sifted.new and reading.wait_if_new_s is not None:
        return replace(reading.polled, new=len(sifted.new), wait_s=reading.wait_if_new_s)
    return reading.polled


def ingest(connection: Connection, readings: Sequence[Reading], at: datetime) -> Written:
    """Write finished polls in the transaction of `connection`; what another has claimed meanwhile is left out."""
    # A poll without a document writes its source's row alone, and that only under its own fence.
    read = {r.source.id: r.polled.fence for r in readings if r.document}
    ours = sources.still_ours(connection, read) if read else set()
    written = Written()
    new, retitled, moved, polled, log = [], [], [], [], []
    for reading, sifted in _sift_all(connection, [r for r in readings if not r.document or r.source.id in ours]):
        # A feed lists the newest first; the desk's log should tell them as they came.
        new += [_row(reading.source, item, at) for item in reversed(sifted.new)]
        retitled += [_retitling(known, item, at) for known, item in sifted.retitled]
        moved += [_moving(known, item) for known, item in sifted.moved]
        polled.append(_polled(reading, sifted))
        if reading.line is not None and (reading.notable or sifted.new or sifted.held):
            log.append({**reading.line, "new": len(sifted.new), "note": _note(reading, sifted)})
        if sifted.new or sifted.retitled:
            written.sources.add(reading.source.id)
    headlines.add(connection, new)
    headlines.retitle(connection, retitled)
    headlines.reidentify(connection, moved)
    sources.record(connection, polled, at)
    for p in polled:
        if p.moved_to:
            sources.move(connection, p.source, p.moved_to, address_key(p.moved_to))
    sources.log(connection, log)
    written.new, written.retitled = len(new), len(retitled)
    return written


def _note(reading: Reading, sifted: Sifted) -> str | None:
    warnings = list(reading.document.warnings) if reading.document else []
    said = [sifted.held, reading.polled.error, *warnings]
    if sifted.moved:
        said.insert(0, f"{len(sifted.moved)} known headlines came under other addresses")
    return "; ".join(s for s in said if s) or None
