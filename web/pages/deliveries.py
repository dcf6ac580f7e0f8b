"""The ledger: every delivery with every attempt; what was given up can be sent again."""

from __future__ import annotations

from starlette.responses import Response

from sokbo.queries import channels, deliveries
from web.asked import Asked
from web.pages.sorry import not_found

PAGE = 50


def ledger(asked: Asked) -> Response:
    """The newest deliveries to a person's channels, or those before one."""
    with asked.desk.database.read() as connection:
        found = deliveries.newest(connection, limit=PAGE + 1, person=asked.person.id, before_id=asked.before())
        shown = found[:PAGE]
        return asked.page(
            "deliveries.html",
            found=shown,
            more=len(found) > PAGE,
            channels={c.id: c for c in channels.of_person(connection, asked.desk.vault, asked.person.id)},
            titles=deliveries.titles(connection, [d.id for d in shown]),
            attempts={d.id: deliveries.attempts_of(connection, d.id) for d in shown},
        )


def resend(asked: Asked) -> Response:
    """Send a finished one again, with its old key."""
    with asked.desk.database.write() as connection:
        if deliveries.of_whom(connection, asked.number()) != asked.person.id:
            return not_found(asked)
        deliveries.resend(connection, asked.number())
    asked.desk.wake("deliver")
    return asked.go("/deliveries")
