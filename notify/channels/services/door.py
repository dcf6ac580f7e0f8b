"""Apprise's requests leave by our own way out: the guard is asked at every connection, and every answer is kept.

Apprise speaks through `requests`. Its sessions are given an adapter of ours for every address, in this whole process:
nothing else of the product uses `requests`, and a request outside `opened` is refused.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Literal, cast

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from notify.channels.services import threads
from notify.channels.services.threads import Thread
from sokbo import network
from sokbo.exchange import NetworkError, Request, Response
from sokbo.guard import Guard

MOST_BYTES = 1_000_000
_METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
_OURS = {"host", "content-length", "connection", "accept-encoding", "transfer-encoding"}
"""Headers that the way out writes itself."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service said to one request."""

    url: str
    status: int
    text: str
    retry_after: str | None


@dataclass(slots=True)
class Passed:
    """What went through the door for one message."""

    guard: Guard
    ends: float
    thread: Thread
    answers: list[Answer] = field(default_factory=list)
    fault: str | None = None
    """Why there was no answer, in our own words."""


_here = threading.local()


class _Door(BaseAdapter):
    """An adapter of `requests` that opens nothing itself."""

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """Send it by our way out; raises `requests.ConnectionError`, as its callers expect."""
        passed: Passed | None = getattr(_here, "passed", None)
        if passed is None or request.method not in _METHODS:
            raise requests.ConnectionError("only messages of channels leave by this door")
        asked = _request(request, passed)
        try:
            answer = network.get(asked, passed.guard)
        except NetworkError as error:
            passed.fault = str(error)
            raise requests.ConnectionError(str(error)) from None
        passed.fault = None
        text = answer.body.decode("utf-8", "replace")
        passed.answers.append(Answer(asked.url, answer.status, text, answer.headers.get("retry-after")))
        return _response(answer, request)

    def close(self) -> None:
        """Nothing is kept open."""


def _request(request: requests.PreparedRequest, passed: Passed) -> Request:
    body = request.body or b""
    plain = body.encode() if isinstance(body, str) else bytes(cast("bytes", body))
    headers = {name: str(value) for name, value in (request.headers or {}).items() if name.lower() not in _OURS}
    method, url, plain = threads.under(passed.thread, request.method or "GET", request.url or "", plain)
    return Request(
        url=url,
        method=cast("Literal['GET', 'POST', 'PUT', 'PATCH', 'DELETE']", method),
        headers=headers,
        body=plain,
        max_redirects=0,
        max_bytes=MOST_BYTES,
        timeout_s=max(0.1, passed.ends - time.monotonic()),
    )


def _response(answer: Response, request: requests.PreparedRequest) -> requests.Response:
    made = requests.Response()
    made.status_code = answer.status
    # Without a place to go to: `requests` would follow it, token and all.
    made.headers = CaseInsensitiveDict({k: v for k, v in answer.headers.items() if k != "location"})
    made.url = answer.url
    made.request = request
    made.raw = BytesIO(answer.body)
    made._content = answer.body  # noqa: SLF001 - it is read already
    made.encoding = "utf-8"
    return made


_DOOR = _Door()


def _adapter(self: requests.Session, url: str) -> BaseAdapter:
    del self, url
    return _DOOR


@contextmanager
def opened(guard: Guard, ends: float, thread: Thread) -> Iterator[Passed]:
    """Let this thread's requests through until the moment `ends` of the monotonic clock."""
    requests.Session.get_adapter = _adapter  # type: ignore[method-assign]
    _here.passed = passed = Passed(guard, ends, thread)
    try:
        yield passed
    finally:
        _here.passed = None
