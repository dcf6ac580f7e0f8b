"""Headlines: what is known, what is new, what waits for the desk, what is newest."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Insert, Select, bindparam, func, insert, or_, select, update

from sokbo.columns import milliseconds
from sokbo.database import AnyRow, execute_plain, now_ms
from sokbo.meeting import Carried
from sokbo.model import Headline, Precision, Revision
from sokbo.queries.window import PAST
from sokbo.tables import alerts, desk_log, headlines, revisions
from sokbo.value import value


@value(frozen=True, slots=True)
class Known:
    """What ingest needs of a headline that is there already."""

    id: int
    source: int
    ident: int
    url_key: int | None
    title: str


_COLUMNS = (
    headlines.c.id,
    headlines.c.title,
    headlines.c.url,
    headlines.c.source_id,
    headlines.c.outlet,
    headlines.c.author,
    headlines.c.published,
    headlines.c.precision,
    headlines.c.seen,
    headlines.c.labels,
    headlines.c.story_id,
    headlines.c.seq,
    headlines.c.private,
    headlines.c.news,
    headlines.c.embargo,
    headlines.c.revised,
    headlines.c.withdrawn,
)


def _headline(row: AnyRow) -> Headline:
    values = list(row[: len(_COLUMNS)])
    values[7] = Precision(values[7])
    values[9] = tuple(values[9])
    return Headline(*values)


# --- ingest -----------------------------------------------------------------------------------------------------------


_KNOWN = (
    headlines.c.id,
    headlines.c.source_id,
    headlines.c.ident,
    headlines.c.url_key,
    headlines.c.title,
)
_MOMENTS = ("published", "seen", "embargo")
_BY_IDENT = select(*_KNOWN).where(headlines.c.ident.in_(bindparam("idents", expanding=True)))
_BY_ADDRESS = select(*_KNOWN).where(
    headlines.c.url_key.in_(bindparam("keys", expanding=True)),
    headlines.c.source_id.in_(bindparam("sources", expanding=True)),
)


def known_by_ident(connection: Connection, idents: Sequence[int]) -> list[Known]:
    """Those of these identities that are there."""
    return [Known(*row) for row in connection.execute(_BY_IDENT, {"idents": idents})] if idents else []


def known_by_address(connection: Connection, keys: Sequence[int], of: Sequence[int]) -> list[Known]:
    """Headlines of these sources at these canonical addresses."""
    return [Known(*row) for row in connection.execute(_BY_ADDRESS, {"keys": keys, "sources": of})] if keys else []


def recent_titles(connection: Connection, source: int, limit: int = 500) -> list[Known]:
    """The newest headlines of a source, to find one again whose identity has changed."""
    newest = select(*_KNOWN).where(headlines.c.source_id == source).order_by(headlines.c.id.desc()).limit(limit)
    return [Known(*row) for row in connection.execute(newest)]


def add(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write new headlines, pending for the desk, in the order given."""
    if rows:
        execute_plain(connection, _adding(tuple(rows[0])), [_plain(row) for row in rows])


@cache
def _adding(columns: Sequence[str]) -> Insert:
    return insert(headlines).values({name: bindparam(name) for name in columns}).inline()


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """A new headline's values as the database's driver takes them."""
    moments = {name: milliseconds(at) for name in _MOMENTS if (at := row.get(name))}
    return row | moments | {"labels": json.dumps(row["labels"]), "precision": str(row["precision"])}


_RETITLE = (
    update(headlines)
    .where(headlines.c.id == bindparam("headline"))
    .values(
        title=bindparam("new_title"),
        title_key=bindparam("new_title_key"),
        labels=bindparam("new_labels"),
        revised=bindparam("at"),
        pending=True,
    )
)
_REIDENTIFY = (
    update(headlines)
    .where(headlines.c.id == bindparam("headline"))
    .values(ident=bindparam("new_ident"), url=bindparam("new_url"), url_key=bindparam("new_url_key"))
)


def retitle(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Give headlines new titles, pending for the desk, and keep the old ones as revisions."""
    if rows:
        # In the order in which the desk locks them, or the two could wait for each other.
        connection.execute(_RETITLE, sorted(rows, key=lambda r: int(r["headline"])))
        old = [{"headline_id": r["headline"], "title": r["old_title"], "seen": r["at"]} for r in rows]
        connection.execute(insert(revisions), old)


def reidentify(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Headlines that came again under another identity and address: a moved page, not news."""
    if rows:
        connection.execute(_REIDENTIFY, rows)


# --- the desk ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pending:
    """A headline that waits for the desk, with the keys that grouping uses."""

    headline: Headline
    url_key: int | None
    title_key: int | None


def pending(connection: Connection, limit: int) -> list[Pending]:
    """What waits for the desk, in order; locked to the commit, so that no revision slips in while it is read."""
    waiting = select(*_COLUMNS, headlines.c.url_key, headlines.c.title_key).where(headlines.c.pending)
    rows = connection.execute(waiting.order_by(headlines.c.id).limit(limit).with_for_update())
    return [Pending(_headline(row), row.url_key, row.title_key) for row in rows]


def any_pending(connection: Connection) -> bool:
    """Whether anything waits for the desk."""
    return connection.scalar(select(headlines.c.id).where(headlines.c.pending).limit(1)) is not None


_PLACE = (
    update(headlines)
    .where(headlines.c.id == bindparam("headline"), headlines.c.story_id.is_(None))
    .values(story_id=bindparam("story"), seq=bindparam("new_seq"), pending=False)
)
_SEEN_AGAIN = update(headlines).where(headlines.c.id == bindparam("headline")).values(pending=False)


def place(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Put headlines that have no story yet into theirs."""
    if rows:
        connection.execute(_PLACE, rows)


def settle(connection: Connection, ids: Sequence[int]) -> None:
    """The desk has read these revisions."""
    if ids:
        connection.execute(_SEEN_AGAIN, [{"headline": i} for i in ids])


def write_log(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Add to the desk's log."""
    if rows:
        connection.execute(insert(desk_log), rows)


@dataclass(frozen=True, slots=True)
class Logged:
    """One entry of the desk's log, with what an index of stories needs of its headline."""

    seq: int
    kind: str
    headline: int
    story: int
    title: str
    url_key: int | None
    title_key: int | None
    seen: datetime


_LOGGED = (
    desk_log.c.seq,
    desk_log.c.kind,
    desk_log.c.headline_id,
    desk_log.c.story_id,
    desk_log.c.title,
    desk_log.c.url_key,
    desk_log.c.title_key,
    headlines.c.seen,
)


def logged(connection: Connection, after: int, to: int) -> list[Logged]:
    """The entries of the desk's log after one number and up to another, in order."""
    there = select(*_LOGGED).join_from(desk_log, headlines, desk_log.c.headline_id == headlines.c.id)
    rows = connection.execute(there.where(desk_log.c.seq > after, desk_log.c.seq <= to).order_by(desk_log.c.seq))
    return [Logged(*row) for row in rows]


_SPAN = 5_000


def seen_before(connection: Connection, window: timedelta, end: int) -> int:
    """A place in the log up to which nothing was seen in the `window` that its entry `end` closes.

    Headlines are logged about in the order in which they were seen, so it is enough to look back span by span.
    """
    joined = select(func.max(headlines.c.seen)).join_from(desk_log, headlines, desk_log.c.headline_id == headlines.c.id)
    newest: datetime | None = None
    while end > 0:
        span = (desk_log.c.seq > end - _SPAN, desk_log.c.seq <= end)
        seen = connection.scalar(joined.where(*span))
        if newest is None:
            newest = seen
        elif seen is not None and newest - seen > window:
            return end
        end -= _SPAN
    return 0


# --- reading ----------------------------------------------------------------------------------------------------------


def _newest(conditions: Sequence[ColumnElement[bool]], limit: int) -> Select[Any]:
    return (
        select(*_COLUMNS).where(headlines.c.seq.is_not(None), *conditions).order_by(headlines.c.seq.desc()).limit(limit)
    )


def _public() -> list[ColumnElement[bool]]:
    """What anybody may see."""
    return [headlines.c.private.is_(False), or_(headlines.c.embargo.is_(None), headlines.c.embargo <= now_ms())]


def past(connection: Connection, *, limit: int, since: datetime | None = None) -> list[Headline]:
    """Headlines of older pages, newest first by their own dates, where those are not from before `since`."""
    when = func.coalesce(headlines.c.published, headlines.c.seen)
    conditions = [PAST]
    if since is not None:
        conditions.append(when > since)
    found = select(*_COLUMNS).where(*conditions).order_by(when.desc(), headlines.c.id.desc()).limit(limit)
    return [_headline(row) for row in connection.execute(found)]


def newest(
    connection: Connection,
    *,
    limit: int,
    public_only: bool = False,
    source: int | None = None,
    before_seq: int | None = None,
    after_seq: int | None = None,
    seen_after: datetime | None = None,
) -> list[Headline]:
    """Headlines that the desk has placed, newest first by the desk's log."""
    conditions: list[ColumnElement[bool]] = []
    if public_only:
        conditions += _public()
    if source is not None:
        conditions.append(headlines.c.source_id == source)
    if before_seq is not None:
        conditions.append(headlines.c.seq < before_seq)
    if after_seq is not None:
        conditions.append(headlines.c.seq > after_seq)
    if seen_after is not None:
        conditions.append(headlines.c.seen > seen_after)
    return [_headline(row) for row in connection.execute(_newest(conditions, limit))]


def of_watch(connection: Connection, watch: int, limit: int) -> list[Headline]:
    """The headlines of a watch's alerts, newest first."""
    told = select(alerts.c.headline_id).where(alerts.c.watch_id == watch)
    return [_headline(row) for row in connection.execute(_newest([headlines.c.id.in_(told)], limit))]


def of_source(connection: Connection, source: int) -> list[Headline]:
    """Everything of a source, the desk's or still waiting for it, in the order it came."""
    rows = connection.execute(select(*_COLUMNS).where(headlines.c.source_id == source).order_by(headlines.c.id))
    return [_headline(row) for row in rows]


def of_story(connection: Connection, story: int) -> list[Headline]:
    """A story's headlines, first to last."""
    rows = connection.execute(select(*_COLUMNS).where(headlines.c.story_id == story).order_by(headlines.c.seq))
    return [_headline(row) for row in rows]


def of_stories(connection: Connection, of: Sequence[int], *, public_only: bool = False) -> dict[int, list[Headline]]:
    """These stories' headlines, first to last; a story that has none to show is there without any."""
    found: dict[int, list[Headline]] = {story: [] for story in of}
    conditions = [headlines.c.story_id.in_(found), headlines.c.seq.is_not(None), *(_public() if public_only else ())]
    if found:
        for row in connection.execute(select(*_COLUMNS).where(*conditions).order_by(headlines.c.seq)):
            found[row.story_id].append(_headline(row))
    return found


def courses(connection: Connection, of: Collection[int]) -> dict[int, list[Carried]]:
    """The headlines of these stories in the order of the desk's log."""
    found: dict[int, list[Carried]] = {story: [] for story in of}
    if found:
        h = headlines.c
        columns = (h.id, h.seq, h.outlet, h.title, h.labels, h.seen, h.story_id)
        for row in connection.execute(select(*columns).where(h.story_id.in_(found)).order_by(h.seq)):
            found[row.story_id].append(Carried(row.id, row.seq, row.outlet, row.title, tuple(row.labels), row.seen))
    return found


def titles_before(connection: Connection, ids: Collection[int]) -> dict[int, str]:
    """The last title that each of these headlines had before its present one."""
    if not ids:
        return {}
    last = select(func.max(revisions.c.id)).where(revisions.c.headline_id.in_(ids)).group_by(revisions.c.headline_id)
    rows = connection.execute(select(revisions.c.headline_id, revisions.c.title).where(revisions.c.id.in_(last)))
    return {row.headline_id: row.title for row in rows}


def one(connection: Connection, headline: int) -> Headline | None:
    """The headline of this id."""
    row = connection.execute(select(*_COLUMNS).where(headlines.c.id == headline)).one_or_none()
    return None if row is None else _headline(row)


def some(connection: Connection, ids: Sequence[int]) -> dict[int, Headline]:
    """These headlines by id."""
    if not ids:
        return {}
    rows = connection.execute(select(*_COLUMNS).where(headlines.c.id.in_(ids)))
    return {row.id: _headline(row) for row in rows}


def revisions_of(connection: Connection, headline: int) -> list[Revision]:
    """The titles it once had, oldest first."""
    rows = connection.execute(
        select(revisions.c.headline_id, revisions.c.title, revisions.c.seen)
        .where(revisions.c.headline_id == headline)
        .order_by(revisions.c.id)
    )
    return [Revision(*row) for row in rows]


def newest_seq(connection: Connection) -> int:
    """The end of the desk's log."""
    return connection.scalar(select(func.max(desk_log.c.seq))) or 0


def count_pending(connection: Connection) -> tuple[int, datetime | None]:
    """How many wait for the desk, and since when the oldest does."""
    row = connection.execute(select(func.count(), func.min(headlines.c.seen)).where(headlines.c.pending)).one()
    return row[0], row[1]
