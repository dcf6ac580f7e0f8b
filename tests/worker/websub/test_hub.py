"""WebSub whole, on a real hub, a real publisher and the served pages: subscribe, confirm, push, headline, alert."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from parts import feeds, http
from parts.feeds import Item
from parts.hub import hub
from parts.line import open_desk
from parts.scene import NEW, OLD, Scene, scene_of
from sqlalchemy import update

from sokbo.model import Standing
from sokbo.queries import alerts, claims, pushes, sources, subscriptions
from sokbo.secrets import vault as vault_of
from sokbo.tables import sources as sources_table
from worker.websub import subscribe, task, trust


@pytest.fixture
def scene(sqlite_url: str, tmp_path: Path, publisher: http.Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    with scene_of(sqlite_url, tmp_path, publisher, monkeypatch) as made:
        yield made


def test_a_push_becomes_a_headline_and_an_alert(scene: Scene) -> None:
    scene.desk.add_watch("지진", "지진")
    scene.subscribes()
    (asked,) = scene.hub.asked
    assert (asked["hub.mode"], asked["hub.topic"]) == ("subscribe", scene.topic)
    assert asked["hub.callback"].startswith(f"{scene.site.address}/websub/")
    assert scene.there.expires is not None

    assert scene.hub.push(scene.prints(NEW, *OLD)) == [202]
    scene.reads()
    assert scene.titles[-1] == NEW.title
    scene.desk.drain()
    assert len(scene.desk.read(alerts.newest, limit=9)) == 1
    assert (scene.there.first_by_push, scene.there.first_by_poll) == (1, 0)
    assert scene.desk.read(sources.fetch_log, scene.source, 1)[0]["outcome"] == "pushed"

    scene.desk.poll()
    assert scene.titles.count(NEW.title) == 1
    assert (scene.there.first_by_push, scene.there.first_by_poll) == (1, 0)


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_hubs_sign_as_they_like(scene: Scene, method: str) -> None:
    scene.subscribes()
    scene.hub.method = method
    assert scene.hub.push(scene.feed(NEW)) == [202]
    scene.reads()
    assert scene.titles[-1] == NEW.title


@pytest.mark.parametrize("signature", ["", "sha256=" + "0" * 64, "md5=" + "0" * 32, "nonsense", "sha256=ünsinn"])
def test_a_push_with_a_bad_signature_is_answered_and_dropped(scene: Scene, signature: str) -> None:
    scene.subscribes()
    assert scene.hub.push(scene.feed(NEW), signature=signature.encode().decode("latin-1")) == [202]
    assert scene.waiting == 0
    assert "not signed" in (scene.there.last_error or "")


def test_a_push_is_kept_before_it_is_answered_and_read_whoever_dies_meanwhile(scene: Scene) -> None:
    scene.subscribes()
    assert scene.hub.push(scene.feed(NEW)) == [202]
    assert scene.waiting == 1  # nobody has read it: the worker was killed
    another = open_desk(scene.desk.line.settings.database_url, scene.desk.line.settings.data_dir)
    task.until(another.line, lambda: not scene.waiting)
    another.close()
    assert scene.titles[-1] == NEW.title


def test_an_empty_push_has_the_source_polled_at_once_and_counts_for_the_hub(scene: Scene) -> None:
    scene.subscribes()
    scene.desk.write(lambda connection: connection.execute(update(sources_table).values(due=2**45, interval_s=1e9)))
    scene.prints(NEW, *OLD)
    assert scene.hub.push(http.Page(b"")) == [202]
    scene.reads()
    assert scene.desk.read(claims.next_due_ms) == 0
    scene.desk.poll()
    assert scene.titles[-1] == NEW.title
    assert (scene.there.first_by_push, scene.there.first_by_poll) == (1, 0)


@pytest.mark.parametrize(
    "page",
    [
        http.Page(b'{"hello": 1}', "application/json"),
        http.Page("<!doctype html><title>점검</title><p>점검 중".encode(), "text/html"),
        feeds.board(OLD),
        feeds.rss([Item(n, f"모르는 {n}번째 이야기") for n in range(100, 120)]),
    ],
    ids=["json", "excuse", "board", "all new"],
)
def test_a_weird_push_only_has_the_source_polled(scene: Scene, page: http.Page) -> None:
    scene.subscribes()
    scene.desk.write(lambda connection: connection.execute(update(sources_table).values(due=2**45, interval_s=1e9)))
    assert scene.hub.push(page) == [202]
    scene.reads()
    assert scene.titles == [item.title for item in reversed(OLD)]
    assert scene.desk.read(claims.next_due_ms) == 0


def test_polls_are_few_once_pushes_have_beaten_them_and_frequent_again_after_one_was_missed(scene: Scene) -> None:
    scene.subscribes()
    scene.pushes_win(trust.ENOUGH - 1)
    assert not scene.state.pushed
    scene.pushes_win(trust.ENOUGH)
    assert scene.state.pushed
    scene.desk.poll()
    assert scene.state.interval_s > 3000

    scene.prints(NEW, *OLD)  # and the hub says nothing
    scene.desk.poll()
    assert scene.titles[-1] == NEW.title
    assert not scene.state.pushed
    assert scene.state.interval_s < 60
    assert (scene.there.first_by_poll, scene.there.run) == (1, 0)


def test_a_lease_is_renewed_and_one_that_ran_out_brings_the_polls_back(scene: Scene) -> None:
    scene.subscribes()
    scene.pushes_win(trust.ENOUGH)
    before = scene.there
    scene.change(next_step=0)
    scene.hears(lambda: len(scene.hub.confirmed) == 2)
    assert scene.there.token == before.token
    assert (scene.there.standing, scene.state.pushed) == (Standing.ACTIVE, True)

    scene.hub.answers = http.Page(status=503)
    scene.change(next_step=0, expires=1)
    scene.hears(lambda: scene.there.standing is Standing.WANTED)
    assert not scene.state.pushed


def test_a_source_that_rests_is_unsubscribed_and_one_that_returns_is_subscribed_anew(scene: Scene) -> None:
    scene.subscribes()
    scene.desk.write(sources.pause, scene.source)
    scene.hears(lambda: scene.subscription is None and not scene.hub.subscribers)
    assert scene.hub.confirmed == ["subscribe", "unsubscribe"]
    assert scene.hub.subscribers == {}
    scene.desk.write(sources.resume, scene.source)
    scene.subscribes()


def test_another_hub_takes_the_place_of_the_one_before(scene: Scene) -> None:
    scene.subscribes()
    with hub() as other:
        first, scene.hub = scene.hub, other
        scene.prints(NEW, *OLD)
        scene.desk.poll()
        scene.hears(lambda: other.confirmed)
        assert first.confirmed == ["subscribe", "unsubscribe"]


def test_a_copy_of_the_feed_that_lacks_the_hub_ends_nothing(scene: Scene) -> None:
    scene.subscribes()
    scene.publisher.pages["/rss"] = feeds.rss([NEW, *OLD])
    scene.desk.poll()
    subscribe.arrange(scene.desk.line)
    assert scene.stands(Standing.ACTIVE)


def test_a_hub_that_says_no_is_quoted_and_asked_again_another_day(scene: Scene) -> None:
    scene.hub.answers = http.Page(b"this topic is not ours", status=400)
    scene.hears(lambda: scene.stands(Standing.DENIED))
    assert scene.there.last_error == "the hub says no: this topic is not ours"
    assert len(scene.hub.asked) == 1


def test_a_hub_that_takes_its_word_back_is_believed(scene: Scene) -> None:
    scene.subscribes()
    scene.pushes_win(trust.ENOUGH)
    scene.hub.deny(scene.topic, "the feed has moved")
    assert (scene.there.standing, scene.there.last_error) == (Standing.DENIED, "the hub says no: the feed has moved")
    assert not scene.state.pushed


def test_a_dead_hub_is_given_up_and_the_source_polled_as_ever(scene: Scene) -> None:
    scene.hub.answers = http.Page(status=503)
    for tries in range(1, 9):
        scene.change(next_step=0)
        scene.hears(lambda tries=tries: (found := scene.subscription) and found.tries == tries and found.last_error)  # type: ignore[misc]
    assert scene.there.standing is Standing.DEAD
    assert not scene.state.pushed


def test_nobody_else_can_confirm_or_end_a_subscription(scene: Scene) -> None:
    scene.hub.asks_back = False
    scene.hears(lambda: scene.hub.asked and scene.subscription)
    said, visitor = scene.hub.asked[0], scene.site.stranger()
    path = f"/websub/{scene.there.token}?hub.challenge=x&hub.topic="
    assert visitor.get(f"{path}http://other.example/&hub.mode=subscribe").status == 404
    assert visitor.get(f"{path}{scene.topic}&hub.mode=unsubscribe").status == 404
    assert visitor.get("/websub/nobody?hub.mode=subscribe&hub.challenge=x").status == 404
    assert scene.there.standing is Standing.WANTED
    assert scene.hub.verify(said)
    assert scene.there.standing is Standing.ACTIVE


def test_an_unknown_token_is_gone_and_a_body_beyond_measure_is_refused(scene: Scene) -> None:
    scene.subscribes()
    assert scene.site.stranger().ask("POST", "/websub/nobody", "x").status == 410
    assert scene.hub.push(http.Page(b"x" * 8_000_001)) == [413]
    assert scene.waiting == 0


def test_too_many_unread_pushes_are_put_off(scene: Scene) -> None:
    scene.subscribes()

    def many(connection: object) -> None:
        for _ in range(100):
            pushes.keep(connection, scene.source, b"", None)  # type: ignore[arg-type]

    scene.desk.write(many)
    assert scene.hub.push(scene.feed(NEW)) == [503]


def test_a_subscription_sealed_with_another_key_is_begun_anew(scene: Scene) -> None:
    scene.subscribes()
    before = scene.there
    scene.desk.line.vault = vault_of("another key")
    scene.change(next_step=0)
    scene.hears(lambda: len(scene.hub.confirmed) == 2)
    assert scene.there.token != before.token


def test_the_page_says_how_it_stands_with_its_hub_in_either_language(scene: Scene) -> None:
    visitor = scene.site.visitor()
    assert "not subscribed: SOKBO_BASE_URL is not set" in visitor.get(f"/sources/{scene.source}").text
    scene.subscribes()
    assert "127.0.0.1:" in visitor.get(f"/sources/{scene.source}").text
    scene.hub.deny(scene.topic, "the feed has moved")
    assert "the hub says no: the feed has moved" in visitor.get(f"/sources/{scene.source}").text
    visitor.language = "ko"
    assert "허브가 거절했습니다: the feed has moved" in visitor.get(f"/sources/{scene.source}").text


def test_without_a_public_address_no_hub_is_asked(scene: Scene) -> None:
    for base_url in ("", "http://10.1.2.3", "http://[::1]:8321"):
        scene.desk.line.settings = replace(scene.desk.line.settings, base_url=base_url)
        subscribe.arrange(scene.desk.line)
        assert scene.subscription is None
    assert not scene.hub.asked


def test_a_desk_that_moves_subscribes_anew_from_there(scene: Scene) -> None:
    scene.subscribes()
    scene.hub.asks_back = False
    moved = scene.site.address.replace("127.0.0.1", "127.0.0.2")
    scene.desk.line.settings = replace(scene.desk.line.settings, base_url=moved)
    scene.hears(lambda: len(scene.hub.asked) == 2)
    assert scene.hub.asked[1]["hub.mode"] == "subscribe"
    assert scene.hub.asked[1]["hub.callback"].startswith(f"{moved}/websub/")


def test_a_private_source_is_told_to_no_hub(scene: Scene, publisher: http.Server) -> None:
    publisher.pages["/mine"] = scene.feed(*OLD)
    private = scene.desk.add_source(publisher.url("/mine"), private=True)
    subscribe.arrange(scene.desk.line)
    assert scene.subscription
    assert scene.desk.read(subscriptions.of_source, private) is None


def test_a_hub_in_a_private_range_is_not_asked(scene: Scene) -> None:
    scene.desk.write(subscriptions.name, scene.source, "http://10.9.8.7/hub", scene.topic)
    scene.hears(lambda: scene.stands(Standing.DEAD))
    assert "10.9.8.7 is a private address" in (scene.there.last_error or "")
    assert scene.there.next_step - scene.state.due > timedelta(days=1)


def test_a_poll_under_way_never_undoes_what_a_push_has_brought(scene: Scene) -> None:
    scene.subscribes()
    claimed = scene.desk.write(claims.claim, scene.source, "a slow poll", 10_000)
    assert scene.hub.push(scene.feed(NEW._replace(title="정정된 제목"))) == [202]
    scene.reads()
    assert scene.desk.read(sources.one, scene.source).fence > claimed.source.fence
    assert scene.desk.write(sources.still_ours, {scene.source: claimed.source.fence}) == set()
