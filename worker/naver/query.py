"""A search as a source: its address, and the question to the API that it stands for. Pure.

The API is documented at developers.naver.com/docs/serviceapi/search/news: 100 results a call at most, down to the
1,000th, by date; the key goes in two headers. Naver moves it to its API HUB (api.ncloud-docs.com,
naver-api-hub-search-news), where keys, headers and the path are others and the rest is the same.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlencode

from sokbo.exchange import MEGABYTE, Request, Route

SCHEME = "naver:"
HOST = "naver"
"""Under which all searches take turns and rest together, wherever the API is."""
PATH, HUB_PATH = "/v1/search/news.json", "/search/v1/news"
HEADERS = ("X-Naver-Client-Id", "X-Naver-Client-Secret")
HUB_HEADERS = ("X-NCP-APIGW-API-KEY-ID", "X-NCP-APIGW-API-KEY")
DISPLAY, FURTHEST = 100, 1000
LONGEST = 200
"""Characters of a search."""
_HUB = re.compile(rf"https?://[^/]+\.apigw\.ntruss\.com(?:/|$)|https?://.+{HUB_PATH}$", re.IGNORECASE)
_START = re.compile(r"[?&]start=(\d{1,4})(?:&|$)")


def is_one(url: str) -> bool:
    """Whether an address is a search at Naver."""
    return url[: len(SCHEME)].lower() == SCHEME


def address(text: str) -> str:
    """The address of a search as it is kept: NFC, single spaces; raises ValueError with one line for a person."""
    found = " ".join(unicodedata.normalize("NFC", text[len(SCHEME) :]).removeprefix("//").split())
    if not found:
        raise ValueError("a search at Naver is written naver: and words, such as 'naver:삼성전자 반도체'")
    if len(found) > LONGEST or not found.isprintable():
        raise ValueError(f"a search at Naver is one line of at most {LONGEST} letters")
    return SCHEME + found


def words(url: str) -> str:
    """What is searched for."""
    return url[len(SCHEME) :]


def request(
    base: str, key: tuple[str, str], agent: str, url: str, start: int = 1, route: Route | None = None
) -> Request:
    """The question for the results from `start` (1 is the newest) on; `key` is the client's id and secret.

    `base` is where the API is, with its path or without: Naver's Developers Center's, or that of its API HUB.
    """
    path, headers = (HUB_PATH, HUB_HEADERS) if _HUB.match(base) else (PATH, HEADERS)
    asked = {"query": words(url), "display": DISPLAY, "start": start, "sort": "date"}
    return Request(
        f"{base.removesuffix(path)}{path}?{urlencode(asked)}",
        headers={"User-Agent": agent, **dict(zip(headers, key, strict=True))},
        max_bytes=2 * MEGABYTE,
        max_redirects=0,  # the key is for nobody else
        route=route,
    )


def start(url: str) -> int:
    """From which result on an asked address is; 1 where it doesn't say."""
    found = _START.search(url)
    return int(found[1]) if found else 1


def further(url: str, shown: int, total: int) -> str | None:
    """The same question for the results behind these `shown` ones; None where there are none, or none to be had."""
    then = start(url) + shown
    if not shown or then > min(total, FURTHEST) or not _START.search(url):
        return None
    return _START.sub(lambda found: found[0].replace(found[1], str(then)), url, count=1)
