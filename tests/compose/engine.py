"""The container engine: installed and started where there is none, and stopped again where this test started it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_network
from pathlib import Path

from shell import Failed, attempt, expect, run, say, wait

NEEDED = {"docker": "docker.io", "docker-compose": "docker-compose", "debootstrap": "debootstrap"}
"""Command to Debian's package."""


@contextmanager
def running() -> Iterator[None]:
    """An engine that answers."""
    _install()
    if _answers():
        say("engine: one is running")
        yield
        return
    with _started():
        yield


def gateway() -> str:
    """This machine's address on the engine's own bridge, which containers of every network reach."""
    [bridge] = json.loads(run("docker", "network", "inspect", "bridge"))
    [config] = bridge["IPAM"]["Config"]
    return str(config.get("Gateway") or ip_network(config["Subnet"])[1])


def _install() -> None:
    wanted = [package for command, package in NEEDED.items() if not shutil.which(command)]
    if not shutil.which("dockerd") and not _answers():
        wanted.append("docker.io")
    if not wanted:
        return
    expect(
        os.geteuid() == 0 and bool(shutil.which("apt-get")), f"install {', '.join(wanted)}, or run as root on Debian"
    )
    say(f"engine: apt-get installs {', '.join(sorted(set(wanted)))}")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "update", "-q", env=quiet)
    run("apt-get", "install", "-qy", "--no-install-recommends", *sorted(set(wanted)), env=quiet)


def _answers() -> bool:
    return bool(shutil.which("docker")) and attempt("docker", "version", within=20).returncode == 0


@contextmanager
def _started() -> Iterator[None]:
    expect(os.geteuid() == 0, "no engine answers: start one, or run as root")
    with tempfile.NamedTemporaryFile("w+", prefix="dockerd-", suffix=".log") as log:
        daemon = subprocess.Popen(["dockerd"], stdout=log, stderr=log, start_new_session=True)
        try:
            wait("dockerd answers", lambda: daemon.poll() is not None or _answers(), within=60)
            if daemon.poll() is not None:
                raise Failed(f"dockerd ended at once:\n{Path(log.name).read_text()[-2000:]}")
            say("engine: started dockerd")
            yield
        finally:
            daemon.terminate()
            daemon.wait(30)
