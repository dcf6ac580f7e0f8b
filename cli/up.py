"""`sokbo up`: look before anything starts, make the plan of the tree, and become its supervisor."""

from __future__ import annotations

import errno
import os
import socket
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import click

from cli.output import UNAVAILABLE, USAGE, stop
from cli.tree import plan, redis_server
from cli.tree.plan import Child, Plan, Question, When
from sokbo import runtime
from sokbo.settings import Settings, SettingsError, load

PYTHON = (sys.executable, "-P")
"""-P: never import from the folder that the person happens to be in."""
SOKBO = (*PYTHON, "-m", "cli.main")
PORT_PATIENCE_S = 1.0
"""The web server of a supervisor that was killed a moment ago may hold its port for an instant."""


@click.command()
@click.option("--host", help="Where the pages listen; SOKBO_HOST else.")
@click.option("--port", type=click.IntRange(0, 65535), help="Their port, 0 for any free one; SOKBO_PORT else.")
@click.option("--data", metavar="DIR", help="The data folder; SOKBO_DATA_DIR else.")
def up(host: str | None, port: int | None, data: str | None) -> None:
    """Run the whole product on this machine, until Ctrl-C."""
    settings = _settings(data)
    settings = replace(settings, host=host or settings.host, port=settings.port if port is None else port)
    lock = hold(settings.data_dir)
    settings = replace(settings, port=free_port(settings.host, settings.port))
    become_supervisor(make_plan(settings, lock))


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


def make_plan(settings: Settings, lock: int) -> Plan:
    """What is to run with these settings; ends the command where there is no Redis that will do."""
    folder = settings.data_dir
    before = runtime.last(folder)
    socket_path = None if settings.redis_url else runtime.socket_folder(folder) / runtime.SOCKET
    state = runtime.Runtime(
        os.getpid(), settings.host, settings.port, redis_url=redis_server.url(socket_path) if socket_path else None
    )
    environ = {"SOKBO_DATA_DIR": str(folder), "SOKBO_HOST": settings.host, "SOKBO_PORT": str(settings.port)}
    if state.redis_url:
        environ["SOKBO_REDIS_URL"] = state.redis_url
    children = (*_redis(settings, socket_path), *_services(settings))
    if not (before and before.ready):
        children += (Child("login", (*SOKBO, "login"), When.GREET),)
    return Plan(
        data_dir=str(folder),
        lock=lock,
        state=state,
        environ=environ,
        children=children,
        ready=_request(settings, "/readyz"),
        greeting=(f"Sokbo is at {settings.address}/ and keeps its data in {folder}. Ctrl-C stops it.",),
        temporary=(str(socket_path), str(socket_path.parent)) if socket_path else (),
    )


def _redis(settings: Settings, socket_path: Path | None) -> tuple[Child, ...]:
    """Our own server, or none where the operator has one."""
    if socket_path is None:
        if wrong := redis_server.too_old(str(settings.redis_url)):
            stop(wrong, UNAVAILABLE)
        return ()
    try:
        server = redis_server.find()
    except redis_server.NoServer as error:
        stop(str(error), UNAVAILABLE)
    for line in server.passed_over:
        click.echo(f"sokbo: {line}", err=True)
    return (redis_server.child(server, settings.data_dir, socket_path),)


def _services(settings: Settings) -> tuple[Child, ...]:
    listens = ("--host", settings.host, "--port", str(settings.port))
    return (
        Child("migrate", (*SOKBO, "migrate"), When.PREPARE),
        Child("web", (*SOKBO, "web", *listens), question=_request(settings, "/healthz")),
        Child("worker", (*SOKBO, "worker")),
        Child("beat", (*SOKBO, "beat")),
    )


def _request(settings: Settings, path: str) -> Question:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 - compared, not bound
    address = socket.getaddrinfo(host, settings.port, type=socket.SOCK_STREAM)[0][4]
    return Question((str(address[0]), settings.port), f"GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n")


def become_supervisor(plan_: Plan) -> NoReturn:
    """Replace this process, which has loaded what it needed to decide, by the small one that only supervises."""
    read, write = os.pipe()
    os.write(write, plan.dumps(plan_))
    os.close(write)
    for descriptor in (read, plan_.lock):
        os.set_inheritable(descriptor, True)
    command = [*PYTHON, "-m", "cli.tree.supervise", str(read)]
    os.execv(command[0], command)  # noqa: S606 - our own interpreter
