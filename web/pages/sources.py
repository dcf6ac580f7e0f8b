"""Sources: paste an address, see what it holds, add it; how each fares, and its log."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from sokbo.model import Source, Subscription
from sokbo.options import shown
from sokbo.queries import asking, headlines, sources, subscriptions
from web.asked import Asked
from web.faults import told
from web.pages.sorry import not_found
from worker import first_read
from worker.fetch import user_agent
from worker.first_read import AlreadyThere, FirstReadError, Looked
from worker.websub import reach, words

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Draft:
    """What the forms hold, good or not."""

    url: str = ""
    name: str = ""
    outlet: str = ""
    every: str = ""
    private: bool = False


def _page(asked: Asked, draft: Draft, *, trouble: str = "", looked: Looked | None = None) -> Response:
    with asked.desk.database.read() as connection:
        found = sources.every(connection)
        counts = sources.headline_counts(connection)
    status = 422 if trouble else 200
    return asked.page("sources.html", status, draft=draft, trouble=trouble, looked=looked, found=found, counts=counts)


def sources_page(asked: Asked) -> Response:
    """The list, and a field for the next address."""
    return _page(asked, Draft())


def _look(asked: Asked, url: str) -> Looked:
    if there := first_read.already(asked.desk.database, first_read.whole_address(url)):
        raise AlreadyThere(there)
    agent = user_agent(asked.desk.settings.base_url, asked.desk.settings.contact)
    return first_read.look(url, asked.desk.guard, asked.desk.zone(), asked.now, agent=agent)


def _trouble(asked: Asked, error: FirstReadError) -> str:
    if isinstance(error, AlreadyThere):
        return asked.say("source_there", name=error.source.name)
    return told(asked.language, str(error))


def look(asked: Asked) -> Response:
    """What an address holds, before it is added."""
    url = asked.field("url")
    try:
        looked = _look(asked, url)
    except FirstReadError as error:
        return _page(asked, Draft(url), trouble=_trouble(asked, error))
    return _page(asked, Draft(url, looked.name, looked.outlet, private=looked.private), looked=looked)


def _seconds(text: str) -> float | None:
    """A fixed interval, a second to a day; None where it is left to the desk; raises `ValueError`."""
    return max(1.0, min(86_400.0, float(text))) if text else None


def add(asked: Asked) -> Response:
    """Keep it: read once more, so that what is kept is what is there now."""
    private = asked.field("private") == "1"
    draft = Draft(asked.field("url"), asked.field("name"), asked.field("outlet"), asked.field("every"), private)
    try:
        looked = _look(asked, draft.url)
        try:
            every_s = _seconds(draft.every)
        except ValueError:
            return _page(asked, draft, trouble=asked.say("every_bad", every=draft.every), looked=looked)
        added = first_read.add(
            asked.desk.database,
            asked.desk.vault,
            looked,
            asked.now,
            name=draft.name,
            outlet=draft.outlet,
            every_s=every_s,
            private=draft.private,
        )
    except FirstReadError as error:
        return _page(asked, draft, trouble=_trouble(asked, error))
    asked.desk.wake("desk")
    return asked.go("/sources", asked.say("source_added", name=added.name, n=len(added.headlines)))


def _pushes(asked: Asked, found: Source, subscription: Subscription | None) -> list[str]:
    """How it stands with its hub."""
    obstacle = reach.obstacle(asked.desk.settings.base_url, asked.desk.guard)
    return [told(asked.language, line) for line in words.standing(found, subscription, obstacle, asked.zone)]


def source(asked: Asked) -> Response:
    """One source: how it fares, its newest headlines, its log; and what a person does with it."""
    number = asked.number()
    with asked.desk.database.read() as connection:
        found = sources.one(connection, number)
        if found is None or found.state == "removed":
            return not_found(asked)
        if asked.request.method != "POST":
            return asked.page(
                "source.html",
                s=found,
                found=headlines.newest(connection, limit=SHOWN, source=number),
                log=sources.fetch_log(connection, number, SHOWN),
                options=shown(asked.desk.vault, (how := asking.of(connection, number)).sealed_options),
                its_zone=how.zone,
                pushes=_pushes(asked, found, subscriptions.of_source(connection, number)),
            )
    deed = asked.field("do")
    deeds = {
        "poll": sources.make_due,
        "pause": sources.pause,
        "resume": sources.resume,
        "remove": sources.remove,
    }
    if deed in deeds:
        with asked.desk.database.write() as connection:
            deeds[deed](connection, number)
        asked.desk.changed(f"source {number}")
        asked.desk.wake("poll")
    return asked.go("/sources" if deed == "remove" else f"/sources/{number}")
