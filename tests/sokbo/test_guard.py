from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokbo.guard import Guard

NOBODY = Guard()

WAYS_IN = [
    # loopback, and this host
    "127.0.0.1",
    "127.0.0.53",
    "127.1.2.3",
    "127.255.255.255",
    "0.0.0.0",
    "0.0.0.1",
    "0.255.255.255",
    "::",
    "::1",
    "0:0:0:0:0:0:0:1",
    "::1%lo",
    # private
    "10.0.0.1",
    "10.255.255.255",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "192.168.255.255",
    "fc00::1",
    "fd12:3456:789a::1",
    "fdff:ffff::",
    "fec0::1",
    # link-local, carriers, clouds' metadata
    "169.254.0.1",
    "169.254.169.254",
    "169.254.170.2",
    "fe80::1",
    "fe80::1%eth0",
    "febf::1",
    "fd00:ec2::254",
    "fd20:ce::254",
    "100.64.0.1",
    "100.100.100.200",
    "100.127.255.255",
    "168.63.129.16",
    "161.26.0.10",
    "166.9.1.1",
    "192.0.0.192",
    # multicast, broadcast, reserved
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "ff02::1",
    "ff0e::1",
    "192.0.0.1",
    "198.18.0.1",
    "198.19.255.255",
    "192.88.99.1",
    "100::1",
    "4000::1",
    "5f00::1",
    "2001:2::1",
    "2001:10::1",
    # examples
    "192.0.2.1",
    "198.51.100.1",
    "203.0.113.1",
    "2001:db8::1",
    "3fff::1",
    "2a00:1450::5efe:10.0.0.1",
    "2a00:1450::200:5efe:808:808",
    # IPv4 inside IPv6
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:0.0.0.0",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:0:127.0.0.1",
    "::ffff:0:8.8.8.8",
    "64:ff9b::127.0.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::8.8.8.8",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2002:808:808::1",
    "2001:0:7f00:1::",
    "2001:0:808:808::f5ff:fffe",
]

WORLD = [
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.1",
    "100.63.255.255",
    "100.128.0.1",
    "126.255.255.255",
    "128.0.0.1",
    "168.63.129.17",
    "169.253.255.255",
    "172.15.255.255",
    "172.32.0.1",
    "192.167.255.255",
    "192.169.0.1",
    "198.17.255.255",
    "198.20.0.1",
    "223.255.255.255",
    "2606:4700:4700::1111",
    "2001:4860:4860::8888",
    "2a00:1450:4001::1",
    "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8",
]


@pytest.mark.parametrize("ip", WAYS_IN)
def test_no_way_in_is_left_open(ip: str) -> None:
    assert NOBODY.refuses(ip, 80)


@pytest.mark.parametrize("ip", WORLD)
def test_the_world_is_open(ip: str) -> None:
    assert NOBODY.refuses(ip, 443) is None


def test_a_refusal_is_one_line_that_names_the_address() -> None:
    assert NOBODY.refuses("::ffff:192.168.0.7", 80) == "192.168.0.7 is a private address"


def test_the_operator_opens_a_network_and_nothing_beside_it() -> None:
    guard = Guard((ip_network("10.1.0.0/16"), ip_network("fd00::/8")))
    assert guard.refuses("10.1.2.3", 80) is None
    assert guard.refuses("::ffff:10.1.2.3", 80) is None
    assert guard.refuses("fd00::7", 80) is None
    assert guard.refuses("10.2.0.1", 80)
    assert guard.refuses("127.0.0.1", 80)


def test_one_address_is_opened_at_its_own_port_only() -> None:
    guard = Guard(exact=(("127.0.0.1", 9000),))
    assert guard.refuses("127.0.0.1", 9000) is None
    assert guard.refuses("127.0.0.1", 9001)
    assert guard.refuses("127.0.0.2", 9000)
    assert guard.refuses("::1", 9000)


@pytest.mark.parametrize("port", [1, 21, 22, 23, 25, 53, 110, 143, 389, 465, 587, 993, 2049, 5060, 6000, 6667, 10080])
def test_ports_of_other_services_are_asked_nothing_even_in_the_world(port: int) -> None:
    assert NOBODY.refuses("8.8.8.8", port) == f"8.8.8.8 is asked at port {port}, which is another service's"
    assert NOBODY.refuses("2606:4700:4700::1111", port)
    assert Guard((ip_network("8.8.8.0/24"),)).refuses("8.8.8.8", port) is None


@pytest.mark.parametrize("port", [80, 443, 8000, 8080, 8443, 1200, 3000, 5000, 8321])
def test_ports_where_web_servers_stand_are_open(port: int) -> None:
    assert NOBODY.refuses("8.8.8.8", port) is None


def test_a_public_address_of_this_machine_is_no_way_around_its_walls() -> None:
    own = {"203.0.114.7", "2001:4860::7"}.__contains__
    for ip in ("203.0.114.7", "::ffff:203.0.114.7", "2001:4860::7"):
        assert "this machine's own address" in (NOBODY.refuses(ip, 6379, own) or "")
        assert NOBODY.refuses(ip, 80, own) is NOBODY.refuses(ip, 443, own) is None
    assert NOBODY.refuses("203.0.114.8", 6379, own) is None
    assert Guard((ip_network("203.0.114.7/32"),)).refuses("203.0.114.7", 6379, own) is None


def test_what_is_no_address_is_an_error_rather_than_let_through() -> None:
    with pytest.raises(ValueError, match="does not appear to be"):
        NOBODY.refuses("example.org", 80)


@given(st.ip_addresses())
def test_whatever_python_calls_private_is_refused(ip: IPv4Address | IPv6Address) -> None:
    translated = isinstance(ip, IPv6Address) and ip in ip_network("64:ff9b::/96")
    if (ip.is_private or ip.is_multicast or ip.is_reserved) and not translated:
        inner = ip.ipv4_mapped if isinstance(ip, IPv6Address) else None
        assert NOBODY.refuses(str(ip), 80) or (inner and inner.is_global)


@given(st.ip_addresses(v=4))
def test_an_address_is_judged_alike_however_it_is_wrapped(ip: IPv4Address) -> None:
    alone = NOBODY.refuses(str(ip), 80)
    assert NOBODY.refuses(f"::ffff:{ip}", 80) == alone
    assert NOBODY.refuses(str(IPv6Address(int(ip_address("64:ff9b::")) + int(ip))), 80) == alone


def test_a_host_on_an_opened_network_is_the_operators_own() -> None:
    own = Guard((ip_network("127.0.0.0/8"),), (("10.0.0.9", 80),))
    assert [
        h for h in ("127.0.0.1", "localhost", "10.0.0.9", "8.8.8.8", "10.0.0.8", "example.org", "") if own.owns(h)
    ] == [
        "127.0.0.1",
        "localhost",
        "10.0.0.9",
    ]
    assert not NOBODY.owns("localhost")
    assert Guard((ip_network("::1/128"),)).owns("[::1]")
