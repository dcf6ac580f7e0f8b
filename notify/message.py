"""What a message says: the body of a hook, and a subject, a text and a page for people in Korean and English. Pure.

A delivery's row keeps what is told as it was when the alert was made, so a message that comes again, comes the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, tzinfo
from html import escape
from typing import Any

import orjson

from sokbo.model import Why

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
class Told:
    """All that one message tells."""

    story: ToldStory
    headline: ToldHeadline
    alerts: tuple[ToldAlert, ...]


def read(data: Mapping[str, Any]) -> Told:
    """What a delivery's row kept (`data` below, and `notify.alert.data`)."""
    story, headline = data["story"], data["headline"]
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
        ),
        tuple(
            ToldAlert(alert["id"], ToldWatch(**alert["watch"]), tuple(Why(**why) for why in alert["why"]))
            for alert in data["alerts"]
        ),
    )


def data(told: Told) -> dict[str, Any]:
    """The `data` of a hook's body: plain JSON values, keys always in the same order."""
    headline = told.headline
    return {
        "story": {"id": told.story.id, "size": told.story.size, "outlets": list(told.story.outlets)},
        "headline": {
            "id": headline.id,
            "title": headline.title,
            "url": headline.url,
            "outlet": headline.outlet,
            "published": headline.published.isoformat() if headline.published else None,
            "seen": headline.seen.isoformat(),
            "labels": list(headline.labels),
        },
        "alerts": [
            {"id": alert.id, "watch": asdict(alert.watch), "why": [asdict(why) for why in alert.why]}
            for alert in told.alerts
        ],
    }


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


# --- for people -------------------------------------------------------------------------------------------------------

_SUBJECT = {
    "alert.created": ("{title}", "{title}"),
    "alert.updated": ("이어서: {title}", "Update: {title}"),
    "digest": ("모아 보기: {title}", "Digest: {title}"),
    "source.troubled": ("{title}", "{title}"),
    "source.well": ("{title}", "{title}"),
    "test": ("Sokbo 시험 메일", "Sokbo test mail"),
}
_SUBJECT_LENGTH = 200
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Words:
    """A message as a person reads it."""

    subject: str
    """One line, without control characters."""
    text: str
    html: str


def words(kind: str, told: Told, language: str, zone: tzinfo) -> Words:
    """The message in Korean (`ko`) or English (any other), times in the reader's zone."""
    return Words(subject(kind, told, language), text(told, language, zone), html(told, language, zone))


def subject(kind: str, told: Told, language: str) -> str:
    """The headline, in one line: a title from a source can't begin a header of its own."""
    line = _SUBJECT[kind][language != "ko"].format(title=_one_line(told.headline.title))
    return line if len(line) <= _SUBJECT_LENGTH else line[: _SUBJECT_LENGTH - 1] + "…"


def text(told: Told, language: str, zone: tzinfo) -> str:
    """The headline, then outlet, time and address, then each watch with the words that were found."""
    headline = told.headline
    lines = [_one_line(headline.title), _byline(told, language, zone)]
    if headline.url:
        lines.append(headline.url)
    if told.alerts:
        lines += ["", *(_reason(alert) for alert in told.alerts)]
    return "\n".join(lines) + "\n"


def html(told: Told, language: str, zone: tzinfo) -> str:
    """The same as a page: ink on paper, the words that were found marked in the headline."""
    title = _marked(told)
    if _is_web(told.headline.url):
        title = f'<a href="{escape(told.headline.url or "")}" style="color:#1a1a1a">{title}</a>'
    reasons = "".join(f'<li dir="auto">{escape(_reason(alert))}</li>' for alert in told.alerts)
    small = "font-size:13px;line-height:20px;color:#5f5c56"
    return (
        f'<!doctype html><html lang="{"ko" if language == "ko" else "en"}"><head><meta charset="utf-8"></head>'
        '<body style="margin:24px;background:#fdfcfa;color:#1a1a1a;font-family:system-ui,sans-serif">'
        f'<p dir="auto" style="margin:0;font-size:17px;line-height:26px;word-break:keep-all">{title}</p>'
        f'<p style="margin:4px 0 0;{small}">{escape(_byline(told, language, zone))}</p>'
        + (f'<ul style="margin:12px 0 0;padding:0;list-style:none;{small}">{reasons}</ul>' if reasons else "")
        + "</body></html>\n"
    )


def _one_line(value: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())


def _is_web(url: str | None) -> bool:
    return (url or "").lower().startswith(("http://", "https://"))


def _byline(told: Told, language: str, zone: tzinfo) -> str:
    parts = [_one_line(told.headline.outlet), _time(told.headline.published or told.headline.seen, language, zone)]
    if others := len(told.story.outlets) - 1:
        parts.append(f"외 {others}곳" if language == "ko" else f"+{others} outlet{'s' if others > 1 else ''}")
    return " · ".join(parts)


def _time(moment: datetime, language: str, zone: tzinfo) -> str:
    at = moment.astimezone(zone)
    day = f"{at.year}년 {at.month}월 {at.day}일" if language == "ko" else f"{at.day} {_MONTHS[at.month - 1]} {at.year}"
    clock = f"{at:%H:%M:%S}"
    return day if clock == "00:00:00" else f"{day} {clock[:5]}"  # midnight sharp is a date that came without a time


def _reason(alert: ToldAlert) -> str:
    found = dict.fromkeys(_one_line(why.text) for why in alert.why)
    name = _one_line(alert.watch.name)
    return f"{name}: {', '.join(found)}" if found else name


def _marked(told: Told) -> str:
    """The title as HTML with the found words marked; words that were found in another headline's title are not here."""
    title = told.headline.title
    whys = (why for alert in told.alerts for why in alert.why)
    parts, done = [], 0
    for start, end in sorted({(why.start, why.end) for why in whys if title[why.start : why.end] == why.text}):
        if done <= start < end:
            parts.append(escape(title[done:start]))
            parts.append(f'<mark style="background:#ffe9a8;color:inherit">{escape(title[start:end])}</mark>')
            done = end
    return "".join(parts) + escape(title[done:])
