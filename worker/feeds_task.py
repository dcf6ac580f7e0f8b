"""7. Render ahead: the public feeds that somebody reads, once for all web processes, when the desk has committed."""

from __future__ import annotations

import time

from feeds import choose
from feeds.page import FORMS
from feeds.publish import digest
from feeds.render import render
from sokbo.queries import facts, headlines, renderings
from sokbo.queries.renderings import Wanted
from worker.line import LOOP_S, Line

REST_S = 0.25
"""Between two rounds, so that a burst of commits is one round."""


def run(line: Line) -> None:
    """For about a minute, render what is wanted and has changed."""
    ends = time.monotonic() + LOOP_S
    with line.database.write() as connection:
        installation = facts.installation(connection)
        renderings.forget(connection)
    seq = -1
    while not line.stop.is_set() and time.monotonic() < ends:
        with line.database.read() as connection:
            now = headlines.newest_seq(connection)
            wanted = renderings.wanted(connection) if now != seq else []
        seq = now
        for one in wanted:
            _render(line, installation, one)
        line.idle("feeds", 5.0)
        line.stop.wait(REST_S)


def _render(line: Line, installation: str, one: Wanted) -> None:
    asked = choose.asked(one.feed, insider=False)
    form = FORMS.get(one.form)
    if asked is None or form is None or not asked.public:
        return
    with line.database.read() as connection:
        version = headlines.newest_seq(connection)
        page = choose.choose(connection, installation, asked)
    if page is None or (found := digest(page)) == one.digest:
        return
    body = render(page, form, one.base_url)
    with line.database.write() as connection:
        renderings.keep(connection, one.feed, one.form, one.base_url, version=version, digest=found, body=body)
