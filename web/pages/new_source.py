"""A new source: paste an address, see what it leads to, pick, add."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from web.asked import Asked
from web.faults import told
from worker import first_read
from worker.bring import Desk, Outcome, Wanted, bring
from worker.fetch import user_agent
from worker.find.candidates import Candidate, Pick
from worker.first_read import AlreadyThere, FirstReadError
from worker.naver.account import Account
from worker.offer import Offer, named, offer


@dataclass(frozen=True, slots=True)
class Draft:
    """What the forms hold, good or not."""

    url: str = ""
    name: str = ""
    outlet: str = ""
    every: str = ""
    private: bool = False


def _page(asked: Asked, draft: Draft, trouble: str = "", **values: object) -> Response:
    status = 422 if trouble else 200
    told_of = {"one": None, "of": None, "report": "", "left": [], "named": named, **values}
    return asked.page("new_source.html", status, **told_of, draft=draft, trouble=trouble)


def desk_of(asked: Asked) -> Desk:
    """Where new sources are kept, and how they are asked."""
    of = asked.desk
    agent = user_agent(of.settings.base_url, of.settings.contact)
    return Desk(of.database, of.vault, of.guard, of.zone(), agent, Account(of.settings, of.database))


def _trouble(asked: Asked, error: FirstReadError) -> str:
    if isinstance(error, AlreadyThere):
        return asked.say("source_there", name=error.source.name)
    return told(asked.language, str(error))


def look(asked: Asked) -> Response:
    """What an address holds and leads to, before anything is added."""
    draft = Draft(asked.field("url"))
    try:
        if there := first_read.already(asked.desk.database, first_read.whole_address(draft.url)):
            raise AlreadyThere(there)
        of = offer(draft.url, desk_of(asked), asked.now)
        trouble = told(asked.language, of.found.left_out[0].reason) if of.is_beside else ""
        return _one(asked, of, *clear) if (clear := of.clear()) else _page(asked, draft, trouble, of=of)
    except FirstReadError as error:
        return _page(asked, draft, _trouble(asked, error))


def _one(asked: Asked, of: Offer, pick: Pick, candidate: Candidate) -> Response:
    """The only candidate, with all that may be said of it."""
    looked = of.looked(desk_of(asked), candidate)
    name = named(pick, candidate) or looked.name
    draft = Draft(candidate.url, name, name, private=looked.private)
    return _page(asked, draft, of=of, one=candidate)


def _seconds(text: str) -> float | None:
    """A fixed interval, a second to a day; None where it is left to the desk; raises `ValueError`."""
    return max(1.0, min(86_400.0, float(text))) if text else None


def add(asked: Asked) -> Response:
    """Keep it, or those that are picked: read once more, so that what is kept is what is there now."""
    url, name, outlet, every = (asked.field(name) for name in ("url", "name", "outlet", "every"))
    draft = Draft(url, name, outlet, every, private=asked.field("private") == "1")
    try:
        every_s = _seconds(draft.every)
    except ValueError:
        trouble = asked.say("every_bad", every=draft.every)
        return _again(asked, draft, trouble)
    offered = picked(asked)
    if offered is None:
        wanted = [Wanted(draft.url, draft.name, draft.outlet, every_s, draft.private)]
    elif not offered:
        return _again(asked, draft, asked.say("nothing_picked"))
    else:
        private = True if draft.private else None
        wanted = [Wanted(url, name, draft.outlet or outlet, every_s, private) for url, name, outlet in offered]
    return added(asked, draft, list(bring(desk_of(asked), wanted)))


def picked(asked: Asked) -> list[tuple[str, str, str]] | None:
    """Address, name and outlet of those that are picked on a page of several; None where it was one of one."""
    offered = {n.removeprefix("is-"): str(v) for n, v in asked.form.multi_items() if n.startswith("is-")}
    if not offered:
        return None
    chosen = {str(value) for value in asked.form.getlist("pick")}
    return [
        (*_parted(said), asked.field(f"of-{number.partition('.')[0]}"))
        for number, said in offered.items()
        if number in chosen or number.partition(".")[0] in chosen
    ]


def _parted(said: str) -> tuple[str, str]:
    """A candidate as the form carries it: its address, a space, its name."""
    url, _, name = said.partition(" ")
    return url, name


def added(asked: Asked, draft: Draft, outcomes: list[Outcome]) -> Response:
    """The list where all went well, else what was not added, and why."""
    new = [outcome for outcome in outcomes if outcome.state == "added"]
    if new:
        asked.desk.wake("desk")
        asked.desk.wake("poll")
    count = sum(outcome.headlines for outcome in new)
    if len(new) == len(outcomes) == 1:
        return asked.go("/sources", asked.say("source_added", name=new[0].name, n=count))
    if len(new) == len(outcomes):
        return asked.go("/sources", asked.say("sources_added", n=len(new)))
    if len(outcomes) == 1 and draft.url:
        return _again(asked, draft, _why(asked, outcomes[0]))
    left = [(o.url, _why(asked, o)) for o in outcomes if o.state != "added"]
    return _page(asked, Draft(), report=asked.say("not_added", n=len(left), added=len(new)), left=left)


def _why(asked: Asked, outcome: Outcome) -> str:
    if outcome.state == "there":
        return asked.say("source_there", name=outcome.name)
    return told(asked.language, outcome.why or "")


def _again(asked: Asked, draft: Draft, trouble: str) -> Response:
    """The page before, with what is wrong and all that was typed."""
    try:
        of = offer(draft.url, desk_of(asked), asked.now)
        one = of.clear()
    except FirstReadError as error:
        return _page(asked, draft, _trouble(asked, error))
    if one is None:
        return _page(asked, draft, trouble, of=of)
    return _page(asked, draft, trouble, of=of, one=one[1])
