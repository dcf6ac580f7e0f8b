"""Papers whose polls a test writes down itself: no network, no reading, only what is ingested."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from parts.line import Desk

from sokbo.model import Document, Entry, Kind, Source
from sokbo.queries import claims, headlines, sources
from sokbo.queries.sources import Polled
from worker.aftermath import address_key
from worker.ingest import Reading, ingest


@dataclass
class Paper:
    """A source; `prints` is one poll of it. Its first read, of nothing, is over."""

    desk: Desk
    name: str
    id: int = 0
    numbers: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        url = f"https://{self.name}.example/rss"
        self.id = self.desk.write(sources.add, url=url, url_key=address_key(url), sealed_url=None, name=self.name,
                                  outlet=self.name, every_s=1.0, interval_s=1.0, private=False)  # fmt: skip
        self._poll()

    def prints(self, *titles: str, at: datetime | None = None, **entry: Any) -> None:
        """New headlines, the newest first."""
        self._poll(*(self._entry(title, entry) for title in titles), at=at)

    def revises(self, old: str, new: str) -> None:
        """The headline that was printed as `old` now reads `new`."""
        self.numbers[new] = self.numbers.pop(old)
        self._poll(self._entry(new, {}))

    def _entry(self, title: str, values: dict[str, Any]) -> Entry:
        number = self.numbers.setdefault(title, len(self.numbers))
        return Entry(title, **{"guid": f"{self.name}-{number}", **values})

    def _poll(self, *entries: Entry, at: datetime | None = None) -> None:
        claimed: claims.Claimed | None = self.desk.write(claims.claim, self.id, "test", 1_000)
        assert claimed
        source: Source = claimed.source
        polled = Polled(source.id, source.fence, 1.0, ok=True, changed=True)
        document = Document(Kind.FEED, "utf-8", self.name, entries)
        self.desk.write(ingest, [Reading(source, polled, document)], at or datetime.now(UTC))

    def story(self, title: str) -> int | None:
        """The story of the headline that has this title now."""
        (found,) = [h for h in self.desk.read(headlines.of_source, self.id) if h.title == title]
        story: int | None = found.story
        return story
