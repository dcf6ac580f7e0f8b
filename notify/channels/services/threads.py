"""Updates of a story put under its first message, where a service can: the request that Apprise made, with that added.

| service | how |
| --- | --- |
| Telegram | a reply to the first message |
| Slack (a bot's token) | in the first message's thread |
| Discord (a hook) | the first message is edited |
| ntfy | the notice takes the first one's place (its sequence) |
| Matrix | in the first message's thread |

Pure. The others get a message of its own for every update.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from notify.channels.protocol import SendError

_TELEGRAM = re.compile(r"/bot[^/]+/sendMessage$")
_SLACK = re.compile(r"/chat\.postMessage$")
_DISCORD = re.compile(r"/api/webhooks/\d+/[^/?]+$")
_MATRIX = re.compile(r"/_matrix/client/[^/]+/rooms/[^/]+/send/m\.room\.message")
_NTFY_KEYS = {"topic", "message"}


@dataclass(frozen=True, slots=True)
class Thread:
    """Where a message belongs: under which earlier one, and of what story."""

    before: str | None
    topic: str


def under(thread: Thread, method: str, url: str, body: bytes) -> tuple[str, str, bytes]:
    """Method, address and body of a request, changed where its service knows threads."""
    path, sent = url.partition("?")[0], _json(body)
    if sent is None:
        return method, url, body
    if _DISCORD.search(path):
        # Only asked to wait does Discord say the message's number.
        edit = f"/messages/{thread.before}" if thread.before else ""
        return "PATCH" if edit else method, f"{path}{edit}?wait=true", body
    changed = _changed(thread, path, sent)
    return method, url, body if changed is None else json.dumps(changed).encode()


def _changed(thread: Thread, path: str, sent: dict[str, Any]) -> dict[str, Any] | None:
    before = thread.before
    if sent.keys() >= _NTFY_KEYS and thread.topic:
        return sent | {"sequence_id": thread.topic}
    if before and _TELEGRAM.search(path) and before.isdigit():
        return sent | {"reply_parameters": {"message_id": int(before), "allow_sending_without_reply": True}}
    if before and _SLACK.search(path):
        return sent | {"thread_ts": before}
    if before and _MATRIX.search(path):
        return sent | {"m.relates_to": {"rel_type": "m.thread", "event_id": before, "is_falling_back": True}}
    return None


def _json(body: bytes) -> dict[str, Any] | None:
    try:
        sent = json.loads(body)
    except ValueError:
        return None
    return sent if isinstance(sent, dict) else None


def remote(url: str, text: str) -> str | None:
    """By what the service knows the message that it took, where that is good for a thread."""
    said, path = _json(text.encode()), url.partition("?")[0]
    if said is None:
        return None
    ways: list[tuple[re.Pattern[str], Callable[[], Any]]] = [
        (_TELEGRAM, lambda: said["result"]["message_id"]),
        (_SLACK, lambda: said["ts"]),
        (re.compile(r"/api/webhooks/\d+/[^/?]+"), lambda: said["id"]),
        (_MATRIX, lambda: said["event_id"]),
    ]
    for pattern, find in ways:
        if pattern.search(path):
            try:
                return str(find())
            except (KeyError, TypeError):
                return None
    return None


_GONE_STATUS = {401, 403, 404, 410}
_NEVER_STATUS = {400, 413, 422}
_GONE_WORDS = re.compile(
    r"invalid_auth|account_inactive|token_revoked|token_expired|not_authed|no_service|channel_not_found|is_archived"
    r"|not_in_channel|user_not_found|chat not found|bot was (?:blocked|kicked)|user is deactivated|unauthorized"
    r"|application token is invalid|user identifier is not a valid|M_UNKNOWN_TOKEN|M_FORBIDDEN",
    re.IGNORECASE,
)


def refusal(status: int, said: str, text: str, retry_after: str | None) -> SendError:
    """What a service's no means: its token or room is no more, it will never take this message, or later."""
    if _GONE_WORDS.search(text) or status in _GONE_STATUS:
        return SendError(f"{said}: it wants no more, so the channel is paused", gone=True, status=status)
    if status in _NEVER_STATUS:
        return SendError(said, permanent=True, status=status)
    return SendError(said, status=status, retry_after_s=_asked_s(text, retry_after))


def _asked_s(text: str, header: str | None) -> float | None:
    """Seconds that it asks to be left alone for: its header, else what Discord and Telegram write in the body."""
    if header and header.strip().replace(".", "", 1).isdigit():
        return float(header)
    said = _json(text.encode()) or {}
    parameters = said.get("parameters")
    asked = said.get("retry_after") or (parameters.get("retry_after") if isinstance(parameters, dict) else None)
    return float(asked) if isinstance(asked, int | float) else None
