"""Templates, and the few things they may say about times and titles. Pure: no page is fetched or stored here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from sokbo.model import Why
from web import words
from web.difference import difference
from web.faults import left_out, told
from web.heat import timeline

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)

HANGUL = re.compile("[\uac00-\ud7a3]")
KANA = re.compile("[\u3040-\u30ff]")
HAN = re.compile("[\u4e00-\u9fff]")


def language_of_title(title: str) -> str:
    """The `lang` of a title, so that Han characters take the right glyphs."""
    if HANGUL.search(title):
        return "ko"
    if KANA.search(title):
        return "ja"
    return "zh" if HAN.search(title) else "en"


def spoken(moment: datetime, now: datetime, zone: ZoneInfo, language: str) -> str:
    """Relative under an hour, then the clock, then the day."""
    seconds = (now - moment).total_seconds()
    here, today = moment.astimezone(zone), now.astimezone(zone)
    if 0 <= seconds < 60:
        return words.say(language, "just_now")
    if 0 <= seconds < 3600:
        return words.say(language, "minutes_ago", n=int(seconds // 60))
    if here.date() == today.date():
        return f"{here:%H:%M}"
    return f"{here:%m.%d}" if here.year == today.year else f"{here:%Y.%m.%d}"


def time(moment: datetime | None, now: datetime, zone: ZoneInfo, language: str, precision: str = "second") -> Markup:
    """A `<time>` with the full moment on hover; nothing where there is none."""
    if moment is None:
        return Markup()
    here = moment.astimezone(zone)
    if precision == "day":
        return Markup('<time datetime="{}">{}</time>').format(f"{here:%Y-%m-%d}", f"{here:%m.%d}")
    full = f"{here:%Y-%m-%d %H:%M:%S} {zone.key}"
    shown = spoken(moment, now, zone, language)
    return Markup('<time datetime="{}" title="{}">{}</time>').format(here.isoformat("T", "seconds"), full, shown)


def span(seconds: float, language: str) -> str:
    """An interval in words."""
    if seconds < 90:
        return words.say(language, "seconds", n=round(seconds) if seconds >= 9.95 else f"{seconds:.2g}")
    if seconds < 5400:
        return words.say(language, "minutes", n=round(seconds / 60))
    return words.say(language, "hours", n=round(seconds / 3600))


def mark(seconds: float, language: str) -> str:
    """A mark on a scale: the largest unit that it is a whole number of."""
    unit, length = next(u for u in (("hours", 3600), ("minutes", 60), ("seconds", 1)) if seconds >= u[1])
    return words.say(language, unit, n=round(seconds / length))


def marked(title: str, why: Sequence[Why]) -> Markup:
    """The title with its matched words marked."""
    out, at = Markup(), 0
    for start, end in sorted({(w.start, w.end) for w in why}):
        if start >= at:
            out += escape(title[at:start]) + Markup("<mark>{}</mark>").format(title[start:end])
            at = end
    return out + escape(title[at:])


def reasoned(title: str, why: Sequence[Why], language: str) -> Markup:
    """The title with its matched words marked, and on hover by which path each was found."""
    told: dict[tuple[int, int], str] = {}
    for w in why:
        if w.end > w.start:
            told.setdefault((w.start, w.end), f"{w.term}: {words.how(language, w.how)}")
    out, at = Markup(), 0
    for (start, end), reason in sorted(told.items()):
        if start >= at:
            out += escape(title[at:start]) + Markup('<mark title="{}">{}</mark>').format(reason, title[start:end])
            at = end
    return out + escape(title[at:])


TEMPLATES.globals |= {
    "time": time,
    "span": span,
    "mark": mark,
    "marked": marked,
    "reasoned": reasoned,
    "language_of_title": language_of_title,
    "say_how": words.how,
    "say_reason": words.reason,
    "told": told,
    "timeline": timeline,
    "moment": datetime.fromisoformat,
    "difference": difference,
    "left_out": left_out,
}
