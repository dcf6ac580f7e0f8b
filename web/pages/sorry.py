"""When a page can't be shown: what happened and where to go."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from web import auth
from web.asked import Asked, answer, asked_by, language_of
from web.words import say


def not_found(asked: Asked) -> Response:
    """There is nothing here, or it is someone else's: both look alike."""
    return asked.page("sorry.html", 404, code=404, sorry=asked.say("not_found"))


def refused(request: Request, error: Exception) -> Response:
    """An address that leads nowhere, a method that it doesn't take, a form that can't be read."""
    if not isinstance(error, HTTPException):
        raise error
    code, person = error.status_code, auth.person(request)
    asked = asked_by(person, request, FormData()) if person else None
    sorry = say(language_of(request, person), "not_found" if code in {404, 405} else "not_taken")
    response = answer(request, "sorry.html", asked, code, code=code, sorry=sorry)
    response.headers.update(error.headers or {})
    return response


def failed(request: Request, _: Exception) -> Response:
    """A fault of ours. Nothing is looked up, since the database may be the fault; the log has the rest."""
    response = answer(request, "sorry.html", None, 500, code=500, sorry=say(language_of(request, None), "failed"))
    response.headers.update(auth.PROTECTION)  # a 500 is answered outside of `Protect`
    return response
