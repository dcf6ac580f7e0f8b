"""Microsoft Teams: the workflow "post to a channel when a webhook request is received"; it takes an Adaptive Card."""

from __future__ import annotations

from typing import Any

from notify import wording
from notify.channels.incoming import Incoming
from notify.channels.protocol import Envelope

_SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
_MOST = 25
"""Lines of a section in one card: Teams takes 28 kB."""


def body(envelope: Envelope) -> dict[str, Any]:
    """One card: the headline, its outlets and time, the watches, and a button that opens it."""
    told, language = envelope.told, envelope.language
    parts = [_text(wording.subject(envelope.kind, told, language), weight="Bolder", size="Medium"), *_below(envelope)]
    card: dict[str, Any] = {"$schema": _SCHEMA, "type": "AdaptiveCard", "version": "1.4", "body": parts}
    if (to := wording.link(told)) and not told.collected:
        title = "원문 열기" if language == "ko" else "Open the article"
        card["actions"] = [{"type": "Action.OpenUrl", "title": title, "url": to}]
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def _below(envelope: Envelope) -> list[dict[str, Any]]:
    told, language, zone = envelope.told, envelope.language, envelope.zone
    if told.collected:
        return [
            _text("\n\n".join([f"**{section.name}**", *wording.lines(section, language, zone)[:_MOST]]).strip("*\n"))
            for section in told.collected.sections
        ]
    lines = [_text(wording.byline(told, language, zone), isSubtle=True)]
    return lines + [_text(line) for line in wording.reasons(told, language, zone)]


def _text(text: str, **look: Any) -> dict[str, Any]:
    return {"type": "TextBlock", "text": text, "wrap": True, **look}


TEAMS = Incoming("teams", ("logic.azure.com", "powerplatform.com", "powerautomate.com"), body)
