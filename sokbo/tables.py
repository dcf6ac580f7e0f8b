"""The tables, in the order a headline meets them. Only names, types and constraints live here.

`headline_bigrams` is not among them: it is made of titles and differs by database (`sokbo.queries.bigrams`).
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from sokbo.clipping_tables import clippings as clippings  # noqa: PLC0414 - the same
from sokbo.columns import Id, Moment, number, refers
from sokbo.columns import metadata as metadata  # noqa: PLC0414 - whoever wants it wants it with its tables

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
    number(),
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
    refers("person_id", "people.id"),
    Column("expires", Moment, nullable=False),
)

login_links = Table(
    "login_links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    refers("person_id", "people.id"),
    Column("expires", Moment, nullable=False),
    Column("used", Moment),
)

# Tokens by which programs act for a person.
tokens = Table(
    "tokens",
    metadata,
    number(),
    refers("person_id", "people.id", index=True),
    Column("name", String(80), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("may_write", Boolean, nullable=False),
    Column("created", Moment, nullable=False),
    Column("used", Moment),
)

# --- in ---------------------------------------------------------------------------------------------------------------

sources = Table(
    "sources",
    metadata,
    number(),
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
    # How to ask for it (`sokbo.options`), sealed: cookies and passwords among it.
    Column("sealed_options", LargeBinary),
    Column("zone", String(64)),
    # Where it says that it has moved for good, and how often in a row it said so.
    Column("moving_to", Text),
    Column("moving", Integer, nullable=False, server_default="0"),
    # What is wrong with it, once it is worth telling; since when; and since when by what its owner was told.
    Column("trouble", Text),
    Column("trouble_since", Moment),
    Column("told_since", Moment),
    # How seldom the document itself asks to be read, and when not at all: 24 bits of hours, 7 of days, in UTC.
    Column("asks_s", Float),
    Column("skips", Integer, nullable=False, server_default="0"),
    # The WebSub hub that the document names, for what topic; and whether its pushes are relied on.
    Column("hub", Text),
    Column("topic", Text),
    Column("pushed", Boolean, nullable=False, server_default=text("false")),
    # The fingerprints of the entries of the last document, eight bytes each: those are known unread.
    Column("known", LargeBinary),
    Column("created", Moment, nullable=False),
)
Index("ix_sources_hub", sources.c.id, sqlite_where=text("hub is not null"), postgresql_where=text("hub is not null"))
Index("ix_sources_due", sources.c.due, sqlite_where=text("state = 'active'"), postgresql_where=text("state = 'active'"))

fetches = Table(
    "fetches",
    metadata,
    number(),
    refers("source_id", "sources.id"),
    Column("at", Moment, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("status", Integer),
    Column("bytes", BigInteger, nullable=False, server_default="0"),
    Column("new", Integer, nullable=False, server_default="0"),
    Column("elapsed_ms", Integer, nullable=False, server_default="0"),
    Column("note", Text),
    Index("ix_fetches_source_id_id", "source_id", "id"),
)

# What a host asks of everybody: rests after a 429 or 503 by path, and its robots.txt.
rests = Table(
    "rests",
    metadata,
    Column("host", String(255), nullable=False),
    Column("path", String(255), nullable=False),
    Column("until", Moment, nullable=False),
    Column("why", Text, nullable=False),
    PrimaryKeyConstraint("host", "path"),
)

robots = Table(
    "robots",
    metadata,
    Column("origin", String(255), primary_key=True),
    Column("rules", Text, nullable=False),
    Column("read", Moment, nullable=False),
)

# WebSub: one subscription a source at most; what is pushed is kept before it is answered.
subscriptions = Table(
    "subscriptions",
    metadata,
    Column("source_id", Id, ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("hub", Text, nullable=False),
    Column("topic", Text, nullable=False),
    # Where the hub was told to call, before the token.
    Column("base_url", Text, nullable=False),
    Column("token", String(64), nullable=False, unique=True),
    Column("sealed_secret", LargeBinary, nullable=False),
    Column("standing", String(16), nullable=False),
    Column("next_step", Moment, nullable=False),
    Column("expires", Moment),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("last_push", Moment),
    Column("first_by_push", Integer, nullable=False, server_default="0"),
    Column("first_by_poll", Integer, nullable=False, server_default="0"),
    Column("run", Integer, nullable=False, server_default="0"),
    Column("pinged", Moment),
    Column("last_error", Text),
)

pushes = Table(
    "pushes",
    metadata,
    number(),
    refers("source_id", "sources.id", index=True),
    Column("body", LargeBinary, nullable=False),
    Column("content_type", Text),
    Column("received", Moment, nullable=False),
)

# Calls of a search service by day, all queries together.
budgets = Table(
    "budgets",
    metadata,
    Column("service", String(32), nullable=False),
    Column("day", String(10), nullable=False),
    Column("used", Integer, nullable=False, server_default="0"),
    PrimaryKeyConstraint("service", "day"),
)

headlines = Table(
    "headlines",
    metadata,
    number(),
    refers("source_id", "sources.id"),
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
    # How often in a row it was gone from between neighbours that were still there; and since when that counts.
    Column("missed", Integer, nullable=False, server_default="0"),
    Column("withdrawn", Moment),
    Column("story_id", Id),
    Column("seq", BigInteger),
    sqlite_autoincrement=True,  # readers know a headline by its number: an erased one's is not given again
)
Index("ix_headlines_pending", headlines.c.id, sqlite_where=text("pending"), postgresql_where=text("pending"))
Index(
    "ix_headlines_missed",
    headlines.c.source_id,
    sqlite_where=text("missed > 0"),
    postgresql_where=text("missed > 0"),
)
Index("ix_headlines_seq", headlines.c.seq)
Index("ix_headlines_source_id_seq", headlines.c.source_id, headlines.c.seq)
Index("ix_headlines_story_id", headlines.c.story_id)
Index("ix_headlines_url_key", headlines.c.url_key)

revisions = Table(
    "revisions",
    metadata,
    number(),
    refers("headline_id", "headlines.id", index=True),
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
    # The story that it was joined to by hand; its own number still leads there.
    Column("joined", Id, index=True),
)
Index("ix_stories_last_seen", stories.c.last_seen)

desk_log = Table(
    "desk_log",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    refers("headline_id", "headlines.id"),
    Column("story_id", Id, nullable=False),
    # By what its story is found from here on: a later revision or move of the headline must not change the past.
    Column("title", Text, nullable=False, server_default=""),
    Column("url_key", BigInteger),
    Column("title_key", BigInteger),
    Column("at", Moment, nullable=False),
)

# Stretches of the log as the index of stories takes them; `edition` says by what its titles were read.
story_blocks = Table(
    "story_blocks",
    metadata,
    Column("after", BigInteger, primary_key=True, autoincrement=False),
    Column("until", BigInteger, nullable=False),
    Column("edition", BigInteger, nullable=False),
    Column("newest", Moment, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

# What people did by hand, and which headlines that moved from where to where.
edits = Table(
    "edits",
    metadata,
    number(),
    refers("person_id", "people.id"),
    Column("kind", String(8), nullable=False),
    refers("story_id", "stories.id", index=True),
    Column("other_id", Id),
    Column("undone", Moment),
    Column("created", Moment, nullable=False),
)

moves = Table(
    "moves",
    metadata,
    refers("edit_id", "edits.id"),
    refers("headline_id", "headlines.id", index=True),
    Column("from_story", Id, nullable=False),
    Column("to_story", Id, nullable=False),
    PrimaryKeyConstraint("edit_id", "headline_id"),
)

mutes = Table(
    "mutes",
    metadata,
    refers("person_id", "people.id"),
    refers("story_id", "stories.id", index=True),
    Column("created", Moment, nullable=False),
    PrimaryKeyConstraint("person_id", "story_id"),
)

# --- out --------------------------------------------------------------------------------------------------------------

channels = Table(
    "channels",
    metadata,
    number(),
    refers("person_id", "people.id"),
    Column("name", String(80), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("sealed_address", LargeBinary, nullable=False),
    Column("sealed_secret", LargeBinary),
    Column("sealed_template", LargeBinary),
    Column("hint", Text, nullable=False),
    Column("paused", Text),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("free_at", Moment),
    Column("removed", Moment),
    Column("created", Moment, nullable=False),
)

watches = Table(
    "watches",
    metadata,
    number(),
    refers("person_id", "people.id"),
    Column("name", String(200), nullable=False),
    Column("rule", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column("demo", Boolean, nullable=False, server_default=text("false")),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("sealed_token", LargeBinary, nullable=False),
    # When it wants to hear (`sokbo.model.Timing`); what is not said is as for a watch that says nothing.
    Column("timing", JSON, nullable=False, server_default="{}"),
    Column("since_seq", BigInteger, nullable=False),
    Column("changed", BigInteger, nullable=False),
    Column("removed", Moment),
    Column("created", Moment, nullable=False),
)
Index("ix_watches_changed", watches.c.changed)

# Every rule that a watch had; an alert names the one that fired.
rule_versions = Table(
    "rule_versions",
    metadata,
    refers("watch_id", "watches.id"),
    Column("version", Integer, nullable=False),
    Column("rule", Text, nullable=False),
    Column("since", Moment, nullable=False),
    PrimaryKeyConstraint("watch_id", "version"),
)

watch_channels = Table(
    "watch_channels",
    metadata,
    refers("watch_id", "watches.id"),
    refers("channel_id", "channels.id"),
    PrimaryKeyConstraint("watch_id", "channel_id"),
)

# A watch and a story that met: what was told of it, or why it was not.
meetings = Table(
    "meetings",
    metadata,
    refers("watch_id", "watches.id"),
    refers("story_id", "stories.id", index=True),
    Column("state", String(8), nullable=False),
    # Whether a headline that the watch does not match may still bring it news of the story.
    Column("open", Boolean, nullable=False),
    refers("headline_id", "headlines.id"),
    Column("why", JSON, nullable=False),
    Column("terms", JSON, nullable=False),
    Column("step", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    # Headlines that it was not told of, and why not of the last one.
    Column("unsent", Integer, nullable=False, server_default="0"),
    Column("reason", String(24)),
    Column("changed", Moment, nullable=False),
    PrimaryKeyConstraint("watch_id", "story_id"),
)

alerts = Table(
    "alerts",
    metadata,
    number(),
    refers("watch_id", "watches.id"),
    refers("story_id", "stories.id", index=True),
    refers("headline_id", "headlines.id", index=True),
    Column("step", Integer, nullable=False),
    Column("rule", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("why", JSON, nullable=False),
    # What tipped it: reasons, the headline, the title that it had before; and how the story had come there.
    Column("reasons", JSON, nullable=False, server_default="[]"),
    Column("tipped_id", Id),
    Column("before", Text),
    Column("course", JSON, nullable=False, server_default="[]"),
    Column("silent", Boolean, nullable=False, server_default=text("false")),
    Column("seq", BigInteger, nullable=False, index=True),
    Column("created", Moment, nullable=False),
    UniqueConstraint("watch_id", "story_id", "step"),
)

deliveries = Table(
    "deliveries",
    metadata,
    number(),
    Column("key", String(36), nullable=False, unique=True),
    refers("channel_id", "channels.id"),
    Column("story_id", Id, ForeignKey("stories.id", ondelete="CASCADE")),
    Column("step", String(48), nullable=False),
    Column("type", String(16), nullable=False),
    Column("message", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    # Why it is held until its next attempt, where it is.
    Column("reason", String(24)),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_attempt", Moment),
    Column("lease_owner", String(128)),
    Column("lease_until", Moment),
    Column("fence", BigInteger, nullable=False, server_default="0"),
    Column("last_error", Text),
    # The receiver's own number of the message, by which an update edits it or stands below it.
    Column("remote", Text),
    Column("created", Moment, nullable=False),
    Column("done", Moment),
    UniqueConstraint("channel_id", "story_id", "step"),
)
_HELD = text("state = 'held'")
Index(
    "ix_deliveries_held",
    deliveries.c.next_attempt,
    deliveries.c.channel_id,
    sqlite_where=_HELD,
    postgresql_where=_HELD,
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
    refers("delivery_id", "deliveries.id"),
    refers("alert_id", "alerts.id", index=True),
    # The message had gone before the alert came: its watch's channel is told already.
    Column("already", Boolean, nullable=False, server_default=text("false")),
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
    number(),
    refers("delivery_id", "deliveries.id", index=True),
    Column("n", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("elapsed_ms", Integer, nullable=False),
    Column("status", Integer),
    Column("answer", Text, nullable=False),
)
