"""The whole search from one page on: few questions, a few at a time, and an end however slow a site is."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeGuard

from sokbo.exchange import NetworkError, Request, Response, host_of, same_host
from sokbo.guard import Guard
from sokbo.model import Document, Kind
from sokbo.options import NONE, Options
from worker import fetch, gather, robots
from worker.find import hints, places, sitemaps
from worker.find.candidates import Candidate, Found, Hint, LeftOut, Way
from worker.find.judge import Zone, document_of, judge, own_listing
from worker.find.pace import interval_s
from worker.find.picks import distinct, picks
from worker.read import Unreadable, charset

SLOTS = 3
"""Questions at once: most of them go to one host."""
ONE_S, ALL_S = 8.0, 20.0
"""How long one question may take, and all of them: somebody waits."""
DIRECTORIES = 2
"""Pages of feeds that a page links to and that are looked through."""


@dataclass(slots=True)
class Search:
    """One search under way."""

    guard: Guard
    agent: str
    at: datetime
    zone: Zone
    options: Options = NONE
    home: str = ""
    """The page's address, to whose host alone the options' secrets go."""
    rules: str | None = ""
    """What robots.txt asks of us; None where it can't be had now."""
    candidates: list[Candidate] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    ends: float = field(default_factory=lambda: time.monotonic() + ALL_S)

    def of(self, url: str, answer: Response, document: Document) -> Found:
        """What the address, which answered with `document`, leads to: itself where that is a feed, else all that is
        found from its page on.
        """
        if document.kind is not Kind.BOARD:
            itself = Candidate(url, Way.ITSELF, document.title, document, answer, interval_s(document, self.at))
            return Found(picks([itself]), ())
        self.home = answer.url
        self.asked |= {url, answer.url}
        robots_txt = self._robots(answer.url)
        self._look_through(answer)
        self._sitemaps(robots_txt, answer.url)
        if not self.candidates and not document.entries:
            self._front_page(places.front(answer.url))
        self._known_places(answer.url)
        refusal = self._refusal(answer.url)
        self._keep(own_listing(url, answer, document, self.at, refusal))
        kept, same = distinct(self.candidates)
        return Found(picks(kept), (*self.left_out, *same), refusal)

    def beside(self, url: str, why: str) -> Found:
        """What the site of an address has that itself answers with nothing, and `why`."""
        self.home = url
        self.asked |= {url}
        self._keep(LeftOut(url, why))
        self._sitemaps(self._robots(url), url)
        self._front_page(places.front(url))
        self._known_places(url)
        kept, same = distinct(self.candidates)
        return Found(picks(kept), (*self.left_out, *same))

    def _known_places(self, url: str) -> None:
        """Where feeds often are, as long as nothing was found."""
        if not self.candidates:
            allowed = [place for place in places.known(url) if self._refusal(place) is None]
            self._judge([Hint(place, Way.KNOWN) for place in allowed], said=False)

    def _look_through(self, answer: Response) -> None:
        """Ask for all feeds that a page points at, and for those of the pages of feeds among them."""
        for n, (none, page) in enumerate(self._judge(self._of_headlines(answer))):
            more = self._of_headlines(page) if n < DIRECTORIES else []
            self._judge(more)
            self.left_out += [] if more else [none]

    def _of_headlines(self, page: Response) -> list[Hint]:
        found = hints.of_page(_text(page), page.url, page.headers.get("link"))
        self.left_out += [LeftOut(h.url, "it holds readers' comments") for h in found if hints.about_comments(h)]
        return [hint for hint in found if not hints.about_comments(hint)]

    def _sitemaps(self, robots_txt: str, url: str) -> None:
        """The news sitemaps that robots.txt names; others are none of ours and not spoken of."""
        listed = []
        for hint, answer in self._ask([Hint(named, Way.ROBOTS) for named in sitemaps.named(robots_txt, url)]):
            within = sitemaps.of_news(_text(answer), hint.url) if isinstance(answer, Response) else []
            listed += [Hint(address, Way.ROBOTS) for address in within]
            one = judge(hint, answer, self.at, self.zone)
            if isinstance(one, Candidate):
                self._keep(one)
        self._judge(listed[: sitemaps.MOST])

    def _front_page(self, front: str) -> None:
        """Look at the front page where the page is an article without a word of feeds."""
        for _, answer in self._ask([Hint(front, Way.PAGE)]):
            if isinstance(answer, Response) and answer.status == 200:
                self._look_through(answer)
                try:
                    document = document_of(answer, self.at, self.zone)
                except Unreadable:
                    continue
                self._keep(own_listing(answer.url, answer, document, self.at, self._refusal(answer.url)))

    def _judge(self, found: Iterable[Hint], *, said: bool = True) -> list[tuple[LeftOut, Response]]:
        """Ask for these and keep what they are; but give back web pages that were linked to, which may list feeds. That
        a mere guess is wrong is not `said`.
        """
        pages = []
        for hint, answer in self._ask(found):
            one = judge(hint, answer, self.at, self.zone)
            if isinstance(one, LeftOut) and hint.way is Way.LINK and _is_page(answer):
                pages.append((one, answer))
            elif said or isinstance(one, Candidate):
                self._keep(one)
        return pages

    def _keep(self, one: Candidate | LeftOut) -> None:
        if isinstance(one, Candidate):
            self.candidates.append(one)
        else:
            self.left_out.append(one)

    # --- asking -------------------------------------------------------------------------------------------------------

    def _robots(self, url: str) -> str:
        """Learn what robots.txt asks of us; its whole text."""
        asked = robots.request(url, self.options.agent or self.agent, self._options(url).route())
        ((_, answer),) = gather.answers(
            [replace(asked, timeout_s=ONE_S)], self.guard, slots=1, of_host=1, within_s=ONE_S
        )
        self.rules = robots.told(answer)
        return _text(answer) if isinstance(answer, Response) and answer.status == 200 else ""

    def _refusal(self, url: str) -> str | None:
        if self.options.ignore_robots:
            return None
        if self.rules is None:
            return f"{host_of(url)} gives no robots.txt now: try again later, or --ignore-robots"
        return robots.refusal(self.rules, url)

    def _ask(self, found: Iterable[Hint]) -> list[tuple[Hint, Response | NetworkError]]:
        """The answers to those not asked before, in their order."""
        new = [hint for hint in {h.url: h for h in found}.values() if hint.url not in self.asked]
        self.asked |= {hint.url for hint in new}
        requests = [self._request(hint.url) for hint in new]
        left_s = self.ends - time.monotonic()
        came = gather.answers(requests, self.guard, slots=SLOTS, of_host=SLOTS, within_s=left_s)
        return [(new[place], answer) for place, answer in sorted(came, key=lambda one: one[0])]

    def _request(self, url: str) -> Request:
        headers = {"User-Agent": self.options.agent or self.agent, "Accept": fetch.ACCEPT}
        return Request(url, headers=headers, timeout_s=ONE_S, route=self._options(url).route())

    def _options(self, url: str) -> Options:
        return options_for(url, self.home, self.options)


def options_for(url: str, home: str, options: Options) -> Options:
    """What a person said of the page at `home`, for others of its host; without its secrets for all else."""
    return options if same_host(home, url) else replace(options, headers=(), cookie="", auth="")


def _text(answer: Response) -> str:
    return charset.decode(answer.body, answer.headers.get("content-type"))[0]


def _is_page(answer: Response | NetworkError) -> TypeGuard[Response]:
    return isinstance(answer, Response) and answer.status == 200 and "html" in answer.headers.get("content-type", "")
