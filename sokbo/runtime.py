"""What runs on this data folder now: the supervisor's lock, its state file, and the short folder of its socket.

Only the standard library, because every command asks it first. It starts and stops nothing. The lock is the truth:
a state file that a killed run left behind means nothing while no process holds the lock.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

LOCK, STATE = "up.lock", "run.json"
SOCKET = "redis.sock"
LONGEST_PATH = 100
"""Bytes of a socket's path that every system takes (108 on Linux, 104 on macOS, the final NUL included)."""


class AlreadyRunning(Exception):
    """Another supervisor holds this data folder."""

    def __init__(self, pid: int | None) -> None:
        super().__init__(pid)
        self.pid = pid


@dataclass(frozen=True, slots=True)
class Process:
    """One child of the supervisor; `started` in seconds since 1970, `pid` 0 while it waits to be started again."""

    name: str
    pid: int
    started: float
    restarts: int


@dataclass(frozen=True, slots=True)
class Runtime:
    """A running `sokbo up` as others see it; `redis_url` is None where the operator's own Redis is used."""

    pid: int
    host: str
    port: int
    redis_url: str | None = None
    demo_address: str | None = None
    ready: bool = False
    """Whether everything has worked once since the start."""
    processes: tuple[Process, ...] = ()


def read(data_dir: Path) -> Runtime | None:
    """What runs on this data folder; None where no supervisor is alive."""
    return last(data_dir) if _held(data_dir / LOCK) else None


def last(data_dir: Path) -> Runtime | None:
    """What the newest supervisor wrote, alive or not; None where there never was one."""
    try:
        state = json.loads((data_dir / STATE).read_bytes())
        return Runtime(**{**state, "processes": tuple(Process(**row) for row in state["processes"])})
    except (OSError, ValueError, TypeError, KeyError):  # absent, or written by another version
        return None


def write(data_dir: Path, state: Runtime) -> None:
    """Replace the state file in one step; raises OSError where the disk refuses."""
    new = data_dir / f"{STATE}.new"
    new.write_text(json.dumps(asdict(state)))
    new.replace(data_dir / STATE)


def take(data_dir: Path, patience_s: float = 0.5) -> int:
    """Hold the data folder until this process ends: the lock's descriptor. Raises `AlreadyRunning`, or OSError.

    `read` tries the lock for an instant, so one refusal proves nothing: hence the patience.
    """
    lock = os.open(data_dir / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + patience_s
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            if time.monotonic() > deadline:
                holder = os.pread(lock, 20, 0).strip()
                os.close(lock)
                raise AlreadyRunning(int(holder) if holder.isdigit() else None) from None
            time.sleep(0.02)
    os.truncate(lock, 0)
    os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
    return lock


def _held(lock_file: Path) -> bool:
    try:
        lock = os.open(lock_file, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def socket_folder(data_dir: Path) -> Path:
    """A private folder (0700) with a short path for this data folder's socket, made where it is missing.

    Not in `$XDG_RUNTIME_DIR`, which is removed when its user logs out: a desk left running outlives that. A folder of
    that name that belongs to someone else is passed over for a fresh one.
    """
    import hashlib  # brings OpenSSL along, and tempfile the compression libraries: not for every command
    import tempfile

    name = f"sokbo-{os.getuid()}-{hashlib.sha256(os.fsencode(data_dir.resolve())).hexdigest()[:12]}"
    temporary = tempfile.gettempdir()
    short = len(os.fsencode(f"{temporary}/{name}xxxxxxxx/{SOCKET}")) < LONGEST_PATH
    folder = Path(temporary if short else "/tmp") / name  # noqa: S108 - every system has it; private folders are made in it
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if folder.is_dir() and not folder.is_symlink() and found.st_uid == os.getuid() and not found.st_mode & 0o077:
        return folder
    return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=folder.parent))
