"""Searches that one poll loop has under way, with the pages of each that have come so far."""

from __future__ import annotations

from dataclasses import replace

from sokbo.exchange import NetworkError, Response, Route
from sokbo.network import Loop
from sokbo.options import Options
from sokbo.queries.claims import Claimed
from worker import known
from worker.naver import pages, query
from worker.naver.account import Account


class Searches:
    """Asks for pages until one reaches back to what is known."""

    def __init__(self, account: Account, agent: str, loop: Loop[int]) -> None:
        self._account = account
        self._agent = agent
        self._loop = loop
        self._pages: dict[int, list[Response]] = {}
        self._routes: dict[int, Route | None] = {}

    def ask(self, c: Claimed, options: Options) -> NetworkError | None:
        """Ask for the newest results; why not, where that may not be."""
        self._routes[c.source.id] = options.route()
        return self._ask(c, 1)

    def _ask(self, c: Claimed, start: int) -> NetworkError | None:
        route = self._routes[c.source.id]
        try:
            self._loop.start(c.source.id, self._account.request(c.source.url, self._agent, start, route))
        except NetworkError as error:
            return error
        return None

    def heard(self, c: Claimed, answer: Response | NetworkError) -> Response | NetworkError | None:
        """What came of a source as one answer; None where a further page was asked for, and it is still to come."""
        if not query.is_one(c.source.url):
            return answer
        if not isinstance(answer, Response) or answer.status != 200:
            return self._whole(c) or answer
        self._pages.setdefault(c.source.id, []).append(answer)
        start = pages.next_start(c.source.id, answer.body, set(known.unpack(c.known).values()))
        return None if start and self._ask(c, start) is None else self._whole(c)

    def _whole(self, c: Claimed) -> Response | None:
        came = self._pages.pop(c.source.id, [])
        if len(came) > 1:
            return replace(came[0], body=pages.joined([one.body for one in came]))
        return came[0] if came else None
