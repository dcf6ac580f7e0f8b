"""A starter pack: well-known outlets by section; what is ticked is read and added, what doesn't answer is told."""

from __future__ import annotations

from starlette.responses import Response

from sokbo.queries import sources
from web.asked import Asked
from web.pages.new_source import Draft, added, desk_of
from web.pages.sorry import not_found
from worker import packs
from worker.aftermath import address_key
from worker.bring import Wanted, bring
from worker.packs import Packed, PackError


def pack(asked: Asked) -> Response:
    """The pack, and a form for each outlet."""
    try:
        of = packs.pack(asked.request.path_params["name"])
    except PackError:
        return not_found(asked)
    if asked.request.method != "POST":
        return _page(asked, of)
    wanted = [_wanted(one) for one in of if one.url in asked.form.getlist("url")]
    if not wanted:
        return _page(asked, of, asked.say("nothing_picked"))
    return added(asked, Draft(), list(bring(desk_of(asked), wanted)))


def _wanted(one: Packed) -> Wanted:
    return Wanted(one.url, one.name, one.outlet, one.every_s)


def _page(asked: Asked, of: tuple[Packed, ...], trouble: str = "") -> Response:
    keys = {address_key(one.url): one.url for one in of}
    with asked.desk.database.read() as connection:
        there = {keys[key] for key in sources.known_addresses(connection, list(keys))}
    name = asked.request.path_params["name"]
    return asked.page(
        "pack.html",
        422 if trouble else 200,
        name=name,
        outlets=packs.outlets(of),
        start=[one for one in packs.first_of_each(of) if one.url not in there],
        there=there,
        trouble=trouble,
    )
