"""Clippings: what is gathered each working morning; picked and put in order on a page, sent, and kept as that page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from sqlalchemy import Connection
from starlette.responses import Response

from notify import clip, clipping
from notify.clipping import CLOCK, Window
from notify.message import Told
from sokbo.columns import EPOCH, MILLISECOND
from sokbo.queries import channels, clippings, watches
from sokbo.queries.clippings import Plan
from web.asked import Asked, whole
from web.pages.sorry import not_found

KEPT = 30
"""Clippings of before that a page lists."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form of a plan holds, good or not."""

    name: str = ""
    sections: str = ""
    opens: str = "18:00"
    closes: str = "07:00"
    by_itself: bool = True
    to: tuple[int, ...] = ()


class FormError(ValueError):
    """A form that can't be taken; the message is for its page."""


# --- plans ------------------------------------------------------------------------------------------------------------


def plans_page(asked: Asked) -> Response:
    """The plans, and a form for the next one."""
    if asked.request.method != "POST":
        return _plans(asked, Draft())
    draft = Draft(
        asked.field("name")[:80],
        asked.field("sections"),
        asked.field("opens"),
        asked.field("closes"),
        asked.field("by_itself") == "on",
        tuple(number for text in asked.form.getlist("to") if (number := whole(text)) is not None),
    )
    try:
        _add(asked, draft)
    except FormError as error:
        return _plans(asked, draft, str(error))
    return asked.go("/clippings", asked.say("saved"))


def _plans(asked: Asked, draft: Draft, trouble: str = "") -> Response:
    with asked.desk.database.read() as connection:
        mine = clippings.plans(connection, asked.person.id)
        to = channels.of_person(connection, asked.desk.vault, asked.person.id)
        following = {plan.id: _next(asked, connection, plan) for plan in mine}
    status = 422 if trouble else 200
    return asked.page(
        "clippings.html", status, plans=mine, channels=to, draft=draft, trouble=trouble, following=following
    )


def _next(asked: Asked, connection: Connection, plan: Plan) -> datetime:
    calendar, _ = clip.reads_in(connection, plan, asked.desk.zone())
    return clipping.next_window(plan.opens, plan.closes, calendar, asked.now).closed


def _add(asked: Asked, draft: Draft) -> None:
    for clock in (draft.opens, draft.closes):
        if not CLOCK.fullmatch(clock):
            raise FormError(asked.say("clipping_bad_time", text=clock))
    with asked.desk.database.write() as connection:
        mine = {watch.name: watch.id for watch in watches.of_person(connection, asked.desk.vault, asked.person.id)}
        own = {c.id for c in channels.of_person(connection, asked.desk.vault, asked.person.id)}
        clippings.add_plan(
            connection,
            person_id=asked.person.id,
            name=draft.name or asked.say("clipping"),
            sections=_sections(asked, draft.sections, mine),
            channels=[channel for channel in draft.to if channel in own],
            opens=draft.opens,
            closes=draft.closes,
            by_itself=draft.by_itself,
        )


def _sections(asked: Asked, text: str, mine: dict[str, int]) -> list[tuple[str, list[int]]]:
    """Sections as typed, one a line: a name, a colon, its watches with commas between."""
    found: dict[str, list[int]] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, colon, named = line.partition(":")
        if not colon or not name.strip():
            raise FormError(asked.say("clipping_bad_section"))
        for watch in filter(None, map(str.strip, named.split(","))):
            if watch not in mine:
                raise FormError(asked.say("clipping_bad_watch", text=watch))
            found.setdefault(name.strip(), []).append(mine[watch])
    if not found:
        raise FormError(asked.say("clipping_bad_section"))
    return list(found.items())


# --- one clipping -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shown:
    """A clipping as the page shows it."""

    plan: Plan
    window: Window
    told: Told
    sent: datetime | None
    language: str
    text: str
    csv: str


def _shown(asked: Asked) -> Shown | None:
    """The clipping that the address names by when it closes, else the next one; None where it is not the person's."""
    with asked.desk.database.read() as connection:
        plan = next((p for p in clippings.plans(connection, asked.person.id) if p.id == asked.number()), None)
        if plan is None:
            return None
        zone = asked.desk.zone()
        calendar, language = clip.reads_in(connection, plan, zone)
        window = clipping.next_window(plan.opens, plan.closes, calendar, asked.now)
        closed = whole(asked.request.query_params.get("closed", ""))
        kept = None
        if closed is not None:
            kept = clippings.one(connection, plan.id, _moment(closed))
            if kept is None and _moment(closed) != window.closed:
                return None
            window = Window(kept.opened, kept.closed) if kept else window
        told = clip.made(connection, asked.desk.settings, plan, window, zone, asked.now)
        text, csv = clipping.plain(told, language, calendar), clipping.as_csv(told, language, calendar)
        return Shown(plan, window, told, kept.sent if kept else None, language, text, csv)


def _moment(milliseconds: int) -> datetime:
    # What no clock shows is no clipping's either.
    return EPOCH + MILLISECOND * milliseconds if milliseconds < 10**14 else datetime(1970, 1, 1, tzinfo=UTC)


def clipping_page(asked: Asked) -> Response:
    """One clipping: to be picked and put in order while it was not sent, and as it went once it was."""
    shown = _shown(asked)
    if shown is None:
        return not_found(asked)
    if asked.request.method == "POST":
        return _do(asked, shown)
    with asked.desk.database.read() as connection:
        before = clippings.newest(connection, shown.plan.id, KEPT)
    return asked.page("clipping.html", shown=shown, before=before, stamp=_stamp)


def _stamp(moment: datetime) -> int:
    return (moment - EPOCH) // MILLISECOND


def _do(asked: Asked, shown: Shown) -> Response:
    """Keep what was chosen, send it, or end the plan."""
    plan, window, deed = shown.plan, shown.window, asked.field("do")
    here = f"/clippings/{plan.id}?closed={_stamp(window.closed)}"
    with asked.desk.database.write() as connection:
        if deed == "remove":
            clippings.remove_plan(connection, plan.id)
            return asked.go("/clippings")
        clippings.keep(connection, plan.id, window.opened, window.closed, _chosen(asked, shown.told))
        if deed == "send":
            clip.send(connection, asked.desk.settings, plan, window, asked.desk.zone(), asked.now)
    if deed == "send":
        asked.desk.wake("deliver")
    return asked.go(here, asked.say("clipping_sent" if deed == "send" else "saved"))


def _chosen(asked: Asked, told: Told) -> dict[str, object]:
    """The order and what was dropped, from the form's numbers and boxes."""
    order: dict[str, list[int]] = {}
    dropped: list[int] = []
    for section in told.collected.sections if told.collected else ():
        placed = []
        for rank, one in enumerate(section.stories, 1):
            story = one.story.id
            if asked.field(f"keep-{story}") != "on":
                dropped.append(story)
            placed.append((whole(asked.field(f"place-{story}")) or rank, rank, story))
        order[section.name] = [story for _, _, story in sorted(placed)]
    return {"order": order, "dropped": dropped}


def as_csv(asked: Asked) -> Response:
    """The clipping for a spreadsheet."""
    shown = _shown(asked)
    if shown is None:
        return not_found(asked)
    name = quote(f"{shown.plan.name}-{shown.window.closed:%Y%m%d}.csv")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(shown.csv, media_type="text/csv; charset=utf-8", headers=headers)
