"""The ledger: every delivery with every attempt; what was given up can be sent again."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.responses import Response

from sokbo.model import DeliveryState
from sokbo.queries import channels, deliveries
from web.asked import Asked, whole
from web.pages.sorry import not_found

PAGE = 50


def ledger(asked: Asked) -> Response:
    """The newest deliveries to a person's channels, or those before one; of one state or channel where asked."""
    query = asked.request.query_params
    state = query.get("state") if query.get("state") in set(DeliveryState) else None
    channel = whole(query.get("channel", ""))
    with asked.desk.database.read() as connection:
        found = deliveries.newest(
            connection,
            limit=PAGE + 1,
            person=asked.person.id,
            before_id=asked.before(),
            state=state,
            channel=channel,
        )
        shown = found[:PAGE]
        tried = deliveries.attempts_of_all(connection, [d.id for d in shown])
        return asked.page(
            "deliveries.html",
            found=shown,
            more=len(found) > PAGE,
            channels={c.id: c for c in channels.of_person(connection, asked.desk.vault, asked.person.id)},
            titles=deliveries.titles(connection, [d.id for d in shown]),
            attempts=tried,
            states=list(DeliveryState),
            state=state,
            channel=channel,
            only=lambda **wanted: link({"state": state, "channel": channel} | wanted),
        )


def link(wanted: dict[str, object]) -> str:
    """The page's address with what is not None."""
    query = urlencode({key: value for key, value in wanted.items() if value is not None})
    return f"/deliveries?{query}" if query else "/deliveries"


def resend(asked: Asked) -> Response:
    """Send a finished one again, with its old key."""
    with asked.desk.database.write() as connection:
        if deliveries.of_whom(connection, asked.number()) != asked.person.id:
            return not_found(asked)
        deliveries.resend(connection, asked.number())
    asked.desk.wake("deliver")
    return asked.go("/deliveries")


def resend_dead(asked: Asked) -> Response:
    """Send all that were given up again, of one channel where asked."""
    channel = whole(asked.field("channel"))
    with asked.desk.database.write() as connection:
        done = deliveries.resend_dead(connection, person=asked.person.id, channel=channel)
    asked.desk.wake("deliver")
    return asked.go(link({"channel": channel}), asked.say("resent_n", n=done))
