"""Watches: write a rule, see what it would have caught, say where alerts go."""

from __future__ import annotations

from dataclasses import dataclass, field

from starlette.responses import Response

from sokbo.model import Timing, Watch
from sokbo.queries import channels, watches
from web.asked import Asked, whole
from web.pages import timing
from web.pages.rules import rule_or_trouble
from web.pages.sorry import not_found


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form holds, good or not."""

    name: str = ""
    rule: str = ""
    channels: tuple[int, ...] = ()
    timing: Timing = field(default_factory=Timing)


def _draft(asked: Asked) -> Draft:
    to = tuple(n for c in asked.form.getlist("to") if (n := whole(c)) is not None)
    return Draft(asked.field("name")[:200], asked.field("rule"), to, timing.read(asked)[0])


def _page(asked: Asked, draft: Draft, trouble: str = "", editing: Watch | None = None) -> Response:
    with asked.desk.database.read() as connection:
        mine = watches.of_person(connection, asked.desk.vault, asked.person.id)
        to = [c for c in channels.of_person(connection, asked.desk.vault, asked.person.id) if c.kind != "inbox"]
        versions = watches.versions(connection, editing.id) if editing else []
    action = f"/watches/{editing.id}" if editing else "/watches"
    return asked.page(
        "watches.html",
        422 if asked.request.method == "POST" else 200,
        found=mine,
        channels=to,
        draft=draft,
        trouble=trouble,
        timing_trouble=timing.read(asked)[1] if asked.request.method == "POST" else "",
        editing=editing,
        versions=versions,
        action=action,
    )


def _offered(asked: Asked) -> str:
    """A rule that a link on another page has for the form."""
    return asked.request.query_params.get("rule", "")


def _own_channels(asked: Asked, draft: Draft) -> list[int]:
    with asked.desk.database.read() as connection:
        own = {c.id for c in channels.of_person(connection, asked.desk.vault, asked.person.id)}
    return [c for c in draft.channels if c in own]


def watches_page(asked: Asked) -> Response:
    """The list, and a form for the next one."""
    if asked.request.method != "POST":
        return _page(asked, Draft(rule=_offered(asked)))
    draft = _draft(asked)
    if (trouble := rule_or_trouble(asked, draft.rule)[1]) or timing.read(asked)[1]:
        return _page(asked, draft, trouble)
    to = _own_channels(asked, draft)
    with asked.desk.database.write() as connection:
        name = draft.name or draft.rule[:200]
        vault, whose = asked.desk.vault, asked.person.id
        watches.add(connection, vault, person=whose, name=name, rule=draft.rule, channels=to, timing=draft.timing)
    return asked.go("/watches")


def _mine(asked: Asked) -> Watch | None:
    with asked.desk.database.read() as connection:
        watch = watches.one(connection, asked.desk.vault, asked.number())
    return watch if watch and watch.person == asked.person.id else None


def edit(asked: Asked) -> Response:
    """One watch in the form."""
    watch = _mine(asked)
    if watch is None:
        return not_found(asked)
    if asked.request.method != "POST":
        rule = _offered(asked) or watch.rule
        return _page(asked, Draft(watch.name, rule, watch.channels, watch.timing), editing=watch)
    draft = _draft(asked)
    if (trouble := rule_or_trouble(asked, draft.rule)[1]) or timing.read(asked)[1]:
        return _page(asked, draft, trouble, watch)
    values = {"name": draft.name or draft.rule[:200]} | ({"rule": draft.rule} if draft.rule != watch.rule else {})
    to = _own_channels(asked, draft)
    with asked.desk.database.write() as connection:
        watches.change(connection, watch.id, channels=to, timing=draft.timing, **values)
    return asked.go("/watches")


def do(asked: Asked) -> Response:
    """Pause, resume or remove one."""
    watch = _mine(asked)
    if watch is None:
        return not_found(asked)
    with asked.desk.database.write() as connection:
        match asked.field("do"):
            case "pause":
                watches.change(connection, watch.id, active=False)
            case "resume":
                watches.change(connection, watch.id, active=True)
            case "remove":
                watches.remove(connection, watch.id)
    asked.desk.changed(f"watch {watch.id}")
    return asked.go("/watches")
