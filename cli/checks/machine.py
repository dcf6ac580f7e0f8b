"""This machine: the data folder, room, the key, versions, names, the time zone."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from importlib.metadata import version

from cli.checks.check import Check
from sokbo import installation
from sokbo.settings import Settings

LEAST_FREE = 500_000_000
NAMES_S = 5.0
"""How long looking up a name may take."""
FAULTY_CELERY = (5, 7)
"""Its workers end when Redis dies and returns (docs/decisions/0002-wakes-and-claims.md)."""


def folder(settings: Settings) -> Iterator[Check]:
    """Whether the data folder can be written, and the room there."""
    path = settings.data_dir
    if path.exists() and not (path.is_dir() and os.access(path, os.W_OK)):
        yield Check("data folder", ok=False, found=f"{path} can't be written", mend="choose another SOKBO_DATA_DIR")
        return
    free = shutil.disk_usage(path if path.exists() else path.anchor).free
    mend = "make room: the line stops when the disk is full"
    yield Check("disk", free > LEAST_FREE, f"{free / 1e9:.1f} GB free", mend)


def key(settings: Settings) -> Iterator[Check]:
    """The key, by its fingerprint."""
    try:
        fingerprint = installation.vault(settings).fingerprint
    except OSError as error:
        yield Check("key", ok=False, found=str(error), mend="set SOKBO_SECRET_KEY, or make the data folder writable")
        return
    origin = "the environment" if settings.secret_key else "DATA/secret.key"
    yield Check("key", ok=True, found=f"fingerprint {fingerprint}, from {origin}")


def versions(_: Settings) -> Iterator[Check]:
    """The parts that matter, where a version is known to be faulty."""
    celery = version("celery")
    well = tuple(map(int, celery.split(".")[:2])) < FAULTY_CELERY
    found = f"Python {sys.version.split()[0]}, celery {celery}, SQLAlchemy {version('sqlalchemy')}"
    yield Check("versions", well, found, "install celery below 5.7: its workers don't outlive a restart of Redis")


def names(hosts: list[str]) -> Iterator[Check]:
    """Whether the names of hosts can be looked up, in time."""
    if not hosts:
        return
    pool = ThreadPoolExecutor(len(hosts))
    asked = {host: pool.submit(socket.getaddrinfo, host, 443) for host in hosts}
    unknown = []
    for host, answer in asked.items():
        try:
            answer.result(NAMES_S)
        except (OSError, TooLate, UnicodeError):
            unknown.append(host)
    pool.shutdown(wait=False, cancel_futures=True)
    found = f"no address of {', '.join(unknown)}" if unknown else f"{', '.join(hosts)} can be looked up"
    all_ = "all of them: look at this machine's DNS" if len(unknown) == len(hosts) > 1 else "look at their sources"
    yield Check("names", not unknown, found, all_)


def zone(settings: Settings) -> Iterator[Check]:
    """Where dates and quiet hours are meant."""
    yield Check("time zone", ok=True, found=settings.timezone or "as answered on the first page, Asia/Seoul until then")
