"""2b. Hosts that asked to be left alone: what a 429 or 503 says for all sources beside it, and who must wait for it.

The rest holds for the folder of the page that was refused: publishers that serve many papers, and papers that serve
many sections, limit them apart.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from urllib.parse import urlsplit

from sokbo.database import Database
from sokbo.queries import rests
from sokbo.queries.rests import LONGEST_S, Rest
from worker.naver import query

UNSAID_S = 60.0
"""After a 429 that names no time; each further one in a row doubles it."""
OF_THE_KEY = (401, 403, 404, 429)
"""Answers of a service of searches that concern all of them: the key, its calls, where it is asked."""
LOOK_S = 2.0
"""How long this process relies on what it read of the rests that other workers began."""


def place(url: str) -> tuple[str, str]:
    """Host, with a port that is written out, and folder of an address; all searches have one place in common."""
    if query.is_one(url):
        return query.HOST, "/"
    parts = urlsplit(url)
    return parts.netloc.rpartition("@")[2].lower(), parts.path.rpartition("/")[0] + "/"


def asked_for(
    url: str, status: int | None, retry_after_s: float | None, failures: int, error: str | None = None
) -> Rest | None:
    """What an answer asks for all that lies beside the address; None where it concerns this one alone. Pure.

    `error` is what a service of searches said, in one line.

    A 503 without a time is a fault of one page, maybe; a 429 never is.
    """
    if error and status in OF_THE_KEY and query.is_one(url):
        return Rest(*place(url), retry_after_s or UNSAID_S, error)
    if status not in (429, 503) or (status == 503 and not retry_after_s):
        return None
    wait_s = retry_after_s if retry_after_s is not None else UNSAID_S * 2.0 ** min(failures, 10)
    host, path = place(url)
    why = f"{host} answers {status}: it asks us to come less often" if status == 429 else f"{host} is closed for now"
    return Rest(host, path, min(max(wait_s, 1.0), LONGEST_S), why)


def holding(running: Iterable[Rest], url: str) -> Rest | None:
    """The one of the running rests that keeps an address from being asked, the longest of several. Pure."""
    host, path = place(url)
    return max((r for r in running if r.host == host and path.startswith(r.path)), key=lambda r: r.left_s, default=None)


class Rests:
    """What rests now, as this process knows it."""

    def __init__(self) -> None:
        self._by_host: dict[str, list[tuple[str, float, str]]] = {}
        self._read = float("-inf")

    def look(self, database: Database) -> None:
        """Read them again where that was a while ago."""
        now = time.monotonic()
        if now - self._read < LOOK_S:
            return
        with database.read() as connection:
            found = rests.current(connection)
        self._by_host = {}
        for rest in found:
            self._by_host.setdefault(rest.host, []).append((rest.path, now + rest.left_s, rest.why))
        self._read = now

    def forget(self) -> None:
        """Read them with the next look: this process has just begun one."""
        self._read = float("-inf")

    @property
    def any(self) -> bool:
        """Whether anybody rests."""
        return bool(self._by_host)

    def of(self, url: str) -> tuple[float, str] | None:
        """Seconds that this address must wait, and why; None where it may be asked."""
        host, path = place(url)
        now = time.monotonic()
        waits = [(until - now, why) for above, until, why in self._by_host.get(host, ()) if path.startswith(above)]
        return max((wait for wait in waits if wait[0] > 0), default=None)
