"""What an address offers to a person who wants sources of it, and taking what was picked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sokbo.model import Kind
from sokbo.options import NONE, Options
from worker import first_read
from worker.bring import Desk
from worker.find import hints
from worker.find.candidates import Candidate, Found, Pick
from worker.find.judge import own_listing, zone_of
from worker.find.picks import picks
from worker.find.search import Search, options_for
from worker.first_read import Added, FirstReadError, Looked, Visited
from worker.pasted import shown
from worker.read import charset


@dataclass(frozen=True, slots=True)
class Offer:
    """What was found, and how it was asked for."""

    url: str
    home: str
    """Where that led, to whose host alone what is secret of the options goes."""
    found: Found
    options: Options
    zone: str | None
    is_beside: bool = False
    """The address itself answers with nothing: what was found stands elsewhere on its site."""

    def clear(self) -> tuple[Pick, Candidate] | None:
        """The one source that there is to take; None where a person has to choose; raises `FirstReadError` where there
        is none.
        """
        offered = list(self.found.numbered.values())
        if not offered:
            raise FirstReadError(f"{shown(self.url)}: {self._why()}")
        return offered[0] if len(offered) == 1 and not self.is_beside else None

    def looked(self, desk: Desk, candidate: Candidate) -> Looked:
        """A candidate as it would be kept; raises `FirstReadError`."""
        options = options_for(candidate.url, self.home, self.options)
        seen = Visited(candidate.url, candidate.answer, candidate.document)
        return first_read.looked(seen, desk.guard, options, desk.agent)

    def _why(self) -> str:
        own = next((left.reason for left in self.found.left_out if left.url == self.url), "nothing to follow here")
        return f"{own}; no feed of it was found either"


def offer(
    text: str,
    desk: Desk,
    at: datetime,
    options: Options = NONE,
    zone: str | None = None,
    *,
    thorough: bool = True,
) -> Offer:
    """What the address leads to; a listing that names no feeds is enough unless it is to be `thorough`.

    Raises `FirstReadError`.
    """
    search = Search(desk.guard, desk.agent, at, zone_of(zone, desk.zone), options)
    try:
        seen = first_read.visit(text, desk.guard, desk.zone, at, options, desk.agent, zone, desk.naver)
    except FirstReadError as error:
        url = first_read.whole_address(text)
        if error.kind != "refused" or not (beside := search.beside(url, str(error))).candidates:
            raise
        return Offer(url, url, beside, options, zone, is_beside=True)
    if not thorough and _is_enough(seen):
        own = own_listing(seen.url, seen.answer, seen.document, at, None)
        found = Found(picks([own]) if isinstance(own, Candidate) else (), ())
    else:
        found = search.of(seen.url, seen.answer, seen.document)
    return Offer(seen.url, seen.answer.url, found, options, zone)


def _is_enough(seen: Visited) -> bool:
    """Whether the address is a board, and nothing on it says that there are feeds."""
    if seen.document.kind is not Kind.BOARD or not seen.document.entries:
        return False
    kind, link = seen.answer.headers.get("content-type"), seen.answer.headers.get("link")
    return not hints.names_feeds(charset.decode(seen.answer.body, kind)[0], seen.answer.url, link)


def take(
    desk: Desk,
    of: Offer,
    pick: Pick,
    candidate: Candidate,
    at: datetime,
    *,
    name: str = "",
    outlet: str = "",
    every_s: float | None = None,
    private: bool | None = None,
) -> Added:
    """Keep one candidate as a source, with what it showed as history; raises `FirstReadError`."""
    if pick.is_group:
        outlet = outlet or name or pick.title
    return first_read.add(
        desk.database, desk.vault, of.looked(desk, candidate), at,
        name=named(pick, candidate, name), outlet=outlet, every_s=every_s, private=private, zone=of.zone,
    )  # fmt: skip


def named(pick: Pick, candidate: Candidate, name: str = "") -> str:
    """What to call a candidate where a person says `name` or nothing: a section bears its outlet's name before its own.
    Empty where nothing says.
    """
    if pick.is_group:
        return f"{name or pick.title} {candidate.title}"
    return name or candidate.document.title or candidate.title
