"""What people are told beside alerts, as a row of the ledger: troubles of sources, of channels, of the line itself."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from notify import message
from notify.message import Told
from sokbo.model import DeliveryState
from sokbo.queries import people
from sokbo.queries.channels import Reached
from sokbo.settings import Settings

_NAMES = uuid.UUID("0b0fbe8e-6a3c-5d0b-9c0d-0d6f3b6f1c55")
"""Of the keys of such messages: one and the same for one trouble and its end, whoever writes it."""


def row(
    connection: Connection, settings: Settings, to: Reached, kind: str, step: str, told: Callable[[str], Told]
) -> dict[str, Any]:
    """The delivery's row; `told` says it in a language, and `step` is what there is one message of."""
    at = datetime.now(UTC)
    person = people.some(connection, [to.person]).get(to.person)
    language = (person and person.language) or ("ko" if settings.timezone == "Asia/Seoul" else "en")
    arrived = to.kind == "inbox"
    return {
        "key": str(uuid.uuid5(_NAMES, f"{to.channel} {step}")),
        "channel_id": to.channel,
        "story_id": None,
        "step": step,
        "type": kind,
        "message": message.data(told(language)),
        "state": DeliveryState.SENT if arrived else DeliveryState.PENDING,
        "next_attempt": None if arrived else at,
        "created": at,
        "done": at if arrived else None,
    }
