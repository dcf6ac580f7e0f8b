"""Slack, Telegram, ntfy and the like, through Apprise: it knows how each wants to be written to.

It is imported when first needed (0.3 s and 20 MB), and reaches the world only through our own guarded way out.

- ``schemes``  which services are allowed, and how their addresses look (pure)
- ``door``     Apprise's requests, sent by our way out, their answers kept
- ``threads``  updates put under the first message, where the service can (pure)
"""

from __future__ import annotations

import logging
import time
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from notify import wording
from notify.channels.protocol import AddressError, Envelope, Means, SendError, Sent, no_secret, one_line
from notify.channels.services import threads
from notify.channels.services.schemes import PLAIN, SERVICES

SCHEMES = tuple(SERVICES)


def owns(address: str) -> bool:
    """Whether a plain https: address is one that a service gives out, such as Slack's and Discord's hooks."""
    return _host(address) in PLAIN


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def parse(address: str) -> str:
    """The address as Apprise writes it; raises `AddressError`."""
    made = _plugin(address)
    if made is None:
        scheme = PLAIN.get(_host(address)) or address.partition(":")[0].lower()
        raise AddressError(f"that is no address of {SERVICES[scheme].name}: write it like {SERVICES[scheme].example}")
    if len(made) > 1:
        raise AddressError("one room or person a channel: add the others as channels of their own")
    return str(made.url(privacy=False))


def hint(address: str) -> str:
    """The service's scheme, and for servers of one's own the host: the rest may be the permission."""
    scheme, _, rest = address.partition("://")
    host = rest.partition("/")[0].rpartition("@")[2].partition("?")[0]
    return f"{scheme}://{host}/…" if SERVICES[scheme].own else f"{scheme}://…"


def secret(given: str) -> None:
    """None: the address holds all."""
    no_secret(given, "this service")


def _plugin(address: str) -> Any:
    """Apprise's own object for the address, None where it can't read it. Of its plugins only this one is loaded."""
    plain = PLAIN.get(_host(address))
    service = SERVICES.get(plain or address.partition(":")[0].lower())
    if service is None:
        return None
    module, _, name = service.plugin.rpartition(".")
    plugin = getattr(import_module(f"apprise.plugins.{module}"), name)
    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # its lines tell tokens
    native = address.lower().startswith(("https://", "http://"))
    found = plugin.parse_native_url(address) if native else plugin.parse_url(address)
    try:
        return plugin(**found) if found else None
    except TypeError:  # so it says that a token has the wrong form
        return None


def send(envelope: Envelope, means: Means, limit_s: float) -> Sent:
    """The service's yes; raises `SendError`."""
    from apprise import NotifyFormat

    from notify.channels.services import door

    made = _plugin(envelope.address)
    if made is None:
        raise SendError("Apprise can't read its address any more: add the channel again", gone=True)
    title = wording.subject(envelope.kind, envelope.told, envelope.language)
    body = wording.below(envelope.told, envelope.language, envelope.zone)
    made.request_rate_per_sec = 0  # it would sleep between the requests of one message; the ledger spaces messages
    topic = f"sokbo-{envelope.told.story.id}" if envelope.told.story.id and not envelope.told.collected else ""
    thread = threads.Thread(envelope.before, topic)
    with door.opened(means.guard, time.monotonic() + limit_s, thread) as passed:
        good = made.notify(title=title, body=body, body_format=NotifyFormat.TEXT)
    return _judge(good, passed)


def _judge(good: bool, passed: Any) -> Sent:
    if passed.fault:
        raise SendError(passed.fault)
    last = passed.answers[-1] if passed.answers else None
    if last is None:
        raise SendError("Apprise sent nothing: check the address", permanent=True)
    said = one_line(f"{last.status} {last.text}")
    if good:
        remote = next((found for a in passed.answers if (found := threads.remote(a.url, a.text))), None)
        return Sent(said, last.status, remote)
    raise threads.refusal(last.status, said, last.text, last.retry_after)
