"""A desk that a hub reaches, and one source whose feed names the hub: what tests of WebSub play on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

import pytest
from parts import feeds, http
from parts.feeds import Item
from parts.hub import Hub, hub
from parts.line import Desk, open_desk
from parts.site import Site, served
from sqlalchemy import func, select, update

from sokbo.model import Source, Standing, Subscription
from sokbo.queries import sources, subscriptions
from sokbo.tables import pushes as pushes_table
from sokbo.tables import sources as sources_table
from sokbo.tables import subscriptions as table
from worker.websub import task

OLD = [Item(n, f"가온시 소식 {n}번째 이야기") for n in range(3, 0, -1)]
NEW = Item(9, "[속보] 가온시 앞바다서 규모 5.1 지진")


@dataclass
class Scene:
    """A desk that the hub reaches, and one source whose feed names the hub."""

    site: Site
    hub: Hub
    publisher: http.Server
    source: int = 0

    @property
    def desk(self) -> Desk:
        return self.site.desk

    @property
    def topic(self) -> str:
        return self.publisher.url("/rss")

    def feed(self, *items: Item) -> http.Page:
        """The publisher's feed, which names the hub and itself."""
        page = feeds.rss(items)
        links = "".join(
            f"<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='{rel}' href='{escape(to)}'/>"
            for rel, to in (("hub", self.hub.url), ("self", self.topic))
        )
        return replace(page, body=page.body.replace(b"<channel>", b"<channel>" + links.encode()))

    def prints(self, *items: Item) -> http.Page:
        """The feed as it is from now on."""
        self.publisher.pages["/rss"] = page = self.feed(*items)
        return page

    def hears(self, done: Callable[[], object]) -> None:
        """The stage works until something is so."""
        task.until(self.desk.line, lambda: bool(done()))
        assert done()

    def reads(self) -> None:
        """The stage works until every push is read."""
        self.hears(lambda: not self.waiting)

    def subscribes(self) -> None:
        """Until both sides know that it is subscribed."""
        self.hears(lambda: self.stands(Standing.ACTIVE) and self.hub.subscribers)

    @property
    def subscription(self) -> Subscription | None:
        found: Subscription | None = self.desk.read(subscriptions.of_source, self.source)
        return found

    def stands(self, standing: Standing) -> bool:
        """Whether it is subscribed, and so."""
        found = self.subscription
        return found is not None and found.standing is standing

    @property
    def there(self) -> Subscription:
        found = self.subscription
        assert found is not None
        return found

    @property
    def state(self) -> Source:
        found: Source = self.desk.read(sources.one, self.source)
        return found

    @property
    def waiting(self) -> int:
        count: int = self.desk.read(
            lambda connection: connection.scalar(select(func.count()).select_from(pushes_table))
        )
        return count

    @property
    def titles(self) -> list[str]:
        return [h.title for h in self.desk.history(self.source)]

    def change(self, **values: object) -> None:
        """The subscription's row, as time or others would leave it."""
        self.desk.write(lambda connection: connection.execute(update(table).values(values)))

    def pushes_win(self, times: int) -> None:
        """So many entries come by push first."""
        for n in range(times):
            assert self.hub.push(self.prints(Item(100 + n, f"나루은행 {n}번째 소식"), *OLD)) == [202]
            self.reads()


@contextmanager
def scene_of(database_url: str, folder: Path, publisher: http.Server, patch: pytest.MonkeyPatch) -> Iterator[Scene]:
    """The scene, its stage impatient."""
    patch.setattr(task, "LOOK_S", 0.02)
    patch.setattr(task, "ARRANGE_S", 0.0)
    desk = open_desk(database_url, folder)
    with hub() as running, served(desk) as site:
        desk.line.settings = replace(desk.line.settings, base_url=site.address)
        scene = Scene(site, running, publisher)
        scene.prints(*OLD)
        scene.source = desk.add_source(publisher.url("/rss"))
        desk.write(lambda connection: connection.execute(update(sources_table).values(every_s=None)))
        desk.drain()
        yield scene
    desk.close()
