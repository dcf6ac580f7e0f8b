"""What a hub's answer means: how long we are patient, when a hub is dead, what holds meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokbo.exchange import Fault, NetworkError, Response
from sokbo.model import Standing, Subscription
from worker.websub import steps

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ASKED = Subscription(
    source=7,
    hub="https://hub.example/",
    topic="https://news.example/rss",
    token="token",
    standing=Standing.WANTED,
    next_step=AT,
    expires=None,
    tries=1,
    last_push=None,
    first_by_push=0,
    first_by_poll=0,
    run=0,
    pinged=None,
    last_error=None,
)
ACTIVE = replace(ASKED, standing=Standing.ACTIVE, expires=AT + DAY)
LEAVING = replace(ACTIVE, standing=Standing.LEAVING)
DEAD = NetworkError("hub.example takes no connections", Fault.DEAD)


def answer(status: int, body: str = "", **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(status, "https://hub.example/", named, body.encode(), 0.1, None, "192.0.2.1")


def after(subscription: Subscription, answer: Response | NetworkError) -> steps.Step:
    return steps.after(subscription, answer, AT, 0.0)


def fields(subscription: Subscription) -> dict[str, str]:
    request = steps.question(subscription, "https://desk.example/websub/token", "secret", "Sokbo")
    assert (request.method, request.url) == ("POST", "https://hub.example/")
    return {name: values[0] for name, values in parse_qs(request.body.decode()).items()}


def test_a_question_names_the_topic_where_we_are_and_the_secret() -> None:
    assert fields(ASKED) == {
        "hub.mode": "subscribe",
        "hub.topic": "https://news.example/rss",
        "hub.callback": "https://desk.example/websub/token",
        "hub.secret": "secret",
        "hub.lease_seconds": "864000",
        "hub.verify": "async",
    }


def test_a_goodbye_needs_no_secret() -> None:
    assert fields(LEAVING).keys() == {"hub.mode", "hub.topic", "hub.callback", "hub.verify"}
    assert fields(LEAVING)["hub.mode"] == "unsubscribe"


def test_a_hub_that_took_the_question_has_time_to_ask_back() -> None:
    assert after(ASKED, answer(202)) == steps.Step(Standing.WANTED, steps.CONFIRM_S)


def test_a_hub_that_never_asks_back_is_told_of_and_given_up_in_the_end() -> None:
    again = after(replace(ASKED, tries=2), answer(202))
    assert (again.standing, again.wait_s) == (Standing.WANTED, 2 * steps.CONFIRM_S)
    assert "never asked back: is SOKBO_BASE_URL open" in (again.error or "")
    assert after(replace(ASKED, tries=steps.TRIES), answer(202)).standing is Standing.DEAD


def test_a_dead_hub_is_asked_ever_more_seldom_and_then_once_a_week() -> None:
    waits = [after(replace(ASKED, tries=n), DEAD).wait_s for n in range(1, steps.TRIES + 2)]
    assert waits[:3] == [60, 120, 240]
    assert waits[-2:] == [steps.DEAD_S, steps.DEAD_S]


def test_a_hub_that_asks_for_patience_gets_it() -> None:
    assert after(ASKED, answer(503, retry_after="900")).wait_s == 900
    assert after(ASKED, answer(429, retry_after="9999999")).wait_s == steps.LONGEST_S


@pytest.mark.parametrize(
    ("body", "said"),
    [("no such\n topic", "the hub says no: no such topic"), ("<html>", "the hub says no: it answers 400"),
     ("", "the hub says no: it answers 400")],
)  # fmt: skip
def test_a_no_is_quoted_and_asked_again_the_next_day(body: str, said: str) -> None:
    assert after(ASKED, answer(400, body)) == steps.Step(Standing.DENIED, steps.DENIED_S, said)


def test_a_hub_that_may_not_be_reached_is_given_up_at_once() -> None:
    refused = NetworkError("hub.example is refused: 10.0.0.1 is a private address", Fault.REFUSED)
    assert after(ASKED, refused).standing is Standing.DEAD


@pytest.mark.parametrize("bad", [DEAD, answer(500), answer(404)], ids=["dead", "broken", "no"])
def test_what_was_granted_holds_to_its_end_whatever_is_said_to_its_renewal(bad: Response | NetworkError) -> None:
    step = after(replace(ACTIVE, tries=steps.TRIES), bad)
    assert (step.standing, step.wait_s <= DAY.total_seconds(), bool(step.error)) == (Standing.ACTIVE, True, True)
    assert after(replace(ACTIVE, expires=AT), bad).standing is not Standing.ACTIVE


def test_a_hub_we_leave_is_asked_three_times_and_forgotten() -> None:
    assert not after(LEAVING, answer(202)).over
    assert not after(LEAVING, DEAD).over
    assert after(LEAVING, answer(404)).over
    assert after(replace(LEAVING, tries=3), answer(202)).over


@given(
    st.sampled_from(list(Standing)),
    st.integers(1, 40),
    st.integers(100, 599),
    st.none() | st.integers(-100_000, 100_000),
    st.floats(0, 1, exclude_max=True),
)
def test_there_is_always_a_next_step_within_eight_days(
    standing: Standing, tries: int, status: int, left_s: int | None, chance: float
) -> None:
    expires = None if left_s is None else AT + timedelta(seconds=left_s)
    subscription = replace(ASKED, standing=standing, tries=tries, expires=expires)
    step = steps.after(subscription, answer(status), AT, chance)
    assert 1 <= step.wait_s <= 8 * DAY.total_seconds()
