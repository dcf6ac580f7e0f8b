"""Is the process alive, is it ready: for health checks and load balancers."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from sokbo import migrate
from sokbo.database import DatabaseMissing
from web.desk import Desk


async def healthz(_: Request) -> Response:
    """200 as long as the process answers."""
    return PlainTextResponse("ok\n")


def readyz(request: Request) -> Response:
    """200 where the database is there and of this version, else 503 with the reason."""
    desk: Desk = request.app.state.desk
    try:
        migrate.require_current(desk.database)
    except DatabaseMissing as error:
        return JSONResponse({"ready": False, "database": str(error)}, 503)
    # The line goes on without Redis, so its absence is told and makes nothing unready.
    return JSONResponse({"ready": True, "database": "ok", "redis": "ok" if desk.bus.answers() else "gone"})
