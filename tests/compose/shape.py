"""What stands where: how many of each, locked down how far, and whether all of it is well."""

from __future__ import annotations

from typing import Any

from shell import expect, run, say, wait
from stack import PROJECT, Stack

ALONE = ("postgres", "redis", "web", "beat", "worker-deliver", "worker-feeds")


def scale(stack: Stack) -> None:
    """Three pollers, two desks, one of everything else, each of them locked down."""
    stack.compose("up", "-d", "--scale", "worker-poll=3", within=120)
    wanted = dict.fromkeys(ALONE, 1) | {"worker-poll": 3, "worker-desk": 2}
    for service, count in wanted.items():
        found = len(stack.containers(service))
        expect(found == count, f"{count} of {service}, not {found}")
    for container in stack.containers():
        locked_down(stack, container)
    say(f"  {len(stack.containers())} containers, none as root, every root read-only")


def locked_down(stack: Stack, container: dict[str, Any]) -> None:
    """Not root, nothing to write to but its volumes and memory, started again when it dies, its log bounded."""
    name, host = container["Name"].strip("/"), container["HostConfig"]
    uid, *written = stack.inside(container["Id"], "sh", "-c", "id -u; touch /probe && echo written").stdout.split()
    expect(uid != "0" and not written, f"{name} runs as {uid}, {written}")
    expect(host["ReadonlyRootfs"] and host["CapDrop"] == ["ALL"], f"{name}: {host['ReadonlyRootfs']} {host['CapDrop']}")
    expect(host["RestartPolicy"]["Name"] == "unless-stopped", f"{name}: {host['RestartPolicy']}")
    expect("max-size" in host["LogConfig"]["Config"], f"{name}: {host['LogConfig']}")


def networks(stack: Stack) -> None:
    """The desk and the databases have no way out. (By inspection: the machine itself answers on every bridge.)"""
    inside = f"{PROJECT}_inside"
    expect(
        "true" in run("docker", "network", "inspect", inside, "--format", "{{.Internal}}"), f"{inside} leads nowhere"
    )
    for service in ("worker-desk", "worker-feeds", "beat", "postgres", "redis"):
        joined = list(stack.containers(service)[0]["NetworkSettings"]["Networks"])
        expect(joined == [inside], f"{service} is in {joined}")


def doctor(stack: Stack) -> None:
    """The product finds nothing wrong, and Redis keeps what it is told."""
    stack.sokbo("doctor")
    kept = stack.inside(stack.containers("redis")[0]["Id"], "redis-cli", "config", "get", "appendonly").stdout.split()
    expect(kept == ["appendonly", "yes"], f"Redis keeps an append-only file: {kept}")


def healthy(stack: Stack) -> None:
    """Every health check says so."""

    def ill() -> list[str]:
        states = {one["Name"]: one["State"].get("Health", {}).get("Status") for one in stack.containers()}
        return [f"{name}: {state}" for name, state in states.items() if state != "healthy"]

    wait(f"every container healthy, not {ill()}", lambda: not ill(), within=120, every=1)
    say("  every container is healthy")
