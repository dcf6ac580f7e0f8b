"""Candidates to what a person chooses from: each listing once, the sections of one site together. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from sokbo.exchange import host_of
from sokbo.fold import title_key
from sokbo.model import Kind
from worker.find.candidates import Candidate, LeftOut, Pick, Way
from worker.find.places import site

_WHOLE = re.compile(r"(?i)전체|최신|속보|종합|全|all\b|latest|recent|newest|top stor|breaking|front page|home")
_EDGES = " -|:·>/»–—,_([<"
SHOWN_TOO = 0.75
"""A page that shows so much of a feed is that feed for people; they are cut at different lengths."""


def distinct(candidates: Iterable[Candidate]) -> tuple[list[Candidate], list[LeftOut]]:
    """The candidates without those that hold the same headlines as one before (RSS and Atom of one list), and without
    the page's own listing where that is a feed shown.
    """
    kept: list[Candidate] = []
    left_out = []
    for candidate in candidates:
        if same := next((one for one in kept if _same(one, candidate)), None):
            left_out.append(LeftOut(candidate.url, f"the same headlines as {same.url}"))
        else:
            kept.append(candidate)
    return kept, left_out


def _same(one: Candidate, other: Candidate) -> bool:
    if other.way is not Way.PAGE:
        return _addresses(one) == _addresses(other)
    return any(_overlap(of(one), of(other)) >= SHOWN_TOO for of in (_addresses, _titles))


def _addresses(candidate: Candidate) -> set[str]:
    return {entry.url or entry.title for entry in candidate.document.entries}


def _titles(candidate: Candidate) -> set[str]:
    return {title_key(entry.title) for entry in candidate.document.entries}


def _overlap(one: set[str], other: set[str]) -> float:
    """The share of the smaller that the larger holds too."""
    return len(one & other) / (min(len(one), len(other)) or 1)


def picks(candidates: Iterable[Candidate]) -> tuple[Pick, ...]:
    """One pick for the feeds of a site, whole ones before sections; sitemaps and the page itself each their own."""
    sites: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        is_feed = candidate.document.kind in {Kind.FEED, Kind.JSONFEED}
        sites.setdefault(site(candidate.url) if is_feed else candidate.url, []).append(candidate)
    return tuple(_pick(sections) for sections in sites.values())


def _pick(sections: list[Candidate]) -> Pick:
    if len(sections) == 1:
        return Pick(sections[0].title or host_of(sections[0].url), tuple(sections))
    outlet = common(candidate.document.title for candidate in sections) or host_of(sections[0].url)
    named = [replace(candidate, title=section(candidate, outlet)) for candidate in sections]
    return Pick(outlet, tuple(sorted(named, key=lambda candidate: not _WHOLE.search(candidate.title))))


def common(titles: Iterable[str]) -> str:
    """What the titles of sections begin with, the outlet's name as a rule; empty where that is no name."""
    known = list(titles)
    first, last = min(known), max(known)  # what these two share, all share
    shared = first[
        : next((n for n, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), len(first))
    ]
    if shared[-1:].isalnum() and any(title[len(shared) :][:1].isalnum() for title in known):
        shared = shared[: max((shared.rfind(edge) for edge in _EDGES), default=-1) + 1]
    shared = shared.strip(_EDGES)
    return shared if len(shared) > 1 else ""


def section(candidate: Candidate, outlet: str) -> str:
    """What to call one of several: the page's word for it, else its own title without the outlet's name."""
    own = candidate.document.title.removeprefix(outlet).strip(_EDGES + ">])")
    said = candidate.title if candidate.title != candidate.document.title else ""
    return said or own or candidate.url.rstrip("/").rpartition("/")[2]
