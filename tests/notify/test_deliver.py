"""The last mile, on both databases, with real receivers that take, refuse, cut and hang."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from parts import http, smtp, sockets
from parts.http import Asked, Page, Server
from parts.outbox import Outbox, outbox, wait
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from standardwebhooks import Webhook

from notify import deliver
from notify.channels import hook
from notify.retry import WAITS_S
from sokbo import secrets
from sokbo.database import Database
from sokbo.guard import Guard
from sokbo.queries import channels
from sokbo.secrets import Vault

YES = Page(status=204)
NO = Page(b"busy", status=503)


@pytest.fixture
def box(database: Database, vault: Vault) -> Outbox:
    return outbox(database, vault)


@pytest.fixture
def second_receiver() -> Iterator[Server]:
    with http.server() as server:
        yield server


def titles(receiver: Server) -> list[str]:
    """What a receiver was told, in order."""
    return [json.loads(asked.body)["data"]["headline"]["title"] for asked in receiver.asked]


def make_due(box: Outbox, delivery: int) -> None:
    box.set(delivery, next_attempt=datetime.now(UTC))


# --- a yes ------------------------------------------------------------------------------------------------------------


def test_what_is_due_is_sent_once_signed_and_recorded(box: Outbox, vault: Vault, receiver: Server) -> None:
    receiver.pages["/"] = Page(b"thanks")
    channel = box.channel(receiver.url())
    [delivery] = box.put(channel, "첫 소식")
    box.deliver(lambda: box.states([delivery]) == ["sent"])
    [asked] = receiver.asked
    with box.database.read() as connection:
        secret = channels.some(connection, vault, [channel])[channel].secret
    assert secret is not None
    assert Webhook(secret).verify(asked.body, asked.headers)["type"] == "alert.created"
    row = box.row(delivery)
    assert asked.headers["webhook-id"] == row.key
    assert (row.attempts, row.last_error, row.lease_owner) == (1, None, None)
    assert row.done is not None
    [attempt] = box.attempts(delivery)
    assert (attempt.n, attempt.status, attempt.answer) == (1, 200, "200 OK thanks")


def test_a_channel_hears_in_order_and_one_message_at_a_time(box: Outbox, receiver: Server) -> None:
    under_way, most = [0], [0]

    def answer(_: Asked) -> Page:
        under_way[0] += 1
        most[0] = max(most[0], under_way[0])
        time.sleep(0.002)
        under_way[0] -= 1
        return YES

    receiver.answer = answer
    said = [f"{n}보" for n in range(25)]
    sent = box.put(box.channel(receiver.url()), *said)
    box.deliver(lambda: set(box.states(sent)) == {"sent"}, box.deliverer("a"), box.deliverer("b"))
    assert titles(receiver) == said
    assert most == [1]


def test_two_deliverers_tell_nothing_twice(box: Outbox, receiver: Server) -> None:
    receiver.pages["/"] = YES
    sent = [one for _ in range(30) for one in box.put(box.channel(receiver.url()), "소식")]
    box.deliver(lambda: set(box.states(sent)) == {"sent"}, box.deliverer("a"), box.deliverer("b"))
    keys = [asked.headers["webhook-id"] for asked in receiver.asked]
    assert len(keys) == len(set(keys)) == len(sent)


def test_a_wake_is_heard_at_once(box: Outbox, receiver: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliver, "LOOK_S", 3600.0)
    receiver.pages["/"] = YES
    channel = box.channel(receiver.url())
    deliverer = box.deliverer()
    with box.delivering(deliverer):
        time.sleep(0.05)
        [delivery] = box.put(channel, "소식")
        deliverer.wake()
        wait(lambda: box.states([delivery]) == ["sent"])


# --- a no -------------------------------------------------------------------------------------------------------------


def test_a_receiver_that_refuses_is_told_again_with_the_same_key(box: Outbox, receiver: Server) -> None:
    receiver.pages["/"] = NO
    [delivery] = box.put(box.channel(receiver.url()), "소식")
    with box.delivering():
        wait(lambda: box.states([delivery]) == ["retrying"])
        assert box.row(delivery).last_error == "503 Service Unavailable busy"
        receiver.pages["/"] = YES
        wait(lambda: box.states([delivery]) == ["sent"])
    first, second = receiver.asked
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    assert [attempt.status for attempt in box.attempts(delivery)] == [503, 204]


def test_what_a_receiver_asks_for_is_kept(box: Outbox, receiver: Server) -> None:
    receiver.pages["/"] = Page(status=429, headers={"Retry-After": "3000"})
    [delivery] = box.put(box.channel(receiver.url()), "소식")
    box.deliver(lambda: box.states([delivery]) == ["retrying"])
    assert (box.row(delivery).next_attempt - datetime.now(UTC)).total_seconds() > 2900


def test_after_the_last_attempt_it_is_dead_and_can_be_sent_again_by_hand(box: Outbox, receiver: Server) -> None:
    receiver.pages["/"] = NO
    [delivery] = box.put(box.channel(receiver.url()), "소식", attempts=len(WAITS_S))
    box.deliver(lambda: box.states([delivery]) == ["dead"])
    receiver.pages["/"] = YES
    with box.database.write() as connection:
        assert deliver.deliveries.resend(connection, delivery)
    box.deliver(lambda: box.states([delivery]) == ["sent"])
    assert len({asked.headers["webhook-id"] for asked in receiver.asked}) == 1


def test_one_that_failed_lets_those_behind_it_pass(box: Outbox, receiver: Server) -> None:
    receiver.answer = lambda asked: NO if "나쁜".encode() in asked.body else YES
    bad, good = box.put(box.channel(receiver.url()), "나쁜 소식", "좋은 소식")
    box.deliver(lambda: box.states([bad, good]) == ["retrying", "sent"])


def test_a_receiver_that_is_gone_pauses_its_channel(box: Outbox, receiver: Server) -> None:
    receiver.pages["/"] = Page(status=410)
    channel = box.channel(receiver.url())
    sent = box.put(channel, "하나", "둘")
    box.deliver(lambda: box.states(sent) == ["dead", "dead"])
    assert "410 Gone" in (box.paused(channel) or "")
    assert titles(receiver) == ["하나"]
    assert box.row(sent[1]).last_error.startswith("the channel is paused: 410 Gone")


def test_an_address_that_the_guard_refuses_is_never_reached(box: Outbox, receiver: Server) -> None:
    receiver.pages["/"] = YES
    [delivery] = box.put(box.channel(receiver.url()), "소식")
    box.deliver(lambda: box.states([delivery]) == ["retrying"], box.deliverer(guard=Guard()))
    assert "is refused" in box.row(delivery).last_error
    assert receiver.asked == []


# --- faults -----------------------------------------------------------------------------------------------------------


def test_a_receiver_that_cuts_the_connection_is_told_again(box: Outbox) -> None:
    with sockets.talker(b"HTTP/1.1 20", cut=True) as talker:
        [delivery] = box.put(box.channel(f"http://127.0.0.1:{talker.port}/"), "소식")
        box.deliver(lambda: box.states([delivery]) == ["retrying"])
    assert "127.0.0.1" in box.row(delivery).last_error


def test_a_receiver_that_nobody_runs_is_told_again(box: Outbox) -> None:
    [delivery] = box.put(box.channel(f"http://127.0.0.1:{sockets.free_port()}/"), "소식")
    box.deliver(lambda: box.states([delivery]) == ["retrying"])
    assert "takes no connections" in box.row(delivery).last_error


def test_a_receiver_that_hangs_delays_no_other_channel(box: Outbox, receiver: Server, second_receiver: Server) -> None:
    let_go = threading.Event()

    def hang(_: Asked) -> Page:
        let_go.wait(20)
        return YES

    receiver.answer, second_receiver.pages["/"] = hang, YES
    slow = box.put(box.channel(receiver.url()), "느린 하나", "느린 둘")
    with box.delivering():
        wait(lambda: len(receiver.asked) == 1)
        quick = box.put(box.channel(second_receiver.url()), *"가나다라마")
        wait(lambda: set(box.states(quick)) == {"sent"})
        assert len(receiver.asked) == 1
        let_go.set()
        wait(lambda: box.states(slow) == ["sent", "sent"])


def test_a_receiver_that_hangs_too_long_is_told_again(
    box: Outbox, receiver: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hook, "LIMIT_S", 0.2)
    let_go = threading.Event()
    receiver.answer = lambda _: YES if let_go.wait(20) else NO
    [delivery] = box.put(box.channel(receiver.url()), "소식")
    box.deliver(lambda: box.states([delivery]) == ["retrying"])
    let_go.set()
    assert "within 0.2 s" in box.row(delivery).last_error


def test_one_whose_deliverer_died_is_sent_again_when_its_lease_is_over(box: Outbox, receiver: Server) -> None:
    receiver.pages["/"] = YES
    [delivery] = box.put(box.channel(receiver.url()), "소식")
    with box.database.write() as connection:
        [claimed] = deliver.sending.claim_due(connection, "dead", ("hook",), 9, -1)
    box.deliver(lambda: box.states([delivery]) == ["sent"])
    [asked] = receiver.asked
    assert asked.headers["webhook-id"] == claimed.delivery.key
    assert box.row(delivery).attempts == 2


def test_a_stop_finishes_what_is_in_hand_and_begins_nothing(box: Outbox, receiver: Server) -> None:
    let_go = threading.Event()
    receiver.answer = lambda _: YES if let_go.wait(20) else NO
    sent = box.put(box.channel(receiver.url()), "하나", "둘")
    with box.delivering() as stop:
        wait(lambda: len(receiver.asked) == 1)
        stop.set()
        let_go.set()
    assert box.states(sent) == ["sent", "pending"]


def test_a_yes_is_kept_while_the_database_is_away(box: Outbox, receiver: Server) -> None:
    away = threading.Event()

    def fail(*_: Any) -> None:
        if away.is_set():
            raise OperationalError("", {}, Exception("the disk is full"))

    def answer(_: Asked) -> Page:
        away.set()
        return YES

    receiver.answer = answer
    [delivery] = box.put(box.channel(receiver.url()), "소식")
    event.listen(box.database.engine, "begin", fail)
    with box.delivering():
        assert away.wait(20)
        time.sleep(0.1)
        away.clear()
        wait(lambda: box.states([delivery]) == ["sent"])
    assert len(receiver.asked) == 1


def test_a_database_that_is_away_with_nothing_in_hand_ends_the_loop(box: Outbox) -> None:
    def fail(*_: Any) -> None:
        raise OperationalError("", {}, Exception("the disk is full"))

    event.listen(box.database.engine, "begin", fail)
    with pytest.raises(OperationalError):
        box.deliverer().run(threading.Event(), 60)


# --- what can't be sent -----------------------------------------------------------------------------------------------


def test_what_was_meant_for_a_removed_channel_is_given_up(box: Outbox) -> None:
    channel = box.channel("https://example.org/")
    [delivery] = box.put(channel, "소식")
    with box.database.write() as connection:
        channels.remove(connection, channel)
    box.deliver(lambda: box.states([delivery]) == ["dead"])
    assert box.row(delivery).last_error == "the channel was removed"


def test_with_a_wrong_key_it_waits_and_names_what_cant_be_read(
    box: Outbox, database: Database, receiver: Server
) -> None:
    receiver.pages["/"] = YES
    [delivery] = box.put(box.channel(receiver.url()), "소식")
    other = outbox(database, secrets.vault("another key"))
    other.deliver(lambda: box.states([delivery]) == ["retrying"])
    assert "sealed with another key" in box.row(delivery).last_error
    make_due(box, delivery)
    box.deliver(lambda: box.states([delivery]) == ["sent"])


# --- other ways out ---------------------------------------------------------------------------------------------------


def test_mail_and_inbox_go_out_beside_the_hooks(database: Database, vault: Vault, receiver: Server) -> None:
    receiver.pages["/"] = YES
    with smtp.server() as server:
        box = outbox(database, vault, f"smtp://127.0.0.1:{server.port}")
        sent = [
            box.put(box.channel(address), "소식")[0]
            for address in (receiver.url(), "mailto:kim@example.org", "mailto:lee@example.org", "inbox:")
        ]
        box.deliver(lambda: set(box.states(sent)) == {"sent"})
    assert {mail["To"] for mail in server.mails} == {"kim@example.org", "lee@example.org"}
    assert [box.attempts(one)[0].answer for one in sent[1:]] == ["250 OK", "250 OK", "in the inbox"]


def test_a_mail_server_that_hangs_delays_no_hook(database: Database, vault: Vault, receiver: Server) -> None:
    receiver.pages["/"] = YES
    with sockets.talker() as talker:
        box = outbox(database, vault, f"smtp://127.0.0.1:{talker.port}")
        mails = [box.put(box.channel(f"mailto:kim{n}@example.org"), "소식")[0] for n in range(deliver.THREADS + 1)]
        with box.delivering():
            wait(lambda: box.states(mails).count("sending") == deliver.THREADS)
            hooks = box.put(box.channel(receiver.url()), *"가나다")
            wait(lambda: set(box.states(hooks)) == {"sent"})
            assert box.states(mails).count("sending") == deliver.THREADS
            talker.over.set()


def test_a_fault_of_ours_in_one_message_holds_up_no_other(
    box: Outbox, receiver: Server, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.pages["/"] = YES
    bad = box.put(box.channel(receiver.url()), "소식", type="no such type\n")
    good = box.put(box.channel(receiver.url()), "소식")
    box.deliver(lambda: box.states(bad + good) == ["sent", "sent"])
    with smtp.server() as server:
        box.settings = outbox(box.database, box.vault, f"smtp://127.0.0.1:{server.port}").settings
        bad = box.put(box.channel("mailto:kim@example.org"), "소식", type="no such type")
        good = box.put(box.channel("mailto:kim@example.org"), "소식")
        box.deliver(lambda: box.states(bad + good) == ["retrying", "sent"])
    assert box.row(bad[0]).last_error == "a fault of ours: KeyError; see the log"
    assert "unforeseen" in caplog.text
