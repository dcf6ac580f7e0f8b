"""Which sitemaps a robots.txt names, and which of an index are of news (sitemaps.org; RFC 9309, 2.2.4). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from sokbo.address import join

MOST = 3
"""Sitemaps of one level that are asked for."""
_LINE = re.compile(r"(?im)^\s*sitemap\s*:\s*(\S+)")
_LOC = re.compile(r"(?i)<(?:\w+:)?loc>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]+)")
_NEWS = re.compile(r"(?i)news|latest|recent|today|뉴스")
_OLD = re.compile(r"(?i)archive|(?:19|20)\d\d[-_/]?(?:0[1-9]|1[0-2])|\d{4}\D*\.xml")
_INDEX = re.compile(r"(?i)<(?:\w+:)?sitemapindex[\s>]")


def named(robots: str, url: str) -> list[str]:
    """The sitemaps that a robots.txt at `url` names: those of news first, then those that may be an index of some."""
    found = [address for said in _LINE.findall(robots) if (address := join(url, said))]
    return _first(found)


def of_news(sitemap: str, url: str) -> list[str]:
    """The sitemaps of news that an index lists; none where the text is no index."""
    if not _INDEX.search(sitemap[:5_000]):
        return []
    found = [address for said in _LOC.findall(sitemap) if (address := join(url, unescape(said)))]
    return [address for address in _first(found, len(found)) if _NEWS.search(_path(address))][:MOST]


def _first(addresses: Iterable[str], most: int = MOST) -> list[str]:
    unique = list(dict.fromkeys(addresses))
    return sorted(unique, key=lambda url: (not _NEWS.search(_path(url)), bool(_OLD.search(_path(url)))))[:most]


def _path(url: str) -> str:
    return url.split("/", 3)[-1]
