"""What is to run, as data: made by `cli.up`, handed through a pipe to the supervisor. Starts nothing itself."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from sokbo.runtime import Runtime


class When(StrEnum):
    """A child's place in the tree's life."""

    FIRST = "first"
    """A service started at once and stopped last."""
    PREPARE = "prepare"
    """Run once at the start; the services wait for it, and its failure ends all. Only its errors are shown."""
    SERVICE = "service"
    GREET = "greet"
    """Run once when the tree is ready; what it prints is for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask a listening process: `address` is a socket's path, or host and port."""

    address: str | tuple[str, int]
    text: str


@dataclass(frozen=True, slots=True)
class Child:
    """One process of the tree."""

    name: str
    command: tuple[str, ...]
    when: When = When.SERVICE
    folder: str | None = None
    """Where it runs; here, when None."""
    folders: tuple[str, ...] = ()
    """Private folders that are made before each start, where they are missing."""
    question: Question | None = None
    """Asked regularly; a process that gives no answer for long is started anew."""
    quiet: tuple[str, ...] = ()
    """Lines with one of these words in them are no news to anyone."""
    disposable: str | None = None
    """A folder that can be put aside when the process again and again dies before it first answers."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole tree. Children are started in this order and stopped in the reverse one."""

    data_dir: str
    lock: int
    """The descriptor that holds the data folder."""
    state: Runtime
    environ: dict[str, str]
    """Added to the environment of every child."""
    children: tuple[Child, ...]
    ready: Question
    """An HTTP request that is answered with 200 once everything works."""
    greeting: tuple[str, ...]
    """Lines printed when ready."""
    temporary: tuple[str, ...] = field(default=())
    """Files, then empty folders, that are removed at the end."""


def dumps(plan: Plan) -> bytes:
    """The plan in one line of JSON."""
    return json.dumps(asdict(plan)).encode()


def loads(text: bytes) -> Plan:
    """The plan that `dumps` wrote."""
    raw = json.loads(text)
    return Plan(
        data_dir=raw["data_dir"],
        lock=raw["lock"],
        state=Runtime(**{**raw["state"], "processes": ()}),
        environ=raw["environ"],
        children=tuple(_child(child) for child in raw["children"]),
        ready=_question(raw["ready"]),
        greeting=tuple(raw["greeting"]),
        temporary=tuple(raw["temporary"]),
    )


def _child(raw: dict[str, Any]) -> Child:
    question = _question(raw["question"]) if raw["question"] else None
    lists = {name: tuple(raw[name]) for name in ("command", "folders", "quiet")}
    return Child(**{**raw, **lists, "when": When(raw["when"]), "question": question})


def _question(raw: dict[str, Any]) -> Question:
    address = raw["address"]
    return Question(address if isinstance(address, str) else (address[0], address[1]), raw["text"])
