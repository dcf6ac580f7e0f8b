"""Every operation of `/api/v1` on one screen: its address, who answers, and what its description says."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.routing import Route

from web.api import alerts, backtest, headlines, stories, watches
from web.api.asked import Handler, route

ROOT = "/api/v1"


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address."""

    method: str
    path: str
    handler: Handler
    query: tuple[str, ...] = ()
    """Names of what may follow the question mark (`description.QUERY`)."""
    body: tuple[str, ...] = ()
    """Names of what the body may hold (`description.BODY`), those that it must marked with a ``!``."""
    answers: str = ""
    """The shape of the answer (`description.SHAPES`); none where there is nothing to say."""


OPERATIONS = (
    Operation("GET", "/headlines", headlines.listed, ("query", "since", "before", "limit"), answers="Headlines"),
    Operation("GET", "/headlines/{id}", headlines.one, answers="Headline"),
    Operation("GET", "/stories", stories.listed, ("since", "limit"), answers="Stories"),
    Operation("GET", "/stories/{id}", stories.one, answers="Story"),
    Operation("GET", "/backtest", backtest.tried, ("rule!", "since", "watch", "limit"), answers="Backtest"),
    Operation("GET", "/watches", watches.listed, answers="Watches"),
    Operation("POST", "/watches", watches.add, body=("rule!", "name", "channels"), answers="Watch"),
    Operation("GET", "/watches/{id}", watches.one, answers="Watch"),
    Operation("PATCH", "/watches/{id}", watches.change, body=("rule", "name", "channels", "active"), answers="Watch"),
    Operation("DELETE", "/watches/{id}", watches.remove),
    Operation("GET", "/alerts", alerts.listed, ("watch", "since", "before", "limit"), answers="Alerts"),
    Operation("GET", "/alerts/{id}", alerts.one, answers="Alert"),
    Operation("GET", "/alerts/{id}/not-this", alerts.lessons, answers="Lessons"),
    Operation("POST", "/alerts/{id}/not-this", alerts.learn, body=("exclude!", "version!"), answers="Watch"),
)


def routes() -> list[Route]:
    """A route for each address, whatever is asked of it."""
    paths = dict.fromkeys(o.path for o in OPERATIONS)
    handlers = {path: {o.method: o.handler for o in OPERATIONS if o.path == path} for path in paths}
    return [route(ROOT + path.replace("{id}", "{id:int}"), methods) for path, methods in handlers.items()]
