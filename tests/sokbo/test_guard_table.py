"""The guard's table: every way to the inside that we know of, tried for real; and the ways that an operator opens.

A way is a spelling of an address, who is led along it (a source, a robots.txt, a hook, a WebSub hub, a proxy), and
whether straight, by a redirect or by a name. The guard is asked in the callback that opens sockets, so that what counts
is where the connection would go; `inside` is a server that must never hear a knock.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pycurl
import pytest
from parts.envelopes import envelope
from parts.raw import Raw, redirects, says

from notify.channels import hook
from sokbo import settings
from sokbo.exchange import Fault, NetworkError, Request, Response, Route
from sokbo.guard import Guard
from sokbo.model import Standing, Subscription
from sokbo.network import Loop
from worker import robots
from worker.websub import steps

Start = Callable[..., Raw]
NOW = datetime(2026, 11, 24, tzinfo=UTC)
NOBODY = Guard()

NUMBERS = {
    "loopback": "127.0.0.1 127.0.0.53 127.255.255.254 [::1] [0:0:0:0:0:0:0:1] [::0001]",
    "loopback, short and in other bases": (
        "127.1 127.0.1 2130706433 0x7f000001 0x7F.0.0.1 0x7f.1 0177.0.0.1 017700000001 0177.0x0.0.1 00000177.0.0.1 "
        "127.0.0.1. 127.0x0.0.1 4294967295"
    ),
    "this host": "0 0.0.0.0 0x0 0.1.2.3 [::] [::0.0.0.0]",
    "private": "10.0.0.1 10.255.255.255 012.0.0.1 167772161 0xa000001 172.16.0.1 172.31.255.254 192.168.0.1 0300.0250.1"
    " [::a00:1]",
    "carrier": "100.64.0.1 100.127.255.254",
    "link-local": "169.254.1.1 [fe80::1] [febf::1] [fe80::1%25lo]",
    "metadata": (
        "169.254.169.254 169.254.170.2 0xa9fea9fe 2852039166 0251.0376.0251.0376 100.100.100.200 168.63.129.16 "
        "192.0.0.192 [fd00:ec2::254] [fd20:ce::254] [::ffff:a9fe:a9fe]"
    ),
    "multicast, broadcast, reserved": (
        "224.0.0.1 239.255.255.250 255.255.255.255 240.0.0.1 198.18.0.1 192.0.2.1 192.88.99.1 "
        "[ff02::1] [ff0e::1] [100::1] [2001:db8::1] [3fff::1]"
    ),
    "inner IPv6": "[fc00::1] [fd12:3456:789a::1] [fec0::1]",
    "IPv4 mapped, compatible, translated": (
        "[::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:127.0.0.1] [::ffff:10.0.0.1] [::127.0.0.1] "
        "[::ffff:0:127.0.0.1] [64:ff9b::127.0.0.1] [64:ff9b::a00:1] [64:ff9b:1::7f00:1]"
    ),
    "6to4, Teredo, ISATAP": (
        "[2002:7f00:1::] [2002:a00:1::1] [2001:0:7f00:1::] [2001:0:808:808::f5ff:fffe] [fe80::5efe:127.0.0.1] "
        "[2a00:1450::5efe:127.0.0.1] [2a00:1450::200:5efe:a00:1]"
    ),
}
NAMES = "localhost LOCALHOST LocalHost localhost. inside.localhost a.b.localhost %6c%6f%63%61%6c%68%6f%73%74"
OTHERWISE = [
    "http://example.org@{inside}/",
    "http://example.org:80@{inside}/",
    "http://example.org%40@{inside}/",
    "http://{inside}#@example.org/",
    "http://{inside}?@example.org/",
    "HTTP://{inside}/",
    "https://{inside}/",
    "http://{inside}/..%2f..%2f",
    "http:\\\\{inside}\\",
    "http:/{inside}/",
    "http:///{inside}/",
    "http://①②⑦.⓪.⓪.①:{port}/",
    "http://１２７.0.0.1:{port}/",
    "http://127。0。0。1:{port}/",
    "http://ⓛocalhost:{port}/",
    "http://%31%32%37.0.0.1:{port}/",
    "http://127.0.0.1%2f:{port}/",
    "http://127.0.0.1%00.example.org:{port}/",
    "http://127.0.0.1\t:{port}/",
    "http://[::ffff:127.0.0.1%25]:{port}/",
]
SCHEMES = [
    "file:///etc/passwd",
    "file://localhost/etc/passwd",
    "ftp://{inside}/",
    "gopher://{inside}/_FLUSHALL",
    "dict://{inside}/info",
    "ldap://{inside}/",
    "telnet://{inside}/",
    "tftp://{inside}/x",
    "smtp://{inside}/",
    "imap://{inside}/",
    "rtsp://{inside}/",
    "mqtt://{inside}/x",
    "scp://{inside}/x",
    "ws://{inside}/",
    "jar:http://{inside}/!/",
    "data:text/xml,<rss/>",
    "javascript:alert(1)",
]
WAYS = (
    [f"http://{number}:{{port}}/" for numbers in NUMBERS.values() for number in numbers.split()]
    + [f"http://{name}:{{port}}/" for name in NAMES.split()]
    + OTHERWISE
)
ENDS = {Fault.REFUSED, Fault.NAME, Fault.ADDRESS}
"""Refused; or no name that anybody has; or no address at all."""


@pytest.fixture
def inside(serve_raw: Start) -> Iterator[Raw]:
    """A server on loopback that nobody was allowed to reach, and nobody reaches."""
    server = serve_raw(says(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret"))
    yield server
    assert server.connections == 0


@pytest.fixture
def opened(serve_raw: Start) -> Raw:
    """The same, opened by the operator."""
    return serve_raw(says(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret"))


def led(way: str, to: Raw) -> str:
    return way.format(port=to.port, inside=f"127.0.0.1:{to.port}")


def answer(request: Request, guard: Guard, names: tuple[str, ...] = ()) -> Response | NetworkError:
    """What comes of it, `names` being what the name server says (`host:port:address`)."""
    loop: Loop[None] = Loop(guard, 1)
    try:
        loop.start(None, request)
        for curl in loop._under_way:
            curl.setopt(pycurl.RESOLVE, list(names))
        loop.wait(10)
        ((_, found),) = loop.finished()
    finally:
        loop.close()
    return found


def refusal(request: Request, guard: Guard = NOBODY, names: tuple[str, ...] = ()) -> NetworkError:
    found = answer(request, guard, names)
    assert isinstance(found, NetworkError), found
    assert len(str(found).splitlines()) == 1
    return found


def test_the_table_is_long_enough() -> None:
    assert len({*WAYS, *SCHEMES}) >= 120


# --- straight, and by a redirect --------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
def test_no_way_leads_inside(inside: Raw, way: str) -> None:
    assert refusal(Request(led(way, inside))).kind in ENDS


@pytest.mark.parametrize("number", [n for numbers in NUMBERS.values() for n in numbers.split() if n[0] != "["])
def test_a_number_is_refused_and_not_looked_up(inside: Raw, number: str) -> None:
    assert refusal(Request(f"http://{number}:{inside.port}/")).kind is Fault.REFUSED


@pytest.mark.parametrize("way", WAYS)
def test_no_redirect_leads_inside(serve_raw: Start, inside: Raw, way: str) -> None:
    outside = serve_raw(redirects(led(way, inside)))
    ends = ENDS | {Fault.BROKEN}  # a Location that no address is made of
    refused = refusal(Request(outside.url), Guard(exact=(("127.0.0.1", outside.port),)))
    assert refused.kind in ends or "redirects to nowhere" in str(refused)
    assert outside.connections <= 2  # `http:/host` is a path of its own to some


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_other_scheme_is_spoken(serve_raw: Start, inside: Raw, scheme: str) -> None:
    everywhere = settings.load({"SOKBO_ALLOW_ADDRESSES": "127.0.0.0/8"}).allow_addresses
    url = led(scheme, inside)
    assert refusal(Request(url), Guard(everywhere)).kind in {Fault.ADDRESS, Fault.NAME}
    assert refusal(Request(serve_raw(redirects(url)).url), Guard(everywhere)).kind in {Fault.ADDRESS, Fault.BROKEN}
    routed = Request(serve_raw(redirects(url)).url, route=Route({"X-Key": "1"}))
    assert refusal(routed, Guard(everywhere)).kind in {Fault.ADDRESS, Fault.BROKEN}


# --- whoever is led there ---------------------------------------------------------------------------------------------


def subscription(hub: str) -> Subscription:
    return Subscription(
        source=1,
        hub=hub,
        topic="https://news.example/rss",
        token="t",
        standing=Standing.WANTED,
        next_step=NOW,
        expires=None,
        tries=1,
        last_push=None,
        first_by_push=0,
        first_by_poll=0,
        run=0,
        pinged=None,
        last_error=None,
    )


WALKERS: dict[str, Callable[[str], Request]] = {
    "a source": Request,
    "a source with headers of its own": lambda url: Request(url, route=Route({"Cookie": "a=b"})),
    "a source by old TLS": lambda url: Request(url, route=Route(legacy_tls=True)),
    "a robots.txt": lambda url: robots.request(url, "Tester"),
    "a hook": lambda url: hook.request(envelope(url, hook.secret("")), NOW),
    "a WebSub hub": lambda url: steps.question(subscription(url), "https://desk.example/cb", "s", "Tester"),
    "a proxy": lambda url: Request("http://news.example/rss", route=Route(proxy=url)),
    "a SOCKS proxy": lambda url: Request("http://news.example/", route=Route(proxy=url.replace("http:", "socks5h:"))),
}
SHORT = ["127.0.0.1", "2130706433", "localhost", "[::ffff:127.0.0.1]", "10.0.0.1", "169.254.169.254", "100.64.0.1"]


@pytest.mark.parametrize("walker", WALKERS)
@pytest.mark.parametrize("host", SHORT)
def test_nobody_is_led_inside(inside: Raw, walker: str, host: str) -> None:
    assert refusal(WALKERS[walker](f"http://{host}:{inside.port}/")).kind is Fault.REFUSED


@pytest.mark.parametrize("walker", [walker for walker in WALKERS if "proxy" not in walker and walker != "a hook"])
@pytest.mark.parametrize("host", SHORT)
def test_nobody_is_redirected_inside(serve_raw: Start, inside: Raw, walker: str, host: str) -> None:
    outside = serve_raw(redirects(f"http://{host}:{inside.port}/"))
    guard = Guard(exact=(("127.0.0.1", outside.port),))
    assert refusal(WALKERS[walker](outside.url), guard).kind is Fault.REFUSED
    assert outside.connections == 1


def test_a_hook_follows_no_redirect_at_all(serve_raw: Start, inside: Raw) -> None:
    outside = serve_raw(redirects(inside.url))
    found = answer(WALKERS["a hook"](outside.url), Guard(exact=(("127.0.0.1", outside.port),)))
    assert isinstance(found, Response)
    assert found.status == 302


@pytest.mark.parametrize("host", [*SHORT, "0x7f.1", "0", "127.1", "[fd00::1]"])
def test_an_open_proxy_is_no_way_around(serve_raw: Start, inside: Raw, host: str) -> None:
    proxy = serve_raw(redirects(f"http://{host}:{inside.port}/"))
    guard = Guard(exact=(("127.0.0.1", proxy.port),))
    assert refusal(Request(f"http://{host}:{inside.port}/", route=Route(proxy=proxy.url)), guard).kind is Fault.REFUSED
    assert proxy.connections == 0
    redirected = Request("http://news.example/", route=Route(proxy=proxy.url))
    assert refusal(redirected, guard).kind is Fault.REFUSED
    assert proxy.connections == 1


# --- by name ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "::1", "::ffff:7f00:1", "fe80::1"]
)
@pytest.mark.parametrize("walker", [walker for walker in WALKERS if walker != "a SOCKS proxy"])
def test_a_name_that_means_an_inner_address_is_refused(inside: Raw, walker: str, address: str) -> None:
    names = (f"public.example:{inside.port}:{address}",)
    assert refusal(WALKERS[walker](f"http://public.example:{inside.port}/"), NOBODY, names).kind is Fault.REFUSED


def test_a_name_that_is_bound_anew_between_two_requests_is_refused(serve_raw: Start) -> None:
    port = serve_raw(says(b"")).port
    outer = serve_raw(says(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nnews"))
    guard = Guard(exact=(("127.0.0.1", outer.port),))  # stands for a public address
    loop: Loop[None] = Loop(guard, 1)
    answers = []
    for address in ("127.0.0.1", "127.0.0.2", "::1", "10.0.0.1"):
        loop._stock[0].curl.setopt(pycurl.RESOLVE, [f"rebound.example:{outer.port}:{address}"])
        loop.start(None, Request(f"http://rebound.example:{outer.port}/"))
        loop.wait(5)
        answers += [found for _, found in loop.finished()]
    loop.close()
    assert [type(found) for found in answers] == [Response, NetworkError, NetworkError, NetworkError]
    assert {found.kind for found in answers[1:] if isinstance(found, NetworkError)} == {Fault.REFUSED}
    assert outer.connections == 1
    assert port != outer.port


def test_of_a_name_with_an_inner_and_an_outer_address_the_outer_one_answers(serve_raw: Start) -> None:
    outer = serve_raw(says(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnews"))
    guard = Guard(exact=(("127.0.0.1", outer.port),))
    names = (f"both.example:{outer.port}:10.0.0.1,127.0.0.2,127.0.0.1",)
    found = answer(Request(f"http://both.example:{outer.port}/"), guard, names)
    assert isinstance(found, Response)
    assert (found.body, found.remote_ip) == (b"news", "127.0.0.1")


# --- by the machine's own public address, and to ports that are not the web's ----------------------------------------

OWN_PUBLIC = """
import socket, sys, threading
sys.path[:0] = [{root!r}, {tests!r}]
from ipaddress import ip_network
from parts.raw import says, server
from sokbo.exchange import NetworkError, Request
from sokbo.guard import Guard
from sokbo.network import get

def told(port, guard=Guard()):
    try:
        return get(Request(f"http://11.22.33.44:{{port}}/", connect_timeout_s=5), guard).body.decode()
    except NetworkError as error:
        return str(error)

def listens(port):
    socket_ = socket.create_server(("0.0.0.0", port))
    def serve():
        while True:
            one, _ = socket_.accept()
            one.recv(9999)
            one.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 6\\r\\nConnection: close\\r\\n\\r\\nsecret")
            one.close()
    threading.Thread(target=serve, daemon=True).start()

for port in (80, 9200):
    listens(port)
print(told(80)); print(told(9200)); print(told(9200, Guard((ip_network("11.22.33.44/32"),))))
"""


def test_no_service_of_this_machine_is_reached_by_its_public_address() -> None:
    """In a network of its own, whose one public address is this machine's."""
    root = Path(__file__).parents[2]
    script = OWN_PUBLIC.format(root=str(root), tests=str(root / "tests"))
    setup = "ip link set lo up && ip addr add 11.22.33.44/32 dev lo && exec"
    inside = [
        "unshare",
        "--net",
        "--map-root-user",
        "--user",
        "sh",
        "-c",
        f'{setup} "$0" -c "$1"',
        sys.executable,
        script,
    ]
    made = subprocess.run(inside, capture_output=True, text=True, timeout=50, check=False)
    if made.returncode and ("unshare" in made.stderr or "ip:" in made.stderr or "RTNETLINK" in made.stderr):
        pytest.skip(f"no network of one's own here: {made.stderr.splitlines()[-1]}")
    open_door, shut, allowed = made.stdout.splitlines()
    assert (open_door, allowed) == ("secret", "secret")
    assert "11.22.33.44 is this machine's own address" in shut


@pytest.mark.parametrize("walker", WALKERS)
@pytest.mark.parametrize("port", [22, 25, 110, 6667])
def test_nobody_is_led_to_another_services_port(walker: str, port: int) -> None:
    names = (f"public.example:{port}:8.8.8.8",)
    assert refusal(WALKERS[walker](f"http://public.example:{port}/"), NOBODY, names).kind is Fault.REFUSED


# --- what the operator opens ------------------------------------------------------------------------------------------

OPENED = [
    *(f"http://{n}:{{port}}/" for n in ("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "localhost.")),
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://user:password@{inside}/",
    "HTTP://{inside}/..%2f",
]


@pytest.mark.parametrize("way", OPENED)
def test_what_the_operator_allows_is_reached(opened: Raw, way: str) -> None:
    allowed = settings.load({"SOKBO_ALLOW_ADDRESSES": "127.0.0.0/8, fd00::/8"}).allow_addresses
    found = answer(Request(led(way, opened)), Guard(allowed))
    assert isinstance(found, Response)
    assert found.body == b"secret"


@pytest.mark.parametrize("walker", [walker for walker in WALKERS if "SOCKS" not in walker])
def test_whoever_may_go_there_arrives(opened: Raw, walker: str) -> None:
    allowed = settings.load({"SOKBO_ALLOW_ADDRESSES": "127.0.0.1"}).allow_addresses
    found = answer(WALKERS[walker](opened.url), Guard(allowed))
    assert isinstance(found, Response)
    assert found.status == 200


@pytest.mark.parametrize("host", ["127.0.0.2", "10.0.0.1", "[::1]", "169.254.169.254", "0.0.0.0"])
def test_what_stands_beside_it_stays_shut(inside: Raw, host: str) -> None:
    allowed = settings.load({"SOKBO_ALLOW_ADDRESSES": "127.0.0.1"}).allow_addresses
    assert refusal(Request(f"http://{host}:{inside.port}/"), Guard(allowed)).kind is Fault.REFUSED
