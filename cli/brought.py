"""Many addresses on their way to sources: each told as it comes, all counted in the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict

import click

from cli.opened import Opened
from cli.output import print_json
from worker.bring import Outcome, Wanted, bring


def bring_all(
    desk: Opened, wanted: Sequence[Wanted], tell: Callable[[Outcome, Wanted], None], *, json_: bool
) -> list[Outcome]:
    """What became of each, printed, and the line woken."""
    outcomes = []
    for outcome, one in zip(bring(desk.bringing, wanted), wanted, strict=True):
        outcomes.append(outcome)
        if not json_:
            tell(outcome, one)
    desk.wake("desk")
    desk.wake("poll")
    if json_:
        print_json([asdict(outcome) for outcome in outcomes])
    else:
        counts = [f"{sum(o.state == state for o in outcomes)} {state}" for state in ("added", "there", "left out")]
        click.echo(f"{len(outcomes)} sources: {', '.join(counts)}.")
    return outcomes
