"""`/feeds/…`: conditional requests (RFC 9110, section 13), who may read, and one plain line where there is nothing to.

What a feed holds and how it is kept is `feeds`' affair.
"""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from feeds.choose import Asked, asked, choose
from feeds.page import FORMS, FeedPage, Form
from feeds.publish import Published, Shelf
from feeds.render import TYPES
from sokbo.queries import facts
from sokbo.settings import Settings
from web import auth
from web.ahead import Ahead
from web.desk import Desk

_ENTITY_TAG = re.compile(r'(?:W/)?("[^"]*")')

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
"""All are taken, so that programs are refused in a plain line and not by a page for people."""

NO_FEED = "There is no such feed here.\n"
NOT_OPEN = "The feeds of this desk are not public: sign in, or subscribe to the address that a watch shows.\n"
READ_ONLY = "Feeds are only read: use GET or HEAD.\n"


def open_to_all(settings: Settings) -> bool:
    """Whether feeds without a token are for anyone: by choice, else where only this machine reaches the desk.

    An address for readers that is not this machine's means a proxy in front of a loopback port.
    """
    if settings.public_feeds != "auto":
        return settings.public_feeds == "on"
    told = urlsplit(settings.base_url).hostname if settings.base_url else None
    return _is_loopback(settings.host) and (told is None or _is_loopback(told))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def base_url(settings: Settings, request: Request) -> str:
    """The address of the desk as its reader knows it, no slash at its end."""
    return settings.base_url or str(request.base_url).rstrip("/")


def of_desk(desk: Desk) -> list[Route]:
    """The feeds of an open installation."""
    with desk.database.write() as connection:
        installation = facts.installation(connection)

    def look(feed: Asked) -> FeedPage | None:
        with desk.database.read() as connection:
            return choose(connection, installation, feed)

    async def signed_in(request: Request) -> bool:
        # Readers of feeds bring no cookie: no thread for them.
        return auth.COOKIE in request.cookies and await run_in_threadpool(auth.person, request) is not None

    ahead = Ahead(desk.database, desk.settings.base_url)
    return routes(Shelf(look, time.monotonic, rendered=ahead.rendered), desk.settings, signed_in)


def routes(shelf: Shelf[Asked], settings: Settings, signed_in: Callable[[Request], Awaitable[bool]]) -> list[Route]:
    """The one route of the feeds; `signed_in` says whether a person's session came with the request."""
    is_open = open_to_all(settings)

    async def serve(request: Request) -> Response:
        if request.method not in {"GET", "HEAD"}:
            return refusal(405, READ_ONLY, {"Allow": "GET, HEAD"})
        name, _, ending = request.path_params["name"].rpartition(".")
        form, insider = FORMS.get(ending), await signed_in(request)
        feed = asked(name, insider=insider)
        if form is None or feed is None:
            return refusal(404, NO_FEED)
        if feed.public and not (is_open or insider):
            # RFC 9110 wants a scheme named; sessions have no registered one.
            return refusal(401, NOT_OPEN, {"WWW-Authenticate": 'Session realm="sokbo"'})
        where = (feed, form, base_url(settings, request))
        published = shelf.ready(*where) or await run_in_threadpool(shelf.get, *where)
        if published is None:
            return refusal(404, NO_FEED)
        return answer(
            request, published, form, cached_by="public" if is_open and not published.page.private else "private"
        )

    return [Route("/feeds/{name:path}", serve, methods=METHODS, name="feeds")]


def refusal(status: int, line: str, headers: Mapping[str, str] | None = None) -> Response:
    """One plain line, for a program and for who looks at its log."""
    return PlainTextResponse(line, status, {"Cache-Control": "no-store", **(headers or {})})


def answer(request: Request, published: Published, form: Form, *, cached_by: str) -> Response:
    """The feed, or that it has not changed."""
    updated = published.page.updated.replace(microsecond=0)
    headers = {
        "ETag": published.etag,
        "Last-Modified": format_datetime(updated, usegmt=True),
        # To be asked again each time: a 304 costs little, and a revoked token is to be seen at once.
        "Cache-Control": f"{cached_by}, no-cache",
        "X-Content-Type-Options": "nosniff",
    }
    if _unchanged(request, published.etag, updated):
        return Response(status_code=304, headers=headers)
    headers["Content-Type"] = f"{TYPES[form]}; charset=utf-8"
    if request.method == "HEAD":
        return Response(headers=headers | {"Content-Length": str(len(published.body))})
    return Response(published.body, headers=headers)


def _unchanged(request: Request, etag: str, updated: datetime) -> bool:
    """Whether the reader has this already (RFC 9110, section 13.2.2: the tag first, the time only without one)."""
    given = ", ".join(request.headers.getlist("if-none-match"))
    if given:
        return given.strip() == "*" or etag in _ENTITY_TAG.findall(given)
    since = request.headers.get("if-modified-since")
    try:
        return since is not None and updated <= parsedate_to_datetime(since)
    except (ValueError, TypeError):  # no date, or one without a zone: as if not given
        return False
