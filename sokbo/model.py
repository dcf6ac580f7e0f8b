"""What a headline is at each moment of its way: frozen values, no behaviour beyond what is derived from them.

Times are aware: an entry's is at the offset it was told in, all others are in UTC unless a field says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sokbo.value import value


class Precision(StrEnum):
    """How exactly a time was given by the outlet."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"
    NONE = "none"


class Kind(StrEnum):
    """What a polled document turned out to be."""

    FEED = "feed"
    JSONFEED = "jsonfeed"
    SITEMAP = "sitemap"
    BOARD = "board"
    SEARCH = "search"  # the answer of a search service


# --- read: what a reader found, before it is ours ---------------------------------------------------------------------


@value(frozen=True, slots=True)
class Entry:
    """One entry as found in a document; the title is clean for showing and keeps its labels."""

    title: str
    url: str | None = None
    guid: str | None = None
    author: str | None = None
    outlet: str | None = None
    published: datetime | None = None
    precision: Precision = Precision.NONE
    fingerprint: int = 0
    """64-bit signed hash of its raw bytes, else of its fields: equal means unchanged. 0: read it again each time."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something in a document that is no headline, and why."""

    reason: str
    text: str


@value(frozen=True, slots=True)
class Document:
    """A document read whole, entries in document order."""

    kind: Kind
    encoding: str
    title: str
    entries: tuple[Entry, ...]
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[str, ...] = ()
    wait_s: int | None = None
    """How long the document itself asks to be left alone (``<ttl>``, ``sy:updatePeriod``)."""
    skips: int = 0
    """When it asks not to be read at all, in UTC: 24 bits of hours, then 7 of days from Monday on."""
    hub: str | None = None
    topic: str | None = None
    older: str | None = None
    """Where it says that what came before its entries is (RFC 5005)."""
    known: tuple[int, ...] = ()
    """Fingerprints of entries that were known and so passed over unread."""
    recipe: Mapping[str, object] | None = None
    """How a board is read from now on (None: as it was, empty: found each time); `reshaped`: its page has changed."""
    reshaped: bool = False


# --- kept -------------------------------------------------------------------------------------------------------------


class SourceState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    GONE = "gone"
    """The address answered 410: polled no more until a person says so."""
    REMOVED = "removed"
    """Taken off the list; its headlines stay."""


@value(frozen=True, slots=True)
class Source:
    """One polled address, as a person sees it."""

    id: int
    url: str
    name: str
    outlet: str
    kind: Kind | None
    state: SourceState
    private: bool
    every_s: float | None
    """The operator's fixed interval; None lets it adapt."""
    interval_s: float
    due: datetime
    read_once: bool
    """False until the first read, whose headlines are history."""
    held: str | None
    """Why the newest poll's headlines wait for the operator or the next poll; None where nothing waits."""
    etag: str | None
    last_modified: str | None
    body_hash: int | None
    last_polled: datetime | None
    last_new: datetime | None
    failures: int
    last_error: str | None
    fence: int
    moving_to: str | None = None
    """Where it says that it has moved for good."""
    moving: int = 0
    """How often in a row it said so."""
    trouble: str | None = None
    """What its owner was told is wrong with it; None where nothing is."""
    trouble_since: datetime | None = None
    """Since when something is wrong, told or not yet."""
    asks_s: float | None = None
    """How long its document asked to be left alone between two visits."""
    skips: int = 0
    """When its document asked not to be read at all (`Document.skips`)."""
    hub: str | None = None
    """The WebSub hub that its document named last, and under what address it is known there."""
    topic: str | None = None
    pushed: bool = False
    """Whether the hub's pushes have been seen to beat polls, which are few then."""


class Standing(StrEnum):
    """How a subscription at a hub stands."""

    WANTED = "wanted"
    """Asked for, or about to be, and not confirmed yet."""
    ACTIVE = "active"
    DENIED = "denied"
    DEAD = "dead"
    """The hub is given up, and asked again now and then."""
    LEAVING = "leaving"


@dataclass(frozen=True, slots=True)
class Subscription:
    """One source's subscription at a hub."""

    source: int
    hub: str
    topic: str
    token: str
    """What its callback is known by."""
    standing: Standing
    next_step: datetime
    expires: datetime | None
    """When the hub's lease ends; None where it never gave one."""
    tries: int
    """Questions to the hub since it last confirmed, the one under way included."""
    last_push: datetime | None
    first_by_push: int
    """Entries that a push brought before any poll."""
    first_by_poll: int
    """Entries that pushes missed, so that a poll saw them first."""
    run: int
    """Entries in a row that pushes brought first, up to now."""
    pinged: datetime | None
    """When a push last said that there is news without telling it."""
    last_error: str | None


@dataclass(frozen=True, slots=True)
class Headline:
    """One entry kept."""

    id: int
    title: str
    url: str | None
    source: int
    outlet: str
    author: str | None
    published: datetime | None
    precision: Precision
    seen: datetime
    labels: tuple[str, ...]
    story: int | None
    seq: int | None
    """Its place in the desk's log; None while it is pending."""
    private: bool
    news: bool
    """False for history and for headlines that came late: kept, never alerted."""
    embargo: datetime | None
    """Kept out of public feeds until then."""
    revised: datetime | None
    """When its title last changed."""
    withdrawn: datetime | None = None
    """Since when it is gone from its source, while its neighbours are still there."""

    @property
    def came(self) -> datetime:
        """When a desk that was there would have seen it: what came later with a page of the past, by its own date."""
        return self.seen if self.seq is not None or self.published is None else self.published


@dataclass(frozen=True, slots=True)
class Revision:
    """A title that a headline once had."""

    headline: int
    title: str
    seen: datetime


@dataclass(frozen=True, slots=True)
class Story:
    """Headlines, of any outlet, about one event."""

    id: int
    headline: int
    """The first headline."""
    size: int
    outlets: tuple[str, ...]
    private: bool
    joined: int | None = None
    """The story that it was joined to by hand; None where it stands for itself."""


# --- heard ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Why:
    """One reason of a match: `text` is `title[start:end]` in code points of the title as given."""

    term: str
    text: str
    start: int
    end: int
    how: str
    """``exact``, ``particle``, ``spacing``, ``label``, ``plural``, ...: the path by which the term was found."""


@dataclass(frozen=True, slots=True)
class Timing:
    """When a watch wants to hear; as it is here, at once and once."""

    outlets: int = 1
    """Tell only when so many outlets carry the story"""
    minutes: int = 60
    """within so many minutes."""
    updates: bool = False
    """Tell also when it doubles, is summed up (종합), revives, or brings another word of the watch."""
    follow: tuple[str, ...] = ()
    """Tell also when one of these outlets joins."""
    digest: str = ""
    """Collect alerts for these hours (`notify.timing.digest_hours`)."""
    quiet: str = ""
    """Hold alerts back in these (`notify.timing.quiet_hours`)."""
    urgent: bool = False
    """Tell in quiet hours too."""
    retitles: bool = False
    """Tell also when a headline's title changes."""
    withdrawals: bool = False
    """Tell also when a headline is withdrawn."""


@dataclass(frozen=True, slots=True)
class Watch:
    """A person's interest."""

    id: int
    person: int
    name: str
    rule: str
    version: int
    active: bool
    token: str
    since_seq: int
    """Headlines up to this place in the desk's log are not news to it."""
    channels: tuple[int, ...]
    timing: Timing = Timing()


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """A rule that a watch has or had."""

    version: int
    rule: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Match:
    """A headline satisfies a watch's rule."""

    watch: int
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One headline of a story's course."""

    headline: int
    outlet: str
    title: str
    seen: str
    """ISO 8601."""


@dataclass(frozen=True, slots=True)
class Alert:
    """A watch and a story met."""

    id: int
    watch: int
    story: int
    headline: int
    kind: str
    """``created`` or ``updated``."""
    why: tuple[Why, ...]
    created: datetime
    rule: str
    """The watch's rule that fired, and which of its versions that was."""
    version: int
    reasons: tuple[str, ...] = ()
    """Of an update why it came (`notify.meeting`); of an alert ``retitled`` where only a new title matched."""
    tipped: int | None = None
    """The headline that tipped it."""
    before: str | None = None
    """The title that the headline had before, where that changed."""
    course: tuple[Step, ...] = ()
    """The story until then."""
    silent: bool = False
    """The story was running before the watch: recorded, and told nobody."""


class DeliveryState(StrEnum):
    HELD = "held"
    """For quiet hours or a digest, until its next attempt."""
    PENDING = "pending"
    SENDING = "sending"
    RETRYING = "retrying"
    SENT = "sent"
    FOLDED = "folded"
    """Told in the summary that another delivery became, which its reason names."""
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Channel:
    """A place that receives, its address and secret readable only in memory."""

    id: int
    person: int
    name: str
    kind: str
    """``hook``, ``mail``, ``push``, ``apprise``, …: see `notify.channels`."""
    address: str
    secret: str | None
    paused: str | None
    """Why nothing goes out there now; None where it works."""
    hint: str
    """The address masked, for showing."""
    template: str | None = None
    """The body that its owner wants instead of ours."""
    failures: int = 0
    """How often in a row it took nothing."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message on its way to one channel."""

    id: int
    key: str
    """UUID made with the row, the same at every attempt."""
    channel: int
    story: int | None
    step: str
    state: DeliveryState
    attempts: int
    next_attempt: datetime | None
    last_error: str | None
    fence: int
    created: datetime
    reason: str | None = None
    """Why it is held, or which summary tells it."""
