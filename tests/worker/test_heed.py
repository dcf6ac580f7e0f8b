"""Boards are read as far as their site's robots.txt lets us, feeds whatever it says, and it is asked for once a day."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from parts import feeds, http
from parts.feeds import Item
from parts.http import Page
from parts.line import SEOUL, Desk, open_desk
from sqlalchemy import update

from sokbo.database import now_ms
from sokbo.model import Source
from sokbo.options import Options, pack
from sokbo.queries import asking, sources
from sokbo.tables import robots
from worker import first_read
from worker.first_read import FirstReadError
from worker.heed import Heed

BOARD = [Item(n, f"가온시 소식 {n}번째 이야기") for n in range(12, 0, -1)]
NEWER = [Item(13, "가온시 앞바다서 지진"), *BOARD]
CLOSED = Page(b"User-agent: *\nDisallow: /bbs/\n")


@pytest.fixture
def site(desk: Desk, publisher: http.Server) -> list[int]:
    """Two boards and a feed of one site, which is open at first."""
    publisher.pages |= {"/bbs/a": feeds.board(BOARD), "/bbs/b": feeds.board(BOARD), "/bbs/rss": feeds.rss(BOARD)}
    numbers = [desk.add_source(publisher.url(path)) for path in ("/bbs/a", "/bbs/b", "/bbs/rss")]
    publisher.pages |= {"/bbs/a": feeds.board(NEWER), "/bbs/b": feeds.board(NEWER), "/bbs/rss": feeds.rss(NEWER)}
    publisher.asked.clear()
    return numbers


def source(desk: Desk, number: int) -> Source:
    found: Source = desk.read(sources.one, number)
    return found


def asked(publisher: http.Server) -> Counter[str]:
    return Counter(asked.path for asked in publisher.asked)


def test_a_site_is_asked_once_for_all_its_boards_and_all_workers(
    desk: Desk, publisher: http.Server, site: list[int], database_url: str, tmp_path: Path
) -> None:
    desk.poll()
    desk.poll()
    with closing(open_desk(database_url, tmp_path)) as other:
        other.poll()
    assert asked(publisher) == {"/robots.txt": 1, "/bbs/a": 3, "/bbs/b": 3, "/bbs/rss": 3}
    assert [len(desk.history(number)) for number in site] == [13, 13, 13]


def test_boards_that_are_closed_to_us_say_so_and_feeds_go_on(
    desk: Desk, publisher: http.Server, site: list[int]
) -> None:
    publisher.pages["/robots.txt"] = CLOSED
    desk.poll()
    assert asked(publisher) == {"/robots.txt": 1, "/bbs/rss": 1}
    assert [source(desk, number).failures for number in site] == [1, 1, 0]
    assert "Disallow: /bbs/" in (source(desk, site[0]).last_error or "")
    assert "robots.txt" in desk.read(sources.fetch_log, site[0])[0]["note"]


def test_the_operator_may_know_better(desk: Desk, publisher: http.Server, site: list[int]) -> None:
    publisher.pages["/robots.txt"] = CLOSED
    sealed = desk.line.vault.seal(pack(Options(ignore_robots=True)))
    desk.write(asking.change, site[0], sealed_options=sealed)
    desk.poll()
    assert [len(desk.history(number)) for number in site] == [13, 12, 13]


def test_what_can_not_be_had_now_is_waited_for(desk: Desk, publisher: http.Server, site: list[int]) -> None:
    publisher.pages["/robots.txt"] = Page(status=503)
    desk.poll()
    assert "gives no robots.txt now" in (source(desk, site[0]).last_error or "")
    assert [source(desk, number).failures for number in site] == [1, 1, 0]
    del publisher.pages["/robots.txt"]
    desk.poll()
    assert [source(desk, number).failures for number in site] == [0, 0, 0]


def test_it_is_asked_for_again_after_a_day_and_old_rules_hold_until_then(
    desk: Desk, publisher: http.Server, site: list[int]
) -> None:
    desk.poll()
    publisher.pages["/robots.txt"] = Page(status=503)
    desk.line.heed = Heed()
    with desk.line.database.write() as connection:
        connection.execute(update(robots).values(read=now_ms() - 90_000_000))
    desk.poll()
    assert asked(publisher)["/robots.txt"] == 2
    assert source(desk, site[0]).failures == 0


@pytest.mark.parametrize("robots_txt", [CLOSED, Page(status=500)])
def test_a_closed_board_is_not_added_and_a_feed_is(desk: Desk, publisher: http.Server, robots_txt: Page) -> None:
    publisher.pages |= {"/bbs/a": feeds.board(BOARD), "/bbs/rss": feeds.rss(BOARD), "/robots.txt": robots_txt}
    with pytest.raises(FirstReadError, match=r"robots\.txt"):
        desk.add_source(publisher.url("/bbs/a"))
    assert desk.add_source(publisher.url("/bbs/rss"))
    knows_better = Options(ignore_robots=True)
    looked = first_read.look(publisher.url("/bbs/a"), desk.line.guard, SEOUL, datetime.now(UTC), knows_better)
    assert len(looked.document.entries) == 12
