"""2c. Ask a site's robots.txt about one page, now: for a person who looks at an address before it is a source."""

from __future__ import annotations

from sokbo.exchange import NetworkError, Response, host_of
from sokbo.guard import Guard
from sokbo.network import get
from sokbo.options import NONE, Options
from worker import robots


def refusal(url: str, guard: Guard, agent: str, options: Options = NONE) -> str | None:
    """Why the page may not be read, in one line; None where it may."""
    if options.ignore_robots:
        return None
    try:
        answer: Response | NetworkError = get(robots.request(url, options.agent or agent, options.route()), guard)
    except NetworkError as error:
        answer = error
    rules = robots.told(answer)
    if rules is None:
        return f"{host_of(url)} gives no robots.txt now: try again later, or --ignore-robots"
    return robots.refusal(rules, url)
