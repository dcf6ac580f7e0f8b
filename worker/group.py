"""5a. Which story is this: the newest one with the same address, else with the same title, in the window. Pure.

Online: a headline's story depends on those before it alone. What is found is only remembered when it is told to be, so
a desk commits first. Keys are 64-bit numbers (docs/decisions/0005-keys-are-numbers.md); the log's own times are the
only clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(hours=72)
"""How long a headline waits for another of its story."""
_SWEEP = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Carried:
    """The last headline that carried a key."""

    story: int
    at: datetime


class Stories:
    """The addresses and titles of the window, and the stories that they belong to."""

    def __init__(self) -> None:
        self._by_url: dict[int, _Carried] = {}
        self._by_title: dict[int, _Carried] = {}
        self._swept: datetime | None = None

    def __len__(self) -> int:
        """How many keys are kept."""
        return len(self._by_url) + len(self._by_title)

    def find(self, *, url_key: int | None, title_key: int | None, at: datetime) -> int | None:
        """The story that a headline seen `at` belongs to; None where it begins one. No key belongs to nothing."""
        for keys, key in ((self._by_url, url_key), (self._by_title, title_key)):
            carried = keys.get(key) if key is not None else None
            if carried is not None and at - carried.at <= WINDOW:
                return carried.story
        return None

    def remember(self, story: int, *, url_key: int | None, title_key: int | None, at: datetime) -> None:
        """Let those behind it in the log find the story of a headline that was seen `at`."""
        carried = _Carried(story, at)
        if url_key is not None:
            self._by_url[url_key] = carried
        if title_key is not None:
            self._by_title[title_key] = carried
        if self._swept is None:
            self._swept = at
        elif at - self._swept >= _SWEEP:
            self._swept = at
            self._by_url = _within(self._by_url, at)
            self._by_title = _within(self._by_title, at)


def _within(keys: dict[int, _Carried], at: datetime) -> dict[int, _Carried]:
    return {key: carried for key, carried in keys.items() if at - carried.at <= WINDOW}
