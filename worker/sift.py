"""4a. What a document changes: which entries are new, which are known under another title or address. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sokbo import address
from sokbo.keys import key64
from sokbo.model import Entry, Precision, Source
from sokbo.queries.headlines import Known as Kept
from sokbo.value import value
from worker.known import Known, by_address, pack

LATE = timedelta(hours=24)
DAY = timedelta(days=1)
WHOLE_PAGE = 10
"""A poll of fewer entries may well be all new; of this many, a moved page is likelier."""
RESHAPED_PAGE = 3
"""The same where a board has just changed its shape."""
RESHAPED = "the page has changed its shape and"
"""How it begins what is held for that: what comes of it is history."""


@value(frozen=True, slots=True)
class Keyed:
    """An entry with the keys by which it is known again."""

    entry: Entry
    ident: int
    url_key: int | None


@value(frozen=True, slots=True)
class Sifted:
    """What a document changes."""

    new: tuple[Keyed, ...] = ()
    retitled: tuple[tuple[Kept, Keyed], ...] = ()
    moved: tuple[tuple[Kept, Keyed], ...] = ()
    held: str | None = None
    known: bytes | None = None
    """What is known unread of the source from now on."""
    history: bool = False
    """Whether what is new alerts nobody: another list stands where the source's was."""


def keyed(source: int, entries: Sequence[Entry], passed: Collection[int] = ()) -> list[Keyed]:
    """Entries with their keys, each identity once: the guid, else the canonical address, else the title.

    A guid that stands at several addresses identifies nothing, and those who bear it are to be read each time.
    `passed` are the identities of the document's other entries, which were not read (see `clash`).
    """
    addresses = [address.canonical(entry.url) if entry.url else None for entry in entries]
    repeated = _repeated(entries, addresses)
    found: dict[int, Keyed] = {}
    for entry, canonical in zip(entries, addresses, strict=True):
        if entry.guid in repeated:
            entry = replace(entry, guid=None, fingerprint=0)
        if entry.guid:
            ident = by_guid(source, entry.guid)
        else:
            ident = by_address(source, canonical) if canonical else key64(str(source), "title", entry.title)
        if ident not in passed:
            found.setdefault(ident, Keyed(entry, ident, key64(canonical) if canonical else None))
    return list(found.values())


def by_guid(source: int, guid: str) -> int:
    """The identity of a guid within its source."""
    return key64(str(source), "guid", guid)


def clash(source: int, entries: Sequence[Entry], passed: Collection[int]) -> bool:
    """Whether a guid stands at entries that were not read too: then only the whole document tells what it means."""
    return any(entry.guid and by_guid(source, entry.guid) in passed for entry in entries)


def remembered(passed: Known, items: Sequence[Keyed]) -> bytes | None:
    """The document's entries as they are known unread from now on, packed; what is new stands first."""
    return pack({**{item.entry.fingerprint: item.ident for item in items if item.entry.fingerprint}, **passed})


def _repeated(entries: Sequence[Entry], addresses: Sequence[str | None]) -> set[str | None]:
    """The guids of several addresses."""
    pairs = {(entry.guid, canonical) for entry, canonical in zip(entries, addresses, strict=True) if entry.guid}
    times = Counter(guid for guid, _ in pairs)
    return {guid for guid, count in times.items() if count > 1} if len(times) < len(pairs) else set()


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
    by_ident: Mapping[int, Kept],
    by_address: Mapping[int, Kept],
    recent: Sequence[Kept],
    passed: Sequence[int] = (),
    *,
    reshaped: bool = False,
) -> Sifted:
    """What a document changes, given what is known of its entries by identity and by address.

    `recent` are the source's newest headlines, needed (and asked for) only where nothing in the document is known.
    `passed` are the identities of entries that the document has too and that were not read, being known. `reshaped`
    says that the board has changed its shape.
    """
    unknown = [item for item in items if item.ident not in by_ident]
    addresses = _one_address_each(unknown)
    present = {by_ident[ident].id for ident in (*passed, *(item.ident for item in items)) if ident in by_ident}
    new, pairs = [], [(by_ident[item.ident], item) for item in items if item.ident in by_ident]
    for item in unknown:
        known = by_address.get(item.url_key) if item.url_key in addresses else None
        if known is None or known.id in present:
            new.append(item)
        else:
            pairs.append((known, item))
    if source.read_once and new and not passed and len(new) == len(items) >= whole_page(source, reshaped):
        return _all_new(source, new, recent, reshaped)
    retitled = tuple((known, item) for known, item in pairs if known.title != item.entry.title)
    return Sifted(tuple(new), retitled)


def whole_page(source: Source, reshaped: bool) -> int:
    """How many entries make a document suspicious that knows none of them."""
    return RESHAPED_PAGE if reshaped or source.held else WHOLE_PAGE


def _all_new(source: Source, new: Sequence[Keyed], recent: Sequence[Kept], reshaped: bool) -> Sifted:
    """A moved page tells old titles under new addresses; a page of nothing but news is believed when seen twice."""
    titles = {known.title: known for known in reversed(recent)}
    moved = tuple((titles[item.entry.title], item) for item in new if item.entry.title in titles)
    if recent and source.held is None and not moved:
        if reshaped:
            return Sifted(held=f"{RESHAPED} all {len(new)} entries are new: history at the next poll, alerting nobody")
        return Sifted(held=f"all {len(new)} entries are new: taken at the next poll if they are still there")
    again = {item.ident for _, item in moved}
    history = bool(source.held and source.held.startswith(RESHAPED))
    return Sifted(tuple(item for item in new if item.ident not in again), moved=moved, history=history)


def is_news(source: Source, entry: Entry, at: datetime) -> bool:
    """Whether a new entry may alert: not on a source's first read, and not older than a day by its own date."""
    if not source.read_once:
        return False
    if entry.published is None:
        return True
    oldest = at - LATE - DAY if entry.precision == Precision.DAY else at - LATE
    return entry.published >= oldest
