"""Which addresses the way out refuses: all that are not global unicast, unless the operator opened them.

Pure. It judges an address as the socket is about to use it, so names, redirects and odd spellings of a number have all
been resolved before; `sokbo.network` asks it at each connection. The ranges are those of the special-purpose address
registries (RFC 6890 and its updates) and not of the `ipaddress` module, whose answers differ between Python versions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_SPECIAL_4 = tuple(
    (IPv4Network(network), what)
    for network, what in (
        ("0.0.0.0/8", "this host"),
        ("10.0.0.0/8", "a private address"),
        ("100.64.0.0/10", "a carrier's inner address"),
        ("127.0.0.0/8", "a loopback address"),
        # Clouds keep these inside every machine or network of theirs, though they are global: IBM's, and Azure's.
        ("161.26.0.0/16", "a cloud's inner service"),
        ("166.8.0.0/14", "a cloud's inner service"),
        ("168.63.129.16/32", "a cloud's inner service"),
        ("169.254.0.0/16", "a link-local address"),
        ("172.16.0.0/12", "a private address"),
        ("192.0.0.0/24", "a reserved address"),
        ("192.0.2.0/24", "an example address"),
        ("192.88.99.0/24", "a tunnel's address"),
        ("192.168.0.0/16", "a private address"),
        ("198.18.0.0/15", "a test network's address"),
        ("198.51.100.0/24", "an example address"),
        ("203.0.113.0/24", "an example address"),
        ("224.0.0.0/4", "a multicast address"),
        ("240.0.0.0/4", "a reserved address"),
    )
)

_SPECIAL_6 = tuple(
    (IPv6Network(network), what)
    for network, what in (
        ("::/128", "this host"),
        ("::1/128", "a loopback address"),
        ("fc00::/7", "a private address"),
        ("fe80::/10", "a link-local address"),
        ("fec0::/10", "a private address"),
        ("ff00::/8", "a multicast address"),
        ("2001::/32", "a tunnel's address"),
        ("2001::/23", "a reserved address"),
        ("2001:db8::/32", "an example address"),
        ("2002::/16", "a tunnel's address"),
        ("3fff::/20", "an example address"),
    )
)
_GLOBAL_6 = IPv6Network("2000::/3")
_ISATAP = {0x00005EFE, 0x02005EFE}
"""What stands before the IPv4 address in one that a tunnel ends at by itself (RFC 5214), whatever its network."""
_TRANSLATED = IPv6Network("64:ff9b::/96")
"""NAT64's well-known prefix: on a network with IPv6 alone, every IPv4 host of the world is reached through it."""


WEB = (80, 443)
"""Ports at which a machine shows itself to the world."""
# fmt: off
_OTHERS = frozenset({
    1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103,
    104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513,
    514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719,
    1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679,
    6697, 10080,
})
# fmt: on
"""Ports of mail, shells and their like, which take what is said to them for their own: the bad ports of the Fetch
standard (WHATWG), where no browser asks either."""


def nobody(_ip: str) -> bool:
    """No address is this machine's."""
    return False


@lru_cache(4096)
def _parse(ip: str) -> Address:
    """The address; one that carries an IPv4 address to connect to counts as that."""
    parsed = ip_address(ip.partition("%")[0])
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return parsed.ipv4_mapped
        if parsed in _TRANSLATED:
            return IPv4Address(int(parsed) & 0xFFFFFFFF)
    return parsed


@lru_cache(4096)
def _special(address: Address) -> str | None:
    """What makes an address other than global unicast."""
    if isinstance(address, IPv4Address):
        return next((what for network, what in _SPECIAL_4 if address in network), None)
    what = next((what for network, what in _SPECIAL_6 if address in network), None)
    if what is None and (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        return "a tunnel's address"
    return what or (None if address in _GLOBAL_6 else "a reserved address")


@dataclass(frozen=True, slots=True)
class Guard:
    """What the operator opened: whole networks, and single addresses with their port; and whose word is taken there."""

    allowed: tuple[Network, ...] = ()
    exact: tuple[tuple[str, int], ...] = ()
    ca_file: str | None = None
    """Certificate authorities (PEM) that are believed beside the machine's own."""

    def refuses(self, ip: str, port: int, is_own: Callable[[str], bool] = nobody) -> str | None:
        """Why no connection may go there, in one line; None where it may. Raises ValueError on what is no address.

        A public address that `is_own`, this machine's, is no way around the walls before it: of its ports only the
        web's are open to us.
        """
        address = _parse(ip)
        what = _special(address)
        if what is None and port not in WEB:
            if port in _OTHERS:
                what = f"asked at port {port}, which is another service's"
            elif is_own(str(address)):
                what = "this machine's own address"
        if what is None or self._opened(address) or (str(address), port) in self.exact:
            return None
        return f"{address} is {what}"

    def owns(self, host: str) -> bool:
        """Whether a host, written as an address or as localhost, is the operator's own: opened by a setting."""
        if host == "localhost":
            return self.owns("127.0.0.1") or self.owns("::1")
        try:
            address = _parse(host.strip("[]"))
        except ValueError:
            return False
        return self._opened(address) or any(str(address) == ip for ip, _ in self.exact)

    def _opened(self, address: Address) -> bool:
        return any(address in network for network in self.allowed)
