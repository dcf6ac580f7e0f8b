"""Channels that take nothing, that are gone, that want some space, and that are flooded."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parts import smtp
from parts.envelopes import told
from parts.http import Page, Server
from parts.outbox import Outbox, outbox, wait
from sqlalchemy import select, update

from notify import flood, message, retry
from sokbo.database import Database
from sokbo.secrets import Vault
from sokbo.tables import channels as rows
from sokbo.tables import deliveries

YES, NO, GONE = Page(b"thanks"), Page(b"no", status=503), Page(b"gone", status=410)


@pytest.fixture
def box(database: Database, vault: Vault) -> Outbox:
    return outbox(database, vault)


def channel(box: Outbox, number: int) -> Any:
    with box.database.read() as connection:
        return connection.execute(select(rows).where(rows.c.id == number)).one()


def set_channel(box: Outbox, number: int, **columns: Any) -> None:
    with box.database.write() as connection:
        connection.execute(update(rows).where(rows.c.id == number).values(**columns))


# --- deciding ---------------------------------------------------------------------------------------------------------


@given(st.integers(0, 50), st.floats(0, 0.99))
def test_a_channel_rests_longer_the_more_often_it_failed(failures: int, jitter: float) -> None:
    now, later = (retry.rest_s(n, jitter=jitter) for n in (failures, failures + 1))
    assert now <= later <= 660
    assert (now > 0) == (failures >= retry.FAILURES)


def test_a_rest_hears_retry_after_within_reason_and_keeps_the_space() -> None:
    assert retry.rest_s(1, retry_after_s=90, jitter=0) == 90
    assert retry.rest_s(1, retry_after_s=1e9, jitter=0) == retry.LONGEST_REST_S
    assert retry.rest_s(0, space_s=3, jitter=0.9) == 3


# --- the breaker ------------------------------------------------------------------------------------------------------


def test_after_five_failures_a_channel_rests_and_one_message_tries_it_again(box: Outbox, receiver: Server) -> None:
    receiver.pages["/"] = NO
    to = box.channel(receiver.url())
    sent = box.put(to, *"가나다라마바사아")
    box.deliver(lambda: channel(box, to).failures >= retry.FAILURES)
    asked = len(receiver.asked)
    assert asked == retry.FAILURES
    assert box.states(sent).count("pending") == len(sent) - retry.FAILURES
    receiver.pages["/"] = YES
    set_channel(box, to, free_at=0)
    box.deliver(lambda: "sent" in box.states(sent))
    assert (channel(box, to).failures, channel(box, to).free_at) == (0, None)
    box.deliver(lambda: box.states(sent).count("sent") >= len(sent) - retry.FAILURES)


def test_retry_after_quiets_the_whole_channel(box: Outbox, receiver: Server) -> None:
    receiver.pages["/"] = Page(b"", status=429, headers={"Retry-After": "600"})
    to = box.channel(receiver.url())
    sent = box.put(to, *"가나다")
    with box.delivering():
        wait(lambda: "retrying" in box.states(sent))
        other = box.put(box.channel(receiver.url("/other")), "라")
        wait(lambda: box.states(other) != ["pending"])
    assert [asked.path for asked in receiver.asked] == ["/", "/other"]
    assert box.states(sent) == ["retrying", "pending", "pending"]
    left = channel(box, to).free_at - datetime.now(UTC)
    assert timedelta(seconds=590) < left < timedelta(seconds=661)


def test_what_waited_a_day_for_a_channel_that_takes_nothing_is_given_up(box: Outbox, receiver: Server) -> None:
    receiver.pages["/"] = NO
    to = box.channel(receiver.url())
    set_channel(box, to, failures=retry.FAILURES)
    yesterday = datetime.now(UTC) - timedelta(days=1, minutes=5)
    old = box.put(to, *"가나다", next_attempt=yesterday)
    new = box.put(to, "라")
    box.deliver(lambda: box.states(old).count("dead") == 2)
    assert box.states(new) == ["pending"]
    assert "took nothing for a day" in box.row(old[1]).last_error


# --- gone -------------------------------------------------------------------------------------------------------------


def test_the_owner_of_a_channel_that_is_gone_hears_of_it_once_elsewhere(box: Outbox, receiver: Server) -> None:
    receiver.pages |= {"/gone": GONE, "/other": YES}
    to = box.channel(receiver.url("/gone"), "고장난 곳")
    box.channel(receiver.url("/other"))
    sent = box.put(to, *"가나다")
    box.deliver(lambda: "/other" in [asked.path for asked in receiver.asked])
    told_of = [json.loads(asked.body) for asked in receiver.asked if asked.path == "/other"]
    assert [body["type"] for body in told_of] == ["channel.paused"]
    assert "고장난 곳" in told_of[0]["data"]["headline"]["title"]
    assert "410 Gone" in box.paused(to)
    box.deliver(lambda: set(box.states(sent)) == {"dead"})
    assert len([asked for asked in receiver.asked if asked.path == "/gone"]) == 1


def test_a_browser_that_is_gone_is_dropped(box: Outbox, receiver: Server) -> None:
    from parts.browser_keys import subscription

    receiver.pages["/push"] = GONE
    address, secret = subscription(receiver.url("/push"))
    to = box.channel(address, secret=secret)
    box.put(to, "가")
    box.deliver(lambda: channel(box, to).removed is not None)
    assert channel(box, to).sealed_address == b""


# --- space and floods -------------------------------------------------------------------------------------------------


def test_a_room_is_given_space_between_messages(box: Outbox, receiver: Server) -> None:
    receiver.pages["/"] = YES
    to = box.channel(f"jandi:{receiver.url('/')}")
    sent = box.put(to, "가", "나")
    box.deliver(lambda: box.states(sent) == ["sent", "pending"])
    assert channel(box, to).free_at > datetime.now(UTC)


def test_thousands_of_alerts_become_one_mail_that_counts_them(database: Database, vault: Vault) -> None:
    with smtp.server() as server:
        box = outbox(database, vault, f"smtp://127.0.0.1:{server.port}")
        to = box.channel("mailto:kim@example.org")
        sent = box.put(to, *(f"소식 {n}" for n in range(200)))
        for n in sent[5:9]:
            box.set(n, message=message.data(told(f"큰 소식 {n}", story=n)))
        box.deliver(lambda: box.row(sent[0]).state == "sent")
        [mail] = server.mails
    states = box.states(sent)
    assert (states[0], set(states[1:])) == ("sent", {"folded"})
    assert mail["Subject"].endswith("외 199건")
    text = mail.get_body(("plain",)).get_content()
    assert text.splitlines()[-1].startswith("그 밖에 ")
    assert box.row(sent[1]).reason == f"summary {sent[0]}"
    assert len(text) < 10_000


def test_a_program_gets_every_one_of_them(box: Outbox, receiver: Server) -> None:
    receiver.pages["/"] = YES
    sent = box.put(box.channel(receiver.url()), *(f"소식 {n}" for n in range(25)))
    box.deliver(lambda: set(box.states(sent)) == {"sent"})
    titles = [json.loads(asked.body)["data"]["headline"]["title"] for asked in receiver.asked]
    assert titles == [f"소식 {n}" for n in range(25)]


def test_a_few_alerts_stay_single(database: Database, vault: Vault) -> None:
    with smtp.server() as server:
        box = outbox(database, vault, f"smtp://127.0.0.1:{server.port}")
        sent = box.put(box.channel("mailto:kim@example.org"), "가", "나")
        box.deliver(lambda: "sent" in box.states(sent))
        assert server.mails[0]["Subject"] == "가"
    assert "folded" not in box.states(sent)


def test_a_summary_that_fails_is_the_same_summary_again(database: Database, vault: Vault) -> None:
    with smtp.server() as server:
        server.data = "451 later"
        box = outbox(database, vault, f"smtp://127.0.0.1:{server.port}")
        sent = box.put(box.channel("mailto:kim@example.org"), *(f"소식 {n}" for n in range(30)))
        box.deliver(lambda: box.row(sent[0]).state == "retrying")
        kept = box.row(sent[0]).message
        server.data = smtp.YES
        with box.database.write() as connection:
            connection.execute(update(deliveries).where(deliveries.c.id == sent[0]).values(next_attempt=0))
            connection.execute(update(rows).values(free_at=None))
        box.deliver(lambda: box.row(sent[0]).state == "sent")
    assert box.row(sent[0]).message == kept


def test_a_row_that_says_nothing_is_given_up_and_holds_up_no_other(box: Outbox, receiver: Server) -> None:
    receiver.pages["/"] = YES
    to = box.channel(receiver.url())
    [empty] = box.put(to, "가", message={})
    others = box.put(to, "나", "다")
    box.deliver(lambda: box.states([empty, *others]) == ["dead", "sent", "sent"])
    assert box.row(empty).last_error == "its message can't be read"
    assert len(flood.readable([{}, message.data(told()), {"story": None}])) == 1


def test_the_heaviest_stories_are_told_each_once() -> None:
    small = [told(f"작은 {n}", story=n) for n in range(50)]
    large = message.read(
        message.data(told("큰", story=99)) | {"story": {"id": 99, "size": 9, "outlets": ["가", "나", "다"]}}
    )
    found = flood.heaviest([*small, large, large])
    assert found[0] == large
    assert len(found) == flood.TOLD
    assert len({one.story.id for one in found}) == flood.TOLD
