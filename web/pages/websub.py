"""`/websub/TOKEN`: where hubs ask back and push (W3C WebSub, 5.3 and 7). Open to whoever knows the token: no session.

A push is committed before it is answered, and read by a worker. One that is not signed with the subscription's secret
is answered like any other and dropped: whoever guesses learns nothing.
"""

from __future__ import annotations

import logging

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from sokbo.model import Standing
from sokbo.queries import pushes, subscriptions
from sokbo.queries.subscriptions import Sealed
from sokbo.secrets import KeyMissing
from web.desk import Desk
from worker.websub import signature, verify
from worker.websub.steps import DENIED_S
from worker.websub.verify import Asked, Meaning

log = logging.getLogger("sokbo.web")

LARGEST = 8_000_000
"""Bytes of a push, as much as is read of a document."""
MOST_WAITING = 100
"""Pushes of one source that may wait to be read."""
TAKEN = 202
UNSIGNED = "a push that was not signed by its hub was dropped"


async def callback(request: Request) -> Response:
    """What a hub asks or pushes."""
    found = await run_in_threadpool(_found, request)
    if request.method != "POST":
        return await run_in_threadpool(_asked, request, found)
    if found is None:
        return PlainTextResponse("There is no such subscription.\n", 410)
    body = await _body(request)
    if body is None:
        return PlainTextResponse("That is more than a feed may have.\n", 413)
    return await run_in_threadpool(_pushed, request, found, body)


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def _found(request: Request) -> Sealed | None:
    with _desk(request).database.read() as connection:
        return subscriptions.of_token(connection, request.path_params["token"])


async def _body(request: Request) -> bytes | None:
    """The body; None where it is too large."""
    taken, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > LARGEST:
            return None
        taken.append(chunk)
    return b"".join(taken)


def _asked(request: Request, found: Sealed | None) -> Response:
    """A hub asks whether we meant it."""
    asked = verify.understood(found.subscription, request.query_params) if found else verify.STRANGE
    if found is None or asked.meaning is Meaning.STRANGE:
        return PlainTextResponse("That was not asked for.\n", 404)
    _learn(request, found.subscription.source, asked)
    return PlainTextResponse(asked.challenge)


def _learn(request: Request, source: int, asked: Asked) -> None:
    desk = _desk(request)
    with desk.database.write() as connection:
        if asked.meaning is Meaning.CONFIRMED:
            subscriptions.confirm(connection, source, asked.lease_s, verify.RENEW_AT)
        elif asked.meaning is Meaning.LEFT:
            subscriptions.forget(connection, source)
        else:
            said = f"the hub says no: {asked.reason}" if asked.reason else "the hub says no"
            subscriptions.deny(connection, source, DENIED_S, said)
    desk.wake("websub")


def _pushed(request: Request, found: Sealed, body: bytes) -> Response:
    """A hub pushes."""
    desk, subscription = _desk(request), found.subscription
    try:
        secret = desk.vault.open(found.sealed_secret)
    except KeyMissing:
        return PlainTextResponse("Later.\n", 503)
    if not signature.valid(secret, body, request.headers.get("x-hub-signature", "")):
        log.warning("source %d: %s", subscription.source, UNSIGNED)
        with desk.database.write() as connection:
            subscriptions.note(connection, subscription.source, UNSIGNED)
        return Response(status_code=TAKEN)
    if subscription.standing is not Standing.LEAVING:
        with desk.database.write() as connection:
            if pushes.waiting(connection, subscription.source) >= MOST_WAITING:
                return PlainTextResponse("Later.\n", 503, {"Retry-After": "60"})
            pushes.keep(connection, subscription.source, body, request.headers.get("content-type"))
        desk.wake("websub")
    return Response(status_code=TAKEN)
