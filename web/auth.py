"""Who is there: one-time login links, sessions, and other sites kept out.

A link is used by a button, never by opening it: messengers open links to preview them.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sokbo.queries import people, tokens
from sokbo.queries.people import SESSION_MS, Person
from web.desk import Desk

COOKIE = "sokbo"
SAFE = {"GET", "HEAD", "OPTIONS"}

PROTECTION = {
    "content-security-policy": (
        "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


class Protect:
    """Adds the headers that keep pages safe, and refuses writes that come from another site."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in PROTECTION.items():
                    headers.setdefault(name, value)
            await send(message)

        if scope["method"] not in SAFE and from_elsewhere(Headers(scope=scope)):
            await PlainTextResponse("This form was sent from another site.\n", 403)(scope, receive, protected)
            return
        await self._app(scope, receive, protected)


def from_elsewhere(headers: Headers) -> bool:
    """Whether a browser says that another site sends this (Fetch Metadata first, else Origin against Host)."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host")


def person(request: Request) -> Person | None:
    """Who asks; None for a stranger."""
    token = request.cookies.get(COOKIE)
    if not token:
        return None
    desk: Desk = request.app.state.desk
    with desk.database.read() as connection:
        return people.of_session(connection, token)


@dataclass(frozen=True, slots=True)
class Caller:
    """A person, or a program that speaks for one by a token."""

    person: Person
    may_write: bool
    """Whether the token may; what the person may is their role's affair."""


def caller(request: Request, token: str = "") -> Caller | None:
    """Who asks, by `token`, a bearer token (RFC 6750) or a session; None for a stranger and for a bad token."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    token = token or (given.strip() if scheme.lower() == "bearer" else "")
    if not token:
        there = person(request)
        return None if there is None else Caller(there, may_write=True)
    desk: Desk = request.app.state.desk
    with desk.database.read() as connection:
        found = tokens.bearer(connection, token)
        unnoted = found is not None and tokens.is_unnoted(connection, token)
    if unnoted:
        with desk.database.write() as connection:
            tokens.note_use(connection, token)
    return None if found is None else Caller(*found)


def use_link(request: Request, token: str) -> Response | None:
    """Log in with a one-time token, on to the board; None where it is not good (any more)."""
    desk: Desk = request.app.state.desk
    with desk.database.write() as connection:
        session = people.use_link(connection, token)
    if session is None:
        return None
    answer = RedirectResponse("/", 303)
    secure = "https" in {request.url.scheme, desk.settings.address.partition(":")[0]}
    answer.set_cookie(COOKIE, session, max_age=SESSION_MS // 1000, httponly=True, secure=secure, samesite="lax")
    return answer


def log_out(request: Request) -> Response:
    """End the session, on to the login page."""
    desk: Desk = request.app.state.desk
    token = request.cookies.get(COOKIE)
    if token:
        with desk.database.write() as connection:
            people.end_session(connection, token)
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE)
    return answer
