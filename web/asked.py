"""One request by a person: who, with what form, in which language and time zone; and how a page is answered.

Handlers are plain functions in a thread, since they talk to the database; `signed_in` makes endpoints of them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, unquote
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sokbo.queries import facts
from sokbo.queries.people import Person
from web import auth, words
from web.desk import Desk
from web.render import TEMPLATES
from web.serve_feeds import open_to_all

SAID = "said"
"""The cookie that carries one line from a form to the page after it."""

MOST = 2**63 - 1
"""The largest number that a database takes."""

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, its form read."""

    request: Request
    desk: Desk
    person: Person
    form: FormData
    zone: ZoneInfo
    language: str
    now: datetime

    def field(self, name: str) -> str:
        """A field of the form, trimmed; empty where it is not there."""
        value = self.form.get(name)
        return value.strip() if isinstance(value, str) else ""

    def say(self, key: str, **values: object) -> str:
        """A word in the person's language."""
        return words.say(self.language, key, **values)

    def number(self, name: str = "id") -> int:
        """A number of the path; one that no row can have where it is too large for a row."""
        return min(int(self.request.path_params[name]), MOST)

    def before(self) -> int | None:
        """Where the page before this one ended; None for the first page."""
        return whole(self.request.query_params.get("before", ""))

    def page(self, template: str, status: int = 200, **values: object) -> Response:
        """A page."""
        return answer(self.request, template, self, status, **values)

    def go(self, path: str, said: str = "") -> Response:
        """On to another page after a form, which may say a line."""
        answer = RedirectResponse(path, 303)
        if said:
            answer.set_cookie(SAID, quote(said[:300]), max_age=30, httponly=True, samesite="lax")
        return answer


def whole(text: object) -> int | None:
    """A number that a row may have, None for anything else."""
    if not isinstance(text, str) or not (text.isascii() and text.isdigit()):
        return None
    return min(int(text[:20]), MOST)


def language_of(request: Request, person: Person | None) -> str:
    """The language of a person, or of a stranger's browser."""
    return words.choose(person.language if person else None, request.headers.get("accept-language", ""))


def answer(
    request: Request, template: str, asked: Asked | None = None, status: int = 200, **values: object
) -> Response:
    """A page, for a person or for a stranger."""
    desk: Desk = request.app.state.desk
    language = asked.language if asked else language_of(request, None)
    html = TEMPLATES.get_template(template).render(
        asked=asked,
        path=request.url.path,
        said=unquote(request.cookies.get(SAID, "")),
        language=language,
        say=lambda key, **v: words.say(language, key, **v),
        theme=request.cookies.get("theme", "auto"),
        public_feeds=open_to_all(desk.settings),
        zone=asked.zone if asked else ZoneInfo("UTC"),
        now=asked.now if asked else datetime.now(UTC),
        **values,
    )
    response = HTMLResponse(html, status, headers={"cache-control": "private, no-store"} if asked else None)
    if SAID in request.cookies:
        response.delete_cookie(SAID)
    return response


def signed_in(handler: Callable[[Asked], Response]) -> Endpoint:
    """An endpoint for people who are logged in; strangers go to the login page."""

    async def endpoint(request: Request) -> Response:
        person = await run_in_threadpool(auth.person, request)
        if person is None:
            return RedirectResponse("/login", 303)
        form = await request.form(max_files=0, max_fields=200)
        return await run_in_threadpool(_handle, handler, request, person, form)

    endpoint.__name__ = handler.__name__
    return endpoint


def _handle(handler: Callable[[Asked], Response], request: Request, person: Person, form: FormData) -> Response:
    desk: Desk = request.app.state.desk
    if request.url.path != "/welcome" and request.method == "GET" and _zone_unknown(desk):
        return RedirectResponse("/welcome", 303)
    return handler(asked_by(person, request, form))


def asked_by(person: Person, request: Request, form: FormData) -> Asked:
    """A person's request."""
    desk: Desk = request.app.state.desk
    return Asked(request, desk, person, form, desk.zone(person), language_of(request, person), datetime.now(UTC))


def _zone_unknown(desk: Desk) -> bool:
    if desk.settings.timezone:
        return False
    with desk.database.read() as connection:
        return facts.get(connection, "timezone") is None
