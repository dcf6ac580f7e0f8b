"""What dies in the night: the desk, a poller, Redis. Each time the next headline must arrive."""

from __future__ import annotations

import os
import signal
from typing import Any

from newsroom import Newsroom
from shell import expect, run, say, wait
from stack import Stack


def desk(stack: Stack) -> dict[str, Any]:
    """The container whose process holds the desk."""
    ask = ("psql", "--username=sokbo", "--tuples-only", "--no-align", "sokbo", "-c")
    owner = stack.inside(
        stack.containers("postgres")[0]["Id"], *ask, "SELECT owner FROM leases WHERE name = 'desk'"
    ).stdout
    holders = [one for one in stack.containers("worker-desk") if owner.startswith(one["Config"]["Hostname"])]
    expect(len(holders) == 1, f"one of the desks holds the lease, not {owner!r}")
    return holders[0]


def kill_desk(stack: Stack, room: Newsroom) -> None:
    """The desk is killed and stays away, as the engine leaves what a person kills: the other takes over."""
    dead = desk(stack)
    run("docker", "kill", dead["Id"])
    room.arrives("[속보] 책상이 바뀌었다")
    expect(desk(stack)["Id"] != dead["Id"], "the standby holds the desk")
    run("docker", "start", dead["Id"])
    expect(len(stack.containers("worker-desk")) == 2, "two desks again")
    say("  the other desk took over")


def kill_poller(stack: Stack, room: Newsroom) -> None:
    """One of three pollers dies like a process dies: the others go on, and it is started again."""
    dead = stack.containers("worker-poll")[0]
    os.kill(dead["State"]["Pid"], signal.SIGKILL)
    room.arrives("[속보] 다리가 열렸다")

    def back() -> bool:
        now = stack.containers("worker-poll")
        return len(now) == 3 and any(one["RestartCount"] for one in now)

    wait("three pollers again", back, within=60)
    say("  the dead poller is back")


def without_redis(stack: Stack, room: Newsroom) -> None:
    """Redis is the fast path, the database is the truth."""
    stack.compose("stop", "redis")
    room.arrives("[속보] 지름길이 막혔다")
    stack.compose("start", "redis")
    wait(
        "Redis again",
        lambda: "PONG" in stack.inside(stack.containers("redis")[0]["Id"], "redis-cli", "ping").stdout,
        20,
    )
