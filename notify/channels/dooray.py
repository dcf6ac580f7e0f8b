"""Dooray (NHN): an incoming hook of a messenger channel."""

from __future__ import annotations

from typing import Any

from notify import wording
from notify.channels import incoming
from notify.channels.incoming import Incoming
from notify.channels.protocol import Envelope

_LONGEST = 4000
_COLOUR = "red"


def body(envelope: Envelope) -> dict[str, Any]:
    """The headline, and below it an attachment with its link, or all stories of a collection as text."""
    told, language, zone = envelope.told, envelope.language, envelope.zone
    line = incoming.cut(wording.subject(envelope.kind, told, language), 1000)
    if told.collected:
        text = incoming.cut(wording.text(told, language, zone), _LONGEST)
        return {"botName": "Sokbo", "text": f"{line}\n{text}"}
    below = {
        "title": line,
        "titleLink": wording.link(told) or "",
        "text": "\n".join([wording.byline(told, language, zone), *wording.reasons(told, language, zone)]),
        "color": _COLOUR,
    }
    return {"botName": "Sokbo", "text": line, "attachments": [below]}


DOORAY = Incoming("dooray", ("hook.dooray.com",), body)
