"""A feed as a value, before it has a form: what every form says, and nothing that only one of them says.

Pure. Every time comes from a row, so that the same rows always make the same page.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

from feeds.characters import legal
from sokbo.model import Headline, Precision

Form = Literal["rss", "atom", "json"]
FORMS: dict[str, Form] = {form: form for form in get_args(Form)}

MOST_TOLD = 30
"""Headlines that a story's entry tells."""
NOTHING_YET = datetime(1970, 1, 1, tzinfo=UTC)
"""When an empty feed was updated: Atom asks for a time, and the clock would change the bytes of every answer."""


@dataclass(frozen=True, slots=True)
class Item:
    """One headline of a feed, or one story."""

    id: int
    title: str
    url: str | None
    """Its own http(s) address; None sends readers to its page on the desk."""
    authors: tuple[str, ...]
    """Who wrote it, where that is known, and the outlet."""
    labels: tuple[str, ...]
    published: datetime
    updated: datetime
    """Moves when the title is revised."""
    changed: datetime
    """When the feed last learnt something of it."""
    kind: Literal["headline", "story"] = "headline"
    told: tuple[str, ...] = ()
    """Of a story its headlines, a line each."""


@dataclass(frozen=True, slots=True)
class FeedPage:
    """One feed, newest item first."""

    installation: str
    """The desk's UUID."""
    name: str
    """What the feed is, for ever (``watch/7``): its id is made of this, so that a new token makes no new feed."""
    title: str
    path: str
    """Where it is served, without the ending: ``/feeds/all``."""
    home: str
    """The page on the desk that shows the same."""
    private: bool
    items: tuple[Item, ...]
    query: str = ""
    """What follows the ending in its address, the question mark included."""

    @property
    def updated(self) -> datetime:
        """When its newest change came."""
        return max((item.changed for item in self.items), default=NOTHING_YET)


def lasting_id(installation: str, name: str) -> str:
    """The id of a thing of this desk, the same under every address that the desk may ever have.

    A name-based UUID (RFC 9562, version 5) in the installation's own namespace. A ``tag:`` address (RFC 4151) would
    need a domain that its maker owned on some day, and a desk at home owns none.
    """
    return uuid.uuid5(uuid.UUID(installation), name).urn


def item(headline: Headline, *, public: bool) -> Item:
    """The headline as feeds tell of it; to a public feed it came only when its embargo ended."""
    title, url = legal(headline.title).strip(), _web_address(headline.url)
    published = _moment(headline)
    learnt = (headline.seen, headline.revised, headline.embargo if public else None)
    return Item(
        id=headline.id,
        title=title or url or "–",
        url=url,
        authors=_distinct(headline.author, headline.outlet),
        labels=_distinct(*headline.labels),
        published=published,
        updated=_whole_second(headline.revised or published),
        changed=max(moment for moment in learnt if moment),
    )


def story_item(course: Sequence[Headline]) -> Item:
    """A story as public feeds tell of it: its first headline, which grows; `course` is in the log's order."""
    first = item(course[0], public=True)
    others = [item(h, public=True) for h in course[1:]]
    return replace(
        first,
        id=course[0].story or course[0].id,
        authors=_distinct(*(h.outlet for h in course)),
        labels=_distinct(*(label for h in course for label in h.labels)),
        updated=max([first.updated, *(_whole_second(h.revised or h.seen) for h in course[1:])]),
        changed=max(i.changed for i in [first, *others]),
        kind="story",
        told=tuple(f"{legal(h.outlet).strip()}: {legal(h.title).strip()}" for h in course[:MOST_TOLD]),
    )


def _moment(headline: Headline) -> datetime:
    """When it came out: by the outlet, or when it was first seen, where that is the same day told more exactly.

    An outlet's time is not believed where it is still to come (some readers hide an item until then) or a zero.
    """
    told, seen = headline.published, headline.seen
    if told is None or not NOTHING_YET < told <= seen:
        return _whole_second(seen)
    if headline.precision is Precision.DAY and seen - told < timedelta(days=1):
        return _whole_second(seen)
    return _whole_second(told)


def _whole_second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _web_address(url: str | None) -> str | None:
    """The address where a reader may safely follow it: never `javascript:`, never relative."""
    address = legal(url or "").strip()
    return address if address.lower().startswith(("http://", "https://")) else None


def _distinct(*names: str | None) -> tuple[str, ...]:
    cleaned = (legal(name or "").strip() for name in names)
    return tuple(dict.fromkeys(name for name in cleaned if name))
