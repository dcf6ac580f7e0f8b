"""One request by a program: who it speaks for, what it may, and how it is answered or refused.

Handlers are plain functions in a thread, as the pages' are. What they return becomes JSON; what they refuse, a line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sokbo.queries.people import Person
from web import auth
from web.desk import Desk

LONGEST = 100_000
"""Bytes of a body."""
WRITERS = {"editor", "admin"}
SAFE = {"GET", "HEAD"}


class Refused(Exception):
    """A request that can't be done: the status, one line, and what more there is to say."""

    def __init__(self, status: int, line: str, **more: Any) -> None:
        super().__init__(line)
        self.status, self.line, self.more = status, line, more


@dataclass(frozen=True, slots=True)
class Call:
    """One request, its body read."""

    desk: Desk
    person: Person
    query: Mapping[str, str]
    body: Mapping[str, Any]
    path: Mapping[str, Any]
    now: datetime

    @property
    def number(self) -> int:
        """The number in the path; one that no row can have where it is too large for a row."""
        return min(int(self.path["id"]), 2**63 - 1)


Handler = Callable[[Call], Any]


def route(path: str, handlers: Mapping[str, Handler]) -> Route:
    """An address and what its methods do; others are refused in a line as programs read it."""

    async def endpoint(request: Request) -> Response:
        try:
            return answer(await _handled(request, handlers))
        except Refused as refused:
            headers = {"WWW-Authenticate": 'Bearer realm="sokbo"'} if refused.status == 401 else {}
            headers |= {"Allow": ", ".join(handlers)} if refused.status == 405 else {}
            return answer({"error": {"message": refused.line, **refused.more}}, refused.status, headers)

    every = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    return Route(path, endpoint, methods=every, name=f"api {path}")


async def _handled(request: Request, handlers: Mapping[str, Handler]) -> Any:
    caller = await run_in_threadpool(auth.caller, request)
    if caller is None:
        raise Refused(401, "Sign in, or send a token of yours as Authorization: Bearer TOKEN.")
    method = "GET" if request.method == "HEAD" else request.method
    if method not in handlers:
        raise Refused(405, f"{request.method} does nothing here.")
    if method not in SAFE and not (caller.may_write and caller.person.role in WRITERS):
        raise Refused(403, "This token or person may read only.")
    call = Call(
        request.app.state.desk,
        caller.person,
        request.query_params,
        await _body(request) if method not in SAFE else {},
        request.path_params,
        datetime.now(UTC),
    )
    return await run_in_threadpool(handlers[method], call)


async def _body(request: Request) -> Mapping[str, Any]:
    raw = b""
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > LONGEST:
            raise Refused(413, f"The body is longer than {LONGEST:,} bytes.")
    if not raw:
        return {}
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise Refused(400, "The body is no JSON.") from None
    if not isinstance(body, dict):
        raise Refused(400, "The body is no JSON object.")
    return body


def answer(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """JSON, kept by nobody; 204 where there is nothing to say."""
    if value is None:
        return Response(status_code=204)
    body = orjson.dumps(value, default=_plain)
    return Response(body, status, {"Cache-Control": "no-store", **(headers or {})}, "application/json")


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError
