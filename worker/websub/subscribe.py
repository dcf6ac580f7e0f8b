"""Keeps subscriptions as they should be: begins those that are missing, ends what fits no longer, does what is due.

A step is claimed before the hub is asked, and what came of it is written only where the hub has not confirmed
meanwhile: hubs may ask back before they answer.
"""

from __future__ import annotations

import logging
import random
from dataclasses import dataclass
from datetime import UTC, datetime

from sokbo import secrets
from sokbo.exchange import NetworkError, Response
from sokbo.model import Standing, Subscription
from sokbo.network import Loop
from sokbo.queries import subscriptions
from sokbo.queries.subscriptions import Sealed
from sokbo.secrets import KeyMissing
from worker.line import Line
from worker.websub import reach, steps

log = logging.getLogger("sokbo")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question under way."""

    subscription: Subscription


def arrange(line: Line) -> None:
    """Begin what is missing and end what fits no longer."""
    base_url = line.settings.base_url
    if reach.obstacle(base_url, line.guard):
        base_url = ""
    with line.database.read() as connection:
        unfit = subscriptions.unfit(connection, base_url)
        missing = subscriptions.missing(connection) if base_url else []
    if not unfit and not missing:
        return
    with line.database.write() as connection:
        for old in unfit:
            # Whoever knows us by another address could not ask back: those leases just end.
            known = old.base_url == base_url and old.subscription.expires is not None
            end = subscriptions.leave if known else subscriptions.forget
            end(connection, old.subscription.source)
        for wanted in missing:
            subscriptions.begin(connection, wanted, base_url, secrets.token(), line.vault.seal(secrets.token()))


def ask(line: Line, loop: Loop[Asked]) -> None:
    """Put the questions that are due to their hubs, as many as there is room for."""
    if not loop.free:
        return
    with line.database.read() as connection:
        if not subscriptions.any_due(connection):
            return
    with line.database.write() as connection:
        due = subscriptions.claim_due(connection, loop.free, steps.CLAIM_S)
    for sealed in due:
        _ask(line, loop, sealed)


def _ask(line: Line, loop: Loop[Asked], sealed: Sealed) -> None:
    subscription = sealed.subscription
    try:
        secret = line.vault.open(sealed.sealed_secret)
    except KeyMissing:  # begun anew with the key of today
        with line.database.write() as connection:
            subscriptions.forget(connection, subscription.source)
        return
    callback = reach.callback(sealed.base_url, subscription.token)
    loop.start(Asked(subscription), steps.question(subscription, callback, secret, line.agent))


def learn(line: Line, answers: list[tuple[Asked, Response | NetworkError]]) -> None:
    """Write what came of questions."""
    for asked, answer in answers:
        subscription = asked.subscription
        step = steps.after(subscription, answer, datetime.now(UTC), random.random())
        with line.database.write() as connection:
            if step.over:
                subscriptions.forget(connection, subscription.source)
            else:
                subscriptions.stepped(connection, subscription, step.standing, step.wait_s, step.error)
        if step.error and step.standing is not Standing.LEAVING:
            log.info("source %d, its hub: %s", subscription.source, step.error)
