"""What to ask a hub for, and what its answer means for the subscription. Pure.

A hub that takes a question answers 202 and asks back later (`worker.websub.verify`); only that makes it active. Until
then, and when nothing comes, we ask again, ever more seldom, and in the end once a week.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from sokbo.exchange import Fault, NetworkError, Request, Response, host_of
from sokbo.model import Standing, Subscription
from worker.fetch import retry_after_s
from worker.websub.verify import LEASE_S

TIMEOUT_S = 20.0
CLAIM_S = 60.0
"""A step that was begun is another's after so long: longer than a question takes."""
CONFIRM_S = 300.0
"""How long a hub is given to ask back, doubled each time."""
RETRY_S = 60.0
LONGEST_S = 21_600.0
TRIES = 8
"""So many without success (about half a day), and the hub is given up as dead."""
LEAVING_TRIES = 3
DENIED_S = 86_400.0
DEAD_S = 7 * 86_400.0
JITTER = 0.1
_REDIRECTS = 3
_ANSWER_BYTES = 10_000


@dataclass(frozen=True, slots=True)
class Step:
    """How a subscription stands after an answer, and when it is looked after next; `over` where it is done with."""

    standing: Standing
    wait_s: float
    error: str | None = None
    over: bool = False


def question(subscription: Subscription, callback: str, secret: str, agent: str) -> Request:
    """The request to a hub: to subscribe, or to leave (W3C WebSub, 5.1)."""
    leaving = subscription.standing is Standing.LEAVING
    fields = {
        "hub.mode": "unsubscribe" if leaving else "subscribe",
        "hub.topic": subscription.topic,
        "hub.callback": callback,
        "hub.verify": "async",  # PubSubHubbub 0.3 refuses a request without it
    }
    if not leaving:
        fields |= {"hub.secret": secret, "hub.lease_seconds": str(int(LEASE_S))}
    return Request(
        subscription.hub,
        method="POST",
        headers={"User-Agent": agent, "Content-Type": "application/x-www-form-urlencoded"},
        body=urlencode(fields).encode(),
        max_bytes=_ANSWER_BYTES,
        cut_body=True,
        timeout_s=TIMEOUT_S,
        max_redirects=_REDIRECTS,
    )


def after(subscription: Subscription, answer: Response | NetworkError, now: datetime, chance: float) -> Step:
    """What an answer to the newest question means; `chance`, from 0 up to 1, spreads the next ones."""
    spread = 1 + JITTER * chance
    if subscription.standing is Standing.LEAVING:
        return _leaving(subscription, answer, spread)
    if isinstance(answer, Response) and 200 <= answer.status < 300:
        return _accepted(subscription, now, spread)
    if isinstance(answer, Response) and 400 <= answer.status < 500 and answer.status not in (408, 429):
        return _held(subscription, now, Step(Standing.DENIED, DENIED_S * spread, refusal(answer)))
    error = str(answer) if isinstance(answer, NetworkError) else f"{host_of(answer.url)} answers {answer.status}"
    if isinstance(answer, NetworkError) and answer.kind in (Fault.REFUSED, Fault.ADDRESS):
        return _held(subscription, now, Step(Standing.DEAD, DEAD_S * spread, error))
    return _again(subscription, now, retried_s(subscription.tries, answer, now) * spread, error)


def retried_s(tries: int, answer: Response | NetworkError, now: datetime) -> float:
    """Seconds until a hub that failed is asked again, as it wishes where it says so."""
    said = retry_after_s(answer.headers, now) if isinstance(answer, Response) else None
    return min(max(said or 0.0, RETRY_S * 2.0 ** min(tries - 1, 20)), LONGEST_S)


def refusal(answer: Response) -> str:
    """A hub's no, in its own words where it has some."""
    words = " ".join(answer.body.decode("utf-8", "replace").split())
    said = words[:150] if words and "<" not in words else f"it answers {answer.status}"
    return f"the hub says no: {said}"


def _accepted(subscription: Subscription, now: datetime, spread: float) -> Step:
    mute = "the hub took the subscription and never asked back: is SOKBO_BASE_URL open to the world?"
    wait_s = min(CONFIRM_S * 2.0 ** min(subscription.tries - 1, 20), LONGEST_S)
    return _again(subscription, now, wait_s * spread, mute if subscription.tries > 1 else None)


def _again(subscription: Subscription, now: datetime, wait_s: float, error: str | None) -> Step:
    if subscription.tries >= TRIES:
        return _held(subscription, now, Step(Standing.DEAD, DEAD_S, error))
    return _held(subscription, now, Step(_standing(subscription, now), wait_s, error))


def _standing(subscription: Subscription, now: datetime) -> Standing:
    """A lease that ran out is none."""
    ended = subscription.expires is not None and subscription.expires <= now
    return Standing.WANTED if subscription.standing is Standing.ACTIVE and ended else subscription.standing


def _held(subscription: Subscription, now: datetime, step: Step) -> Step:
    """What was granted holds to its end, whatever is said to its renewal; then we look again."""
    if _standing(subscription, now) is not Standing.ACTIVE or subscription.expires is None:
        return step
    left_s = (subscription.expires - now).total_seconds()
    return Step(Standing.ACTIVE, min(step.wait_s, max(left_s, 1.0)), step.error)


def _leaving(subscription: Subscription, answer: Response | NetworkError, spread: float) -> Step:
    """Whoever we leave is asked a few times; a hub that refuses or is dead has nothing to end."""
    refused = isinstance(answer, Response) and 400 <= answer.status < 500
    over = refused or subscription.tries >= LEAVING_TRIES
    return Step(Standing.LEAVING, CONFIRM_S * spread, None, over)
