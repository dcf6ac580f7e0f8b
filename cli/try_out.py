"""The pure readers, as the pipeline calls them: no database, no Redis, and with a file no network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import click

from cli import jsonl
from cli.output import UNREADABLE, USAGE, stop
from notify import korean
from notify.knowledge import Knowledge, shipped
from notify.match import find
from notify.rule import Rule, RuleError, parse
from notify.subject import Facts, Subject
from sokbo import address, fold, text
from sokbo.keys import key64
from sokbo.model import Why
from worker.group import Clues, Stories

Row = dict[str, Any]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@click.command("match")
@click.argument("rule", required=False)
@click.option("--jsonl", "lines", is_flag=True, help='Read {"title", "rule"} a line; add "match" and "why".')
@click.option("--json", "json_", is_flag=True, help="Print the titles that match as JSON lines.")
def match_(rule: str | None, *, lines: bool, json_: bool) -> None:
    """Try RULE on the titles of standard input: print those that match, their words in bold on a terminal."""
    if lines == (rule is not None):
        stop("give a RULE for titles on standard input, or --jsonl for rules and titles", USAGE)
    if rule is None:
        jsonl.write(_judged(row) for _, row in jsonl.rows("title", "rule"))
        return
    try:
        tried = parse(rule)
    except RuleError as error:
        stop(f"{_one_line(error)} of {rule[:200]!r}", USAGE)
    known = _knowledge()
    found = ((title, why) for title in _titles() if (why := find(tried, Subject(title, knowledge=known))) is not None)
    if json_:
        jsonl.write({"title": title, "match": True, "why": _plain(why)} for title, why in found)
        return
    for title, why in found:
        click.echo(marked(title, why))


def _judged(row: Row) -> Row:
    """A line with its verdict; a rule that can't be read matches nothing, and says why."""
    try:
        why = find(_parsed(row["rule"]), Subject(row["title"], _facts(row), _knowledge()))
    except RuleError as error:
        return row | {"match": False, "why": [], "error": _one_line(error)}
    return row | {"match": why is not None, "why": _plain(why or ())}


def _facts(row: Row) -> Facts:
    """What a line says beside its title, under the names that `sokbo headlines --json` gives."""

    def said(name: str) -> str:
        value = row.get(name)
        return value if isinstance(value, str) else ""

    try:
        day = datetime.fromisoformat(row["published"]).date()
    except (KeyError, TypeError, ValueError):
        day = None
    return Facts(said("outlet"), said("author"), said("source"), lang=said("lang") or None, day=day)


@lru_cache(maxsize=1)
def _knowledge() -> Knowledge:
    """What the desk knows too."""
    return replace(shipped(), analyser=korean.analyser())


@lru_cache(maxsize=1024)
def _parsed(rule: str) -> Rule:
    return parse(rule)


def _one_line(error: RuleError) -> str:
    return f"{error}, at character {error.position + 1}"


def _plain(why: tuple[Why, ...]) -> list[Row]:
    return [asdict(reason) for reason in why]


def _titles() -> Iterator[str]:
    for number, line in jsonl.lines():
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            stop(f"line {number} is not UTF-8", UNREADABLE)


def marked(title: str, why: tuple[Why, ...]) -> str:
    """The title with its matched words in bold."""
    out, at = "", 0
    for start, end in sorted({(w.start, w.end) for w in why}):
        if start >= at:
            out += title[at:start] + click.style(title[start:end], bold=True)
            at = end
    return out + title[at:]


@click.command()
@click.option("--jsonl", "lines", is_flag=True, help='Read {"id", "title", "published", "outlet"} a line; add "story".')
def stories(*, lines: bool) -> None:
    """Group the headlines of standard input, in time order, into stories."""
    if not lines:
        stop("stories reads JSON lines: give --jsonl", USAGE)
    jsonl.write(_grouped())


def _grouped() -> Iterator[Row]:
    """Each headline with the id of its story's first one."""
    known, first, at = Stories(), dict[int, Any](), EPOCH
    for number, row in jsonl.rows("title"):
        if "id" not in row:
            stop(f'line {number} has no "id"', UNREADABLE)
        at = _moment(row.get("published"), number) or at
        clues = _clues(row, at)
        story = known.place(clues)
        if story is None:
            story = number
            first[number] = row["id"]
        known.remember(number, story, clues)
        yield row | {"story": first[story]}


def _clues(row: Row, at: datetime) -> Clues:
    title = text.clean(row["title"])
    key = fold.title_key(title)
    url = row.get("url")
    return Clues(
        title=title,
        at=at,
        url_key=key64(address.canonical(url)) if url and isinstance(url, str) else None,
        title_key=key64(key) if key else None,
    )


def _moment(published: Any, number: int) -> datetime | None:
    """A headline's time; None where it has none, so that it counts from the one before."""
    if published is None:
        return None
    try:
        moment = datetime.fromisoformat(published)
    except (TypeError, ValueError):
        stop(f'line {number} has no ISO 8601 time under "published"', UNREADABLE)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
