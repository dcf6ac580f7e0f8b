"""``sokbo preview``: read an address, a file or standard input as a poll would, and show what is found.

Needs no database and no Redis, and for a file no network.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from cli.output import UNAVAILABLE, UNREADABLE, USAGE, print_json, print_table, stop
from sokbo.guard import Guard
from sokbo.model import Document, Entry, Kind, Precision
from sokbo.settings import Settings, SettingsError, load
from sokbo.text import labels
from worker import outlet_zone
from worker.read import Unreadable, read

if TYPE_CHECKING:
    from sokbo.exchange import Response
    from worker.find.candidates import Found

KOREA = "Asia/Seoul"
"""Where dates without a zone are meant as long as the desk has not been told its own."""
SKIPPED = 10
"""What was left out of a document is told up to so many times; JSON has all of it."""
_SAYS = {
    401: "asks for a login: add the address with its credentials, or one that needs none",
    403: "is refused: the server lets no reader in there",
    404: "is not there: check the address in a browser",
    410: "is gone for good: look for the source's new address",
    429: "was asked for too often: wait before trying again",
}


@dataclass(frozen=True, slots=True)
class Body:
    """The bytes to read, and what is known of them."""

    data: bytes
    url: str
    content_type: str | None
    answer: Response | None = None
    """The whole answer, where it was fetched."""


@click.command()
@click.argument("target")
@click.option("--base-url", metavar="URL", help="Where the document's links start from (default: its own address).")
@click.option("--content-type", metavar="TYPE", help="What the server said of it, such as 'text/html; charset=euc-kr'.")
@click.option("--at", metavar="ISO8601", help="The moment that relative dates count from (default: now).")
@click.option("--only", is_flag=True, help="Read this address alone, and look for no other source on its site.")
@click.option("--ignore-robots", is_flag=True, help="Read a board though its robots.txt says not to.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def preview(
    target: str,
    base_url: str | None,
    content_type: str | None,
    at: str | None,
    only: bool,
    ignore_robots: bool,
    as_json: bool,
) -> None:
    """Read TARGET (an address, a file, or - for standard input) and show its headlines; of a page's address also the
    feeds, sitemaps and sections that its site has.
    """
    settings = _settings()
    desk = ZoneInfo(settings.timezone or KOREA)
    moment = _moment(at, desk)
    body = _body(target, settings)
    zone = outlet_zone.meant(None, base_url or body.url, desk)
    try:
        document = read(
            body.data,
            url=base_url or body.url,
            content_type=content_type or body.content_type,
            at=moment,
            zone=zone,
        )
    except Unreadable as error:
        stop(f"{target}: {error}", UNREADABLE)
    if body.answer is None or only:
        if document.kind is Kind.BOARD and body.url and not ignore_robots:
            _heed_robots(target, settings)
        _print(target, document, zone, as_json)
        return
    found = _found(target, body.answer, document, moment, settings, ignore_robots)
    if found.refusal and not found.candidates:
        stop(found.refusal, UNAVAILABLE)
    if found.refusal:
        document = replace(document, entries=(), skipped=(), warnings=(found.refusal,))
    _print(target, document, zone, as_json, found)


def _print(target: str, document: Document, zone: ZoneInfo, as_json: bool, found: Found | None = None) -> None:
    told = as_dict(document)
    if found is not None:
        from cli import picks

        told = {**told, **picks.as_dict(found, zone)}
    if as_json:
        print_json(told)
        return
    _show(document, zone)
    if found is not None:
        picks.show_beside(found, target)


def _found(
    target: str, answer: Response, document: Document, at: datetime, settings: Settings, ignore_robots: bool
) -> Found:
    from sokbo.options import Options
    from worker.fetch import user_agent
    from worker.find.judge import zone_of
    from worker.find.search import Search
    from worker.websub.discover import headed

    agent = user_agent(settings.base_url, settings.contact)
    zone = zone_of(None, ZoneInfo(settings.timezone or KOREA))
    search = Search(_guard(settings), agent, at, zone, Options(ignore_robots=ignore_robots))
    return search.of(target, answer, headed(document, answer.url, answer.headers.get("link")))


def _heed_robots(url: str, settings: Settings) -> None:
    from worker import fetch, permission

    agent = fetch.user_agent(settings.base_url, settings.contact)
    if why := permission.refusal(url, _guard(settings), agent):
        stop(why, UNAVAILABLE)


def _guard(settings: Settings) -> Guard:
    return Guard(settings.allow_addresses, settings.demo_address, settings.ca_file)


def _settings() -> Settings:
    try:
        return load()
    except SettingsError as error:
        stop(str(error), USAGE)


def _moment(at: str | None, zone: ZoneInfo) -> datetime:
    if at is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        stop(f"--at {at!r} is no time: use 2026-01-31T09:30:00+09:00", USAGE)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


# --- where the bytes come from ----------------------------------------------------------------------------------------


def _body(target: str, settings: Settings) -> Body:
    if target == "-":
        return Body(sys.stdin.buffer.read(), "", None)
    if target[:6].lower() == "naver:":
        return _searched(target, settings)
    scheme = target.partition("://")[0].lower() if "://" in target else ""
    if scheme in {"http", "https"}:
        return _fetched(target, settings)
    if scheme:
        stop(f"{target}: an address begins with http:// or https://", USAGE)
    return Body(_file(target), "", None)


def _file(target: str) -> bytes:
    try:
        return Path(target).read_bytes()
    except FileNotFoundError:
        hint = f"; an address begins with https://, try https://{target}" if "." in target.partition("/")[0] else ""
        stop(f"there is no file {target}{hint}", UNREADABLE)
    except OSError as error:
        stop(f"{target} can't be read: {error.strerror}", UNREADABLE)


def _fetched(url: str, settings: Settings) -> Body:
    from sokbo.exchange import Fault, host_of
    from sokbo.network import NetworkError, Request, get
    from worker import fetch

    headers = {"User-Agent": fetch.user_agent(settings.base_url, settings.contact), "Accept": fetch.ACCEPT}
    try:
        response = get(Request(url, headers=headers), _guard(settings))
    except NetworkError as error:
        stop(str(error), USAGE if error.kind == Fault.ADDRESS else UNAVAILABLE)
    if response.status != 200:
        says = _SAYS.get(response.status, "gave no document: try again later, or check it in a browser")
        stop(f"the page at {host_of(url)} {says} (HTTP {response.status})", UNAVAILABLE)
    return Body(response.body, response.url, response.headers.get("content-type"), response)


def _searched(target: str, settings: Settings) -> Body:
    """A search's answer; its call is not counted, for there is no database to count it in."""
    from sokbo.network import NetworkError, get
    from worker import fetch
    from worker.naver import query
    from worker.naver.account import Account
    from worker.naver.refusal import refused

    try:
        asked = Account(settings, None).request(
            query.address(target), fetch.user_agent(settings.base_url, settings.contact)
        )
        response = get(asked, _guard(settings))
    except ValueError as error:
        stop(str(error), USAGE)
    except NetworkError as error:
        stop(str(error), UNAVAILABLE)
    if response.status != 200:
        stop(refused(response.status, response.body, datetime.now(UTC))[0], UNAVAILABLE)
    return Body(response.body, response.url, response.headers.get("content-type"))


# --- what is shown ----------------------------------------------------------------------------------------------------


def as_dict(document: Document) -> Mapping[str, Any]:
    """The document as the command's JSON; times at the offsets that they were told in: a day is the day it prints."""
    return {
        "kind": document.kind,
        "encoding": document.encoding,
        "title": document.title,
        "headlines": [_headline(entry) for entry in document.entries],
        "skipped": [{"reason": skipped.reason, "text": skipped.text} for skipped in document.skipped],
        "warnings": list(document.warnings),
    }


def _headline(entry: Entry) -> Mapping[str, Any]:
    return {
        "title": entry.title,
        "url": entry.url,
        "author": entry.author,
        "published": entry.published.isoformat() if entry.published else None,
        "precision": entry.precision,
        "labels": labels(entry.title),
        "outlet": entry.outlet,
    }


def _show(document: Document, zone: ZoneInfo) -> None:
    by = [entry.outlet or entry.author for entry in document.entries]
    rows = [
        (_printed(entry, zone), entry.title, name, entry.url) for entry, name in zip(document.entries, by, strict=True)
    ]
    print_table(("published", "title", "by", "address"), rows)
    for warning in document.warnings:
        click.echo(f"sokbo: {warning}", err=True)
    for skipped in document.skipped[:SKIPPED]:
        click.echo(f"left out ({skipped.reason}): {skipped.text}", err=True)
    left_out = f", {len(document.skipped)} left out" if document.skipped else ""
    click.echo(f"{len(rows)} headlines in a {document.kind} ({document.encoding}){left_out}", err=True)


def _printed(entry: Entry, zone: ZoneInfo) -> str:
    """The time as far as the outlet gave it, in `zone`; a day as it was printed."""
    if entry.published is None:
        return ""
    if entry.precision is Precision.DAY:
        return f"{entry.published:%Y-%m-%d}"
    form = {Precision.MINUTE: "%Y-%m-%d %H:%M"}.get(entry.precision, "%Y-%m-%d %H:%M:%S")
    return entry.published.astimezone(zone).strftime(form)
