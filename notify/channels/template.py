"""A body of the owner's own: text in which ``{{words}}`` stand for what is told. Pure.

In a template that is JSON, what is put in is escaped for a JSON string, so that a title with quotes can't break out.
"""

from __future__ import annotations

import json
import re

from notify import wording
from notify.channels.protocol import AddressError, Envelope

LONGEST = 20_000
_PLACE = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")
NAMES = (
    "title",
    "url",
    "outlet",
    "author",
    "byline",
    "text",
    "subject",
    "watch",
    "why",
    "type",
    "story",
    "key",
    "time",
)
"""What may stand between the braces: see docs/channels.md."""


def check(text: str) -> str:
    """The template; raises `AddressError` with one line that names what is wrong."""
    if len(text) > LONGEST:
        raise AddressError(f"a template has at most {LONGEST} characters")
    if unknown := next((name for name in _PLACE.findall(text) if name not in NAMES), None):
        raise AddressError(f"a template knows no {{{{{unknown}}}}}: use one of {', '.join(NAMES)}")
    if _begins_as_json(text) and not _is_json(_PLACE.sub("0", text)):
        raise AddressError("the template begins like JSON but is none: put each {{word}} within quotes")
    return text


def _begins_as_json(text: str) -> bool:
    return text.lstrip()[:1] in {"{", "["} and not text.lstrip().startswith("{{")


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def content_type(text: str) -> str:
    """JSON, or plain text."""
    return "application/json" if _begins_as_json(text) else "text/plain; charset=utf-8"


def render(text: str, envelope: Envelope) -> bytes:
    """The body."""
    values = _values(envelope)
    escaped = _begins_as_json(text)

    def put(place: re.Match[str]) -> str:
        value = values.get(place[1], "")
        return json.dumps(value, ensure_ascii=False)[1:-1] if escaped else value

    return _PLACE.sub(put, text).encode("utf-8", "replace")


def _values(envelope: Envelope) -> dict[str, str]:
    told, language, zone = envelope.told, envelope.language, envelope.zone
    headline = told.headline
    found = dict.fromkeys(why.text for alert in told.alerts for why in alert.why)
    return {
        "title": wording.one_line(headline.title),
        "url": headline.url or "",
        "outlet": wording.one_line(headline.outlet),
        "author": wording.one_line(headline.author or ""),
        "byline": wording.byline(told, language, zone),
        "text": wording.text(told, language, zone).strip(),
        "subject": wording.subject(envelope.kind, told, language),
        "watch": ", ".join(dict.fromkeys(alert.watch.name for alert in told.alerts)),
        "why": ", ".join(found),
        "type": envelope.kind,
        "story": str(told.story.id),
        "key": envelope.key,
        "time": (headline.published or headline.seen).astimezone(zone).isoformat(),
    }
