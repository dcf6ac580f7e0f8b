"""Why no process of the tree outlives the supervisor: the parent-death signal, and a pipe that only it holds open.

The signal reaches stopped processes too, but only children, and only on Linux. The pipe reaches everyone who inherits
it, everywhere. Starts no process but the one it is told to keep (`python -m sokbo.lifeline COMMAND…`).
"""

from __future__ import annotations

import ctypes
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence

VARIABLE = "SOKBO_LIFELINE_FD"
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def make() -> tuple[int, int]:
    """The pipe's end for children, who inherit it, and the end that the supervisor alone keeps."""
    ours, kept = os.pipe()
    os.set_inheritable(ours, True)
    return ours, kept


def name(descriptor: int) -> str:
    """What `SOKBO_LIFELINE_FD` says: the descriptor and the pipe's inode, for numbers are used again after an exec."""
    return f"{descriptor}:{os.fstat(descriptor).st_ino}"


def binding() -> Callable[[], None]:
    """What a child runs between fork and exec: the kernel kills it when its parent dies, even if that just happened.

    Linux ties the signal to the thread that forked: fork from the main one (prctl(2), PR_SET_PDEATHSIG). Prepared here,
    since nothing may be loaded after a fork.
    """
    if sys.platform != "linux":
        return lambda: None
    prctl, parent = ctypes.CDLL(None, use_errno=True).prctl, os.getpid()

    def bind() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)

    return bind


def watch() -> None:
    """End this process, and any it forks, when the supervisor has died; does nothing outside a supervised tree."""
    descriptor = _inherited()
    if descriptor is None:
        return
    _end_with(descriptor)
    bind: list[Callable[[], None]] = []

    def before() -> None:
        bind[:] = [binding()] if threading.current_thread() is threading.main_thread() else []

    def after() -> None:
        for do in bind:
            do()
        _end_with(descriptor)

    os.register_at_fork(before=before, after_in_child=after)


def _inherited() -> int | None:
    number, _, inode = os.environ.get(VARIABLE, "").partition(":")
    try:
        return int(number) if os.fstat(int(number)).st_ino == int(inode) else None
    except (ValueError, OSError):
        return None


def _end_with(descriptor: int) -> None:
    def wait() -> None:
        while os.read(descriptor, 1):
            pass
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=wait, name="lifeline", daemon=True).start()


def keep(command: Sequence[str]) -> int:
    """Run a command that knows no lifeline, on systems without a parent-death signal; its exit status."""
    heard, tell = os.pipe()
    os.set_blocking(tell, False)
    signal.set_wakeup_fd(tell)
    for number in (signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, lambda *_: None)
    line = _inherited()
    child = subprocess.Popen(command)
    while (status := child.poll()) is None:
        ready = select.select([heard] if line is None else [heard, line], [], [])[0]
        if line in ready:
            child.kill()
        elif signal.SIGTERM in os.read(heard, 64):
            child.terminate()
    return status


if __name__ == "__main__":
    sys.exit(keep(sys.argv[1:]))
