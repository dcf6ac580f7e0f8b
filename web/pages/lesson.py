"""Not this: what an alert's watch could exclude, what that would have changed, and nothing before it is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection
from starlette.responses import Response

from notify import seeing
from notify.lesson import Lesson
from notify.rule import RuleError, parse
from notify.variants import excluding
from sokbo.model import Alert, Headline, Watch
from sokbo.queries import alerts, headlines, watches
from web.asked import Asked
from web.pages.sorry import not_found

LAST = timedelta(days=7)
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Unwanted:
    """An alert that its person does not want, with its watch as it is now."""

    alert: Alert
    headline: Headline
    watch: Watch


def not_this(asked: Asked) -> Response:
    """The choices; or the one that was made, applied to the rule as it was seen."""
    with asked.desk.database.read() as connection:
        unwanted = of_person(asked, connection, asked.number())
    if unwanted is None:
        return not_found(asked)
    if asked.request.method == "POST":
        return _apply(asked, unwanted)
    with asked.desk.database.read() as connection:
        choices = choices_of(asked, connection, unwanted)
    return asked.page("lesson.html", unwanted=unwanted, choices=choices)


def of_person(asked: Asked, connection: Connection, number: int) -> Unwanted | None:
    """A person's own alert, where its watch is still there."""
    alert = alerts.one(connection, number)
    watch = watches.one(connection, asked.desk.vault, alert.watch) if alert else None
    if alert is None or watch is None or watch.person != asked.person.id:
        return None
    headline = headlines.one(connection, alert.headline)
    return None if headline is None else Unwanted(alert, headline, watch)


def choices_of(asked: Asked, connection: Connection, unwanted: Unwanted) -> list[Lesson]:
    """What the rule could exclude; nothing where it can't be read any more."""
    try:
        rule = parse(unwanted.watch.rule)
    except RuleError:
        return []
    return seeing.learn(connection, rule, unwanted.headline, asked.desk.knows, asked.now - LAST)


def _apply(asked: Asked, unwanted: Unwanted) -> Response:
    watch, word = unwanted.watch, asked.field("exclude")[:LONGEST]
    here = f"/alerts/{unwanted.alert.id}/not-this"
    if asked.field("version") != str(watch.version):
        return asked.go(here, asked.say("rule_moved"))
    try:
        changed = str(excluding(parse(watch.rule), [word]))
        parse(changed)
    except RuleError:
        return asked.go(here)
    with asked.desk.database.write() as connection:
        watches.change(connection, watch.id, rule=changed)
    return asked.go(f"/watches/{watch.id}", asked.say("excluded", word=word, name=watch.name))
