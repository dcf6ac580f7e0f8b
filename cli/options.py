"""The flags that say how a source is asked, for `source add` and `source set`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from cli.output import USAGE, stop
from sokbo import options
from sokbo.options import NONE, Options, OptionsError

Command = TypeVar("Command", bound=Callable[..., Any])

FLAGS = (
    click.option("--header", "headers", multiple=True, metavar="'K: V'", help="A header to send; 'K:' takes it away."),
    click.option("--cookie", metavar="'A=1; B=2'", help="Cookies to send."),
    click.option("--auth", metavar="USER:PASSWORD", help="A login by basic authentication."),
    click.option("--proxy", metavar="URL", help="Ask by this proxy: http, https or socks5."),
    click.option("--agent", metavar="TEXT", help="A User-Agent in place of our own."),
    click.option("--legacy-tls/--no-legacy-tls", default=None, help="Speak TLS as old as 1.0 with it."),
    click.option(
        "--ignore-robots/--heed-robots", default=None, help="Read the board though its robots.txt says not to."
    ),
    click.option("--zone", metavar="ZONE", help="Where its dates without a zone are meant, such as Asia/Tokyo."),
)


def asking(command: Command) -> Command:
    """Give a command the flags; it takes them as one mapping with `said`."""
    for flag in reversed(FLAGS):
        command = flag(command)
    return command


def said(flags: dict[str, Any], before: Options = NONE) -> Options:
    """The options after these flags; one that is empty takes away, one that is missing leaves. Ends the command."""
    try:
        return _said(flags, before)
    except OptionsError as error:
        stop(str(error), USAGE)


def _said(flags: dict[str, Any], before: Options) -> Options:
    check: dict[str, Callable[[str], str]] = {
        "cookie": lambda text: options.one_line(text, "cookie"),
        "auth": options.login,
        "proxy": options.proxy,
        "agent": lambda text: options.one_line(text, "agent"),
    }
    new: dict[str, Any] = {
        name: known(text) if text else "" for name, known in check.items() if (text := flags[name]) is not None
    }
    new |= {name: flags[name] for name in ("legacy_tls", "ignore_robots") if flags[name] is not None}
    headers = {name.lower(): (name, value) for name, value in before.headers}
    headers |= {name.lower(): (name, value) for name, value in map(options.header, flags["headers"])}
    return replace(before, headers=tuple(pair for pair in headers.values() if pair[1]), **new)


def zone(text: str) -> str | None:
    """A checked time zone, None for an empty one; ends the command where there is none of that name."""
    try:
        return ZoneInfo(text).key if text else None
    except (KeyError, ValueError, OSError):
        stop(f"--zone {text!r} is no time zone: write it like Asia/Seoul", USAGE)
