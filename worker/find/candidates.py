"""The values of a search. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sokbo.exchange import Response
from sokbo.model import Document


class Way(StrEnum):
    """How an address was come by."""

    ITSELF = "itself"
    """It was given, and is a feed or a sitemap."""
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


class PickError(ValueError):
    """What a person chose is not there; the message is one line."""


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
    refusal: str | None = None
    """Why robots.txt keeps the page's own listing from us."""

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """All of them, in the order of the picks."""
        return tuple(candidate for pick in self.picks for candidate in pick.candidates)

    @property
    def numbered(self) -> dict[str, tuple[Pick, Candidate]]:
        """The candidates by what a person calls them: `2` where a pick is one source, `1.3` for one of its sections."""
        return {
            f"{n}.{m}" if pick.is_group else f"{n}": (pick, candidate)
            for n, pick in enumerate(self.picks, 1)
            for m, candidate in enumerate(pick.candidates, 1)
        }

    def chosen(self, said: str) -> list[tuple[Pick, Candidate]]:
        """What `all`, or numbers with commas between them, choose, each once; raises `PickError` for anything else."""
        numbered, keys = self.numbered, list[str]()
        for word in said.replace(",", " ").split():
            found = [key for key in numbered if word == "all" or key == word or key.startswith(f"{word}.")]
            if not found:
                raise PickError(f"{word!r} is none of {', '.join(numbered)} or all")
            keys += found
        return [numbered[key] for key in dict.fromkeys(keys)]
