"""Tokens: by what a person's programs and feed readers are known."""

from __future__ import annotations

from starlette.responses import Response

from sokbo.queries import tokens
from web.asked import Asked
from web.pages.sorry import not_found


def tokens_page(asked: Asked) -> Response:
    """The list, and a form for one more, which is shown this once."""
    fresh = ""
    if asked.request.method == "POST":
        name = asked.field("name")[:80] or asked.say("token")
        with asked.desk.database.write() as connection:
            fresh = tokens.add(connection, asked.person.id, name, may_write=asked.field("may") == "write")
    with asked.desk.database.read() as connection:
        found = tokens.of_person(connection, asked.person.id)
    return asked.page("tokens.html", found=found, fresh=fresh)


def remove(asked: Asked) -> Response:
    """Have one open nothing any more."""
    with asked.desk.database.write() as connection:
        done = tokens.remove(connection, asked.person.id, asked.number())
    return asked.go("/tokens") if done else not_found(asked)
