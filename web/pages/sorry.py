"""When a page can't be shown: what happened and where to go."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from web.asked import Asked, answer, language_of
from web.auth import PROTECTION
from web.words import say


def not_found(asked: Asked) -> Response:
    """There is nothing here, or it is someone else's: both look alike."""
    return asked.page("sorry.html", 404, code=404, sorry=asked.say("not_found"))


def refused(request: Request, error: Exception) -> Response:
    """An address that leads nowhere, or a method that it doesn't take."""
    code = error.status_code if isinstance(error, HTTPException) else 500
    sorry = say(language_of(request, None), "not_found" if code < 500 else "failed")
    response = answer(request, "sorry.html", None, code, code=code, sorry=sorry)
    response.headers.update(PROTECTION)  # a 500 is answered outside of `Protect`
    return response
