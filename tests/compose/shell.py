"""Commands that the compose test runs, and how it speaks: a line a step with the seconds so far."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

BEGAN = time.monotonic()


class Failed(Exception):
    """The test ends here; the message says what was expected and what was found."""


def say(text: str) -> None:
    """Print one step."""
    sys.stdout.write(f"[{time.monotonic() - BEGAN:6.1f} s] {text}\n")
    sys.stdout.flush()


def run(*command: str | Path, cwd: Path | None = None, env: dict[str, str] | None = None, within: float = 300) -> str:
    """What the command printed; raises `Failed` with the end of its output where it did not end well."""
    done = attempt(*command, cwd=cwd, env=env, within=within)
    if done.returncode:
        shown = " ".join(map(str, command))
        raise Failed(f"{shown}\nended with {done.returncode}:\n{(done.stdout + done.stderr)[-4000:]}")
    return done.stdout


def attempt(
    *command: str | Path, cwd: Path | None = None, env: dict[str, str] | None = None, within: float = 300
) -> subprocess.CompletedProcess[str]:
    """The command, however it ended; raises `Failed` where it takes too long."""
    try:
        return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=within, check=False)
    except subprocess.TimeoutExpired:
        raise Failed(f"{' '.join(map(str, command))}\nstill ran after {within:.0f} s") from None
    except FileNotFoundError:
        raise Failed(f"there is no {command[0]} here") from None


def wait(what: str, look: Callable[[], T | None], within: float, every: float = 0.2) -> T:
    """What `look` finds first that is not None or False; raises `Failed` after `within` seconds."""
    ends = time.monotonic() + within
    while time.monotonic() < ends:
        found = look()
        if found is not None and found is not False:
            return found
        time.sleep(every)
    raise Failed(f"{what}: not within {within:.0f} s")


def expect(true: bool, otherwise: str) -> None:
    """Raise `Failed` where it is not so."""
    if not true:
        raise Failed(otherwise)
