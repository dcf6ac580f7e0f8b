"""A real supervisor over small stand-in children, for tests of the supervisor itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from cli.tree import plan
from cli.tree.plan import Child, Plan, Question, When
from sokbo import runtime

SLEEP = "import time; time.sleep(600)"


def python(script: str, *args: str) -> tuple[str, ...]:
    """A command that runs a script."""
    return (sys.executable, "-c", script, *args)


def child(name: str, script: str = SLEEP, when: When = When.SERVICE, **more: object) -> Child:
    """A stand-in child that runs a script."""
    return Child(name, python(script), when, **more)  # type: ignore[arg-type]


@dataclass
class Tree:
    """A supervisor that runs."""

    process: subprocess.Popen[str]
    folder: Path

    def state(self) -> runtime.Runtime | None:
        """What the state file says of the running supervisor."""
        return runtime.read(self.folder)

    def pid(self, name: str) -> int:
        """The pid of a child, 0 while there is none."""
        found = self.state()
        return next((child.pid for child in found.processes if child.name == name), 0) if found else 0

    def restarts(self, name: str) -> int:
        """How often a child was started again."""
        found = self.state()
        return next((child.restarts for child in found.processes if child.name == name), 0) if found else 0

    def stop(self, number: int = signal.SIGINT) -> int:
        """Ctrl-C; the exit status."""
        self.process.send_signal(number)
        return self.process.wait(15)


def until(true: Callable[[], object], what: str = "it", seconds: float = 20) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} never came to be")
        time.sleep(0.02)


def marked(folder: Path) -> list[int]:
    """The processes whose environment names the folder, zombies left out: nobody's memory is left of them."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with suppress(OSError):
                if f"TREE_UNDER_TEST={folder}\0".encode() in (entry / "environ").read_bytes():
                    found.append(int(entry.name))
    return found


@contextmanager
def supervised(folder: Path, *children: Child, port: int, greeting: tuple[str, ...] = ("ready",)) -> Iterator[Tree]:
    """A running supervisor of these children; whatever is left at the end is killed."""
    lock = runtime.take(folder)
    read, write = os.pipe()
    os.write(write, plan.dumps(_plan(folder, lock, children, port, greeting)))
    os.close(write)
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "cli.tree.supervise", str(read)],
        pass_fds=(read, lock),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TREE_UNDER_TEST": str(folder)},
    )
    os.close(read)
    os.close(lock)
    try:
        yield Tree(process, folder)
    finally:
        process.kill()
        process.communicate()
        for left in marked(folder):
            with suppress(ProcessLookupError):
                os.kill(left, signal.SIGKILL)


def _plan(folder: Path, lock: int, children: tuple[Child, ...], port: int, greeting: tuple[str, ...]) -> Plan:
    return Plan(
        data_dir=str(folder),
        lock=lock,
        state=runtime.Runtime(0, "127.0.0.1", port),
        environ={},
        children=children,
        ready=Question(("127.0.0.1", port), "GET /readyz HTTP/1.0\r\n\r\n"),
        greeting=greeting,
    )
