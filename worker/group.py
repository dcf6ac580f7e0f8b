"""5a. Which story is this: that of the same address or title, else the one whose headlines are most like it. Pure.

Online: a headline's story depends on those before it in the log alone. Looking changes nothing and what is found is
only remembered when it is told to be, so a desk commits first. The log's own times are the only clock.
"""

from __future__ import annotations

from bisect import insort
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

from worker.grams import Grams
from worker.likeness import Asked, Face, asked, measures, score
from worker.traits import Traits, read

WINDOW = timedelta(hours=72)
"""How long a headline waits for another of its story."""
REPEATED = timedelta(hours=18)
"""How long the same title alone is the same story: 오늘의 날씨 is another one tomorrow."""
_COMPARED = 8
"""Stories that a headline is compared with."""
_FIRST, _NEWEST = 2, 4
"""Headlines of each that it is compared with."""


@dataclass(frozen=True, slots=True)
class Clues:
    """What a headline's story is told by."""

    title: str
    """Clean, with its labels."""
    at: datetime
    """When it was seen."""
    url_key: int | None = None
    title_key: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story that a headline may belong to, with what speaks for it."""

    story: int
    root: int
    score: float
    measures: list[float]


@dataclass(slots=True)
class _Entry:
    """A title of the window, by its place in it."""

    face: Face
    closes: datetime
    """The newest time that was seen up to it, which decides when it leaves."""
    url_key: int | None
    title_key: int | None


class Stories:
    """The headlines of the window, and the stories that they belong to."""

    def __init__(self) -> None:
        self._entries: dict[int, _Entry] = {}
        self._order: deque[int] = deque()
        self._next = 0
        self._grams = Grams()
        self._roots: dict[int, int] = {}
        """By headline, the story that it was put into, which may have been joined to another."""
        self._titles: dict[int, list[int]] = {}
        """By headline, its entries: one for each title that it was given."""
        self._members: dict[int, list[int]] = {}
        """By root, its entries in order."""
        self._into: dict[int, int] = {}
        self._by_url: dict[int, int] = {}
        self._by_title: dict[int, int] = {}

    def __len__(self) -> int:
        """How many titles are kept."""
        return len(self._order)

    # --- looking ------------------------------------------------------------------------------------------------------

    def place(self, clues: Clues) -> int | None:
        """The story that a headline belongs to; None where it begins one. Without clues it belongs to nothing."""
        known = self._repeated(clues)
        if known is not None:
            return self._story(known)
        likely = max(self.candidates(clues), key=lambda c: (c.score, c.root), default=None)
        return likely.story if likely is not None and likely.score > 0 else None

    def candidates(self, clues: Clues) -> list[Candidate]:
        """The stories that share the most telling parts of a headline's title, each with its score."""
        traits = read(clues.title, clues.at.date())
        weights = self._grams.weights(traits)
        title = asked(traits, clues.at, weights, self._grams.crowd)
        roots: dict[int, None] = {}
        for number in self._grams.near(weights):
            entry = self._entries[number]
            if clues.at - entry.closes <= WINDOW:
                roots[self._roots[entry.face.headline]] = None
                if len(roots) == _COMPARED:
                    break
        return [self._compared(title, root) for root in roots]

    def _repeated(self, clues: Clues) -> int | None:
        """The root of the newest headline with the same address, or lately with the same title."""
        for keys, key, for_ in ((self._by_url, clues.url_key, WINDOW), (self._by_title, clues.title_key, REPEATED)):
            number = keys.get(key) if key is not None else None
            if number is not None and clues.at - self._entries[number].closes <= for_:
                return self._roots[self._entries[number].face.headline]
        return None

    def _compared(self, title: Asked, root: int) -> Candidate:
        numbers = self._members[root]
        some = numbers if len(numbers) <= _FIRST + _NEWEST else [*numbers[:_FIRST], *numbers[-_NEWEST:]]
        measured = measures(title, [self._entries[number].face for number in some])
        return Candidate(self._story(root), root, score(measured), measured)

    def _story(self, root: int) -> int:
        seen = {root}
        while (into := self._into.get(root)) is not None and into not in seen:
            seen.add(root := into)
        return root

    # --- following the log --------------------------------------------------------------------------------------------

    def remember(self, headline: int, story: int, clues: Clues, traits: Traits | None = None) -> None:
        """Let those behind it in the log find the story of a headline, by each title that it is given."""
        found = traits or read(clues.title, clues.at.date())
        closes = max(clues.at, self._entries[self._order[-1]].closes) if self._order else clues.at
        while self._order and closes - self._entries[self._order[0]].closes > WINDOW:
            self._forget(self._order.popleft())
        number = self._next
        self._next += 1
        face = Face(
            headline,
            clues.at,
            self._grams.add(number, found.grams),
            found.size,
            found.figures,
            found.places,
            found.slots,
        )
        self._entries[number] = _Entry(face, closes, clues.url_key, clues.title_key)
        self._order.append(number)
        self.move(headline, story)
        self._roots[headline] = story
        self._titles.setdefault(headline, []).append(number)
        self._members.setdefault(story, []).append(number)
        if clues.url_key is not None:
            self._by_url[clues.url_key] = number
        if clues.title_key is not None:
            self._by_title[clues.title_key] = number

    def move(self, headline: int, story: int) -> None:
        """A person put a headline into another story, or into one of its own: those behind it follow."""
        was = self._roots.get(headline)
        if was is None or was == story:
            return
        self._roots[headline] = story
        for number in self._titles[headline]:
            self._leave(was, number)
            insort(self._members.setdefault(story, []), number)

    def join(self, story: int, into: int) -> None:
        """A person joined a story to another: what belonged to either belongs to `into` from here on."""
        self._into[story] = into

    def part(self, story: int) -> None:
        """A person undid that: the headlines that were the story's before are so again."""
        self._into.pop(story, None)

    def _forget(self, number: int) -> None:
        entry = self._entries.pop(number)
        headline = entry.face.headline
        self._grams.drop(number, entry.face.grams)
        self._leave(self._roots[headline], number)
        titles = self._titles[headline]
        titles.remove(number)
        if not titles:
            del self._titles[headline], self._roots[headline]
        for keys, key in ((self._by_url, entry.url_key), (self._by_title, entry.title_key)):
            if key is not None and keys.get(key) == number:
                del keys[key]

    def _leave(self, root: int, number: int) -> None:
        members = self._members[root]
        members.remove(number)
        if not members:
            del self._members[root]
