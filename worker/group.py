"""5a. Which story is this: the newest one with the same address, else with the same title, in the window. Pure.

Online: a headline's story depends on those before it in the log alone. Looking changes nothing and what is found is
only remembered when it is told to be, so a desk commits first. The log's own times are the only clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(hours=72)
"""How long a headline waits for another of its story."""
_SWEEP = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Clues:
    """What a headline's story is told by."""

    title: str
    """Clean, with its labels."""
    outlet: str
    at: datetime
    """When it was seen."""
    url_key: int | None = None
    title_key: int | None = None


@dataclass(slots=True)
class _Known:
    """A headline of the window; `root` is the story that it was put into, which may have been joined to another."""

    root: int
    at: datetime


class Stories:
    """The headlines of the window, and the stories that they belong to."""

    def __init__(self) -> None:
        self._known: dict[int, _Known] = {}
        self._into: dict[int, int] = {}
        self._by_url: dict[int, int] = {}
        self._by_title: dict[int, int] = {}
        self._swept: datetime | None = None

    def __len__(self) -> int:
        """How many headlines are kept."""
        return len(self._known)

    def place(self, clues: Clues) -> int | None:
        """The story that a headline belongs to; None where it begins one. Without clues it belongs to nothing."""
        for keys, key in ((self._by_url, clues.url_key), (self._by_title, clues.title_key)):
            known = self._known.get(keys.get(key, 0)) if key is not None else None
            if known is not None and clues.at - known.at <= WINDOW:
                return self._story(known.root)
        return None

    def remember(self, headline: int, story: int, clues: Clues) -> None:
        """Let those behind it in the log find the story of a headline, by each title that it is given."""
        self._known[headline] = _Known(story, clues.at)
        if clues.url_key is not None:
            self._by_url[clues.url_key] = headline
        if clues.title_key is not None:
            self._by_title[clues.title_key] = headline
        if self._swept is None:
            self._swept = clues.at
        elif clues.at - self._swept >= _SWEEP:
            self._sweep(clues.at)

    def move(self, headline: int, story: int) -> None:
        """A person put a headline into another story, or into one of its own: those behind it follow."""
        if headline in self._known:
            self._known[headline].root = story

    def join(self, story: int, into: int) -> None:
        """A person joined a story to another: what belonged to either belongs to `into` from here on."""
        self._into[story] = into

    def part(self, story: int) -> None:
        """A person undid that: the headlines that were the story's before are so again."""
        self._into.pop(story, None)

    def _story(self, root: int) -> int:
        seen = {root}
        while (into := self._into.get(root)) is not None and into not in seen:
            seen.add(root := into)
        return root

    def _sweep(self, at: datetime) -> None:
        self._swept = at
        self._known = {headline: known for headline, known in self._known.items() if at - known.at <= WINDOW}
        self._by_url = {key: headline for key, headline in self._by_url.items() if headline in self._known}
        self._by_title = {key: headline for key, headline in self._by_title.items() if headline in self._known}
