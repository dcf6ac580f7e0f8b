"""What the API's errors mean to a person, and how long they last. Pure.

They come as ``{"errorCode": "024", "errorMessage": "…"}`` (naver.github.io/naver-openapi-guide/errorcode): three digits
are the gateway's and concern the key, SE and two digits the search's and concern the question. The gateway of the API
HUB has numbers of its own, in an ``error`` (api.ncloud-docs.com, api-call-lgc-errorhandling).
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import orjson

KOREA = timezone(timedelta(hours=9))
"""A day of calls ends at midnight there."""
KEY_S = 600.0
"""A key is seldom mended sooner."""
QUERY_S = 3_600.0
SLOWER_S = 5.0
MINUTE_S = 60.0
LOOK_AGAIN_S = 3_600.0
"""Where Naver's count of the day's calls is over before ours: another program has the key, or its day is another."""

_BY_CODE: dict[str, tuple[str, float]] = {
    "012": ("it asks us to slow down", SLOWER_S),
    "024": ("it does not know the key: check SOKBO_NAVER_CLIENT_ID and SOKBO_NAVER_CLIENT_SECRET", KEY_S),
    "028": ("the key may not search: add the search API to its application at developers.naver.com", KEY_S),
    "051": ("there is no search there: check SOKBO_NAVER_URL", KEY_S),
    "SE01": ("it does not take this search: change its words", QUERY_S),
    "SE05": ("there is no search there: check SOKBO_NAVER_URL", KEY_S),
    "SE06": ("it can't read this search: change its words", QUERY_S),
    "SE99": ("it has trouble of its own", MINUTE_S),
}
_BY_STATUS = {401: "024", 403: "028", 404: "051", 429: "012", 500: "SE99"}
_OF_THE_HUB = {
    "100": "SE01",
    "200": "024",
    "210": "028",
    "300": "051",
    "400": "010",
    "410": "012",
    "420": "012",
    "500": "SE99",
    "510": "SE99",
    "900": "SE99",
}
USED_UP = "today's calls are used up, and begin anew at midnight in Korea"


def refused(status: int, body: bytes, at: datetime) -> tuple[str, float]:
    """Why nothing was found, in one line, and after how many seconds it is worth asking again."""
    code = _code(body) or _BY_STATUS.get(status, "")
    means = _OF_THE_HUB.get(code, code)
    if means == "010":
        return f"Naver says no ({code}): {USED_UP}", min(tomorrow_s(at), LOOK_AGAIN_S)
    said, wait_s = _BY_CODE.get(means, ("it has trouble of its own", MINUTE_S) if status >= 500 else ("", KEY_S))
    return f"Naver says no ({code or status})" + (f": {said}" if said else ""), wait_s


def _code(body: bytes) -> str:
    try:
        said = orjson.loads(body[:10_000])
    except orjson.JSONDecodeError:
        return ""
    if isinstance(said, dict) and isinstance(said.get("error"), dict):
        said = said["error"]
    code = str(said.get("errorCode", "")) if isinstance(said, dict) else ""
    return code if code.isascii() and code.isalnum() and len(code) <= 8 else ""


def today(at: datetime) -> str:
    """The day whose calls are counted."""
    return at.astimezone(KOREA).date().isoformat()


def tomorrow_s(at: datetime) -> float:
    """Seconds until the next day's calls."""
    there = at.astimezone(KOREA)
    return (there.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1) - there).total_seconds()
