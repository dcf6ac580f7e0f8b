"""A process that watches the lifeline ends with whoever holds its other end, and so does what it forked."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sokbo import lifeline

WATCH = "from sokbo import lifeline; import os, time; lifeline.watch(); "


class Line:
    """A lifeline with both its ends here."""

    def __init__(self) -> None:
        self.end, self.kept = lifeline.make()

    @contextmanager
    def run(self, script: str, *command: str, name: str | None = None) -> Iterator[subprocess.Popen[str]]:
        """A Python process that inherits the lifeline and has said its first word."""
        environ = {**os.environ, lifeline.VARIABLE: name or lifeline.name(self.end)}
        command = (*command, sys.executable, "-c", script)
        with subprocess.Popen(command, pass_fds=(self.end,), stdout=subprocess.PIPE, text=True, env=environ) as process:
            assert process.stdout
            process.stdout.readline()
            try:
                yield process
            finally:
                process.kill()

    def cut(self) -> None:
        """What the death of the supervisor does."""
        os.close(self.kept)


@pytest.fixture
def line() -> Iterator[Line]:
    made = Line()
    yield made
    os.close(made.end)


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def until_gone(pid: int) -> None:
    deadline = time.monotonic() + 10
    while not gone(pid):
        assert time.monotonic() < deadline, "it is still there"
        time.sleep(0.02)


def test_it_ends_when_the_line_is_cut(line: Line) -> None:
    with line.run(WATCH + "print(flush=True); time.sleep(600)") as process:
        assert process.poll() is None
        line.cut()
        assert process.wait(10) == -9


def test_a_busy_process_ends_too(line: Line) -> None:
    with line.run(WATCH + "print(flush=True)\nwhile True: pass") as process:
        line.cut()
        assert process.wait(10) == -9


@pytest.mark.parametrize("dies_first", ["its parent", "the supervisor"])
def test_what_it_forked_ends_with_either(line: Line, dies_first: str) -> None:
    script = WATCH + "print(flush=True)\nif os.fork() == 0: print(os.getpid(), flush=True)\ntime.sleep(600)"
    with line.run(script) as process:
        assert process.stdout
        heir = int(process.stdout.readline())
        if dies_first == "its parent":
            process.kill()
            until_gone(heir)
            line.cut()
        else:
            line.cut()
            until_gone(heir)
        process.wait(10)


def test_what_a_passing_thread_forked_outlives_the_thread(line: Line) -> None:
    script = WATCH + (
        "print(flush=True); import threading\n"
        "def fork():\n"
        "    if os.fork() == 0: time.sleep(.3); print('alive', flush=True); time.sleep(600)\n"
        "    time.sleep(.1)  # until the child has asked for its signal\n"
        "thread = threading.Thread(target=fork); thread.start(); thread.join(); time.sleep(600)"
    )
    with line.run(script) as process:
        assert process.stdout
        assert process.stdout.readline() == "alive\n"
        line.cut()
        process.wait(10)


def test_a_process_bound_to_its_parent_dies_with_it() -> None:
    script = (
        "import os, subprocess, sys, time; from sokbo import lifeline\n"
        "child = subprocess.Popen(['sleep', '600'], preexec_fn=lifeline.binding())\n"
        "print(child.pid, flush=True); os.kill(child.pid, 19); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        parent.kill()
        until_gone(child)


@pytest.mark.parametrize("said", ["", "nonsense", "99:1", "-1:-1", "{end}:1"])
def test_outside_a_tree_nothing_is_watched(line: Line, said: str) -> None:
    with line.run(WATCH + "print(flush=True); time.sleep(.2)", name=said.format(end=line.end) or " ") as process:
        line.cut()
        assert process.wait(10) == 0


def test_a_command_that_knows_no_lifeline_is_kept_by_one_that_does(line: Line) -> None:
    keep = (sys.executable, "-m", "sokbo.lifeline")
    script = "import os, time; print(flush=True); print(os.getpid(), flush=True); time.sleep(600)"
    with line.run(script, *keep) as process:
        assert process.stdout
        kept = int(process.stdout.readline())
        line.cut()
        until_gone(kept)
        assert process.wait(10) != 0


def test_the_keeper_passes_on_the_wish_to_end_and_the_exit_status(line: Line) -> None:
    keep = (sys.executable, "-m", "sokbo.lifeline")
    script = "import signal, sys, time; signal.signal(15, lambda *_: sys.exit(7)); print(flush=True); time.sleep(600)"
    with line.run(script, *keep) as process:
        process.terminate()
        assert process.wait(10) == 7
    line.cut()
