"""The values of a search. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sokbo.exchange import Response
from sokbo.model import Document


class Way(StrEnum):
    """How an address was come by."""

    HEAD = "head"
    """A link in the page's head."""
    HEADER = "header"
    """A ``Link`` header."""
    LINK = "link"
    """A link on the page that plainly points at a feed."""
    ROBOTS = "robots"
    """A sitemap that robots.txt names."""
    KNOWN = "known"
    """A place where feeds often are."""
    PAGE = "page"
    """The page's own listing."""


@dataclass(frozen=True, slots=True)
class Hint:
    """An address that may be a source."""

    url: str
    way: Way
    title: str = ""
    """What the page calls it, often a section; empty where it says only what it is."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An address that is no candidate, and why in one line."""

    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that was read and can be added."""

    url: str
    way: Way
    title: str
    document: Document
    answer: Response
    interval_s: float
    """About how often it would be visited."""


@dataclass(frozen=True, slots=True)
class Pick:
    """What a person chooses at once: one source, or the sections of one site."""

    title: str
    candidates: tuple[Candidate, ...]

    @property
    def is_group(self) -> bool:
        """Whether it holds several sections."""
        return len(self.candidates) > 1


@dataclass(frozen=True, slots=True)
class Found:
    """All that a search brought."""

    picks: tuple[Pick, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """All of them, in the order of the picks."""
        return tuple(candidate for pick in self.picks for candidate in pick.candidates)
