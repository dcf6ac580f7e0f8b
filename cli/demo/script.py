"""What is out at which second: a pure function of the script and of the time since the newsroom opened.

The script goes round: every round tells the events again under new numbers and with the round in their titles, so that
they are other events; a few lines of the round before the first are there from the start, as history.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Posted:
    """One headline that is out."""

    number: int
    """Grows with time; an outlet's address of it is made of this."""
    outlet: str
    title: str
    second: float
    """When it came out, since the newsroom opened."""


@dataclass(frozen=True, slots=True)
class Line:
    """One headline of the script: when in a round, whose, and its titles with the second from which each stands."""

    at: float
    outlet: str
    titles: tuple[tuple[float, str], ...]
    history: bool = False
    """Out before the newsroom opens, and not again in the first round."""


@dataclass(frozen=True, slots=True)
class Script:
    """The whole script, lines in the order of a round."""

    round_s: float
    outlets: dict[str, str]
    """Key to name."""
    places: dict[str, str]
    """Place (``board``, ``list``, ``rss``, ``atom``, ``json``) to the outlet that publishes there."""
    lines: tuple[Line, ...]


@cache
def load() -> Script:
    """The script that comes with the product."""
    raw = tomllib.loads((Path(__file__).parent / "script.toml").read_text("utf-8"))
    lines = [line for event in raw["events"] for line in _told(event)] + _singles(raw["singles"])
    outlets = {key: outlet["name"] for key, outlet in raw["outlets"].items()}
    places = {outlet["place"]: key for key, outlet in raw["outlets"].items()}
    return Script(raw["round_s"], outlets, places, tuple(sorted(lines, key=lambda line: line.at)))


def _told(event: dict[str, Any]) -> list[Line]:
    begin = event["at"]
    lines = []
    for index, (delay, outlet, title) in enumerate(event["told"]):
        renamed = [(begin + s, new) for s, who, which, new in event.get("later", []) if (who, which) == (outlet, index)]
        lines.append(Line(begin + delay, outlet, ((begin + delay, title), *renamed)))
    return lines


def _singles(raw: dict[str, Any]) -> list[Line]:
    """The background, an outlet after the other."""
    columns = [[(outlet, title) for title in titles] for outlet, titles in raw.items() if outlet != "every_s"]
    told = [pair for row in zip(*columns, strict=True) for pair in row]
    past = len(told) * 2 // 3
    return [
        Line(3 + n * raw["every_s"], outlet, ((0.0, title),), history=n >= past)
        for n, (outlet, title) in enumerate(told)
    ]


def out(script: Script, seconds: float, keep: int = 60) -> list[Posted]:
    """The newest headlines out by then, newest first."""
    posted: list[Posted] = []
    newest = int(seconds // script.round_s)
    for turn in range(max(newest - 1, -1), newest + 1):
        begin = turn * script.round_s
        for index, line in enumerate(script.lines):
            if begin + line.at > seconds:
                break
            if turn <= 0 and line.history is (turn == 0):
                continue
            title = [title for since, title in line.titles if begin + since <= seconds][-1]
            mark = f" #{turn + 1}" if turn > 0 else ""
            number = (turn + 1) * len(script.lines) + index + 1
            posted.append(Posted(number, line.outlet, title + mark, begin + line.at))
    return posted[::-1][:keep]
