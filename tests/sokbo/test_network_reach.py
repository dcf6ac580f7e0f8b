"""The way out reaches hosts by IPv6 as by IPv4, speaks HTTP/2, and looks names up beside the loop."""

from __future__ import annotations

import socket
from ipaddress import ip_network

import pycurl
import pytest
from parts import http
from parts.http import Page

from sokbo.exchange import Fault, NetworkError, Request
from sokbo.guard import Guard
from sokbo.network import get


def has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as listening:
            listening.bind(("::1", 0))
    except OSError:
        return False
    return True


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
def test_a_server_on_ipv6_is_read_where_it_is_opened() -> None:
    with http.server("::1") as publisher:
        publisher.pages["/rss"] = Page(b"news")
        answer = get(Request(publisher.url("/rss")), Guard((ip_network("::1/128"),)))
        assert (answer.body, answer.remote_ip) == (b"news", "::1")
        with pytest.raises(NetworkError) as caught:
            get(Request(publisher.url("/rss")), Guard((ip_network("127.0.0.0/8"),)))
        assert caught.value.kind is Fault.REFUSED


@pytest.mark.parametrize("feature", ["ASYNCHDNS", "HTTP2", "IPV6", "BROTLI"])
def test_libcurl_can_what_the_way_out_relies_on(feature: str) -> None:
    assert pycurl.version_info()[4] & getattr(pycurl, f"VERSION_{feature}")
