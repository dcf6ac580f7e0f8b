"""What an answer makes of a hint: a candidate, or an address that is left out and why. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from sokbo.exchange import NetworkError, Response
from sokbo.model import Document, Kind
from worker import fetch, outlet_zone
from worker.find.candidates import Candidate, Hint, LeftOut, Way
from worker.find.pace import interval_s
from worker.read import Kept, Unreadable, read
from worker.websub.discover import headed

Zone = Callable[[str], ZoneInfo]
"""Where dates without a zone are meant at an address."""


def zone_of(own: str | None, desk: ZoneInfo) -> Zone:
    """The zone of each address, where a person said `own` or nothing."""
    return lambda url: outlet_zone.meant(own, url, desk)


def document_of(answer: Response, at: datetime, zone: Zone) -> Document:
    """The document of an answer; raises `Unreadable`."""
    kind = answer.headers.get("content-type")
    found = read(answer.body, url=answer.url, content_type=kind, at=at, zone=zone(answer.url), kept=Kept())
    return headed(found, answer.url, answer.headers.get("link"))


def judge(hint: Hint, answer: Response | NetworkError, at: datetime, zone: Zone) -> Candidate | LeftOut:
    """The candidate that a hint to a feed or a sitemap led to, or why it led to none."""
    if isinstance(answer, NetworkError):
        return LeftOut(hint.url, str(answer))
    if answer.status != 200:
        return LeftOut(hint.url, fetch.refusal(answer.status))
    try:
        document = document_of(answer, at, zone)
    except Unreadable as error:
        return LeftOut(hint.url, str(error))
    if why := _flaw(document):
        return LeftOut(hint.url, why)
    return Candidate(hint.url, hint.way, hint.title or document.title, document, answer, interval_s(document, at))


def _flaw(document: Document) -> str | None:
    if document.kind is Kind.BOARD:
        return "a web page, not a feed"
    return _nothing(document)


def own_listing(url: str, page: Response, document: Document, at: datetime, refusal: str | None) -> Candidate | LeftOut:
    """The listing of the page at `url`, or why it has none; `refusal` is what robots.txt says to it."""
    if why := refusal or _nothing(document):
        return LeftOut(url, why)
    return Candidate(url, Way.PAGE, document.title, document, page, interval_s(document, at))


def _nothing(document: Document) -> str | None:
    return None if document.entries else "; ".join(document.warnings) or "it holds no headlines now"
