"""One process of the tree: its start in a group of its own, its restarts, its end. Knows nothing of its siblings."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from selectors import EVENT_READ, BaseSelector

from cli.tree import backoff, plan
from cli.tree.lines import Lines
from cli.tree.plan import When
from cli.tree.pulse import Pulse
from sokbo.runtime import Process

MUTE_DEATHS = 3
"""A process that so often in a row ended before it first answered stumbles over what it finds in its folder."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every child of a tree shares."""

    selector: BaseSelector
    environ: Mapping[str, str]
    lifeline: int
    bind: Callable[[], None]
    """Run in the child between fork and exec."""
    name_width: int = 0


class Child:
    """A process that is, was or will be running."""

    def __init__(self, spec: plan.Child, around: Surroundings) -> None:
        self.spec = spec
        self._around = around
        self._process: subprocess.Popen[bytes] | None = None
        self._lines: Lines | None = None
        self._begun = 0.0
        self._failures = 0
        self._mute_deaths = 0
        self.pulse: Pulse | None = None
        self.started = 0.0
        self.starts = 0
        self.next_start: float | None = None
        """When to start it (again); None where nobody asked for it or it runs."""
        self.status: int | None = None
        """How it last ended: its exit status, or a signal's negative number."""

    @property
    def running(self) -> bool:
        """Whether there is a process that has not been seen to end."""
        return self._process is not None

    @property
    def once(self) -> bool:
        """Whether it is a step that ends by itself."""
        return self.spec.when in (When.PREPARE, When.GREET)

    def as_process(self) -> Process:
        """Its row in the state file."""
        pid = self._process.pid if self._process else 0
        return Process(self.spec.name, pid, self.started, max(0, self.starts - 1))

    def start(self, now: float) -> None:
        """Start it; raises OSError where that is impossible."""
        self.next_start, self.status = None, None
        self.starts, self._begun, self.started = self.starts + 1, now, time.time()
        self._make_folders()
        read, write = os.pipe()
        try:
            self._process = subprocess.Popen(
                self.spec.command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL if self.spec.when is When.PREPARE else write,
                stderr=write,
                cwd=self.spec.folder,
                env=self._around.environ,
                pass_fds=(self._around.lifeline,),
                start_new_session=True,
                preexec_fn=self._around.bind,  # noqa: PLW1509 - the supervisor has one thread
            )
        except OSError:
            os.close(read)
            raise
        finally:
            os.close(write)
        self._listen(read)
        if self.spec.question:
            self.pulse = Pulse(self._around.selector, self.spec.question)

    def _make_folders(self) -> None:
        if self.spec.disposable and self._mute_deaths >= MUTE_DEATHS:
            self._mute_deaths = 0
            _put_aside(Path(self.spec.disposable))
        for folder in self.spec.folders:
            Path(folder).mkdir(mode=0o700, exist_ok=True)

    def _listen(self, descriptor: int) -> None:
        prefix = "" if self.once else f"{self.spec.name:{self._around.name_width}} | "
        to = 1 if self.spec.when is When.GREET else 2
        self._lines = lines = Lines(descriptor, prefix, quiet=self.spec.quiet, to=to)

        def read() -> None:
            if not lines.read():
                self._around.selector.unregister(descriptor)
                lines.close()

        self._around.selector.register(descriptor, EVENT_READ, read)

    def ended(self) -> bool:
        """Whether it was seen to end just now; whoever it left behind in its group is killed."""
        if self._process is None or (status := self._process.poll()) is None:
            return False
        self._signal_group(signal.SIGKILL)
        if self._lines:
            self._lines.read()  # its last words, before anyone acts on its end
        self._forget(status)
        return True

    def failed_to_start(self) -> None:
        """It could not even be started."""
        self._forget(127)

    def _forget(self, status: int) -> None:
        if self.pulse:
            self._mute_deaths = 0 if self.pulse.answered else self._mute_deaths + 1
            self.pulse.stop()
        self._process, self._lines, self.pulse, self.status = None, None, None, status
        self._failures = backoff.failures(self._failures, time.monotonic() - self._begun)

    def start_again(self, now: float) -> float:
        """Plan its next start; how long that is away, in seconds."""
        wait_s = backoff.wait_s(self._failures)
        self.next_start = now + wait_s
        return wait_s

    def end(self) -> None:
        """Ask it to finish what it has in hand; one that is stopped must be woken to hear that."""
        self.next_start = None
        if self._process:
            self._process.terminate()
            self.wake()

    def wake(self) -> None:
        """Let it go on where someone has stopped it."""
        if self._process:
            self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """End it, and whoever it started, now."""
        self.next_start = None
        self._signal_group(signal.SIGKILL)

    def give_up(self) -> None:
        """Kill it, and ask it nothing more."""
        self.kill()
        if self.pulse:
            self.pulse.stop()
            self.pulse = None

    def _signal_group(self, number: int) -> None:
        if self._process:
            with suppress(ProcessLookupError, PermissionError):  # nobody is left; on macOS, only zombies are
                os.killpg(self._process.pid, number)


def _put_aside(folder: Path) -> None:
    import shutil  # brings the compression libraries along: only where it is needed

    aside = folder.with_name(f"{folder.name}.unreadable")
    shutil.rmtree(aside, ignore_errors=True)
    if folder.exists():
        folder.rename(aside)
