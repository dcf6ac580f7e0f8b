"""The supervisor: starts the children of a plan, starts again those that die or hang, stops all in order.

One thread and one selector; it never waits for anything else. It imports no part of the product that a child runs,
so that it stays small: `cli.up` hands its process over to this module (``python -m cli.tree.supervise DESCRIPTOR``).
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from enum import Enum, auto
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector

from cli.tree import plan as plans
from cli.tree.child import Child, Surroundings
from cli.tree.lines import note, say
from cli.tree.plan import Plan, When
from cli.tree.pulse import Pulse, ok
from sokbo import lifeline, runtime

FINISH_S, FIRST_FINISH_S = 7.0, 1.5
"""How long services, and then those that were started first, may finish what they have in hand: under ten together."""
READY_EVERY_S = 0.1
HOPELESS = (2, 65, 69)
"""Exit statuses that say that starting again won't help: wrong usage, unreadable input, something is not there."""


class Phase(Enum):
    """Where the tree is in its life."""

    PREPARING = auto()
    STARTING = auto()
    READY = auto()
    STOPPING = auto()
    STOPPING_FIRST = auto()
    DONE = auto()


class Supervisor:
    """One run of a plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._selector = DefaultSelector()
        self._phase = Phase.PREPARING
        self._was_ready = False
        self._deadline = 0.0
        self._status = 0
        self._lifeline, self._kept = lifeline.make()
        around = Surroundings(
            selector=self._selector,
            environ={**os.environ, **plan.environ, lifeline.VARIABLE: lifeline.name(self._lifeline)},
            lifeline=self._lifeline,
            bind=lifeline.binding(),
            name_width=max(len(child.name) for child in plan.children),
        )
        self._children = [Child(spec, around) for spec in plan.children]
        self._ready = Pulse(self._selector, plan.ready, every_s=READY_EVERY_S, good=ok)

    def run(self) -> int:
        """Run the tree until it is told to stop; the exit status."""
        self._hear_signals()
        try:
            self._ask_to_start(When.FIRST, When.PREPARE)
            while self._act(time.monotonic()) is not Phase.DONE:
                for key, _ in self._selector.select(self._nap_s()):
                    key.data()
        finally:
            for child in self._children:
                child.kill()
            self._tidy()
        return self._status

    # --- what is heard ------------------------------------------------------------------------------------------------

    def _hear_signals(self) -> None:
        read, write = os.pipe()
        os.set_blocking(read, False)
        os.set_blocking(write, False)
        signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        for number in (signal.SIGCHLD, signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:  # nohup means it
                signal.signal(number, lambda *_: None)
        self._selector.register(read, EVENT_READ, lambda: self._heard(os.read(read, 512)))

    def _heard(self, numbers: bytes) -> None:
        for number in numbers:
            if number != signal.SIGCHLD:
                self._stop() if self._phase.value < Phase.STOPPING.value else self._kill_all()

    # --- what is done -------------------------------------------------------------------------------------------------

    def _act(self, now: float) -> Phase:
        ended = [child for child in self._children if child.ended()]
        for child in ended:
            self._after_end(child, now)
        due = [child for child in self._children if child.next_start is not None and child.next_start <= now]
        for child in due:
            self._start(child, now)
        for child in self._children:
            self._look(child, now)
        before = self._phase
        self._advance(now)
        if ended or due or self._phase is not before:
            self._write_state()
        return self._phase

    def _start(self, child: Child, now: float) -> None:
        try:
            child.start(now)
        except OSError as error:
            note(f"{child.spec.name} can't be started: {error}")
            child.failed_to_start()
            self._after_end(child, now)

    def _after_end(self, child: Child, now: float) -> None:
        status = child.status or 0
        if self._phase.value >= Phase.STOPPING.value or child.spec.when is When.GREET:
            return
        if child.once:
            if status:
                self._stop(max(1, status))
            return
        if self._phase is not Phase.READY and child.starts == 1 and status in HOPELESS:
            self._stop(status)
            return
        wait_s = child.start_again(now)
        note(f"{child.spec.name} {_ending(status)}; starting it again {f'in {wait_s:g} s' if wait_s else 'now'}")

    def _look(self, child: Child, now: float) -> None:
        if child.pulse is None or self._phase.value >= Phase.STOPPING.value:
            return
        child.pulse.look(now)
        if child.pulse.hung:
            note(f"{child.spec.name} gives no answer; ending it")
            child.give_up()

    def _advance(self, now: float) -> None:
        if self._phase is Phase.PREPARING and not self._running(When.PREPARE):
            self._phase = Phase.STARTING
            self._ask_to_start(When.SERVICE)
        elif self._phase is Phase.STARTING:
            self._ready.look(now)
            if self._ready.answered:
                self._greet()
        elif self._phase is Phase.STOPPING and not self._running(When.SERVICE, When.PREPARE, When.GREET):
            self._stop_first()
        elif self._phase is Phase.STOPPING_FIRST and not self._running(*When):
            self._phase = Phase.DONE
        elif self._phase.value >= Phase.STOPPING.value and now >= self._deadline:
            self._kill_late()

    def _greet(self) -> None:
        self._phase, self._was_ready = Phase.READY, True
        self._ready.stop()
        for line in self._plan.greeting:
            say(line)
        self._ask_to_start(When.GREET)

    # --- the end ------------------------------------------------------------------------------------------------------

    def _stop(self, status: int = 0) -> None:
        self._phase, self._status, self._deadline = Phase.STOPPING, status, time.monotonic() + FINISH_S
        self._ready.stop()
        for child in reversed(self._children):
            # A Redis that stands still is woken, so that the others need not wait for it while they finish.
            child.wake() if child.spec.when is When.FIRST else child.end()

    def _stop_first(self) -> None:
        self._phase, self._deadline = Phase.STOPPING_FIRST, time.monotonic() + FIRST_FINISH_S
        for child in reversed(self._children):
            child.end()

    def _kill_late(self) -> None:
        for child in self._children:
            if child.running and (self._phase is Phase.STOPPING_FIRST or child.spec.when is not When.FIRST):
                note(f"{child.spec.name} did not finish in time; ending it")
                child.kill()
        self._deadline = time.monotonic() + 1

    def _kill_all(self) -> None:
        for child in self._children:
            child.kill()

    def _tidy(self) -> None:
        for path in map(Path, self._plan.temporary):
            with suppress(OSError):  # gone already, or not empty: the next start uses it again
                path.rmdir() if path.is_dir() else path.unlink()

    # --- what is known ------------------------------------------------------------------------------------------------

    def _ask_to_start(self, *whens: When) -> None:
        for child in self._of(*whens):
            child.next_start = 0.0

    def _of(self, *whens: When) -> Iterable[Child]:
        return (child for child in self._children if child.spec.when in whens)

    def _running(self, *whens: When) -> bool:
        return any(child.running or child.next_start is not None for child in self._of(*whens))

    def _nap_s(self) -> float:
        moments: list[float] = [child.next_start for child in self._children if child.next_start is not None]
        moments += [child.pulse.next_look for child in self._children if child.pulse]
        if self._phase is Phase.STARTING:
            moments.append(self._ready.next_look)
        if self._phase.value >= Phase.STOPPING.value:
            moments.append(self._deadline)
        return max(0.0, min(moments, default=time.monotonic() + 60) - time.monotonic())

    def _write_state(self) -> None:
        rows = tuple(child.as_process() for child in self._children if not child.once)
        state = replace(self._plan.state, pid=os.getpid(), ready=self._was_ready, processes=rows)
        try:
            runtime.write(Path(self._plan.data_dir), state)
        except OSError as error:  # a full disk must not end the tree; the next change is written again
            note(f"{runtime.STATE} can't be written: {error}")


def _ending(status: int) -> str:
    return f"was ended by {signal.Signals(-status).name}" if status < 0 else f"ended with status {status}"


def main(descriptor: int) -> int:
    """Read the plan from the pipe that `cli.up` left open, and run it."""
    with os.fdopen(descriptor, "rb") as pipe:
        plan = plans.loads(pipe.read())
    os.set_inheritable(plan.lock, False)
    return Supervisor(plan).run()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
