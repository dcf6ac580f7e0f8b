"""KakaoWork: the incoming hook of a room, which takes plain text of a few hundred letters."""

from __future__ import annotations

from typing import Any

from notify import wording
from notify.channels import incoming
from notify.channels.incoming import Incoming
from notify.channels.protocol import Envelope

_LONGEST = 500


def body(envelope: Envelope) -> dict[str, Any]:
    """The message as text, cut where the room would refuse it."""
    told, language, zone = envelope.told, envelope.language, envelope.zone
    return {"text": incoming.cut(wording.text(told, language, zone).strip(), _LONGEST)}


KAKAOWORK = Incoming("kakaowork", ("kakaowork.com",), body)
