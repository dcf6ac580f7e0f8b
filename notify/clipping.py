"""The clipping that Korean PR desks make by hand before seven: its window, its sections, how it reads. Pure.

The window opens in the evening of the last working day and closes in the morning of this one, so that Monday's covers
the weekend and the day after a holiday covers that.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from notify import wording
from notify.message import Collected, Section, Told, ToldHeadline, ToldStory
from notify.timing import Calendar, Days

CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
LATE = timedelta(minutes=10)
MOST = 200
"""Stories in a section."""
FURTHEST_DAYS = 21
"""No row of holidays is longer."""
_DAYS = (("월", "Mon"), ("화", "Tue"), ("수", "Wed"), ("목", "Thu"), ("금", "Fri"), ("토", "Sat"), ("일", "Sun"))


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when a clipping gathers."""

    opened: datetime
    closed: datetime


# --- when -------------------------------------------------------------------------------------------------------------


def minutes(clock: str) -> int:
    """Minutes from midnight of `07:00`."""
    return int(clock[:2]) * 60 + int(clock[3:])


def last_window(opens: str, closes: str, calendar: Calendar, at: datetime) -> Window:
    """The window that closed last, at `at` or before."""
    day = at.astimezone(calendar.zone).date()
    while not _works(calendar, day) or calendar.moment(day, minutes(closes)) > at:
        day -= timedelta(days=1)
    return _ending(opens, closes, calendar, day)


def next_window(opens: str, closes: str, calendar: Calendar, at: datetime) -> Window:
    """The window that closes next, after `at`."""
    day = at.astimezone(calendar.zone).date()
    while not _works(calendar, day) or calendar.moment(day, minutes(closes)) <= at:
        day += timedelta(days=1)
    return _ending(opens, closes, calendar, day)


def _works(calendar: Calendar, day: Any) -> bool:
    return calendar.has(Days.WEEKDAYS, day)


def _ending(opens: str, closes: str, calendar: Calendar, day: Any) -> Window:
    """The window that closes on this day: one that opens before it closes on the clock opens on the same day."""
    closed = calendar.moment(day, minutes(closes))
    if minutes(opens) < minutes(closes):
        return Window(calendar.moment(day, minutes(opens)), closed)
    before = day - timedelta(days=1)
    for _ in range(FURTHEST_DAYS):
        if _works(calendar, before):
            break
        before -= timedelta(days=1)
    return Window(calendar.moment(before, minutes(opens)), closed)


# --- what -------------------------------------------------------------------------------------------------------------


def by_weight(told: Iterable[Told]) -> list[Told]:
    """The heaviest stories first: by outlets, by headlines, then who came first."""
    return sorted(told, key=lambda t: (-len(t.story.outlets), -t.story.size, t.headline.seen, t.story.id))


def arrange(sections: Sequence[Section], chosen: Mapping[str, Any] | None) -> tuple[Section, ...]:
    """The sections as a person chose them: in that order, what was dropped left out, what came since at the end.

    `chosen` holds `order`, the numbers of stories by section, and `dropped`. A story stands once, in the first section
    that has it.
    """
    seen: set[int] = set()
    arranged = []
    order = (chosen or {}).get("order", {})
    dropped = set((chosen or {}).get("dropped", []))
    for section in sections:
        place = {story: n for n, story in enumerate(order.get(section.name, []))}
        mine = [t for t in by_weight(section.stories) if t.story.id not in seen | dropped]
        mine.sort(key=lambda t: place.get(t.story.id, len(place)))
        seen |= {t.story.id for t in mine}
        arranged.append(Section(section.name, tuple(mine)))
    return tuple(arranged)


def bounded(sections: Sequence[Section], most: int = MOST) -> tuple[tuple[Section, ...], int]:
    """Sections that a mail can hold, and how many stories that left out: each keeps its first ones."""
    kept = tuple(Section(s.name, s.stories[:most]) for s in sections)
    return kept, sum(len(s.stories) for s in sections) - sum(len(s.stories) for s in kept)


def compose(
    name: str, sections: Sequence[Section], window: Window, well: tuple[int, int], calendar: Calendar, language: str,
    *, late: bool = False, page: str | None = None,
) -> Told:  # fmt: skip
    """The whole as one message, which says how many sources were well, and is one when it is empty too."""
    sections, left = bounded(sections)
    count = sum(len(section.stories) for section in sections) + left
    korean = language == "ko"
    closed = window.closed.astimezone(calendar.zone)
    day = f"{closed.month}월 {closed.day}일" if korean else f"{closed:%Y-%m-%d}"
    headlines = f"{count}건" if korean else f"{count} stories" if count != 1 else "1 story"
    sources = f"소스 {well[0]}/{well[1]} 정상" if korean else f"sources {well[0]}/{well[1]} well"
    title = f"{name} {day}({_DAYS[closed.weekday()][not korean]}) · {headlines}"
    title = title if count else f"{title} · {sources}"
    span = " – ".join(f"{m.astimezone(calendar.zone):%m-%d %H:%M}" for m in (window.opened, window.closed))
    note = f"{span} · {sources}"
    if late:
        note += " · 늦게 보냅니다" if korean else " · late"
    outlets = tuple(dict.fromkeys(outlet for s in sections for t in s.stories for outlet in t.story.outlets))
    top = ToldHeadline(0, title, page, "Sokbo", None, window.closed, ())
    return Told(ToldStory(0, count, outlets), top, (), Collected(tuple(sections), left, note))


# --- how it reads -----------------------------------------------------------------------------------------------------


def plain(told: Told, language: str, calendar: Calendar) -> str:
    """As text to paste anywhere: its title, then everything."""
    return f"{told.headline.title}\n{wording.text(told, language, calendar.zone)}"


_COLUMNS = {
    "ko": ("섹션", "순서", "제목", "매체", "기자", "시각", "매체 수", "모든 매체", "주소"),
    "en": ("section", "rank", "title", "outlet", "author", "time", "outlets", "all outlets", "address"),
}


def as_csv(told: Told, language: str, calendar: Calendar) -> str:
    """A row a story, with a mark that tells spreadsheets of UTF-8; no cell begins a formula."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(_COLUMNS["ko" if language == "ko" else "en"])
    for section in told.collected.sections if told.collected else ():
        for rank, one in enumerate(section.stories, 1):
            h = one.headline
            time = f"{(h.published or h.seen).astimezone(calendar.zone):%Y-%m-%d %H:%M}"
            outlets = one.story.outlets
            row = (section.name, rank, h.title, h.outlet, h.author or "", time, len(outlets), ", ".join(outlets), h.url)
            writer.writerow([_cell(value) for value in row])
    return out.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
