"""`/feeds/search.…?q=RULE`: what a rule finds, newest first, for who is signed in or brings a token of theirs."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from feeds.choose import LENGTH
from feeds.page import FORMS, FeedPage, item
from feeds.publish import Shelf
from notify import past
from notify.rule import RuleError, parse
from sokbo.queries import facts
from web import auth
from web.desk import Desk
from web.serve_feeds import METHODS, NO_FEED, READ_ONLY, answer, base_url, refusal

NOT_OPEN = "Searches are for people of this desk: sign in, or add &token= with a token from the settings.\n"
PATIENCE_S = 1.0
KEPT = 64


@dataclass(frozen=True, slots=True)
class Search:
    """A rule as somebody asks for it; `token` stands in the addresses of its feed."""

    rule: str
    token: str


def route(desk: Desk) -> Route:
    """The route of searches."""
    with desk.database.write() as connection:
        installation = facts.installation(connection)
    shelf = Shelf(_look(desk, installation), time.monotonic, kept=KEPT)

    async def serve(request: Request) -> Response:
        if request.method not in {"GET", "HEAD"}:
            return refusal(405, READ_ONLY, {"Allow": "GET, HEAD"})
        form = FORMS.get(request.path_params["ending"])
        if form is None:
            return refusal(404, NO_FEED)
        search = Search(request.query_params.get("q", ""), request.query_params.get("token", ""))
        if await run_in_threadpool(auth.caller, request, search.token) is None:
            return refusal(401, NOT_OPEN, {"WWW-Authenticate": 'Bearer realm="sokbo"'})
        try:
            parse(search.rule)
        except RuleError as error:
            return refusal(400, f"{error.pointed()}\n")
        found = await run_in_threadpool(shelf.get, search, form, base_url(desk.settings, request))
        return refusal(404, NO_FEED) if found is None else answer(request, found, form, cached_by="private")

    return Route("/feeds/search.{ending}", serve, methods=METHODS, name="search")


def _look(desk: Desk, installation: str) -> Callable[[Search], FeedPage]:
    def look(search: Search) -> FeedPage:
        rule = parse(search.rule)
        with desk.database.read() as connection:
            caught = past.search(
                connection,
                rule,
                desk.knows,
                limit=LENGTH,
                patience_s=PATIENCE_S,
            )
        asked = {"q": search.rule} | ({"token": search.token} if search.token else {})
        return FeedPage(
            installation,
            name=f"search/{rule}",
            title=f"{rule} · Sokbo",
            path="/feeds/search",
            home=f"/?{urlencode({'q': search.rule})}",
            private=True,
            items=tuple(item(c.headline, public=False) for c in caught),
            query=f"?{urlencode(asked)}",
        )

    return look
