"""What an HTTP answer means for a message: yes, later, never, or that the place is no more. Pure."""

from __future__ import annotations

from collections.abc import Container
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from notify.channels.protocol import SendError, Sent, one_line
from sokbo.exchange import Response

GONE = frozenset({HTTPStatus.GONE})
"""Only who says so is gone: a 401 or 404 of a program of one's own is mostly a deploy or a proxy in front of it."""
TAKEN_BACK = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
"""Of a service whose address is the permission: its token was taken back, or the room is no more."""


def heard(response: Response, now: datetime, gone: Container[int] = GONE) -> Sent:
    """The receiver's yes, or `SendError`: 2xx is yes, a status of `gone` ends the channel, the rest is tried again.

    3xx is no: a redirect could lead a signed message anywhere, so none is followed.
    """
    status = response.status
    said = one_line(f"{named(status)} {response.body.decode('utf-8', 'replace')}")
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Sent(said, status)
    if status in gone:
        raise SendError(f"{said}: it wants no more, so the channel is paused", gone=True, status=status)
    if status < HTTPStatus.BAD_REQUEST:
        said = f"{named(status)}: redirects are not followed, give the channel the new address"
    raise SendError(said, status=status, retry_after_s=retry_after_s(response.headers.get("retry-after"), now))


def named(status: int) -> str:
    """The number with its name."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def retry_after_s(value: str | None, now: datetime) -> float | None:
    """Seconds that a ``Retry-After`` asks for, itself in seconds or a date (RFC 9110, 10.2.3); None for other words."""
    if value is None:
        return None
    if value.strip().isascii() and value.strip().isdigit():
        return float(value)
    try:
        then = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (then.replace(tzinfo=then.tzinfo or UTC) - now).total_seconds())
