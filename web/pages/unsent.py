"""What was not sent, and why not: the ledger's other half."""

from __future__ import annotations

from starlette.responses import Response

from sokbo.queries import headlines, meetings, watches
from web.asked import Asked

PAGE = 200


def unsent(asked: Asked) -> Response:
    """The last stories of which a person's watches were not told something, with the reason."""
    with asked.desk.database.read() as connection:
        found = meetings.unsent(connection, limit=PAGE, person=asked.person.id)
        return asked.page(
            "unsent.html",
            found=found,
            headlines=headlines.some(connection, sorted({m.headline for _, m in found})),
            names={w.id: w.name for w in watches.some(connection, [m.watch for _, m in found]).values()},
        )
