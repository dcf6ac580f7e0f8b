"""Coming in and going out: login, logout, the first question, the settings."""

from __future__ import annotations

from zoneinfo import ZoneInfo, available_timezones

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sokbo.queries import facts, people
from web import auth
from web.asked import Asked, answer, language_of
from web.desk import Desk
from web.words import LANGUAGES, say

THEMES = ("auto", "light", "dark")
YEAR_S = 365 * 24 * 3600


def _login_page(request: Request, status: int = 200, *, token: str = "", trouble: str = "") -> Response:
    return answer(request, "login.html", None, status, token=token, trouble=trouble)


async def login(request: Request) -> Response:
    """How to get in; those who are in go on."""
    if await run_in_threadpool(auth.person, request):
        return RedirectResponse("/", 303)
    return _login_page(request)


async def login_by_link(request: Request) -> Response:
    """A one-time link: opening it shows a button, the button logs in."""
    token = request.path_params["token"]
    if request.method == "POST":
        done = await run_in_threadpool(auth.use_link, request, token)
        if done is not None:
            return done
    elif await run_in_threadpool(_holds, request, token):
        return _login_page(request, token=token)
    return _login_page(request, 410, trouble=say(language_of(request, None), "login_bad"))


def _holds(request: Request, token: str) -> bool:
    desk: Desk = request.app.state.desk
    with desk.database.read() as connection:
        return people.link_holds(connection, token)


async def logout(request: Request) -> Response:
    """Leave."""
    return await run_in_threadpool(auth.log_out, request)


def _zone(text: str) -> str | None:
    """The zone's own name, or None where there is none of that name."""
    try:
        return ZoneInfo(text).key
    except (ValueError, KeyError, OSError):
        return None


def welcome(asked: Asked) -> Response:
    """The one question before the first page."""
    offered = "Asia/Seoul" if asked.language == "ko" else "UTC"
    trouble = ""
    if asked.request.method == "POST":
        zone = _zone(asked.field("timezone"))
        if zone:
            with asked.desk.database.write() as connection:
                facts.put(connection, "timezone", zone)
            return asked.go("/")
        offered = asked.field("timezone")
        trouble = asked.say("timezone_bad", zone=offered)
    zones = sorted(available_timezones())
    return asked.page("welcome.html", 422 if trouble else 200, offered=offered, zones=zones, trouble=trouble)


def settings(asked: Asked) -> Response:
    """Language, theme, time zones."""
    trouble = ""
    if asked.request.method == "POST":
        wrong = [z for z in (asked.field("timezone"), asked.field("desk_timezone")) if z and not _zone(z)]
        if not wrong:
            return _save(asked)
        trouble = asked.say("timezone_bad", zone=wrong[0])
    return asked.page(
        "settings.html",
        422 if trouble else 200,
        trouble=trouble,
        own_zone=asked.field("timezone") if trouble else asked.person.timezone or "",
        fixed=bool(asked.desk.settings.timezone),
        desk_zone=asked.field("desk_timezone") or asked.desk.zone().key,
        zones=sorted(available_timezones()),
    )


def _save(asked: Asked) -> Response:
    language, theme = asked.field("language"), asked.field("theme")
    own = {"language": language if language in LANGUAGES else None, "timezone": asked.field("timezone") or None}
    with asked.desk.database.write() as connection:
        people.update_settings(connection, asked.person.id, **own)
        if asked.field("desk_timezone") and not asked.desk.settings.timezone:
            facts.put(connection, "timezone", asked.field("desk_timezone"))
    done = asked.go("/settings", say(own["language"] or asked.language, "saved"))
    done.set_cookie("theme", theme if theme in THEMES else "auto", max_age=YEAR_S, samesite="lax")
    return done
