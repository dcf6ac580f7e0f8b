"""The options of a watch that say when it wants to hear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import click

from cli.output import USAGE, stop
from notify import timing
from sokbo.model import Timing

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--outlets", type=int, metavar="K", help="Tell only when K outlets carry the story."),
    click.option("--within", "minutes", type=int, metavar="MINUTES", help="… within so many minutes.  [default: 60]"),
    click.option(
        "--updates/--no-updates", default=None, help="Tell also when it doubles, is summed up (종합), or revives."
    ),
    click.option("--follow", multiple=True, metavar="OUTLET", help="Tell also when this outlet joins; '' for none."),
    click.option("--digest", metavar="HOURS", help="Collect for these hours: '08:00, 18:00', 'weekdays 08:00'."),
    click.option("--quiet", metavar="HOURS", help="Hold back in these: '22:00-07:00, weekends, holidays'."),
    click.option("--urgent/--no-urgent", default=None, help="Tell in quiet hours too."),
    click.option("--retitles/--no-retitles", default=None, help="Tell also when a title changes."),
    click.option("--withdrawals/--no-withdrawals", default=None, help="Tell also when a headline is withdrawn."),
)


def timed(command: Command) -> Command:
    """The command with these options, for `chosen`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def chosen(old: Timing, said: dict[str, Any]) -> Timing:
    """The timing with what was said on the command line; ends the command where that can't be meant."""
    values = {name: value for name, value in said.items() if value is not None}
    follow = values.pop("follow", ())
    if follow:
        values["follow"] = tuple(outlet for outlet in follow if outlet.strip())
    try:
        return timing.check(replace(old, **values))
    except timing.TimingError as error:
        stop(str(error), USAGE)


def told(of: Timing) -> dict[str, Any]:
    """What a watch says of when it hears, without what is as for any."""
    plain = Timing()
    return {name: getattr(of, name) for name in plain.__dataclass_fields__ if getattr(of, name) != getattr(plain, name)}


def in_words(of: Timing) -> str:
    """When a watch hears, for a person."""
    said = []
    for name, value in told(of).items():
        shown = ", ".join(value) if isinstance(value, tuple) else value
        said.append(name if value is True else f"{name} {shown}")
    return "; ".join(said) or "at once"
