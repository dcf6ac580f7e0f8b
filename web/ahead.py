"""Feeds that the workers have rendered ahead, once for all web processes; what they have not, this process renders.

Only public feeds under the operator's own address are asked for: a private feed is nobody else's affair, and an address
that a stranger's `Host` made up would have the workers render for ever, and the database keep it.
"""

from __future__ import annotations

import time

from feeds.page import FeedPage, Form
from feeds.publish import digest
from feeds.render import render
from sokbo.database import Database
from sokbo.queries import renderings

AGAIN_S = 60.0
"""How often one feed is asked for: readers must not make the database write each time."""


class Ahead:
    """The renderings of an installation whose readers know it as `base_url`; empty where its operator gave none."""

    def __init__(self, database: Database, base_url: str) -> None:
        self._database = database
        self._base_url = base_url
        self._asked: dict[tuple[str, Form], float] = {}

    def rendered(self, page: FeedPage, form: Form, base_url: str) -> bytes:
        """The bytes of the page."""
        if page.private or base_url != self._base_url:
            return render(page, form, base_url)
        self._want(page.name, form)
        with self._database.read() as connection:
            ready = renderings.find(connection, page.name, form, base_url, digest(page))
        return ready or render(page, form, base_url)

    def _want(self, name: str, form: Form) -> None:
        now = time.monotonic()
        if now - self._asked.get((name, form), -AGAIN_S) < AGAIN_S:
            return
        with self._database.write() as connection:
            renderings.want(connection, name, form, self._base_url)
        self._asked[name, form] = now
