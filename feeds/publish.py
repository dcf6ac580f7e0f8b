"""Feeds kept in memory: rendered when they have changed, served as they are while they have not.

A feed asked for again after `TRUST_S` is chosen anew from the database, which costs a query, and rendered only where
what was chosen has changed. So a change and a revoked token are seen in time by every process, with Redis or without,
and no message needs to arrive. Choosing, rendering and keeping are one step under one lock: a slow render can't put an
older feed over a newer one.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import orjson

from feeds.page import FeedPage, Form
from feeds.render import render

TRUST_S = 0.05
"""How long a feed is served without asking the database: half of the 100 ms that a change may take to be seen."""
KEPT = 256
"""Feeds in memory; about 40 kB each."""

Feed = TypeVar("Feed")
"""What names a feed, and for whom."""


@dataclass(frozen=True, slots=True)
class Published:
    """A feed as it goes out."""

    page: FeedPage
    body: bytes
    etag: str
    """Strong (RFC 9110, section 8.8.3), quotes included: a hash of the bytes."""
    chosen: float
    """When it was last compared with the database, by the shelf's clock."""


def digest(page: FeedPage) -> str:
    """What tells two contents of a feed apart."""
    return hashlib.sha256(orjson.dumps(page)).hexdigest()


class Shelf(Generic[Feed]):
    """The feeds of one process. Every method may be called from any thread."""

    def __init__(
        self,
        choose: Callable[[Feed], FeedPage | None],
        clock: Callable[[], float],
        kept: int = KEPT,
        rendered: Callable[[FeedPage, Form, str], bytes] = render,
    ) -> None:
        self._choose = choose
        self._rendered = rendered
        self._clock = clock
        self._size = kept
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[Feed, Form, str], Published] = OrderedDict()

    def ready(self, feed: Feed, form: Form, base_url: str) -> Published | None:
        """The feed where it is fresh; None where `get` has to look. Never waits."""
        kept = self._kept.get((feed, form, base_url))
        return kept if kept is not None and self._clock() - kept.chosen <= TRUST_S else None

    def get(self, feed: Feed, form: Form, base_url: str) -> Published | None:
        """The feed as it is now; None where there is none (any more)."""
        key = (feed, form, base_url)
        with self._lock:
            # Whoever waited for the lock takes what was made meanwhile.
            return self.ready(*key) or self._look(key)

    def _look(self, key: tuple[Feed, Form, str]) -> Published | None:
        feed, form, base_url = key
        chosen = self._clock()
        page = self._choose(feed)
        kept = self._kept.pop(key, None)
        if page is None:
            return None
        if kept is not None and kept.page == page:
            published = replace(kept, chosen=chosen)
        else:
            body = self._rendered(page, form, base_url)
            published = Published(page, body, f'"{hashlib.sha256(body).hexdigest()[:32]}"', chosen)
        self._kept[key] = published
        if len(self._kept) > self._size:
            self._kept.popitem(last=False)
        return published
