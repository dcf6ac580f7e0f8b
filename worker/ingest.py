"""4. Document to new headlines and revisions: `worker.sift` decides without touching anything, `ingest` writes.

A batch of finished polls is one short transaction: the sources' rows are locked, what is no longer ours is dropped,
headlines go in as pending for the desk, and the sources learn what was found. Nothing here asks the network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from sokbo import embargo, text
from sokbo.fold import title_key
from sokbo.keys import key64
from sokbo.model import Document, Source
from sokbo.queries import bigrams, headlines, sources, visits
from sokbo.queries.headlines import Known
from sokbo.queries.sources import Polled
from sokbo.value import value
from worker import aftermath, withdrawn
from worker import known as unread
from worker.sift import Keyed, Sifted, is_news, keyed, remembered, sift, whole_page
from worker.withdrawn import Shown


class Visit(StrEnum):
    """How a document came to us."""

    POLL = "poll"
    PUSH = "push"
    """A hub sent it: it says nothing of when the source is asked next."""
    HISTORY = "history"
    """It is a page of the past: what is known is left as it is, and what is new goes past the desk."""


@value(frozen=True, slots=True)
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
    passed: unread.Known = field(default_factory=dict)
    """The entries of the document that were passed over unread, being known."""
    by: Visit = Visit.POLL
    before: Sequence[int] = ()
    """The identities of what the document before this one held, in its order."""


@dataclass(slots=True)
class Written:
    """What one transaction wrote."""

    new: int = 0
    retitled: int = 0
    withdrawn: int = 0
    idents: list[int] = field(default_factory=list)
    """The identities of the new ones."""
    sources: set[int] = field(default_factory=set)
    held: set[int] = field(default_factory=set)
    """Sources whose document was all new, and was not taken."""


def _row(source: Source, item: Keyed, at: datetime, by: Visit, *, history: bool) -> dict[str, Any]:
    entry = item.entry
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
        "news": not history and is_news(source, entry, at),
        "embargo": embargo.until(entry.title, at),
        "pending": by is not Visit.HISTORY,
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


def _sift_all(connection: Connection, readings: Sequence[Reading]) -> list[tuple[Reading, Sifted, list[Keyed]]]:
    """What each document changes; the known headlines of all of them are asked for together."""
    items = {
        r.source.id: keyed(r.source.id, r.document.entries, set(r.passed.values())) for r in readings if r.document
    }
    idents = [item.ident for of_one in items.values() for item in of_one]
    by_ident = {known.ident: known for known in headlines.known_by_ident(connection, idents)}
    strangers = [(s, i.url_key) for s, of_one in items.items() for i in of_one if i.url_key and i.ident not in by_ident]
    at_address: dict[int, dict[int, Known]] = {}
    keys, of = [key for _, key in strangers], sorted({s for s, _ in strangers})
    for known in headlines.known_by_address(connection, keys, of):
        if known.url_key is not None:
            at_address.setdefault(known.source, {})[known.url_key] = known
    beside = [ident for r in readings if r.source.id in at_address for ident in r.passed.values()]
    by_ident |= {known.ident: known for known in headlines.known_by_ident(connection, beside)}
    sifted: list[tuple[Reading, Sifted, list[Keyed]]] = []
    for reading in readings:
        if reading.document is None:
            sifted.append((reading, Sifted(), []))
            continue
        source, of_one = reading.source, items[reading.source.id]
        addresses = at_address.get(source.id, {})
        reshaped = reading.document.reshaped
        many = len(of_one) >= whole_page(source, reshaped)
        whole = source.read_once and many and not any(i.ident in by_ident for i in of_one)
        recent = headlines.recent_titles(connection, source.id) if whole else []
        passed = list(reading.passed.values())
        found = sift(source, of_one, by_ident, addresses, recent, passed, reshaped=reshaped)
        kept = None if found.held else remembered(reading.passed, of_one)
        sifted.append((reading, replace(found, known=kept), of_one))
    return sifted


def _shown(reading: Reading, sifted: Sifted, items: Sequence[Keyed]) -> Shown | None:
    """What a poll tells of what was there before; nothing where it is no poll, or not believed."""
    if reading.document is None or reading.by is not Visit.POLL or not reading.before or sifted.held:
        return None
    now = {*reading.passed.values(), *(item.ident for item in items)}
    return Shown(reading.source.id, reading.before, now, {item.url_key for item in items if item.url_key})


def _polled(reading: Reading, sifted: Sifted, *, again: bool) -> Polled:
    """What the poll leaves on its source; `again` has it read next time, whatever its ETag says."""
    polled = replace(reading.polled, etag=None, last_modified=None, body_hash=None) if again else reading.polled
    if sifted.held:
        return replace(polled, held=sifted.held)
    if reading.document is None:
        return polled
    polled = replace(polled, new=len(sifted.new), known=sifted.known)
    if sifted.new and reading.wait_if_new_s is not None:
        return replace(polled, wait_s=reading.wait_if_new_s)
    return polled


def ingest(connection: Connection, readings: Sequence[Reading], at: datetime) -> Written:
    """Write finished polls in the transaction of `connection`; what another has claimed meanwhile is left out."""
    # A poll without a document writes its source's row alone, and that only under its own fence.
    read = {r.source.id: r.polled.fence for r in readings if r.document}
    ours = sources.still_ours(connection, read) if read else set()
    written = Written()
    new, retitled, moved, polled, log = [], [], [], [], []
    of: list[Source] = []
    all_sifted = _sift_all(connection, [r for r in readings if not r.document or r.source.id in ours])
    looked = withdrawn.look(connection, [s for s in (_shown(*one) for one in all_sifted) if s is not None], at)
    for reading, sifted, _ in all_sifted:
        # A feed lists the newest first; the desk's log should tell them as they came.
        new += [_row(reading.source, item, at, reading.by, history=sifted.history) for item in reversed(sifted.new)]
        if reading.by is not Visit.HISTORY:
            retitled += [_retitling(known, item, at) for known, item in sifted.retitled]
            moved += [_moving(known, item) for known, item in sifted.moved]
        if reading.by is Visit.POLL:
            again = bool(sifted.held) or reading.source.id in looked.unsure
            polled.append(_polled(reading, sifted, again=again))
            of.append(reading.source)
        elif reading.by is Visit.PUSH and sifted.new:
            visits.heard(connection, reading.source.id, at)
        if sifted.held:
            written.held.add(reading.source.id)
        if reading.line is not None and (reading.notable or sifted.new or sifted.held):
            log.append({**reading.line, "new": len(sifted.new), "note": _note(reading, sifted)})
        if sifted.new or sifted.retitled:
            written.sources.add(reading.source.id)
    headlines.add(connection, new)
    _index_history(connection, new)
    headlines.retitle(connection, retitled)
    headlines.reidentify(connection, moved)
    sources.record(connection, polled, at)
    noted = aftermath.write(connection, zip(of, polled, strict=True), at)
    sources.log(connection, log)
    sources.log(connection, [{"source_id": n, "at": at, "outcome": "moved", "note": note} for n, note in noted])
    written.new, written.retitled, written.withdrawn = len(new), len(retitled), looked.withdrawn
    written.idents = [row["ident"] for row in new]
    return written


def _index_history(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """What goes past the desk is found in searches all the same."""
    idents = [row["ident"] for row in rows if not row["pending"]]
    new = headlines.some(connection, [known.id for known in headlines.known_by_ident(connection, idents)])
    bigrams.put(connection, map(bigrams.titled, new.values()))


def _note(reading: Reading, sifted: Sifted) -> str | None:
    warnings = list(reading.document.warnings) if reading.document else []
    said = [sifted.held, reading.polled.error, *warnings]
    if sifted.moved:
        said.insert(0, f"{len(sifted.moved)} known headlines came under other addresses")
    return "; ".join(s for s in said if s) or None
