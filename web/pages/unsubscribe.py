"""One click in a mail program, or a button here, stops a mail channel; nobody logs in (RFC 8058)."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from notify.unsubscribe import channel_of
from sokbo.queries import channels
from web import asked
from web.desk import Desk

WHY = "its reader unsubscribed"


async def unsubscribe(request: Request) -> Response:
    """The page with the button; or the channel stopped, as often as one likes. It is resumed on the Channels page."""
    desk: Desk = request.app.state.desk
    channel = channel_of(desk.vault, request.path_params["token"])
    if channel is None:
        return asked.answer(request, "unsubscribe.html", status=404, state="unknown")
    if request.method == "POST":
        await run_in_threadpool(_stop, desk, channel)
        return asked.answer(request, "unsubscribe.html", state="done")
    return asked.answer(request, "unsubscribe.html", state="ask")


def _stop(desk: Desk, channel: int) -> None:
    with desk.database.write() as connection:
        channels.pause(connection, channel, WHY)
