"""A site whose first person watches one board, has one hook and one clipping, and has been alerted once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from parts import feeds, http
from parts.line import open_desk
from parts.site import Site, served

from sokbo.queries import clippings

OLD = (
    feeds.Item(3, "가온시 예산안 통과"),
    feeds.Item(2, "나루은행 새 행장 선임"),
    feeds.Item(1, "Rain at the weekend"),
)
NEW = feeds.Item(4, "[속보] 가온시 앞바다서 규모 5.1 지진")


@dataclass
class Newsroom:
    """The site and who it talks to."""

    site: Site
    publisher: http.Server
    receiver: http.Server

    def publish(self, *items: feeds.Item) -> None:
        """The board shows these on top; they are read and placed."""
        self.publisher.pages["/board"] = feeds.board([*items, NEW, *OLD])
        self.site.desk.poll()
        self.site.desk.drain()


@contextmanager
def empty_site(database_url: str, folder: Path, **environ: str) -> Iterator[Site]:
    """Nothing in it but its first person."""
    desk = open_desk(database_url, folder, **environ)
    try:
        with served(desk) as site:
            yield site
    finally:
        desk.close()


def filled(site: Site, publisher: http.Server, receiver: http.Server) -> Newsroom:
    """The board is read, and then shows one more."""
    receiver.pages["/hook"] = http.Page(b"thanks")
    publisher.pages["/board"] = feeds.board(OLD)
    site.desk.add_hook("ops", receiver.url("/hook"))
    site.desk.add_watch("quakes", "지진", to="ops")
    site.desk.add_source(publisher.url("/board"), name="가온통신")
    site.desk.drain()
    room = Newsroom(site, publisher, receiver)
    site.desk.write(
        clippings.add_plan, person_id=site.desk.person, name="morning", sections=[("quakes", [1])], channels=[],
        opens="18:00", closes="07:00", by_itself=False,
    )  # fmt: skip
    room.publish()
    site.desk.deliver()
    return room
