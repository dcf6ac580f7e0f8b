"""Well-known places of feeds, and which addresses are of one site. Pure."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from sokbo.address import join

PLACES = (
    "/feed",
    "/rss",
    "/rss.xml",
    "/atom.xml",
    "/feed.xml",
    "/index.xml",
    "/rss/allArticle.xml",
    "/feeds/posts/default",
    "/feed.json",
)
"""Of WordPress, Ghost, Jekyll, Hugo, Korean newspapers' usual system, Blogger and JSON Feed."""
_SECOND_LEVELS = {"co", "com", "or", "org", "ne", "net", "go", "gov", "ac", "edu", "re", "pe", "press", "ed"}
"""Under a country's name, these are no site yet (`co.kr`, `com.au`)."""


def known(url: str) -> list[str]:
    """Where a site's feeds often are."""
    return [address for place in PLACES if (address := join(url, place))]


def front(url: str) -> str:
    """The front page of an address's site."""
    return join(url, "/") or url


def site(url: str) -> str:
    """What the addresses of one site have in common: the name that was bought, or the number."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        return ip_address(host).compressed
    except ValueError:
        labels = host.split(".")
        most = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVELS else 2
        return ".".join(labels[-most:])
