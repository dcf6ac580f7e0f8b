"""Which headlines a feed holds, and who may see it. Private headlines appear only in a watch's feed, behind its token,
and in a private source's own feed, for who is signed in. Never renders, never writes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from feeds.page import FeedPage, item, story_item
from sokbo.meeting import carried_by
from sokbo.model import Headline, SourceState
from sokbo.queries import headlines, sources, stories, watches

LENGTH = 50
"""Items in a feed. At ten headlines a minute a reader that comes every five misses none."""

LOOKED_AT = 300
"""Stories among which the breaking ones are looked for."""
TITLES = {"stories": "사건 Stories", "breaking": "속보 Breaking"}
BREAKING = {"속보", "긴급속보", "긴급", "breaking", "breaking news"}

_SOURCE = re.compile(r"source/([1-9][0-9]{0,17})")
_WATCH = re.compile(r"watch/([A-Za-z0-9_-]{16,128})")


Kind = Literal["all", "stories", "breaking", "source", "watch"]
_WHOLE: dict[str, Kind] = {"all": "all", "stories": "stories", "breaking": "breaking"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A feed as somebody asks for it."""

    kind: Kind
    key: str = ""
    """The source's id or the watch's token."""
    insider: bool = False
    """Whether who asks is signed in."""

    @property
    def public(self) -> bool:
        """Whether it is asked for without a token, so that the operator decides who may."""
        return self.kind != "watch"


def asked(name: str, *, insider: bool) -> Asked | None:
    """What an address after ``/feeds/`` and before its ending means; None where it means nothing."""
    if whole := _WHOLE.get(name):
        return Asked(whole)
    if source := _SOURCE.fullmatch(name):
        return Asked("source", source[1], insider)
    if watch := _WATCH.fullmatch(name):
        return Asked("watch", watch[1])
    return None


def choose(connection: Connection, installation: str, feed: Asked) -> FeedPage | None:
    """The feed as it is now; None where there is none, or none for who asks: the two must look alike."""
    if feed.kind == "all":
        newest = headlines.newest(connection, public_only=True, limit=LENGTH)
        return _page(installation, "all", "Sokbo", newest, home="/")
    if feed.kind in {"stories", "breaking"}:
        return _of_stories(connection, installation, feed.kind)
    if feed.kind == "source":
        return _of_source(connection, installation, int(feed.key), insider=feed.insider)
    return _of_watch(connection, installation, feed.key)


def _of_stories(connection: Connection, installation: str, name: str) -> FeedPage:
    """One entry a story, those that grew last first; of the breaking ones where that is asked for."""
    found = stories.recent(connection, limit=LENGTH if name == "stories" else LOOKED_AT)
    courses = headlines.of_stories(connection, [s.id for s in found], public_only=True)
    wanted = [c for c in courses.values() if c and (name == "stories" or is_breaking(c))][:LENGTH]
    items = tuple(map(story_item, wanted))
    title = f"{TITLES[name]} · Sokbo"
    return FeedPage(installation, name, title, f"/feeds/{name}", "/stories", private=False, items=items)


def is_breaking(course: Sequence[Headline]) -> bool:
    """Whether three outlets carried a story within an hour, or one of them calls it so."""
    called = any(label.casefold() in BREAKING for h in course for label in h.labels)
    return called or carried_by(((h.seen, h.outlet) for h in course), 3, 60)


def _of_source(connection: Connection, installation: str, number: int, *, insider: bool) -> FeedPage | None:
    source = sources.one(connection, number)
    if source is None or source.state is SourceState.REMOVED or (source.private and not insider):
        return None
    newest = headlines.newest(connection, source=number, public_only=not insider, limit=LENGTH)
    name = f"source/{number}"
    return _page(installation, name, f"{source.name} · Sokbo", newest, home=f"/sources/{number}", private=insider)


def _of_watch(connection: Connection, installation: str, token: str) -> FeedPage | None:
    # Found by the hash of the token, through an index: how long it takes tells nothing of the token itself.
    watch = watches.of_token(connection, token)
    if watch is None:
        return None
    told = headlines.of_watch(connection, watch.id, LENGTH)
    title, home = f"{watch.name} · Sokbo", f"/watches/{watch.id}"
    return _page(installation, f"watch/{watch.id}", title, told, home=home, path=f"/feeds/watch/{token}", private=True)


def _page(
    installation: str,
    name: str,
    title: str,
    newest: list[Headline],
    *,
    home: str,
    path: str | None = None,
    private: bool = False,
) -> FeedPage:
    items = tuple(item(headline, public=not private) for headline in newest)
    return FeedPage(installation, name, title, path or f"/feeds/{name}", home, private, items)
