"""`sokbo up`: look before anything starts, make the plan of the tree, and become its supervisor."""

from __future__ import annotations

import errno
import os
import socket
import time
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import click

from cli.output import UNAVAILABLE, USAGE, stop
from cli.tree import plan, product, redis_server
from cli.tree.plan import Plan
from sokbo import runtime
from sokbo.settings import Settings, SettingsError, load

PORT_PATIENCE_S = 1.0
"""The web server of a supervisor that was killed a moment ago may hold its port for an instant."""


@click.command()
@click.option("--host", help="Where the pages listen; SOKBO_HOST else.")
@click.option("--port", type=click.IntRange(0, 65535), help="Their port, 0 for any free one; SOKBO_PORT else.")
@click.option("--data", metavar="DIR", help="The data folder; SOKBO_DATA_DIR else.")
@click.option("--demo/--no-demo", default=False, help="Bring a demo newsroom into an empty data folder, or keep it.")
def up(host: str | None, port: int | None, data: str | None, demo: bool) -> None:
    """Run the whole product on this machine, until Ctrl-C."""
    settings = _settings(data)
    settings = replace(settings, host=host or settings.host, port=settings.port if port is None else port)
    lock = hold(settings.data_dir)
    settings = replace(settings, port=free_port(settings.host, settings.port))
    newsroom = demo_port(settings) if demo else None
    become_supervisor(product.make_plan(settings, lock, server(settings), newsroom))


def demo_port(settings: Settings) -> int | None:
    """Where the demo newsroom is to be; None where the data folder is in real use."""
    before = runtime.last(settings.data_dir)
    if before and before.demo_address:
        return free_port(product.LOOPBACK, int(before.demo_address.rpartition(":")[2]))
    empty = settings.database_url.startswith("sqlite:") and not (settings.data_dir / "sokbo.db").exists()
    return free_port(product.LOOPBACK, 0) if empty else None


def server(settings: Settings) -> redis_server.Server | None:
    """Our own Redis, or None where the operator has one; ends the command where neither will do."""
    if settings.redis_url:
        if wrong := redis_server.too_old(settings.redis_url):
            stop(wrong, UNAVAILABLE)
        return None
    try:
        found = redis_server.find()
    except redis_server.NoServer as error:
        stop(str(error), UNAVAILABLE)
    for line in found.passed_over:
        click.echo(f"sokbo: {line}", err=True)
    return found


def _settings(data: str | None) -> Settings:
    if data:
        os.environ["SOKBO_DATA_DIR"] = data
    folder = os.environ.get("SOKBO_DATA_DIR") or "data"
    if os.access(folder, os.F_OK) and not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        _not_writable(Path(folder), "check its owner and mode")
    try:
        return load()
    except SettingsError as error:
        stop(str(error), USAGE)


def hold(folder: Path) -> int:
    """The lock of the data folder, which is made where it is missing; ends the command where it can't be had."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return runtime.take(folder)
    except runtime.AlreadyRunning as running:
        stop(
            f"`sokbo up` already runs on {folder} (process {running.pid}): stop it, or choose another --data",
            UNAVAILABLE,
        )
    except OSError as error:
        _not_writable(folder, error.strerror or str(error))


def _not_writable(folder: Path, why: str) -> NoReturn:
    stop(f"the data folder {folder} can't be written ({why}): choose another with --data", UNAVAILABLE)


def free_port(host: str, port: int) -> int:
    """The port, or a free one for 0; ends the command where nothing can listen there."""
    deadline = time.monotonic() + PORT_PATIENCE_S
    while True:
        try:
            return _try_port(host, port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                stop(
                    f"nothing can listen at {host} port {port} ({error.strerror}): choose --host and --port",
                    UNAVAILABLE,
                )
            if time.monotonic() > deadline:
                stop(f"port {port} at {host} is in use: choose another with --port", UNAVAILABLE)
            time.sleep(0.05)


def _try_port(host: str, port: int) -> int:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        return int(listener.getsockname()[1])


def become_supervisor(plan_: Plan) -> NoReturn:
    """Replace this process, which has loaded what it needed to decide, by the small one that only supervises."""
    read, write = os.pipe()
    os.write(write, plan.dumps(plan_))
    os.close(write)
    for descriptor in (read, plan_.lock):
        os.set_inheritable(descriptor, True)
    command = [*product.PYTHON, "-m", "cli.tree.supervise", str(read)]
    os.execv(command[0], command)  # noqa: S606 - our own interpreter
