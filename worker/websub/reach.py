"""Where a hub reaches us, and why it could not. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

from sokbo.guard import Guard


def callback(base_url: str, token: str) -> str:
    """The address that a hub calls for one subscription."""
    return f"{base_url}/websub/{token}"


def obstacle(base_url: str, guard: Guard) -> str | None:
    """Why no hub could call us at this address, in one line; None where one may."""
    if not base_url:
        return "SOKBO_BASE_URL is not set, so that no hub could reach this desk"
    parts = urlsplit(base_url)
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in {"http", "https"} or not host:
        return "SOKBO_BASE_URL is no address that a hub could call"
    if host == "localhost" or host.endswith(".localhost"):
        return None if guard.owns("localhost") else f"SOKBO_BASE_URL is {host}, where no hub reaches this desk"
    try:
        refused = guard.refuses(host, 0)
    except ValueError:  # a name, which may mean another place to the hub than to us
        return None
    return f"SOKBO_BASE_URL is no public address: {refused}" if refused else None
