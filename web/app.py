"""The routing table on one screen."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from web import health, metrics, search_feed, serve_feeds
from web.api import description, table
from web.asked import signed_in
from web.auth import Protect
from web.desk import Desk
from web.pages import (
    board,
    channels,
    clippings,
    deliveries,
    door,
    inbox,
    lesson,
    new_source,
    pack,
    recipe,
    seen,
    sorry,
    sources,
    status,
    stories,
    tokens,
    unsent,
    unsubscribe,
    watches,
    websub,
)
from web.proxies import Forwarded

BOTH = ["GET", "POST"]
STATIC = Path(__file__).parent / "static"


async def service_worker(_: Request) -> FileResponse:
    """The script that shows pushes: it rules over the pages below its own address, so it stands at the root."""
    return FileResponse(STATIC / "worker.js", media_type="text/javascript", headers={"cache-control": "no-cache"})


def make_app(desk: Desk) -> Starlette:
    """The pages of an installation."""
    routes = [
        Route("/healthz", health.healthz),
        Route("/readyz", health.readyz),
        Route("/metrics", metrics.metrics),
        Mount("/static", StaticFiles(directory=STATIC)),
        search_feed.route(desk),
        Route("/api/v1/openapi.json", description.openapi),
        *table.routes(),
        *serve_feeds.of_desk(desk),
        Route("/websub/{token}", websub.callback, methods=BOTH),
        Route("/login", door.login),
        Route("/login/{token}", door.login_by_link, methods=BOTH),
        Route("/logout", door.logout, methods=["POST"]),
        Route("/welcome", signed_in(door.welcome), methods=BOTH),
        Route("/settings", signed_in(door.settings), methods=BOTH),
        Route("/tokens", signed_in(tokens.tokens_page), methods=BOTH),
        Route("/tokens/{id:int}", signed_in(tokens.remove), methods=["POST"]),
        Route("/", signed_in(board.board)),
        Route("/live", board.live),
        Route("/headlines/{id:int}", signed_in(board.headline)),
        Route("/stories", signed_in(stories.hottest)),
        Route("/stories/{id:int}", signed_in(stories.story)),
        Route("/stories/{id:int}/do", signed_in(stories.do), methods=["POST"]),
        Route("/demo/remove", signed_in(board.remove_demo), methods=["POST"]),
        Route("/inbox", signed_in(inbox.inbox)),
        Route("/alerts/{id:int}/not-this", signed_in(lesson.not_this), methods=BOTH),
        Route("/watches", signed_in(watches.watches_page), methods=BOTH),
        Route("/watches/backtest", signed_in(seen.backtest)),
        Route("/watches/{id:int}", signed_in(watches.edit), methods=BOTH),
        Route("/watches/{id:int}/do", signed_in(watches.do), methods=["POST"]),
        Route("/sources", signed_in(sources.sources_page)),
        Route("/sources/look", signed_in(new_source.look), methods=["POST"]),
        Route("/sources/add", signed_in(new_source.add), methods=["POST"]),
        Route("/sources/packs/{name}", signed_in(pack.pack), methods=BOTH),
        Route("/sources/{id:int}/recipe", signed_in(recipe.recipe), methods=BOTH),
        Route("/sources/{id:int}", signed_in(sources.source), methods=BOTH),
        Route("/status", signed_in(status.status)),
        Route("/channels", signed_in(channels.channels_page), methods=BOTH),
        Route("/channels/{id:int}", signed_in(channels.do), methods=["POST"]),
        Route("/deliveries/unsent", signed_in(unsent.unsent)),
        Route("/deliveries", signed_in(deliveries.ledger)),
        Route("/deliveries/dead/resend", signed_in(deliveries.resend_dead), methods=["POST"]),
        Route("/deliveries/{id:int}/resend", signed_in(deliveries.resend), methods=["POST"]),
        Route("/clippings", signed_in(clippings.plans_page), methods=BOTH),
        Route("/clippings/{id:int}", signed_in(clippings.clipping_page), methods=BOTH),
        Route("/clippings/{id:int}/csv", signed_in(clippings.as_csv)),
        Route("/unsubscribe/{token}", unsubscribe.unsubscribe, methods=BOTH),
        Route("/worker.js", service_worker),
    ]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(Forwarded, trusted=desk.settings.trusted_proxies), Middleware(Protect)],
        exception_handlers={HTTPException: sorry.refused, 500: sorry.failed},
    )
    app.state.desk = desk
    return app
