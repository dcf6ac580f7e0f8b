"""2. What to ask a source for, and what its answer means. Pure: `sokbo.network` does the asking.

A question is conditional where an earlier answer gave something to compare with (RFC 9110, 13); an answer without a
304 is still no change where its body is the one that was read last.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from functools import cache
from hashlib import blake2b
from importlib.metadata import version

from sokbo.exchange import NetworkError, Request, Response, host_of
from sokbo.model import Source
from sokbo.options import NONE, Options
from sokbo.value import value
from worker.naver import query
from worker.naver.refusal import refused
from worker.read.page import MOST_BYTES

ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.9, text/html;q=0.8, */*;q=0.5"
)


UNSETTLED_S = 2.0


class Outcome(StrEnum):
    CHANGED = "changed"
    """There is a body to read."""
    UNCHANGED = "unchanged"
    FAILED = "failed"
    GONE = "gone"
    """The address answers 410: it will not come back."""


@value(frozen=True, slots=True)
class Fetched:
    """One source's answer; `body` is empty unless it changed."""

    source: int
    fence: int
    outcome: Outcome
    status: int | None
    url: str
    """The address that answered: what relative addresses in the body start from."""
    body: bytes = b""
    body_hash: int | None = None
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    retry_after_s: float | None = None
    max_age_s: float | None = None
    """How long the answer calls itself fresh: until then a cache on the way may give the same one."""
    moved_to: str | None = None
    """Where the address has moved for good."""
    link: str | None = None
    """The ``Link`` header."""
    error: str | None = None
    """Why nothing was read, in one line."""
    elapsed_s: float = 0.0
    size: int = 0
    """Bytes of the body as it came, whether it is read or not."""


@cache
def user_agent(base_url: str, contact: str = "") -> str:
    """Who asks: the product, its version, and where to find whoever runs it (RFC 9110, 10.1.5)."""
    told = "; ".join(word for word in (base_url and f"+{base_url}", contact) if word)
    return f"Sokbo/{version('sokbo')}" + (f" ({told})" if told else "")


def request(source: Source, url: str, agent: str, options: Options = NONE) -> Request:
    """The question to a source at its whole address; of more than is read, no more is taken than shows that."""
    headers = {"User-Agent": options.agent or agent, "Accept": ACCEPT}
    if source.etag:
        headers["If-None-Match"] = source.etag
    if source.last_modified:
        headers["If-Modified-Since"] = source.last_modified
    route = None if options is NONE else options.route()
    return Request(url, headers=headers, max_bytes=MOST_BYTES + 1, cut_body=True, route=route)


def outcome(source: Source, answer: Response | NetworkError, at: datetime | None = None) -> Fetched:
    """What came of the question; `at` is our own clock, for servers that don't tell theirs."""
    if isinstance(answer, NetworkError):
        wait_s = answer.wait_s
        return Fetched(
            source.id, source.fence, Outcome.FAILED, None, source.url, retry_after_s=wait_s, error=str(answer)
        )
    if answer.status == 304:
        return _well(source, answer, Outcome.UNCHANGED)
    if not 200 <= answer.status < 300:
        return _refused(source, answer, at)
    body_hash = hash_of(answer.body)
    if body_hash == source.body_hash:
        return _well(source, answer, Outcome.UNCHANGED, body_hash)
    return _well(source, answer, Outcome.CHANGED, body_hash)


def hash_of(body: bytes) -> int:
    """The signed 64-bit hash by which a body is known again."""
    return int.from_bytes(blake2b(body, digest_size=8).digest(), "big", signed=True)


def _well(source: Source, answer: Response, what: Outcome, body_hash: int | None = None) -> Fetched:
    headers = answer.headers
    return Fetched(
        source.id,
        source.fence,
        what,
        answer.status,
        answer.url,
        body=answer.body if what is Outcome.CHANGED else b"",
        body_hash=body_hash if body_hash is not None else source.body_hash,
        content_type=headers.get("content-type"),
        etag=headers.get("etag"),
        last_modified=settled_date(headers),
        max_age_s=max_age_s(headers),
        moved_to=answer.moved,
        link=headers.get("link"),
        elapsed_s=answer.elapsed_s,
        size=len(answer.body),
    )


def settled_date(headers: dict[str, str]) -> str | None:
    """``Last-Modified`` where asking by it is safe: a page that changed in the second before it was sent may change
    again in that same second, unseen (RFC 9110, 8.8.2.2).
    """
    said = headers.get("last-modified")
    if not said:
        return None
    modified, sent = _moment(said), _moment(headers.get("date", ""))
    if modified and sent and (sent - modified).total_seconds() < UNSETTLED_S:
        return None
    return said


def _refused(source: Source, answer: Response, at: datetime | None) -> Fetched:
    if query.is_one(source.url) and at is not None:
        error, wait_s = refused(answer.status, answer.body, at)
        failed = Fetched(source.id, source.fence, Outcome.FAILED, answer.status, source.url)
        return replace(failed, retry_after_s=wait_s, error=error, elapsed_s=answer.elapsed_s, size=len(answer.body))
    return Fetched(
        source.id,
        source.fence,
        Outcome.GONE if answer.status == 410 else Outcome.FAILED,
        answer.status,
        answer.url,
        retry_after_s=retry_after_s(answer.headers, at),
        error=f"{host_of(answer.url)} {refusal(answer.status)}",
        elapsed_s=answer.elapsed_s,
        size=len(answer.body),
    )


_REFUSALS = {
    401: "it wants a user and password: give them with --auth USER:PASSWORD, or in the address",
    403: "it refuses us: check the address in a browser, or ask the publisher for a feed",
    404: "there is no such page: check the address",
    410: "the page is gone for good",
    429: "it asks us to come less often",
    503: "it is busy or closed for now",
}


def refusal(status: int) -> str:
    """What a status that brings no document means to a person."""
    if 300 <= status < 400:
        return f"answers {status}: it redirects to nowhere"
    said = "it has trouble of its own" if status >= 500 else "check the address in a browser"
    return f"answers {status}: {_REFUSALS.get(status, said)}"


def max_age_s(headers: dict[str, str]) -> float | None:
    """How much longer an answer is fresh by its own word (RFC 9111, 5.2.2.1 and 5.1); None where it says nothing."""
    control = headers.get("cache-control", "").lower()
    found = re.search(r'(?:^|[,\s])max-age\s*=\s*"?(\d{1,9})', control)
    if found is None or "no-store" in control or "no-cache" in control:
        return None
    age = headers.get("age", "")
    return float(max(0, int(found[1]) - (int(age) if age.isascii() and age.isdigit() else 0)))


def retry_after_s(headers: dict[str, str], at: datetime | None = None) -> float | None:
    """How long a server asks to be left alone (RFC 9110, 10.2.3); a date is taken by the server's own clock, by ours
    (`at`) where it doesn't tell.
    """
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    until, now = _moment(said), _moment(headers.get("date", "")) or at
    return max(0.0, (until - now).total_seconds()) if until and now else None


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
