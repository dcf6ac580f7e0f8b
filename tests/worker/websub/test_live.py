"""WebSub with everything running: a hub, a worker process, Redis, the pages, and a hook that hears of it."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from parts import feeds, http
from parts.feeds import Item
from parts.hub import hub
from parts.line import open_desk
from parts.site import served
from parts.tree import until
from parts.workers import running_redis, working

from worker.app import configure
from worker.wake import Waker

OLD, NEW = Item(1, "나루은행 새 행장 선임"), Item(2, "[속보] 가온시 앞바다서 규모 5.1 지진")


@pytest.mark.slow
def test_what_a_hub_pushes_is_told_though_the_page_does_not_show_it_yet(
    sqlite_url: str, tmp_path: Path, publisher: http.Server, receiver: http.Server
) -> None:
    with ExitStack() as stack:
        desk = open_desk(sqlite_url, tmp_path)
        stack.callback(desk.close)
        running, redis = stack.enter_context(hub()), stack.enter_context(running_redis())
        site = stack.enter_context(served(desk, Waker(configure(redis.url)).wake))
        desk.line.settings = replace(desk.line.settings, base_url=site.address)
        receiver.pages["/hook"] = http.Page(status=204)
        desk.add_hook("desk", receiver.url("/hook"))
        desk.add_watch("지진", "지진", to="desk")
        publisher.pages["/rss"] = replace(
            feeds.rss([OLD]), headers={"Link": f'<{running.url}>; rel="hub", </rss>; rel="self"'}
        )
        desk.add_source(publisher.url("/rss"))
        stages = "poll,websub,desk,deliver"
        stack.enter_context(working(desk.line.settings, redis.url, tmp_path / "worker.log", stages))
        until(lambda: running.confirmed, "the subscription")
        assert running.push(feeds.rss([NEW, OLD])) == [202]
        until(lambda: receiver.asked, "the alert", 5)
        assert NEW.title in receiver.asked[0].body.decode()
