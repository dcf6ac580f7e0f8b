"""Channels: where alerts go; addresses are shown masked, a hook's secret once."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from notify.channels import AddressError, hook, mask, parse_address, secret_for, template
from notify.trial import try_channel
from sokbo.model import Channel
from sokbo.queries import channels
from web import push_key
from web.asked import Asked
from web.faults import told
from web.pages.sorry import not_found
from web.picker import CHOICES, choice


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form holds, good or not."""

    name: str = ""
    address: str = ""
    secret: str = ""
    template: str = ""


def _page(asked: Asked, draft: Draft, *, trouble: str = "", secret: str | None = None) -> Response:
    with asked.desk.database.read() as connection:
        found = channels.of_person(connection, asked.desk.vault, asked.person.id)
    picked = choice(asked.field("pick") or asked.request.query_params.get("pick", ""))
    return asked.page(
        "channels.html",
        422 if trouble else 200,
        found=found,
        draft=draft,
        trouble=trouble,
        secret=secret,
        choices=CHOICES,
        picked=picked,
        push_key=push_key.public(asked.desk) if picked.form == "browser" else "",
    )


def channels_page(asked: Asked) -> Response:
    """The list, what one may choose, and a form for that; the answer to the form shows the secret."""
    if asked.request.method != "POST":
        return _page(asked, Draft())
    draft = Draft(asked.field("name")[:80], asked.field("address"), asked.field("secret"), asked.field("template"))
    try:
        kind, address = parse_address(draft.address)
        secret = secret_for(kind, push_key.secret(asked.desk) if kind == "push" else draft.secret)
        body = template.check(draft.template) if kind == "hook" and draft.template else None
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
            template=body,
        )
    if added is None:
        return _page(asked, draft, trouble=asked.say("name_taken"))
    return _page(asked, Draft(), secret=secret if kind == "hook" else None)


def _mine(asked: Asked) -> Channel | None:
    with asked.desk.database.read() as connection:
        found = channels.of_person(connection, asked.desk.vault, asked.person.id)
    return next((c for c in found if c.id == asked.number()), None)


def do(asked: Asked) -> Response:
    """Test, resume or remove one, rotate a hook's secret, or give it another body."""
    channel = _mine(asked)
    if channel is None:
        return not_found(asked)
    deed = asked.field("do")
    if deed == "test":
        tried = try_channel(asked.desk.settings, asked.desk.guard, channel, asked.now, person=asked.person)
        said = asked.say("test_answer", answer=told(asked.language, tried.answer))
        return asked.go("/channels", f"{channel.name}: {said}")
    if deed in {"rotate", "settle"} and channel.kind == "hook" and channel.secret:
        return _rotate(asked, channel, channel.secret, deed)
    if deed == "template" and channel.kind == "hook":
        return _rewrite(asked, channel)
    with asked.desk.database.write() as connection:
        if deed == "resume":
            channels.resume(connection, channel.id)
        elif deed == "remove":
            channels.remove(connection, channel.id)
    asked.desk.wake("deliver")
    return asked.go("/channels")


def _rotate(asked: Asked, channel: Channel, kept: str, deed: str) -> Response:
    """A new secret beside the old one, shown once; or the old one dropped."""
    changed = hook.rotated(kept) if deed == "rotate" else hook.settled(kept)
    with asked.desk.database.write() as connection:
        channels.reseal(connection, asked.desk.vault, channel.id, secret=changed)
    if deed == "settle":
        return asked.go("/channels", f"{channel.name}: " + asked.say("settled"))
    return _page(asked, Draft(), secret=hook.settled(changed))


def _rewrite(asked: Asked, channel: Channel) -> Response:
    text = asked.field("template")
    try:
        body = template.check(text) if text else None
    except AddressError as error:
        return asked.go("/channels", f"{channel.name}: " + told(asked.language, str(error)))
    with asked.desk.database.write() as connection:
        channels.rewrite(connection, asked.desk.vault, channel.id, template=body)
    return asked.go("/channels", f"{channel.name}: " + asked.say("saved"))
