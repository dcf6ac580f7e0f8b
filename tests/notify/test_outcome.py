"""What an attempt means for the ledger, who reads a message, and a channel's test."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from parts.envelopes import AT, KEY
from parts.http import Page, Server
from parts.outbox import HERE

from notify.carriers import Returned
from notify.channels import SendError, Sent, secret_for
from notify.outcome import outcome, reader
from notify.retry import WAITS_S
from notify.trial import try_channel
from sokbo.guard import Guard
from sokbo.model import Channel, Delivery, DeliveryState
from sokbo.queries.people import Person
from sokbo.queries.sending import Claimed
from sokbo.settings import load

SEOUL, UTC_ZONE = ZoneInfo("Asia/Seoul"), ZoneInfo("UTC")
SETTINGS = load({"SOKBO_DATA_DIR": "/nowhere"})


def after(answer: Sent | SendError, attempts: int = 1) -> tuple[DeliveryState, float | None]:
    delivery = Delivery(1, KEY, 2, None, "created", DeliveryState.SENDING, attempts, AT, None, 7, AT)
    found = outcome(Returned(Claimed(delivery, "alert.created", {}), None, answer, 5), AT, 0.0)
    assert (found.delivery, found.fence, found.attempt) == (1, 7, attempts)
    return found.state, found.wait_s


def test_a_yes_is_sent() -> None:
    assert after(Sent("204", 204)) == (DeliveryState.SENT, None)


def test_a_no_is_tried_again_and_after_the_last_attempt_dead() -> None:
    assert after(SendError("503")) == (DeliveryState.RETRYING, WAITS_S[0])
    assert after(SendError("429", retry_after_s=900)) == (DeliveryState.RETRYING, 900)
    assert after(SendError("503"), len(WAITS_S)) == (DeliveryState.RETRYING, WAITS_S[-1])
    assert after(SendError("503"), len(WAITS_S) + 1) == (DeliveryState.DEAD, None)


@pytest.mark.parametrize("error", [SendError("550", permanent=True), SendError("410", gone=True)])
def test_a_permanent_no_is_dead_at_once(error: SendError) -> None:
    assert after(error) == (DeliveryState.DEAD, None)


@pytest.mark.parametrize(
    ("timezone", "language", "read_in"),
    [
        (None, None, (SEOUL, "ko")),
        (None, "en", (SEOUL, "en")),
        ("America/New_York", None, (ZoneInfo("America/New_York"), "en")),
        ("America/New_York", "ko", (ZoneInfo("America/New_York"), "ko")),
    ],
)
def test_a_person_reads_in_their_own_zone_and_language(
    timezone: str | None, language: str | None, read_in: tuple[ZoneInfo, str]
) -> None:
    assert reader(Person(1, "kim", "admin", timezone, language, 0), SEOUL) == read_in


def channel(kind: str, address: str, paused: str | None = None) -> Channel:
    return Channel(1, 1, "name", kind, address, secret_for(kind), paused, "hint")


def test_a_test_shows_what_the_receiver_answers(receiver: Server) -> None:
    receiver.pages["/"] = Page(b"well")
    told = try_channel(SETTINGS, HERE, channel("hook", receiver.url()), datetime.now(UTC))
    assert (told.ok, told.answer) == (True, "200 OK well")
    assert b'"type":"test"' in receiver.asked[0].body
    receiver.pages["/"] = Page(status=404)
    told = try_channel(SETTINGS, HERE, channel("hook", receiver.url()), datetime.now(UTC))
    assert (told.ok, told.answer) == (False, "404 Not Found")


def test_a_test_of_a_paused_channel_goes_out_so_that_one_sees_whether_to_go_on(receiver: Server) -> None:
    receiver.pages["/"] = Page(status=204)
    paused = channel("hook", receiver.url(), "410 Gone")
    assert try_channel(SETTINGS, HERE, paused, AT).ok


def test_a_test_obeys_the_guard(receiver: Server) -> None:
    told = try_channel(SETTINGS, Guard(), channel("hook", receiver.url()), AT)
    assert not told.ok
    assert "is refused" in told.answer
    assert receiver.asked == []


@pytest.mark.parametrize(
    ("to", "ok", "answer"),
    [
        (channel("inbox", "inbox:"), True, "in the inbox"),
        (channel("mail", "mailto:kim@example.org"), False, "SOKBO_SMTP_URL is not set, so no mail goes out"),
        (channel("hook", "", "its address is sealed"), False, "its address is sealed"),
    ],
)
def test_a_test_of_any_kind_ends_in_one_line(to: Channel, ok: bool, answer: str) -> None:
    told = try_channel(SETTINGS, HERE, to, AT)
    assert (told.ok, told.answer) == (ok, answer)
