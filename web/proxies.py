"""Behind a proxy that the operator trusts, a request is what the proxy says: `X-Forwarded-Proto`, `-Host`, `-For`.

From anyone else these headers are words like any other.
"""

from __future__ import annotations

from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from sokbo.settings import Networks


class Forwarded:
    """Rewrites scheme, host and client of requests that come from trusted proxies."""

    def __init__(self, app: ASGIApp, trusted: Networks) -> None:
        self._app = app
        self._trusted = trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and scope.get("client") and self._trusts(scope["client"][0]):
            scope = {**scope, "headers": list(scope["headers"])}
            self._believe(scope, Headers(scope=scope))
        await self._app(scope, receive, send)

    def _trusts(self, ip: str) -> bool:
        try:
            address = ip_address(ip)
        except ValueError:
            return False
        return any(address in network for network in self._trusted)

    def _believe(self, scope: Scope, told: Headers) -> None:
        if (scheme := told.get("x-forwarded-proto", "")) in {"http", "https"}:
            scope["scheme"] = scheme
        if host := told.get("x-forwarded-host"):
            MutableHeaders(scope=scope)["host"] = host
        # The proxy appends whom it heard: the last name that is no trusted proxy is the client's.
        named = [part.strip() for part in told.get("x-forwarded-for", "").split(",") if part.strip()]
        if strangers := [ip for ip in named if not self._trusts(ip)]:
            scope["client"] = (strangers[-1], 0)
