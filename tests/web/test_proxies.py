"""Who is believed when it speaks for somebody else."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest

from web.proxies import Forwarded

TRUSTED = (ip_network("10.1.0.0/16"), ip_network("fd00::/8"))


def served(client: str, **headers: str) -> dict[str, Any]:
    """The request as the pages see it."""
    seen: dict[str, Any] = {}

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.update(scope)

    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in {"host": "inner", **headers}.items()]
    scope = {"type": "http", "scheme": "http", "client": (client, 5), "headers": raw}
    with pytest.raises(StopIteration):  # nothing in it waits, so no loop is needed
        Forwarded(app, TRUSTED)(scope, None, None).send(None)  # type: ignore[arg-type]
    return {**seen, "host": dict(seen["headers"])[b"host"].decode()}


SAID = {"x_forwarded_proto": "https", "x_forwarded_host": "news.example", "x_forwarded_for": "198.51.100.7, 10.1.0.9"}


@pytest.mark.parametrize("proxy", ["10.1.0.1", "fd00::1"])
def test_a_trusted_proxy_speaks_for_its_client(proxy: str) -> None:
    request = served(proxy, **SAID)
    assert (request["scheme"], request["host"], request["client"][0]) == ("https", "news.example", "198.51.100.7")


@pytest.mark.parametrize("stranger", ["203.0.113.9", "10.2.0.1", "not an address"])
def test_a_stranger_speaks_for_nobody(stranger: str) -> None:
    request = served(stranger, **SAID)
    assert (request["scheme"], request["host"], request["client"][0]) == ("http", "inner", stranger)


def test_an_odd_scheme_is_not_believed() -> None:
    assert served("10.1.0.1", x_forwarded_proto="javascript")["scheme"] == "http"
