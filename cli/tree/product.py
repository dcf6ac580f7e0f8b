"""The product's own tree: which processes, with which settings. Decides only; `cli.up` has looked before."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

from cli.tree import redis_server
from cli.tree.plan import Child, Plan, Question, When
from sokbo import runtime
from sokbo.settings import Settings

PYTHON = (sys.executable, "-P")
"""-P: never import from the folder that the person happens to be in."""
SOKBO = (*PYTHON, "-m", "cli.main")
LOOPBACK = "127.0.0.1"


def make_plan(settings: Settings, lock: int, server: redis_server.Server | None, newsroom: int | None) -> Plan:
    """What is to run: with this Redis, or the operator's; with the demo newsroom on this port, or without one."""
    before = runtime.last(settings.data_dir)
    path = runtime.socket_folder(settings.data_dir) / runtime.SOCKET if server else None
    state = runtime.Runtime(
        pid=os.getpid(),
        host=settings.host,
        port=settings.port,
        redis_url=redis_server.url(path) if path else None,
        demo_address=f"{LOOPBACK}:{newsroom}" if newsroom else None,
    )
    return Plan(
        data_dir=str(settings.data_dir),
        lock=lock,
        state=state,
        environ=_environ(settings.data_dir, state),
        children=(
            *((redis_server.child(server, settings.data_dir, path),) if server and path else ()),
            *_services(settings),
            *_demo(settings.data_dir, before, newsroom),
            *_greetings(before),
        ),
        ready=_request(settings, "/readyz"),
        greeting=(f"Sokbo is at {settings.address}/ and keeps its data in {settings.data_dir}. Ctrl-C stops it.",),
        temporary=(str(path), str(path.parent)) if path else (),
    )


def _environ(folder: Path, state: runtime.Runtime) -> dict[str, str]:
    said = {
        "SOKBO_DATA_DIR": str(folder),
        "SOKBO_HOST": state.host,
        "SOKBO_PORT": str(state.port),
        "SOKBO_REDIS_URL": state.redis_url,
        "SOKBO_DEMO_ADDRESS": state.demo_address,
    }
    return {name: value for name, value in said.items() if value}


def _services(settings: Settings) -> tuple[Child, ...]:
    listens = ("--host", settings.host, "--port", str(settings.port))
    return (
        Child("migrate", (*SOKBO, "migrate"), When.PREPARE),
        Child("web", (*SOKBO, "web", *listens), question=_request(settings, "/healthz")),
        Child("worker", (*SOKBO, "worker"), quiet=("worker: Warm shutdown",)),
        Child("beat", (*SOKBO, "beat")),
    )


def _demo(folder: Path, before: runtime.Runtime | None, newsroom: int | None) -> tuple[Child, ...]:
    """The publisher and its rows; or, where there was one and nobody wants it any more, the end of them."""
    seed = (*PYTHON, "-m", "cli.demo.seed")
    if newsroom:
        publisher = Child("demo", (*PYTHON, "-m", "cli.demo.publisher", "--data", str(folder)))
        return publisher, Child("demo seed", seed, When.GREET)
    return (Child("demo seed", (*seed, "--remove"), When.GREET),) if before and before.demo_address else ()


def _greetings(before: runtime.Runtime | None) -> tuple[Child, ...]:
    """A login link, until a start has come through once."""
    return () if before and before.ready else (Child("login", (*SOKBO, "login"), When.GREET),)


def _request(settings: Settings, path: str) -> Question:
    host = {"0.0.0.0": LOOPBACK, "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 - compared, not bound
    address = socket.getaddrinfo(host, settings.port, type=socket.SOCK_STREAM)[0][4]
    return Question((str(address[0]), settings.port), f"GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n")
