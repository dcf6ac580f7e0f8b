"""A message as a person reads it: a subject, a text and a page, in Korean and English. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from html import escape

from notify.message import Collected, Section, Told, ToldAlert

_SUBJECT = {
    "alert.created": ("{title}", "{title}"),
    "alert.updated": ("이어서: {title}", "Update: {title}"),
    "digest": ("모아 보기: {title}", "Digest: {title}"),
    "clipping": ("{title}", "{title}"),
    "source.troubled": ("{title}", "{title}"),
    "source.well": ("{title}", "{title}"),
    "channel.paused": ("{title}", "{title}"),
    "line.stalled": ("{title}", "{title}"),
    "line.well": ("{title}", "{title}"),
    "test": ("{title}", "{title}"),
}
_SUBJECT_LENGTH = 200
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SMALL = "font-size:13px;line-height:20px;color:#5f5c56"


@dataclass(frozen=True, slots=True)
class Words:
    """A message as a person reads it."""

    subject: str
    """One line, without control characters."""
    text: str
    html: str


def words(kind: str, told: Told, language: str, zone: tzinfo, unsubscribe: str | None = None) -> Words:
    """The message in Korean (`ko`) or English (any other), times in the reader's zone; `unsubscribe` is a page."""
    return Words(
        subject(kind, told, language), text(told, language, zone), html(told, language, zone, unsubscribe=unsubscribe)
    )


def subject(kind: str, told: Told, language: str) -> str:
    """The headline, in one line: a title from a source can't begin a header of its own."""
    line = _SUBJECT[kind][language != "ko"].format(title=one_line(told.headline.title))
    if kind == "digest" and told.collected and (others := told.collected.count + told.collected.left - 1):
        line += f" 외 {others}건" if language == "ko" else f" and {others} more"
    return line if len(line) <= _SUBJECT_LENGTH else line[: _SUBJECT_LENGTH - 1] + "…"


# --- as text ----------------------------------------------------------------------------------------------------------


def text(told: Told, language: str, zone: tzinfo) -> str:
    """The headline, then outlet, time and address, then each watch with the words that were found.

    Of a collection its stories by section, numbered.
    """
    if told.collected:
        return "\n".join(_lines(told.collected, language, zone)) + "\n"
    headline = told.headline
    parts = [one_line(headline.title), byline(told, language, zone)]
    if headline.url:
        parts.append(headline.url)
    parts += remarks(told, language, zone)
    if told.alerts:
        parts += ["", *(_reason(alert) for alert in told.alerts)]
    return "\n".join(parts) + "\n"


def below(told: Told, language: str, zone: tzinfo) -> str:
    """What stands below the subject in a chat: the text without its first line."""
    whole = text(told, language, zone).strip()
    return whole if told.collected else whole.partition("\n")[2]


_REMARKS = {
    "doubled": ("보도가 {size}건으로 늘었습니다.", "It has grown to {size} headlines."),
    "outlet": ("{outlet}도 보도했습니다.", "{outlet} carries it too."),
    "roundup": ("종합 기사가 나왔습니다.", "There is a round-up."),
    "revived": ("잠잠하던 사건이 다시 움직입니다.", "It was quiet for half a day, and moves again."),
    "term": ("새로 나온 말이 있습니다.", "It brings another of your words."),
    "retitled": ("제목이 바뀌었습니다. 이전: {before}", "The title changed. Before: {before}"),
    "withdrawn": ("원문이 사라졌습니다.", "It was withdrawn by its source."),
}
_HELD = (
    ("{time}까지 두었던 알림입니다.", "Held back until {time}."),
    ("{time}에 갈 알림이 늦었습니다.", "This is late: it was due at {time}."),
)


def remarks(told: Told, language: str, zone: tzinfo) -> list[str]:
    """Why a story is told again, and that a message was held or is late: a line each."""
    said = []
    if told.update:
        values = {
            "size": told.story.size,
            "outlet": one_line(told.headline.outlet),
            "before": one_line(told.update.before or ""),
        }
        known = [_REMARKS[reason] for reason in told.update.reasons if reason in _REMARKS]
        said += [words[language != "ko"].format(**values) for words in known]
    if told.held:
        line = _HELD[told.held.late][language != "ko"]
        said.append(line.format(time=f"{told.held.until.astimezone(zone):%m-%d %H:%M}"))
    return said


def _lines(collected: Collected, language: str, zone: tzinfo) -> Iterator[str]:
    if collected.note:
        yield from (one_line(collected.note), "")
    for section in collected.sections:
        if section.name:
            yield f"■ {one_line(section.name)} ({len(section.stories)})"
        yield from lines(section, language, zone)
        yield ""
    if collected.left:
        yield _left(collected.left, language)


def lines(section: Section, language: str, zone: tzinfo) -> list[str]:
    """The stories of a section, numbered, each with its byline and address."""
    found = []
    for number, told in enumerate(section.stories, 1):
        found += [f"{number}. {one_line(told.headline.title)}", f"   {byline(told, language, zone)}"]
        if told.headline.url:
            found.append(f"   {told.headline.url}")
    return found


def reasons(told: Told, language: str, zone: tzinfo) -> list[str]:
    """Why it is told: what is new about the story, then each watch with the words that were found, a line each."""
    return [*remarks(told, language, zone), *(_reason(alert) for alert in told.alerts)]


def _left(count: int, language: str) -> str:
    return f"그 밖에 {count}건은 알림함에 있습니다." if language == "ko" else f"{count} more are in the inbox."


def one_line(value: str) -> str:
    """The text in one line, without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())


def link(told: Told) -> str | None:
    """The headline's address where a browser can open it."""
    url = told.headline.url
    return url if url and url.lower().startswith(("http://", "https://")) else None


def byline(told: Told, language: str, zone: tzinfo) -> str:
    """Outlet, author, time, and how many other outlets carry the story."""
    headline = told.headline
    parts = [one_line(headline.outlet), _time(headline.published or headline.seen, language, zone)]
    if headline.author and headline.author != headline.outlet:
        parts.insert(1, one_line(headline.author))
    if others := len(told.story.outlets) - 1:
        parts.append(f"외 {others}곳" if language == "ko" else f"+{others} outlet{'s' if others > 1 else ''}")
    return " · ".join(parts)


def _time(moment: datetime, language: str, zone: tzinfo) -> str:
    at = moment.astimezone(zone)
    day = f"{at.year}년 {at.month}월 {at.day}일" if language == "ko" else f"{at.day} {_MONTHS[at.month - 1]} {at.year}"
    clock = f"{at:%H:%M:%S}"
    return day if clock == "00:00:00" else f"{day} {clock[:5]}"  # midnight sharp is a date that came without a time


def _reason(alert: ToldAlert) -> str:
    found = dict.fromkeys(one_line(why.text) for why in alert.why)
    name = one_line(alert.watch.name)
    return f"{name}: {', '.join(found)}" if found else name


# --- as a page --------------------------------------------------------------------------------------------------------


def html(told: Told, language: str, zone: tzinfo, *, unsubscribe: str | None = None) -> str:
    """The same as a page: ink on paper, the words that were found marked in the headline."""
    parts = _sections(told.collected, language, zone) if told.collected else [_story(told, language, zone)]
    if unsubscribe:
        word = "이 메일을 그만 받기" if language == "ko" else "Receive no more of these"
        parts.append(f'<p style="margin:24px 0 0;{_SMALL}"><a href="{escape(unsubscribe)}">{word}</a></p>')
    return (
        f'<!doctype html><html lang="{"ko" if language == "ko" else "en"}"><head><meta charset="utf-8"></head>'
        '<body style="margin:24px;background:#fdfcfa;color:#1a1a1a;font-family:system-ui,sans-serif">'
        + "".join(parts)
        + "</body></html>\n"
    )


def _sections(collected: Collected, language: str, zone: tzinfo) -> list[str]:
    parts = [f'<p style="margin:0 0 16px;{_SMALL}">{escape(one_line(collected.note))}</p>'] if collected.note else []
    for section in collected.sections:
        if section.name:
            name = f"{escape(one_line(section.name))} ({len(section.stories)})"
            parts.append(f'<h2 dir="auto" style="margin:24px 0 8px;font-size:17px;line-height:26px">{name}</h2>')
        parts += [f'<div style="margin:0 0 16px">{_story(told, language, zone)}</div>' for told in section.stories]
    if collected.left:
        parts.append(f'<p style="{_SMALL}">{_left(collected.left, language)}</p>')
    return parts


def _story(told: Told, language: str, zone: tzinfo) -> str:
    title = _marked(told)
    if to := link(told):
        title = f'<a href="{escape(to)}" style="color:#1a1a1a">{title}</a>'
    found = "".join(f'<li dir="auto">{escape(line)}</li>' for line in reasons(told, language, zone))
    return (
        f'<p dir="auto" style="margin:0;font-size:17px;line-height:26px;word-break:keep-all">{title}</p>'
        f'<p style="margin:4px 0 0;{_SMALL}">{escape(byline(told, language, zone))}</p>'
        + (f'<ul style="margin:12px 0 0;padding:0;list-style:none;{_SMALL}">{found}</ul>' if found else "")
    )


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
