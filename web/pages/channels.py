"""Channels: where alerts go; addresses are shown masked, a hook's secret once."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from notify.channels import AddressError, mask, parse_address, secret_for
from notify.trial import try_channel
from sokbo.model import Channel
from sokbo.queries import channels
from web.asked import Asked
from web.faults import told
from web.pages.sorry import not_found


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form holds, good or not."""

    name: str = ""
    address: str = ""


def _page(asked: Asked, draft: Draft, *, trouble: str = "", secret: str | None = None) -> Response:
    with asked.desk.database.read() as connection:
        found = channels.of_person(connection, asked.desk.vault, asked.person.id)
    status = 422 if trouble else 200
    return asked.page("channels.html", status, found=found, draft=draft, trouble=trouble, secret=secret)


def channels_page(asked: Asked) -> Response:
    """The list, and a form for the next one; the answer to the form shows the secret."""
    if asked.request.method != "POST":
        return _page(asked, Draft())
    draft = Draft(asked.field("name")[:80], asked.field("address"))
    try:
        kind, address = parse_address(draft.address)
        secret = secret_for(kind)
    except AddressError as error:
        return _page(asked, draft, trouble=told(asked.language, str(error)))
    with asked.desk.database.write() as connection:
        added = channels.add(
            connection,
            asked.desk.vault,
            person=asked.person.id,
            name=draft.name or kind,
            kind=kind,
            address=address,
            secret=secret,
            hint=mask(address),
        )
    if added is None:
        return _page(asked, draft, trouble=asked.say("name_taken"))
    return _page(asked, Draft(), secret=secret)


def _mine(asked: Asked) -> Channel | None:
    with asked.desk.database.read() as connection:
        found = channels.of_person(connection, asked.desk.vault, asked.person.id)
    return next((c for c in found if c.id == asked.number()), None)


def do(asked: Asked) -> Response:
    """Test, resume or remove one."""
    channel = _mine(asked)
    if channel is None:
        return not_found(asked)
    said = ""
    if asked.field("do") == "test":
        answer = try_channel(asked.desk.settings, asked.desk.guard, channel, asked.now).answer
        said = f"{channel.name}: " + asked.say("test_answer", answer=told(asked.language, answer))
    else:
        with asked.desk.database.write() as connection:
            if asked.field("do") == "resume":
                channels.resume(connection, channel.id)
            elif asked.field("do") == "remove":
                channels.remove(connection, channel.id)
    return asked.go("/channels", said)
