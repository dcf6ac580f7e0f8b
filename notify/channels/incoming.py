"""What the incoming hooks of team messengers have alike: an address that is itself the permission, and a JSON body.

Such an address is written `jandi:https://…`, or plainly where its host tells whose it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import orjson

from notify.channels import answers, hook
from notify.channels.protocol import LIMIT_S, AddressError, Envelope, Sent, no_secret
from sokbo.exchange import Request, Response

MOST_BYTES = 100_000
"""Of an answer."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A channel of this manner (`HttpChannel`): its name is its scheme, its own is the body."""

    name: str
    hosts: tuple[str, ...]
    body: Callable[[Envelope], dict[str, Any]]
    accept: str = "application/json"

    @property
    def SCHEMES(self) -> tuple[str, ...]:  # noqa: N802 - as in the protocol
        """How its addresses begin."""
        return (self.name,)

    def parse(self, address: str) -> str:
        """The scheme and the hook's own address; raises `AddressError`."""
        own = address[len(self.name) + 1 :] if address.lower().startswith(f"{self.name}:") else address
        if own.startswith("//"):
            own = f"https:{own}"
        if not own.lower().startswith(("https://", "http://")):
            raise AddressError(f"write {self.name}: and the hook's address behind it, {self.name}:https://…")
        return f"{self.name}:{hook.parse(own)}"

    def hint(self, address: str) -> str:
        """The scheme and the host: the path is the permission."""
        return f"{self.name}:{hook.hint(address.partition(':')[2])}"

    def secret(self, given: str) -> None:
        """None: the address is all."""
        no_secret(given, self.name)

    def request(self, envelope: Envelope, now: datetime) -> Request:
        """The POST."""
        del now
        return Request(
            url=envelope.address.partition(":")[2],
            method="POST",
            headers={"Content-Type": "application/json", "Accept": self.accept},
            body=orjson.dumps(self.body(envelope)),
            max_redirects=0,
            max_bytes=MOST_BYTES,
            timeout_s=LIMIT_S,
        )

    def answer(self, response: Response, now: datetime) -> Sent:
        """Its yes; raises `SendError`: 401, 403, 404 and 410 mean that the hook was taken back."""
        return answers.heard(response, now, answers.TAKEN_BACK)

    def owns(self, address: str) -> bool:
        """Whether a plain address belongs to one of its hosts or stands below it."""
        try:
            host = (urlsplit(address).hostname or "").lower()
        except ValueError:
            return False
        return any(host == one or host.endswith(f".{one}") for one in self.hosts)


def cut(text: str, most: int) -> str:
    """The text, at most so many characters long."""
    return text if len(text) <= most else text[: most - 1] + "…"
