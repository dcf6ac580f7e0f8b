"""What a message tells: what a delivery's row keeps of it, and the body of a hook. Pure.

The row keeps what is told as it was when the alert was made, so a message that comes again, comes the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import orjson

from sokbo.model import Step, Why

VERSION = 1
"""Of the hook's body; a change that breaks a receiver makes it 2."""


@dataclass(frozen=True, slots=True)
class ToldStory:
    """The story as large as it was when it was told."""

    id: int
    size: int
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldHeadline:
    """The headline that is told."""

    id: int
    title: str
    url: str | None
    outlet: str
    published: datetime | None
    seen: datetime
    labels: tuple[str, ...]
    author: str | None = None


@dataclass(frozen=True, slots=True)
class ToldWatch:
    """The watch that the headline met, as it was then."""

    id: int
    name: str
    rule: str


@dataclass(frozen=True, slots=True)
class ToldAlert:
    """One alert of the message, and why it came."""

    id: int
    watch: ToldWatch
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class ToldUpdate:
    """What tipped an alert or made its update, and the story's course until then."""

    reasons: tuple[str, ...]
    """`sokbo.model.Alert.reasons`, of all the watches that are named."""
    before: str | None
    """The title that the headline had before, where that changed."""
    course: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class ToldHeld:
    """That a message was held back, until when, and whether it goes later than that."""

    until: datetime
    late: bool


@dataclass(frozen=True, slots=True)
class Told:
    """All that one message tells."""

    story: ToldStory
    headline: ToldHeadline
    alerts: tuple[ToldAlert, ...]
    collected: Collected | None = None
    """Of a digest, a summary or a clipping: all its stories; `story` and `headline` are then the heaviest one's."""
    update: ToldUpdate | None = None
    held: ToldHeld | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a collection: of a digest the only one, without a name; of a clipping one of several."""

    name: str
    stories: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Collected:
    """Many stories in one message."""

    sections: tuple[Section, ...]
    left: int = 0
    """How many more there were than are told."""
    note: str = ""
    """One line that stands before them, such as why it comes late."""

    @property
    def count(self) -> int:
        """How many stories are told."""
        return sum(len(section.stories) for section in self.sections)


def read(data: Mapping[str, Any]) -> Told:
    """What a delivery's row kept (`data` below, and `notify.alert.data`)."""
    story, headline, collected = data["story"], data["headline"], data.get("collected")
    published = headline["published"]
    return Told(
        ToldStory(story["id"], story["size"], tuple(story["outlets"])),
        ToldHeadline(
            id=headline["id"],
            title=headline["title"],
            url=headline["url"],
            outlet=headline["outlet"],
            published=datetime.fromisoformat(published) if published else None,
            seen=datetime.fromisoformat(headline["seen"]),
            labels=tuple(headline["labels"]),
            author=headline.get("author"),
        ),
        tuple(
            ToldAlert(alert["id"], ToldWatch(**alert["watch"]), tuple(Why(**why) for why in alert["why"]))
            for alert in data["alerts"]
        ),
        _read_collected(collected) if collected else None,
        _read_update(data["update"]) if data.get("update") else None,
        ToldHeld(datetime.fromisoformat(data["held"]["until"]), data["held"]["late"]) if data.get("held") else None,
    )


def _read_update(data: Mapping[str, Any]) -> ToldUpdate:
    return ToldUpdate(tuple(data["reasons"]), data["before"], tuple(Step(**step) for step in data["course"]))


def _read_collected(data: Mapping[str, Any]) -> Collected:
    sections = (Section(s["name"], tuple(map(read, s["stories"]))) for s in data["sections"])
    return Collected(tuple(sections), data["left"], data["note"])


def data(told: Told) -> dict[str, Any]:
    """The `data` of a hook's body: plain JSON values, keys always in the same order."""
    headline, collected = told.headline, told.collected
    values: dict[str, Any] = {
        "story": {"id": told.story.id, "size": told.story.size, "outlets": list(told.story.outlets)},
        "headline": {
            "id": headline.id,
            "title": headline.title,
            "url": headline.url,
            "outlet": headline.outlet,
            "published": headline.published.isoformat() if headline.published else None,
            "seen": headline.seen.isoformat(),
            "labels": list(headline.labels),
            "author": headline.author,
        },
        "alerts": [
            {"id": alert.id, "watch": _watch(alert.watch), "why": [_why(why) for why in alert.why]}
            for alert in told.alerts
        ],
    }
    if told.update:
        values["update"] = asdict(told.update)
    if told.held:
        values["held"] = {"until": told.held.until.isoformat(), "late": told.held.late}
    if collected:
        sections = [{"name": s.name, "stories": [data(story) for story in s.stories]} for s in collected.sections]
        values["collected"] = {"sections": sections, "left": collected.left, "note": collected.note}
    return values


def _watch(watch: ToldWatch) -> dict[str, Any]:
    return {"id": watch.id, "name": watch.name, "rule": watch.rule}


def _why(why: Why) -> dict[str, Any]:
    # Named one by one: `asdict` copies whatever it meets, and took half the time of a hook's body.
    return {"term": why.term, "text": why.text, "start": why.start, "end": why.end, "how": why.how}


def body(kind: str, created: datetime, told: Told) -> bytes:
    """A hook's body, the same bytes at every attempt: `created` is when the delivery's row was made."""
    return orjson.dumps({"type": kind, "version": VERSION, "timestamp": created.isoformat(), "data": data(told)})


def sample(language: str, at: datetime) -> Told:
    """What a test tells: the shape of an alert, of no story and no watch."""
    title = "시험 메시지입니다. 알림이 이 채널로 옵니다." if language == "ko" else "A test. Alerts will arrive here."
    return Told(ToldStory(0, 1, ("Sokbo",)), ToldHeadline(0, title, None, "Sokbo", at, at, ()), ())


def about_source(language: str, name: str, url: str, trouble: str | None, since: datetime) -> Told:
    """What is told of a source: its trouble, or that it is well again; `url` is its page."""
    if language == "ko":
        title = f"소스 {name}에 문제가 있습니다: {trouble}" if trouble else f"소스 {name}이(가) 다시 잘 읽힙니다."
    else:
        title = f"Source {name} is in trouble: {trouble}" if trouble else f"Source {name} is well again."
    return Told(ToldStory(0, 1, (name,)), ToldHeadline(0, title, url, name, None, since, ()), ())


def about_channel(language: str, name: str, url: str, why: str, at: datetime) -> Told:
    """What the owner of a channel that takes no more is told by another; `url` is the page where it can be resumed."""
    title = f"채널 {name}을(를) 쉽니다: {why}" if language == "ko" else f"Channel {name} is paused: {why}"
    return Told(ToldStory(0, 1, (name,)), ToldHeadline(0, title, url, "Sokbo", None, at, ()), ())


_STAGES = {"poll": ("수집", "polling"), "desk": ("데스크", "the desk"), "deliver": ("발송", "delivery")}


def about_line(language: str, stalled: str, url: str, since: datetime) -> Told:
    """What the operator is told of the line: the stages that stand still, or that it goes on; `url` is the board."""
    korean = language == "ko"
    names = ", ".join(_STAGES[name][0 if korean else 1] for name in stalled.split())
    if korean:
        title = f"Sokbo가 멈춰 있습니다: {names}. `sokbo doctor`를 보십시오." if stalled else "Sokbo가 다시 돌아갑니다."
    else:
        title = f"Sokbo stands still: {names}. See `sokbo doctor`." if stalled else "Sokbo goes on."
    return Told(ToldStory(0, 1, ("Sokbo",)), ToldHeadline(0, title, url, "Sokbo", None, since, ()), ())


def digest(stories: Sequence[Told], *, left: int = 0, note: str = "") -> Told:
    """Many stories in one message, the heaviest first; raises IndexError where there is none."""
    first = stories[0]
    return Told(first.story, first.headline, (), Collected((Section("", tuple(stories)),), left, note))
