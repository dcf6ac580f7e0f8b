"""JANDI (Toss Lab): an incoming webhook of a topic; the body is that of its connect documentation."""

from __future__ import annotations

from typing import Any

from notify import wording
from notify.channels import incoming
from notify.channels.incoming import Incoming
from notify.channels.protocol import Envelope

_ACCEPT = "application/vnd.tosslab.jandi-v2+json"
_COLOUR = "#c8102e"


def body(envelope: Envelope) -> dict[str, Any]:
    """The headline as a link, and below it a coloured part for each watch or story."""
    told, language, zone = envelope.told, envelope.language, envelope.zone
    line = incoming.cut(wording.subject(envelope.kind, told, language), 1000)
    if told.collected:
        parts = [
            {"title": section.name or line, "description": "\n".join(wording.lines(section, language, zone))}
            for section in told.collected.sections
        ]
        return {"body": line, "connectColor": _COLOUR, "connectInfo": parts}
    linked = f"[{line}]({to})" if (to := wording.link(told)) else line
    parts = [
        {"title": wording.byline(told, language, zone), "description": "\n".join(wording.reasons(told, language, zone))}
    ]
    return {"body": linked, "connectColor": _COLOUR, "connectInfo": parts}


JANDI = Incoming("jandi", ("wh.jandi.com",), body, _ACCEPT)
