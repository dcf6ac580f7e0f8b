"""Sources: add, find, record what a poll found (claims on them: `sokbo.queries.claims`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, null, select, update

from sokbo.columns import Moment, milliseconds
from sokbo.database import AnyRow, execute_plain, now_ms
from sokbo.database import insert as upsert
from sokbo.model import Kind, Source, SourceState
from sokbo.queries.rests import Rest
from sokbo.tables import fetches, headlines, sources
from sokbo.value import value


@value(frozen=True, slots=True)
class Polled:
    """What a poll leaves on its source."""

    source: int
    fence: int
    wait_s: float
    ok: bool
    changed: bool
    """Whether a document was read (else it was the same as before, or the poll failed)."""
    new: int = 0
    kind: Kind | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: int | None = None
    held: str | None = None
    error: str | None = None
    gone: bool = False
    moved_to: str | None = None
    """Where the address has moved for good."""
    known: bytes | None = None
    """The entries of the document, packed: what is passed over unread the next time."""
    asks_s: float | None = None
    """How long the document asks to be left alone between two visits."""
    skips: int = 0
    """When the document asks not to be read at all."""
    recipe: Mapping[str, Any] | None = None
    """How the board is read from now on; None where that is as it was."""
    rest: Rest | None = None
    """What the answer asks for all sources beside this one."""
    hub: str | None = None
    """The WebSub hub that the document names, and under what address it is known there."""
    topic: str | None = None


COLUMNS = (
    sources.c.id,
    sources.c.url,
    sources.c.name,
    sources.c.outlet,
    sources.c.kind,
    sources.c.state,
    sources.c.private,
    sources.c.every_s,
    sources.c.interval_s,
    sources.c.due,
    sources.c.read_once,
    sources.c.held,
    sources.c.etag,
    sources.c.last_modified,
    sources.c.body_hash,
    sources.c.last_polled,
    sources.c.last_new,
    sources.c.failures,
    sources.c.last_error,
    sources.c.fence,
    sources.c.moving_to,
    sources.c.moving,
    sources.c.trouble,
    sources.c.trouble_since,
    sources.c.asks_s,
    sources.c.skips,
    sources.c.hub,
    sources.c.topic,
    sources.c.pushed,
)


_KINDS: dict[str | None, Kind | None] = {None: None, **{kind.value: kind for kind in Kind}}
_STATES = {state.value: state for state in SourceState}


def source_of(row: AnyRow) -> Source:
    """A row of the `COLUMNS`."""
    id_, url, name, outlet, kind, state, *rest = row[: len(COLUMNS)]
    return Source(id_, url, name, outlet, _KINDS[kind], _STATES[state], *rest)


def add(
    connection: Connection,
    *,
    url: str,
    url_key: int,
    sealed_url: bytes | None,
    name: str,
    outlet: str,
    every_s: float | None,
    interval_s: float,
    private: bool,
    demo: bool = False,
) -> int | None:
    """The new source's id, due at once; one that was removed begins anew. None where the address is on the list."""
    said = {
        "url": url,
        "sealed_url": sealed_url,
        "name": name,
        "outlet": outlet,
        "every_s": every_s,
        "interval_s": interval_s,
        "private": private,
        "demo": demo,
        "due": now_ms(),
    }
    row = upsert(connection, sources).values(url_key=url_key, created=now_ms(), **said)
    removed = sources.c.state == SourceState.REMOVED
    begun = row.on_conflict_do_update(index_elements=["url_key"], set_=said | _ANEW, where=removed)
    new: int | None = connection.scalar(begun.returning(sources.c.id))
    return new


_UNREAD = {"recipe": null(), "kind": None, "etag": None, "last_modified": None, "body_hash": None, "known": None}
_WELL = {
    "state": SourceState.ACTIVE,
    "failures": 0,
    "last_error": None,
    "moving_to": None,
    "moving": 0,
    "trouble": None,
    "trouble_since": None,
    "told_since": None,
}
_ANEW = {**_UNREAD, **_WELL, "read_once": False, "held": None, "lease_owner": None, "lease_until": None}


def every(connection: Connection) -> list[Source]:
    """All sources on the list, oldest first."""
    listed = sources.c.state != SourceState.REMOVED
    return [source_of(row) for row in connection.execute(select(*COLUMNS).where(listed).order_by(sources.c.id))]


def one(connection: Connection, source: int) -> Source | None:
    """The source of this id."""
    row = connection.execute(select(*COLUMNS).where(sources.c.id == source)).one_or_none()
    return None if row is None else source_of(row)


def sealed_addresses(connection: Connection) -> dict[int, bytes]:
    """The whole addresses of sources whose address has a secret in it, sealed."""
    hidden = select(sources.c.id, sources.c.sealed_url).where(sources.c.sealed_url.is_not(None))
    return {row.id: row.sealed_url for row in connection.execute(hidden)}


def by_address(connection: Connection, url_key: int) -> Source | None:
    """The source of this address."""
    row = connection.execute(select(*COLUMNS).where(sources.c.url_key == url_key)).one_or_none()
    return None if row is None else source_of(row)


def known_addresses(connection: Connection, url_keys: Sequence[int]) -> set[int]:
    """Which of these addresses are on the list."""
    listed = select(sources.c.url_key).where(sources.c.url_key.in_(url_keys), sources.c.state != SourceState.REMOVED)
    return set(connection.scalars(listed))


def still_ours(connection: Connection, fences: dict[int, int]) -> set[int]:
    """Which of these sources we may still write for, their rows locked to the commit."""
    rows = connection.execute(
        select(sources.c.id, sources.c.fence)
        .where(sources.c.id.in_(list(fences)))
        .order_by(sources.c.id)
        .with_for_update()
    )
    return {row.id for row in rows if row.fence == fences[row.id]}


_ALWAYS = {
    "due": now_ms() + bindparam("wait_ms"),
    "interval_s": bindparam("wait_s"),
    "lease_owner": None,
    "lease_until": None,
    "last_polled": now_ms(),
    "polls": sources.c.polls + 1,
}
_MINE = and_(sources.c.id == bindparam("source"), sources.c.fence == bindparam("our_fence"))
_ACTIVE = sources.c.state == SourceState.ACTIVE
_UNCHANGED = update(sources).where(_MINE).values(**_ALWAYS, failures=0, last_error=None)
_CHANGED = _UNCHANGED.values(
    read_once=True,
    kind=bindparam("new_kind"),
    etag=bindparam("new_etag"),
    last_modified=bindparam("new_modified"),
    body_hash=bindparam("new_hash"),
    held=bindparam("new_held"),
    known=bindparam("new_known"),
    asks_s=bindparam("new_asks"),
    skips=bindparam("new_skips"),
    last_new=func.coalesce(bindparam("new_at", type_=Moment()), sources.c.last_new),
)
_FAILED = update(sources).where(_MINE).values(**_ALWAYS, failures=sources.c.failures + 1, last_error=bindparam("error"))
_PUT_OFF = (
    update(sources)
    .where(_MINE)
    .values(
        due=_ALWAYS["due"],
        interval_s=bindparam("wait_s"),
        lease_owner=None,
        lease_until=None,
        last_error=func.coalesce(bindparam("error"), sources.c.last_error),
    )
)
_READ_BY = update(sources).where(_MINE).values(recipe=bindparam("new_recipe", type_=sources.c.recipe.type))
_GONE = update(sources).where(_MINE, _ACTIVE).values(state=SourceState.GONE)


def record(connection: Connection, polls: Iterable[Polled], at: datetime) -> None:
    """Write what polls found on their sources and set their next due times, each only under its own fence."""
    unchanged, changed, failed, gone, read_by = [], [], [], [], []
    for p in polls:
        row: dict[str, Any] = {
            "source": p.source,
            "our_fence": p.fence,
            "wait_ms": int(p.wait_s * 1000),
            "wait_s": p.wait_s,
        }
        if not p.ok:
            failed.append(row | {"error": p.error})
            gone += [row] if p.gone else []
        elif not p.changed:
            unchanged.append(row)
        else:
            read_by += [] if p.recipe is None else [row | {"new_recipe": p.recipe}]
            changed.append(
                row
                | {
                    "new_kind": p.kind and p.kind.value,
                    "new_etag": p.etag,
                    "new_modified": p.last_modified,
                    "new_hash": p.body_hash,
                    "new_held": p.held,
                    "new_known": p.known,
                    "new_asks": p.asks_s,
                    "new_skips": p.skips,
                    "new_at": milliseconds(at) if p.new else None,
                }
            )
    for statement, rows in ((_UNCHANGED, unchanged), (_CHANGED, changed)):
        if rows:
            execute_plain(connection, statement, rows)
    for statement, rows in ((_GONE, gone), (_READ_BY, read_by), (_FAILED, failed)):
        if rows:
            connection.execute(statement, rows)


def put_off(connection: Connection, waits: Iterable[tuple[Source, float, str | None]]) -> None:
    """Give claims back unpolled, each due again after its seconds, with the reason shown where there is one."""
    rows = [
        {"source": s.id, "our_fence": s.fence, "wait_ms": int(wait_s * 1000), "wait_s": wait_s, "error": why}
        for s, wait_s, why in waits
    ]
    if rows:
        connection.execute(_PUT_OFF, rows)


def log(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Add to the fetch log."""
    if rows:
        connection.execute(insert(fetches), rows)


def fetch_log(connection: Connection, source: int, limit: int = 50) -> list[dict[str, Any]]:
    """The newest lines of a source's log."""
    rows = connection.execute(
        select(fetches).where(fetches.c.source_id == source).order_by(fetches.c.id.desc()).limit(limit)
    )
    # SQLAlchemy's names are more than strings, which orjson refuses as keys.
    return [{str(name): value for name, value in row.items()} for row in rows.mappings()]


def pause(connection: Connection, source: int) -> bool:
    """Poll it no more; False where there is no such source."""
    return bool(
        connection.execute(update(sources).where(sources.c.id == source).values(state=SourceState.PAUSED)).rowcount
    )


def resume(connection: Connection, source: int) -> bool:
    """Poll it again, at once (a removed one too), whatever kind it is by now; False where there is no such source."""
    values = {**_UNREAD, **_WELL, "due": now_ms()}
    return bool(connection.execute(update(sources).where(sources.c.id == source).values(values)).rowcount)


def make_due(connection: Connection, source: int) -> None:
    """Have it polled with the next look."""
    connection.execute(update(sources).where(sources.c.id == source).values(due=now_ms()))


def remove(connection: Connection, source: int) -> bool:
    """Take the source off the list, its headlines stay; False where there is no such source."""
    there = and_(sources.c.id == source, sources.c.state != SourceState.REMOVED)
    return bool(connection.execute(update(sources).where(there).values(state=SourceState.REMOVED)).rowcount)


def erase_demo(connection: Connection) -> int:
    """Delete the demo's sources with all that came of them; how many there were."""
    return connection.execute(delete(sources).where(sources.c.demo)).rowcount


def any_demo(connection: Connection) -> bool:
    """Whether the demo newsroom is on the list."""
    return connection.scalar(select(sources.c.id).where(sources.c.demo).limit(1)) is not None


def headline_counts(connection: Connection) -> dict[int, int]:
    """How many headlines each source has."""
    rows = connection.execute(select(headlines.c.source_id, func.count()).group_by(headlines.c.source_id))
    return {row[0]: row[1] for row in rows}
