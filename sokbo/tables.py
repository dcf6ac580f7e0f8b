"""The tables, in the order a headline meets them. Only names, types and constraints live here.

Times are whole milliseconds since 1970 in UTC (``Moment``): equal, ordered and added alike on SQLite and PostgreSQL.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


class Moment(TypeDecorator[datetime]):
    """An aware datetime kept as milliseconds since 1970; a plain number of milliseconds passes as it is."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | float | None, dialect: Dialect) -> int | None:
        """Datetime to milliseconds."""
        del dialect
        if isinstance(value, datetime):
            return (value - EPOCH) // MILLISECOND
        return None if value is None else int(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Milliseconds to datetime."""
        del dialect
        return None if value is None else EPOCH + timedelta(milliseconds=int(value))


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only where the key is INTEGER, not BIGINT.
Id = BigInteger().with_variant(Integer(), "sqlite")


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True)


def _refers(name: str, target: str, **options: Any) -> Column[Any]:
    return Column(name, Id, ForeignKey(target, ondelete="CASCADE"), nullable=False, **options)


facts = Table("facts", metadata, Column("key", String(64), primary_key=True), Column("value", Text, nullable=False))

leases = Table(
    "leases",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("owner", String(128)),
    Column("until", Moment, nullable=False),
    Column("fence", BigInteger, nullable=False),
    Column("position", BigInteger, nullable=False),
)

# --- people -----------------------------------------------------------------------------------------------------------

people = Table(
    "people",
    metadata,
    _id(),
    Column("name", String(80), nullable=False, unique=True),
    Column("role", String(16), nullable=False, server_default="admin"),
    Column("timezone", String(64)),
    Column("language", String(8)),
    Column("seen_seq", BigInteger, nullable=False, server_default="0"),
    Column("created", Moment, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    _refers("person_id", "people.id"),
    Column("expires", Moment, nullable=False),
)

login_links = Table(
    "login_links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    _refers("person_id", "people.id"),
    Column("expires", Moment, nullable=False),
    Column("used", Moment),
)

# --- in ---------------------------------------------------------------------------------------------------------------

sources = Table(
    "sources",
    metadata,
    _id(),
    Column("url", Text, nullable=False),
    Column("url_key", BigInteger, nullable=False, unique=True),
    Column("sealed_url", LargeBinary),
    Column("name", String(200), nullable=False),
    Column("outlet", String(200), nullable=False),
    Column("kind", String(16)),
    Column("state", String(16), nullable=False, server_default="active"),
    Column("private", Boolean, nullable=False, server_default=text("false")),
    Column("demo", Boolean, nullable=False, server_default=text("false")),
    Column("every_s", Float),
    Column("interval_s", Float, nullable=False),
    Column("due", Moment, nullable=False),
    Column("lease_owner", String(128)),
    Column("lease_until", Moment),
    Column("fence", BigInteger, nullable=False, server_default="0"),
    Column("read_once", Boolean, nullable=False, server_default=text("false")),
    Column("held", Text),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_hash", BigInteger),
    Column("last_polled", Moment),
    Column("last_new", Moment),
    Column("polls", BigInteger, nullable=False, server_default="0"),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("last_error", Text),
    Column("recipe", JSON),
    Column("created", Moment, nullable=False),
)
Index("ix_sources_due", sources.c.due, sqlite_where=text("state = 'active'"), postgresql_where=text("state = 'active'"))

fetches = Table(
    "fetches",
    metadata,
    _id(),
    _refers("source_id", "sources.id"),
    Column("at", Moment, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("status", Integer),
    Column("bytes", BigInteger, nullable=False, server_default="0"),
    Column("new", Integer, nullable=False, server_default="0"),
    Column("elapsed_ms", Integer, nullable=False, server_default="0"),
    Column("note", Text),
    Index("ix_fetches_source_id_id", "source_id", "id"),
)

headlines = Table(
    "headlines",
    metadata,
    _id(),
    _refers("source_id", "sources.id"),
    Column("ident", BigInteger, nullable=False, unique=True),
    Column("url", Text),
    Column("url_key", BigInteger),
    Column("title", Text, nullable=False),
    Column("title_key", BigInteger),
    Column("author", Text),
    Column("outlet", Text, nullable=False),
    Column("labels", JSON, nullable=False),
    Column("published", Moment),
    Column("precision", String(8), nullable=False),
    Column("seen", Moment, nullable=False),
    Column("private", Boolean, nullable=False),
    Column("news", Boolean, nullable=False),
    Column("embargo", Moment),
    Column("pending", Boolean, nullable=False),
    Column("revised", Moment),
    Column("story_id", Id),
    Column("seq", BigInteger),
    sqlite_autoincrement=True,  # readers know a headline by its number: an erased one's is not given again
)
Index("ix_headlines_pending", headlines.c.id, sqlite_where=text("pending"), postgresql_where=text("pending"))
Index("ix_headlines_seq", headlines.c.seq)
Index("ix_headlines_source_id_seq", headlines.c.source_id, headlines.c.seq)
Index("ix_headlines_story_id", headlines.c.story_id)
Index("ix_headlines_url_key", headlines.c.url_key)

revisions = Table(
    "revisions",
    metadata,
    _id(),
    _refers("headline_id", "headlines.id", index=True),
    Column("title", Text, nullable=False),
    Column("seen", Moment, nullable=False),
)

# --- the desk ---------------------------------------------------------------------------------------------------------

stories = Table(
    "stories",
    metadata,
    Column("id", Id, ForeignKey("headlines.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("size", Integer, nullable=False),
    Column("outlets", JSON, nullable=False),
    Column("private", Boolean, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
)

desk_log = Table(
    "desk_log",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    _refers("headline_id", "headlines.id"),
    Column("story_id", Id, nullable=False),
    # By what its story is found from here on: a later revision or move of the headline must not change the past.
    Column("url_key", BigInteger),
    Column("title_key", BigInteger),
    Column("at", Moment, nullable=False),
)

# --- out --------------------------------------------------------------------------------------------------------------

channels = Table(
    "channels",
    metadata,
    _id(),
    _refers("person_id", "people.id"),
    Column("name", String(80), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("sealed_address", LargeBinary, nullable=False),
    Column("sealed_secret", LargeBinary),
    Column("hint", Text, nullable=False),
    Column("paused", Text),
    Column("removed", Moment),
    Column("created", Moment, nullable=False),
)

watches = Table(
    "watches",
    metadata,
    _id(),
    _refers("person_id", "people.id"),
    Column("name", String(200), nullable=False),
    Column("rule", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column("demo", Boolean, nullable=False, server_default=text("false")),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("sealed_token", LargeBinary, nullable=False),
    Column("since_seq", BigInteger, nullable=False),
    Column("changed", BigInteger, nullable=False),
    Column("removed", Moment),
    Column("created", Moment, nullable=False),
)
Index("ix_watches_changed", watches.c.changed)

watch_channels = Table(
    "watch_channels",
    metadata,
    _refers("watch_id", "watches.id"),
    _refers("channel_id", "channels.id"),
    PrimaryKeyConstraint("watch_id", "channel_id"),
)

alerts = Table(
    "alerts",
    metadata,
    _id(),
    _refers("watch_id", "watches.id"),
    _refers("story_id", "stories.id", index=True),
    _refers("headline_id", "headlines.id"),
    Column("step", Integer, nullable=False),
    Column("rule", Text, nullable=False),
    Column("why", JSON, nullable=False),
    Column("seq", BigInteger, nullable=False, index=True),
    Column("created", Moment, nullable=False),
    UniqueConstraint("watch_id", "story_id", "step"),
)

deliveries = Table(
    "deliveries",
    metadata,
    _id(),
    Column("key", String(36), nullable=False, unique=True),
    _refers("channel_id", "channels.id"),
    Column("story_id", Id, ForeignKey("stories.id", ondelete="CASCADE")),
    Column("step", String(48), nullable=False),
    Column("type", String(16), nullable=False),
    Column("message", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_attempt", Moment),
    Column("lease_owner", String(128)),
    Column("lease_until", Moment),
    Column("fence", BigInteger, nullable=False, server_default="0"),
    Column("last_error", Text),
    Column("created", Moment, nullable=False),
    Column("done", Moment),
    UniqueConstraint("channel_id", "story_id", "step"),
)
_UNDONE = text("state in ('pending', 'retrying', 'sending')")
Index(
    "ix_deliveries_queue",
    deliveries.c.channel_id,
    deliveries.c.next_attempt,
    deliveries.c.id,
    sqlite_where=_UNDONE,
    postgresql_where=_UNDONE,
)

delivery_alerts = Table(
    "delivery_alerts",
    metadata,
    _refers("delivery_id", "deliveries.id"),
    _refers("alert_id", "alerts.id", index=True),
    PrimaryKeyConstraint("delivery_id", "alert_id"),
)

renderings = Table(
    "renderings",
    metadata,
    Column("feed", String(64), nullable=False),
    Column("form", String(8), nullable=False),
    Column("base_url", String(300), nullable=False),
    Column("wanted", Moment, nullable=False),
    Column("version", BigInteger, nullable=False, server_default="0"),
    Column("digest", String(64), nullable=False, server_default=""),
    Column("body", LargeBinary, nullable=False, server_default=""),
    PrimaryKeyConstraint("feed", "form", "base_url"),
)

attempts = Table(
    "attempts",
    metadata,
    _id(),
    _refers("delivery_id", "deliveries.id", index=True),
    Column("n", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("elapsed_ms", Integer, nullable=False),
    Column("status", Integer),
    Column("answer", Text, nullable=False),
)
