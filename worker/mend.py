"""A person changes how a board is read: what they wrote is tried on the page as it is now before it is kept."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime

from sokbo.exchange import NetworkError
from sokbo.model import Document, Kind
from sokbo.network import get
from sokbo.options import NONE, unpack
from sokbo.queries import recipes, visits
from sokbo.queries.claims import Claimed
from sokbo.secrets import KeyMissing
from worker import fetch, first_read, outlet_zone, permission
from worker.bring import Desk
from worker.read import Kept, Unreadable, read
from worker.read.board.recipe import RecipeError, of_dict


class MendError(Exception):
    """It can't be tried, or finds nothing; the message is one line."""


@dataclass(frozen=True, slots=True)
class Shown:
    """How a board is read now, for a person."""

    text: str
    """The recipe as JSON; empty where there is none."""
    says: str
    """Where it is from, in one line."""


def shown(desk: Desk, source: int) -> Shown:
    """The recipe of a source."""
    with desk.database.read() as connection:
        kept, of = recipes.of(connection, source), visits.whole(connection, source)
    if of is not None and of.source.kind is not Kind.BOARD:
        return Shown("", "it is no board: nothing has to be found on it")
    if not kept:
        return Shown("", "no recipe reads it: its rows are found at each poll" if kept == {} else "not found yet")
    says = "written by hand: never replaced by itself" if kept.get("edited") else "found by itself"
    return Shown(json.dumps(kept, ensure_ascii=False, indent=2), says)


def tried(desk: Desk, source: int, text: str, at: datetime) -> Document:
    """The page as a written recipe reads it now, with that as its recipe; raises `MendError`."""
    try:
        recipe = replace(of_dict(json.loads(text)), edited=True, seen={})
    except json.JSONDecodeError as error:
        raise MendError(f"no JSON: {error.msg} in line {error.lineno}") from None
    except RecipeError as error:
        raise MendError(str(error)) from None
    with desk.database.read() as connection:
        of = visits.whole(connection, source)
    if of is None:
        raise MendError(f"there is no source {source}: see `sokbo source list`")
    document = _read(desk, of, Kept(recipe.as_dict()), at)
    if document.kind is not Kind.BOARD:
        raise MendError("it is no board: nothing has to be found on it")
    if not document.entries:
        raise MendError("that finds nothing on the page as it is now")
    return document


def keep(desk: Desk, source: int, document: Document) -> None:
    """Read the source by the recipe that was tried, from now on."""
    with desk.database.write() as connection:
        recipes.keep(connection, source, document.recipe)


def find_anew(desk: Desk, source: int) -> None:
    """Forget how it was read: the next look finds that anew."""
    with desk.database.write() as connection:
        recipes.keep(connection, source, None)


def _read(desk: Desk, of: Claimed, kept: Kept, at: datetime) -> Document:
    try:
        url = desk.vault.open(of.sealed_url) if of.sealed_url else of.source.url
        options = unpack(desk.vault.open(of.sealed_options)) if of.sealed_options else NONE
        if why := permission.refusal(url, desk.guard, desk.agent, options):
            raise MendError(why)
        answer = get(first_read.question(url, options, desk.agent), desk.guard)
        if answer.status != 200:
            raise MendError(f"{of.source.url} {fetch.refusal(answer.status)}")
        here = outlet_zone.meant(of.zone, answer.url, desk.zone)
        kind = answer.headers.get("content-type")
        return read(answer.body, url=answer.url, content_type=kind, at=at, zone=here, kept=kept)
    except (NetworkError, Unreadable, KeyMissing, first_read.FirstReadError) as error:
        raise MendError(str(error)) from None
